"""Which articles, since when, into which file, whole or not at all."""

FEED_STORAGES = dict.fromkeys(("", "file"), "crawler.feeds.storage.WholeFileStorage")
"""For Scrapy's setting of that name: local feeds by their scheme."""
