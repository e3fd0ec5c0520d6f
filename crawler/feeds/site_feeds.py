"""A site's own feeds in the data folder: one file a format, whole or as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from crawler.article import Article
from crawler.feeds.declared import NEWEST_IN_RSS as RSS_ITEMS
from crawler.feeds.publish import Published, publish
from crawler.feeds.selection import Selection
from crawler.ledger.connect import open_ledger, reading
from crawler.ledger.library import read_articles
from crawler.site import Site

ENDINGS = {"jsonl": "jsonl", "csv": "csv", "rss": "rss", "text": "txt"}


def write_site_feeds(
    ledger: str, site: Site, folder: Path, formats: Iterable[str]
) -> list[Published]:
    """Write the site's feeds into a folder. Raises FeedError; files that stood there stand.

    RSS holds the newest hundred, newest first; the others every article, oldest first.
    """
    engine = open_ledger(ledger, create=False)
    selection = Selection(site=site.name)
    try:
        written = []
        for name in formats:
            with reading(engine) as connection:
                articles = read_articles(connection, selection, newest_first=name == "rss")
                path = folder / f"{site.name}.{ENDINGS[name]}"
                written.append(publish(path, name, _at_most(articles, name)))
        return written
    finally:
        engine.dispose()


def _at_most(articles: Iterator[Article], name: str) -> Iterator[Article]:
    return islice(articles, RSS_ITEMS) if name == "rss" else articles
