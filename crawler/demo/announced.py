"""What is announced where: Newsroom and Conduct → announcements of listings, feeds, sitemaps.

Pages are made of these lists, and reports are compared with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.demo.conduct import Conduct
from crawler.demo.newsroom import Announcement, Newsroom
from crawler.demo.places import LATEST, Place

SITEMAP_SIZE = 1000


def listing_pages(newsroom: Newsroom, place: Place, conduct: Conduct) -> int:
    """How many pages a listing has; 0 where nothing is listed."""
    pages = -(-len(newsroom.serials(place)) // conduct.listing_size)
    return min(pages, conduct.listing_pages or pages)


def on_listing_page(
    newsroom: Newsroom, place: Place, page: int, conduct: Conduct
) -> tuple[Announcement, ...]:
    """What one page of a listing announces, newest first; pages count from 1."""
    start = (page - 1) * conduct.listing_size
    serials = newsroom.serials(place)[start : start + conduct.listing_size]
    return tuple(newsroom.announcement(serial, place) for serial in serials)


def in_listing(newsroom: Newsroom, place: Place, conduct: Conduct) -> Iterator[Announcement]:
    """What all pages of a listing announce, newest first."""
    for page in range(1, listing_pages(newsroom, place, conduct) + 1):
        yield from on_listing_page(newsroom, place, page, conduct)


def in_feed(newsroom: Newsroom, place: Place, conduct: Conduct) -> tuple[Announcement, ...]:
    """What a feed announces: the newest, at the addresses its listing shows."""
    serials = newsroom.serials(place)[: conduct.feed_size]
    return tuple(newsroom.announcement(serial, place) for serial in serials)


def in_sitemaps(newsroom: Newsroom) -> Iterator[Announcement]:
    """What all sitemaps together announce: every article at its main address, oldest first."""
    for number in range(1, sitemaps(newsroom) + 1):
        for serial in sitemap_serials(newsroom, number):
            yield newsroom.announcement(serial)


def sitemaps(newsroom: Newsroom) -> int:
    """How many sitemap files there are."""
    return -(-(newsroom.newest - newsroom.oldest + 1) // SITEMAP_SIZE)


def sitemap_serials(newsroom: Newsroom, number: int) -> Sequence[int]:
    """The stories of one sitemap file, oldest first; files count from 1 and only the last grows."""
    first = newsroom.oldest + (number - 1) * SITEMAP_SIZE
    last = min(first + SITEMAP_SIZE - 1, newsroom.newest)
    return [one for one in range(first, last + 1) if not newsroom.gone(one)]


def in_news_sitemap(newsroom: Newsroom) -> tuple[Announcement, ...]:
    """What the news sitemap announces: the newest thousand."""
    serials = newsroom.serials(LATEST)[:SITEMAP_SIZE]
    return tuple(newsroom.announcement(serial) for serial in serials)
