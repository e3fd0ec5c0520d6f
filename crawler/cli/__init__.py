"""python -m crawler: one file a command."""
