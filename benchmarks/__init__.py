"""What this program costs and how well it does, measured."""
