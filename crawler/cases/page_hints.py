"""Page → what it tells of its site beyond the article: feeds, zone, headings of side blocks."""

from __future__ import annotations

from importlib.resources import files
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.cases.address_shape import draft_pattern
from crawler.discovery.addresses import canonical
from crawler.discovery.related import read_blocks
from crawler.normalization.text import clean_line
from crawler.page import Page
from crawler.site import Block, Site

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
MOST_FEEDS = 5
MOST_HEADINGS = 40
MOST_BLOCKS = 4
_HEADING = " or ".join(f"self::h{level}" for level in range(2, 7))
FEWEST_STORIES = 3
"""Links of article shape from which what stands under a heading is shown as a block."""
LONGEST_HEADING = 40
_ZONES = {
    "de": "Europe/Berlin",
    "eu": "Europe/Brussels",
    "ua": "Europe/Kyiv",
    "uk": "Europe/London",
}
"""Where the zone database has no row of the host's ending, or more than one zone."""


def unruled(url: str, **declared: Any) -> Site:
    """A site of which nothing is said but where ``url`` is; with ``declared``, that as well."""
    parts = urlsplit(url)
    members = {
        "name": "unruled",
        "home": f"{parts.scheme}://{parts.netloc}/",
        "article_url": draft_pattern(url),
        "__module__": __name__,
    }
    made: Site = type("Unruled", (Site,), members | declared)()
    return made


def guess_zone(host: str) -> str | None:
    """The zone of a country that has one alone (as the zone database lists them), by the host."""
    ending = host.rpartition(":")[0] or host
    ending = ending.rpartition(".")[2]
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    zones = [row[2] for row in rows if row[0].lower() == ending]
    return _ZONES.get(ending) or (zones[0] if len(zones) == 1 else None)


def find_feeds(page: Page) -> tuple[str, ...]:
    """The feeds that the page names, relative to its host where they are on it; not those of its
    own comments."""
    found = []
    home = urljoin(page.url, "/")
    for kind in FEED_TYPES:
        for href in page.selector.css(f"link[rel~=alternate][type='{kind}']::attr(href)").getall():
            url = canonical(href, page.url)
            if url is not None and "comment" not in url:
                found.append("/" + url.removeprefix(home) if url.startswith(home) else url)
    return tuple(dict.fromkeys(found))[:MOST_FEEDS]


def find_visible_title(page: Page) -> str:
    """The only h1, as a clean line; nothing where there are several."""
    found = page.selector.css("h1").xpath("string()").getall()
    return clean_line(found[0]) if len(found) == 1 else ""


def find_headings(page: Page) -> tuple[tuple[str, int], ...]:
    """(heading, stories under it), of those behind the title: menus stand before it."""
    behind = "//h1[1]/following::" if page.selector.css("h1") else "//"
    texts = page.selector.xpath(f"{behind}*[{_HEADING}]").xpath("string()").getall()
    lines = dict.fromkeys(clean_line(text) for text in texts)
    short = [line for line in lines if 2 < len(line) <= LONGEST_HEADING][:MOST_HEADINGS]
    counted = ((line, _count_stories(page, line)) for line in short)
    return tuple(islice((one for one in counted if one[1] >= FEWEST_STORIES), MOST_BLOCKS))


def _count_stories(page: Page, heading: str) -> int:
    site = unruled(page.url, related=Block(headings=(heading,)))
    return len({link.url for link in read_blocks(page, site).related})
