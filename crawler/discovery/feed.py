"""A feed's Page → its articles, and the page of older ones: RSS 0.9 to 2.0, Atom, JSON Feed.

Feeds are read leniently, one bad character loses no item; entities, DTDs and the network stay off.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from w3lib.html import remove_tags
from w3lib.url import add_or_replace_parameter, url_query_parameter

from crawler.discovery.links import (
    MAX_TITLE,
    Announced,
    Discovered,
    announced_time,
    article_links,
    following_page,
)
from crawler.discovery.select import Element
from crawler.discovery.stray import escape_stray, plain_address
from crawler.extraction.loose_json import read_loosely
from crawler.link import Where
from crawler.page import Page
from crawler.site import Site

_TIMES = (
    "pubdate", "published", "date", "issued", "date_published", "updated", "modified",
    "date_modified",
)  # fmt: skip
"""Names that items give their time under, the first one that can be read counts."""
_OLDER = ("next", "prev-archive")
"""How feeds name the page of what is older (RFC 5005): of a paged feed, of an archived one."""
_PAGED = "paged"
"""What WordPress calls a page's number in an address."""
_ROOTS = ("feed", "rss", "rdf")
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_BEGINS = re.compile(r"<(?:\?xml|rss|feed|rdf:RDF)\b")
LONGEST_FOREWORD = 5000
"""Characters before a feed, such as a server's warnings, that are passed over."""

# RFC 822 lets it stand first. It adds nothing, and feeds written by hand have it wrong or in
# their own language.
_WEEKDAY = re.compile(r"^\s*[^\W\d]{2,12}\.?,\s*")

_Read = tuple[Iterable[Announced], str | None]
"""What a feed announces, and the address of its next page as it stands there."""


def read_feed(page: Page, site: Site) -> Discovered:
    """The articles that a feed announces, in its order, and the page of older ones that it names;
    nothing if the page is no feed."""
    text = page.text.lstrip("\ufeff \t\r\n")
    items, following = (
        _read_json(text, site) if text.startswith("{") else _read_xml(text, site, page)
    )
    links = article_links(items, page, site, Where.FEED)
    return Discovered(links, following_page(following, page, site, page.url))


def _read_json(text: str, site: Site) -> _Read:
    feed = _load(text)
    following = feed.get("next_url")
    return _json_items(feed.get("items"), site), following if isinstance(following, str) else None


def _load(text: str) -> dict[str, Any]:
    """A JSON feed's object; with trailing commas and the like, if need be."""
    try:
        return dict(json.loads(text, strict=False))  # titles with line ends in them
    except RecursionError:
        return {}
    except ValueError:
        pass
    try:
        return dict(read_loosely(text))
    except ValueError:
        return {}


def _json_items(items: Any, site: Site) -> Iterator[Announced]:
    for item in items if isinstance(items, list) else ():
        values = {name: value for name, value in _pairs(item) if isinstance(value, str)}
        href = values.get("url") or values.get("external_url") or values.get("id")
        if href:
            yield Announced(href, _title(values.get("title", "")), _time(values, site))


def _pairs(item: Any) -> Iterator[tuple[str, Any]]:
    return iter(item.items() if isinstance(item, dict) else ())


def _read_xml(text: str, site: Site, page: Page) -> _Read:
    root = _parse(text)
    if root is None:
        return (), None
    items = list(_xml_items(root, site, page.url))
    following = _older(root, page.url)
    if following is None and items and _is_wordpress(root):
        following = _next_number(page.url)
    return items, following


def _is_wordpress(root: Element) -> bool:
    """True for a feed by that program, which has pages that no feed names."""
    makers = (e for part in _heads(root) for e in part.iterchildren("{*}generator"))
    told = (f"{maker.text or ''} {maker.get('uri') or ''}" for maker in islice(makers, 3))
    return any("wordpress.org" in text.lower() for text in told)


