"""The newsroom: a small news site of our own, served on loopback."""
