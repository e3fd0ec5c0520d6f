"""Article → feed line: one Scrapy item exporter a format."""
