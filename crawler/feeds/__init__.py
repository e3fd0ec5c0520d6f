"""Which articles, since when, into which file, whole or not at all."""
