"""Which articles, since when, into which file, whole or not at all."""

FEED_STORAGES = {
    **dict.fromkeys(("", "file"), "crawler.feeds.storage.WholeFileStorage"),
    **dict.fromkeys(("s3", "gs", "ftp", "sftp"), "crawler.feeds.storage.RemoteStorage"),
}
"""For Scrapy's setting of that name: feeds of a crawl by the scheme of their addresses."""
