"""Draft → Article: text, dates, tags, reading time. Pure."""
