"""Page + Site → Draft: site rules first, then structured data, then what a page shows."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.discovery.related import read_blocks
from crawler.draft import FIELDS, Draft, Found
from crawler.extraction.generic_body import find_body
from crawler.extraction.site_rules import run_rules
from crawler.extraction.story_lines import About
from crawler.extraction.structured import Structured
from crawler.extraction.visible import find_published, find_title
from crawler.page import Page
from crawler.site import Site


def extract(page: Page, site: Site) -> Draft:
    """The raw strings of every field of the article on ``page``, and who answered.

    Raises Rejected for a page that cannot be parsed in bounded time and memory.
    """
    blocks = read_blocks(page, site)
    region = frozenset(blocks.region)
    declared = run_rules(page, site, region)
    data = Structured(page)
    fields: dict[str, tuple[Found, ...]] = {}
    for name in FIELDS:
        candidates = tuple(_candidates(name, declared.get(name), data, region))
        if candidates:
            fields[name] = candidates
    return Draft(page.url, fields, blocks.related, blocks.hot_news, blocks.latest)


def _candidates(
    name: str, declared: Found | None, data: Structured, region: frozenset[HtmlElement]
) -> Iterator[Found]:
    """A site's answer stands alone, but for the time: JSON-LD beside it lets agreement be seen."""
    if declared:
        yield declared
        if name == "published":
            yield from (one for one in data.candidates(name) if one.rule.startswith("json-ld"))
        return
    found = data.candidates(name)
    yield from found
    yield from _seen(name, found, data, region)


def _seen(
    name: str, found: tuple[Found, ...], data: Structured, region: frozenset[HtmlElement]
) -> Iterator[Found]:
    """What the visible page adds where structured data may be missing or wrong."""
    if name == "title":
        yield from find_title(data.page.root, region)
    elif name == "published" and not found:
        yield from find_published(data.page.root, region)
    elif name == "body" and (body := find_body(data.page, _about(data))):
        yield body


def _about(data: Structured) -> About:
    """What structured data knows of the article and a finder of text can use."""
    titles = (*data.candidates("title"), *find_title(data.page.root, frozenset()))
    authors = data.candidates("authors")[:2]
    return About(
        tuple(value for found in titles for value in found.values),
        tuple(value for found in authors for value in found.values),
    )
