"""A Page of which nothing is known → its stories and its next page, by their shape.

Links that lead to articles and are marked up alike, three or more, are a group. The groups that
stand in the page's own part, not in its margins, are what the listing announces.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from crawler.discovery.addresses import on_site
from crawler.discovery.article_shape import day_in
from crawler.discovery.items import announced_in
from crawler.discovery.links import MAX_LINKS, Announced, article_address, base_of, is_own
from crawler.discovery.select import Element, spaced_text
from crawler.page import Page
from crawler.site import Block, Site

LEAST_ITEMS = 3
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
_PAGE_NUMBER = re.compile(
    r"(?P<before>(?:[?&](?:page|paged|p|pg|start_page|pagina|seite|str)=|/(?:page|p|seite|pagina)/?"
    r"|[_/-]page[_-]?))(?P<number>\d{1,5})(?P<behind>\D.{0,100}|)$",
    re.IGNORECASE,
)
_NEXT_WORDS = re.compile(
    r"(?:next(?: page)?|older(?: posts| entries| articles)?|more news|наступна|далі|ще новини"
    r"|следующая|дал(?:ее|ьше)|weiter|nächste(?: seite)?|suivante?|page suivante|siguiente|seguinte"
    r"|successiv[ao]|następna|další|volgende|sonraki|næste|nästa)?\s*[»›→>]*",
    re.IGNORECASE,
)


def find_items(page: Page, site: Site) -> tuple[Announced, ...]:
    """What a listing announces, in page order; empty for a page that is none."""
    root = page.root
    body = root.find("body")
    body = root if body is None else body
    groups = _groups(body, page, site)
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


def find_following(page: Page, site: Site) -> str | None:
    """The next page of a listing: the one its markup calls next, else the next number of its
    pager. None on the last, or if there is no pager."""
    base = base_of(page)
    here = on_site(page.url, site)
    for href in _next_hrefs(page.root):
        url = on_site(href, site, base)
        if url is not None and url != here and is_own(url, site):
            return url
    return _following_number(page, site, base)


_ANY_BLOCK = Block(headings=("-",))

Group = list[tuple[Element, str]]


def _groups(body: Element, page: Page, site: Site) -> dict[tuple[str, ...], Group]:
    """The links of article shape by how they are marked up; a group has several articles."""
    base = base_of(page)
    found: dict[tuple[str, ...], Group] = defaultdict(list)
    for anchor in islice(body.iter("a"), MAX_ANCHORS):
        url = article_address(anchor.get("href", ""), base, site)
        if url is not None:
            found[mark_of(anchor)].append((anchor, url))
    return {
        mark: group
        for mark, group in found.items()
        if len({url for _, url in group}) >= LEAST_ITEMS and _has_titles(group)
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


def _next_hrefs(root: Element) -> Iterator[str]:
    """Candidates for the next page's address, the surest first."""
    for element in root.iter("link", "a"):
        if "next" in (element.get("rel") or "").lower().split() and element.get("href"):
            yield element.get("href")
    anchors = [a for a in islice(root.iter("a"), MAX_ANCHORS) if a.get("href")]
    yield from (
        a.get("href")
        for a in anchors
        if (text := spaced_text(a)) and len(text) < 30 and _NEXT_WORDS.fullmatch(text)
        and _PAGE_NUMBER.search(a.get("href"))
    )  # fmt: skip


def _following_number(page: Page, site: Site, base: str) -> str | None:
    """The pager's link to the number after this page's."""
    stem, current = _numbered(on_site(page.url, site) or page.url)
    numbers: dict[int, tuple[str, str]] = {}
    for anchor in islice(page.root.iter("a"), MAX_ANCHORS):
        href = anchor.get("href") or ""
        url = on_site(href, site, base) if _PAGE_NUMBER.search(href) else None
        if url is None or not is_own(url, site):
            continue
        its_stem, number = _numbered(url)
        if number is not None and its_stem == stem:
            numbers.setdefault(number, (url, spaced_text(anchor)))
    return _next_number(numbers, current)


def _next_number(numbers: dict[int, tuple[str, str]], current: int | None) -> str | None:
    """A page without a number is the first; the next is 2, or 1 where counting starts at 0: there
    1 is not what its link is called."""
    wanted = 2 if current is None else current + 1
    called = numbers[1][1] if 1 in numbers else "1"
    if current is None and called != "1" and (2 not in numbers or called == "2"):
        wanted = 1
    return numbers[wanted][0] if wanted in numbers else None


def _numbered(url: str) -> tuple[str, int | None]:
    """An address without its page number and the slash before it, and that number."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    found = _PAGE_NUMBER.search(target)
    if found is None:
        return target.rstrip("/"), None
    behind = found["behind"].strip("/")
    stem = target[: found.start()] + (f"?{behind.lstrip('&')}" if behind else "")
    return stem.rstrip("/"), int(found["number"])
