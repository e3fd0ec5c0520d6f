"""What is known and what is due: the database of every address ever found."""
