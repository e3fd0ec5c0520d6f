"""Links of the side blocks → related stories and headlines of the schema.

The address is the key: a second link to one address is left out, equal titles under different
addresses both stay. A link without a title is no headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from crawler.article import Headline, RelatedStory
from crawler.link import Link
from crawler.normalization.addresses import clean_address
from crawler.normalization.dates import settle
from crawler.normalization.text import clean_line

ITEM_COUNT = 200
TITLE_LIMIT = 1_000


def clean_related(links: Iterable[Link], base: str, zone: ZoneInfo) -> tuple[RelatedStory, ...]:
    """MORE ABOUT, with announced times in the site's offset."""
    return tuple(
        RelatedStory(settle(link.published, zone) if link.published else None, title, url)
        for link, title, url in _titled(links, base)
    )


def clean_headlines(links: Iterable[Link], base: str) -> tuple[Headline, ...]:
    """HOT NEWS or LATEST."""
    return tuple(Headline(title, url) for _, title, url in _titled(links, base))


def _titled(links: Iterable[Link], base: str) -> Iterator[tuple[Link, str, str]]:
    seen: set[str] = set()
    for link in links:
        title = clean_line(link.title, TITLE_LIMIT) if link.title else ""
        url = clean_address(link.url, base)
        if not title or url is None or url in seen:
            continue
        seen.add(url)
        yield link, title, url
        if len(seen) == ITEM_COUNT:
            return
