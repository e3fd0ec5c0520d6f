"""A site's own feeds in the data folder: one file a format, whole or as it was."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from crawler.exporters import FORMATS
from crawler.feeds.channel import channel_options
from crawler.feeds.declared import NEWEST_IN_CHANNEL as CHANNEL_ITEMS
from crawler.feeds.extent import ALL, Extent, read_extent
from crawler.feeds.publish import Published, publish
from crawler.feeds.selection import Selection
from crawler.ledger.connect import open_ledger, reading
from crawler.site import Site

ENDINGS = {name: one.endings[0] for name, one in FORMATS.items()} | {"text": "txt"}


def write_site_feeds(
    ledger: str, site: Site, folder: Path, formats: Iterable[str]
) -> list[Published]:
    """Write the site's feeds into a folder. Raises FeedError; files that stood there stand.

    What feed readers read holds the newest hundred that are still on the site, newest first; the
    others every article, oldest first.
    """
    engine = open_ledger(ledger, create=False)
    selection = Selection(site=site.name)
    try:
        written = []
        for name in formats:
            with reading(engine) as connection:
                is_channel = FORMATS[name].is_channel
                extent = Extent(newest=CHANNEL_ITEMS) if is_channel else ALL
                articles = read_extent(connection, selection, extent, is_channel)
                path = folder / f"{site.name}.{ENDINGS[name]}"
                options = channel_options(name, selection)
                written.append(publish(path, name, articles, **options))
        return written
    finally:
        engine.dispose()
