"""A listing's Page → the address of its next page, by shape: what its markup calls next, what a
button loads as one scrolls, the next number of its pager."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from crawler.discovery.addresses import on_site
from crawler.discovery.dated_address import read_dated
from crawler.discovery.links import MAX_LINKS, base_of, is_own
from crawler.discovery.select import Element, spaced_text
from crawler.page import Page
from crawler.site import Site

MAX_ANCHORS = 5 * MAX_LINKS
"""Links looked at on one page."""
LONGEST_WORDS = 30
"""Characters of a link or button that leads on."""
MOST_PARTS = 4
"""Elements within a button."""

# Fixed words of digits at the end: linear.
_PAGE_NUMBER = re.compile(
    r"(?P<before>(?:[?&](?:page|paged|p|pg|start_page|pagina|seite|str)=|/(?:page|p|seite|pagina)/?"
    r"|[_/-]page[_-]?))(?P<number>\d{1,5})(?P<behind>\D.{0,100}|)$",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"[?&](?:offset|start|from|skip|last_?id|before|cursor|after)=[\w:+%.-]+")
_NEXT_WORDS = re.compile(
    r"(?:next(?: page)?|older(?: posts| entries| articles)?|(?:load|show|see|view)? ?more"
    r"(?: news| stories| articles| posts)?|наступна|далі|(?:показати|завантажити)? ?ще(?: новини)?"
    r"|більше новин|следующая|дал(?:ее|ьше)|(?:показать|загрузить)? ?[её]щ[её](?: новости)?"
    r"|weiter|nächste(?: seite)?|mehr (?:laden|anzeigen)|suivante?|page suivante"
    r"|(?:voir|charger|afficher) plus|siguiente|(?:ver|cargar|mostrar) más|seguinte"
    r"|(?:ver|carregar) mais|successiv[ao]|(?:mostra|carica) altr[oie]|następna"
    r"|(?:pokaż|załaduj) więcej|další|volgende|meer laden|sonraki|daha fazla|næste|nästa"
    r"|もっと見る|さらに表示|加载更多|更多|더보기)\s*[»›→>….]*",
    re.IGNORECASE,
)
_SURE_DATA = ("data-next", "data-next-url", "data-next-page", "data-nexturl", "data-next-href")
"""Attributes that hold nothing but the address of what follows."""
_BUTTON_DATA = ("data-url", "data-href", "data-ajax-url", "data-load-url", "data-endpoint")
"""Attributes that hold it on a button that says so."""
_MORE_CLASS = re.compile(r"(?:load|show|view|see)[_-]?more|infinite|more[_-]?(?:btn|button|link)")
_WITH_DATA = etree.XPath(
    f"descendant::*[{' or '.join(f'@{name}' for name in (*_SURE_DATA, *_BUTTON_DATA))}]"
)
_ADDRESS = re.compile(r"(?:https?:/)?/[^\s{}<>]+|\?[^\s{}<>]+")


def find_following(page: Page, site: Site) -> str | None:
    """The next page of a listing: the one its markup calls next, else what it loads as one
    scrolls, else the next number of its pager. None on the last, or if there is no pager."""
    base = base_of(page)
    named = _first_other(_next_hrefs(page.root), page, site, base)
    if named is not None:
        return named
    loaded = _first_other(_loaded(page.root), page, site, base)
    if loaded is not None and not site.is_article(loaded):  # else the next story of a show
        return loaded
    return _following_number(page, site, base)


def _first_other(hrefs: Iterable[str], page: Page, site: Site, base: str) -> str | None:
    """The first that is another page of the site, and for a date's page one of a date as well:
    what else it leads to is another listing."""
    here = on_site(page.url, site) or page.url
    day = urlsplit(here).path.rstrip("/") if read_dated(here) else ""
    urls = (on_site(href, site, base) for href in hrefs)
    others = (url for url in urls if url is not None and url != here and is_own(url, site))
    return next(
        (url for url in others if urlsplit(url).path.startswith(day) or read_dated(url)), None
    )


def _next_hrefs(root: Element) -> Iterator[str]:
    """Candidates for the next page's address, the surest first."""
    for element in root.iter("link", "a"):
        if "next" in (element.get("rel") or "").lower().split() and element.get("href"):
            yield element.get("href")
    anchors = [a for a in islice(root.iter("a"), MAX_ANCHORS) if a.get("href")]
    yield from (
        a.get("href")
        for a in anchors
        if (_PAGE_NUMBER.search(a.get("href")) or _OFFSET.search(a.get("href")))
        and _says_next(spaced_text(a))
    )


def _loaded(root: Element) -> Iterator[str]:
    """The addresses of what is loaded as one scrolls on, or pushes a button."""
    for element in islice(_WITH_DATA(root), MAX_ANCHORS):
        names = _SURE_DATA + (_BUTTON_DATA if _is_button(element) else ())
        values = (element.get(name, "").strip() for name in names)
        yield from (value for value in values if _ADDRESS.fullmatch(value))


def _is_button(element: Element) -> bool:
    marks = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return _MORE_CLASS.search(marks) is not None or (
        len(element) <= MOST_PARTS and _says_next(spaced_text(element))
    )


def _says_next(text: str) -> bool:
    return bool(text) and len(text) < LONGEST_WORDS and _NEXT_WORDS.fullmatch(text) is not None


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
