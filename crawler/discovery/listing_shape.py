"""A Page of which nothing is known → its stories, by their shape.

Links that lead to articles and are marked up alike, three or more, are a group. The groups that
stand in the page's own part, not in its margins, are what the listing announces.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from crawler.discovery.article_shape import day_in
from crawler.discovery.dated_address import read_dated
from crawler.discovery.items import announced_in
from crawler.discovery.links import MAX_LINKS, Announced, article_address, base_of
from crawler.discovery.select import Element, spaced_text
from crawler.page import Page
from crawler.site import Block, Site

LEAST_ITEMS = 3
"""Articles that links marked up alike must lead to."""
MARKED_LEVELS = 4
"""Elements from a link upwards whose marking tells its group."""
MAX_DEPTH = 60
"""Elements from a link upwards that are looked at."""
MAX_ANCHORS = 5 * MAX_LINKS
"""Links looked at on one page."""

_MARGINS = frozenset(("aside", "nav", "header", "footer", "form"))
_OWN_HEADER = frozenset(("article", "main", "section", "li"))
"""A header within one of these is an item's, not the page's."""
# Fixed words: linear.
_MARGIN_CLASS = re.compile(
    r"sidebar|side-?bar|widget|most-?read|popular|trending|related|recommend|breadcrumb|menu"
    r"|footer|cookie|newsletter|promo|sponsor",
    re.IGNORECASE,
)
_END_OF_DAY = dt.time(23, 59, 59)
_DIGITS = re.compile(r"\d+")


def find_items(page: Page, site: Site, is_further: bool = False) -> tuple[Announced, ...]:
    """What a listing announces, in page order; empty for a page that is none. One that
    ``is_further`` is known to belong to a listing."""
    root = page.root
    body = root.find("body")
    body = root if body is None else body
    groups = _groups(body, page, site, is_further)
    inner = {mark: group for mark, group in groups.items() if not _in_margin(group)}
    links = {anchor: url for group in (inner or groups).values() for anchor, url in group}
    found = announced_in([body], links, _ANY_BLOCK, site) if links else ()
    return tuple(_with_day(one, site) for one in found)


def _with_day(one: Announced, site: Site) -> Announced:
    """What is announced without a time has the day that stands in its address."""
    day = day_in(one.href) if one.published is None else None
    if day is None:
        return one
    return replace(one, changed=dt.datetime.combine(day, _END_OF_DAY, site.zone))


_ANY_BLOCK = Block(headings=("-",))

Group = list[tuple[Element, str]]


def _groups(
    body: Element, page: Page, site: Site, is_further: bool
) -> dict[tuple[str, ...], Group]:
    """The links of article shape by how they are marked up; a group has several articles, but on
    a listing's further page or a day's: it may have but one."""
    least = 1 if is_further or read_dated(page.url) else LEAST_ITEMS
    base = base_of(page)
    found: dict[tuple[str, ...], Group] = defaultdict(list)
    for anchor in islice(body.iter("a"), MAX_ANCHORS):
        url = article_address(anchor.get("href", ""), base, site)
        if url is not None:
            found[mark_of(anchor)].append((anchor, url))
    return {
        mark: group
        for mark, group in found.items()
        if len({url for _, url in group}) >= least and _has_titles(group)
    }


def mark_of(anchor: Element) -> tuple[str, ...]:
    """Tags and first classes from the link upwards, numbers in them left out."""
    around = (anchor, *islice(anchor.iterancestors(), MARKED_LEVELS - 1))
    return tuple(
        f"{element.tag}.{_DIGITS.sub('', (element.get('class') or '').split(' ')[0])}"
        for element in around
    )


def _has_titles(group: Group) -> bool:
    """True if most links have a text as long as a headline, or a picture alone."""
    texts = [spaced_text(anchor) for anchor, _ in group]
    return 2 * sum(1 for text in texts if not text or _width(text) >= 12) >= len(texts)


def _width(text: str) -> int:
    """Characters, those of the scripts that write a word with one or two of them twice."""
    return len(text) + sum(1 for character in text if "\u2e80" <= character <= "\uffdc")


def _in_margin(group: Group) -> bool:
    """True if most of the group stands beside the page's own content."""
    return 2 * sum(1 for anchor, _ in group if is_marginal(anchor)) > len(group)


def is_marginal(anchor: Element) -> bool:
    """True if a link stands beside the page's own content: in a menu, a foot, a side bar."""
    around = list(islice(anchor.iterancestors(), MAX_DEPTH))
    for place, element in enumerate(around):
        if element.tag in ("body", "html", "main"):
            return False
        if element.tag in _MARGINS and not _is_items_own(element, around[place + 1 :]):
            return True
        if _MARGIN_CLASS.search(f"{element.get('class', '')} {element.get('id', '')}"):
            return True
    return False


def _is_items_own(element: Element, around: Sequence[Element]) -> bool:
    return element.tag in ("header", "footer") and any(e.tag in _OWN_HEADER for e in around)