def _next_number(url: str) -> str:
    number = url_query_parameter(url, _PAGED, "1")
    following = int(number) + 1 if re.fullmatch("[0-9]{1,6}", number) else 2
    return add_or_replace_parameter(url, _PAGED, str(following))


def _heads(root: Element) -> Iterator[Element]:
    """The elements that say something of the feed itself."""
    yield root
    yield from root.iterchildren("{*}channel")


def _older(root: Element, base: str) -> str | None:
    """Where the feed itself, none of its items, says that older ones are."""
    named: dict[str, str] = {}
    if _name(root)[1] not in _ROOTS:
        return None
    for part in _heads(root):
        for link in part.iterchildren("*"):
            relation = link.get("rel", "").strip().lower().rpartition("/")[2]
            if _name(link)[1] == "link" and link.get("href"):
                named.setdefault(relation, _resolve(base, link.base, link.get("href")))
    return next((named[relation] for relation in _OLDER if relation in named), None)


def _xml_items(root: Element, site: Site, base: str) -> Iterator[Announced]:
    for item in root.iter("{*}item", "{*}entry"):
        values = _values(item)
        href = _href(item, values)
        if href:
            href = _resolve(base, item.base, href)
            title = _title(values.get("title", ""))
            yield Announced(plain_address(href), title, _time(values, site))


def _parse(text: str) -> Element | None:
    """The root of what can be read. UTF-8 is said here, whatever the declaration says."""
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
    )
    begin = _BEGINS.search(text, 0, LONGEST_FOREWORD)
    text = text[begin.start() :] if begin else text
    try:
        return etree.fromstring(escape_stray(text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # not even a root
        return None


def _values(item: Element) -> dict[str, str]:
    """The texts of an item's own children by lower-case local name, the first of each; other
    vocabularies' titles and links (media, iTunes) are theirs."""
    own, _ = _name(item)
    values: dict[str, str] = {}
    for child in item.iterchildren("*"):
        namespace, local = _name(child)
        if local in _TIMES or local == "origlink" or namespace == own:
            values.setdefault(local, _text(child))
    return values


def _name(element: Element) -> tuple[str, str]:
    """(namespace, lower-case local name); a prefix that is not declared is the namespace."""
    namespace, _, name = element.tag.rpartition("}")
    prefix, _, local = name.rpartition(":")
    return prefix or namespace, local.lower()


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _href(item: Element, values: dict[str, str]) -> str | None:
    """The item's link: RSS's text, Atom's alternate, else a guid that is said to be one. The link
    that a counting service put another in place of comes first."""
    text = values.get("origlink") or values.get("link")
    if text:
        return text
    for link in item.iterchildren("{*}link"):
        relation = link.get("rel", "alternate").rpartition("/")[2]
        if link.get("href") and relation == "alternate":
            return str(link.get("href"))
    guid = next(item.iterchildren("{*}guid"), None)
    is_permalink = guid is not None and guid.get("isPermaLink", "true").lower() != "false"
    identity = values.get("guid") or values.get("id") or ""
    named = identity if identity.startswith(("http://", "https://")) else None
    return (named if is_permalink or guid is None else None) or item.get(_ABOUT)


def _resolve(page_base: str, xml_base: str | None, href: str) -> str:
    try:
        return urljoin(urljoin(page_base, xml_base or ""), href)
    except ValueError:
        return href


def _title(raw: str) -> str:
    """A title as people read it: HTML's entities resolved, and markup that was sent as text
    (Atom's type html, and many an RSS) taken off."""
    raw = raw[: 8 * MAX_TITLE]
    return html.unescape(remove_tags(raw) if "</" in raw else raw)


def _time(values: dict[str, str], site: Site) -> dt.datetime | None:
    raws = (values[name] for name in _TIMES if values.get(name))
    times = (announced_time([_WEEKDAY.sub("", raw)], site) for raw in raws)
    return next((time for time in times if time is not None), None)
