"""JSON-LD and meta values → candidates of each field, most trusted first."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from crawler.draft import Found
from crawler.extraction.free_access import find_free_access
from crawler.extraction.json_ld import (
    PAGE_TYPES,
    Node,
    address_key,
    choose_article,
    get,
    read_json_ld,
    text_of,
    types_of,
)
from crawler.extraction.live_blog import find_coverage, find_live_blog
from crawler.extraction.meta_tags import MetaTags, label, name_key, read_meta_tags
from crawler.extraction.people import find_people
from crawler.extraction.timestamps import as_moments
from crawler.page import Page

SHORTEST_LABEL = 6
"""Letters of a part of a host's name from which it names an outlet: ``news`` does not."""


@dataclass(frozen=True)
class Structured:
    """A page's structured data, each part read on first use."""

    page: Page

    @cached_property
    def meta(self) -> MetaTags:
        """Meta elements, canonical address, language."""
        return read_meta_tags(self.page.root)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All JSON-LD objects; not looked for where the bytes cannot hold any."""
        return read_json_ld(self.page.root) if b"ld+json" in self.page.body else ()

    @cached_property
    def article(self) -> Node:
        """The JSON-LD node of the page's article; empty where there is none."""
        addresses = {address_key(self.page.url), address_key(self.meta.canonical or self.page.url)}
        return choose_article(self.nodes, frozenset(addresses), self._titles()) or {}

    def _titles(self) -> Iterator[str]:
        """What the page calls itself; read only where several nodes are articles."""
        yield from self.meta.all("og:title")
        for element in self.page.root.iter("title", "h1"):
            yield "".join(element.itertext())

    @cached_property
    def web_page(self) -> Node:
        """The JSON-LD node of the page itself, where no node is an article."""
        found = (node for node in self.nodes if types_of(node) & PAGE_TYPES)
        return {} if self.article else next(found, {})

    @cached_property
    def live_blog(self) -> Node:
        """The JSON-LD node of the page's live blog; empty where there is none."""
        return find_live_blog(self.article, self.nodes)

    @cached_property
    def named(self) -> Mapping[str, Node]:
        """The nodes that have a name, by their identifier: others refer to them by it alone."""
        found = ((node.get("@id"), node) for node in self.nodes if node.get("name"))
        return {name: node for name, node in found if isinstance(name, str)}

    @cached_property
    def outlets(self) -> frozenset[str]:
        """`name_key` of every name the outlet goes by: its own, its publisher's, its host's."""
        host = (urlsplit(self.page.url).hostname or "").removeprefix("www.")
        names = [found.values[0] for found in _source(self)]
        labels = (label for label in host.split(".") if len(label) >= SHORTEST_LABEL)
        return frozenset(map(name_key, (*names, host, host.rpartition(".")[0], *labels))) - {""}

    @cached_property
    def titles(self) -> tuple[Found, ...]:
        """What structured data says of the title, most trusted first."""
        return self.candidates("title")

    def candidates(self, field: str) -> tuple[Found, ...]:
        """What structured data says of a field, most trusted first."""
        return tuple(_FINDERS[field](self)) if field in _FINDERS else ()


def _ld(data: Structured, *keys: str) -> Iterator[Found]:
    """The first of ``keys`` that the article's node (or the page's) has, as one string."""
    for node, kind in ((data.article, "json-ld"), (data.web_page, "json-ld page")):
        for key in keys:
            if text := text_of(get(node, key)):
                yield Found((text,), f"{kind}: {key}")
                break


def _meta(data: Structured, *names: str) -> Iterator[Found]:
    """Every one of ``names`` that is there, its first content as a candidate."""
    for name in names:
        if contents := data.meta.all(name):
            yield Found(contents[:1], label(name))


def _title(data: Structured) -> Iterator[Found]:
    yield from _ld(data, "headline")
    yield from _meta(
        data, "og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title",
        "sailthru.title", "cxenseparse:title", "headline", "title",
    )  # fmt: skip
    if name := text_of(data.article.get("name")):
        yield Found((name,), "json-ld: name")


_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "citation_publication_date",
    "pubdate",
    "publish-date",
    "publication_date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "article.created",
    "publication-date",
    "originalpublicationdate",
    "date",
)


def _published(data: Structured) -> Iterator[Found]:
    """In order of trust; where the first tells no zone, whoever tells the same hour with one
    comes before it."""
    told = [*_ld(data, "datePublished"), *_meta(data, *_PUBLISHED_META)]
    told += _ld(data, "dateCreated", "uploadDate")
    told = list(as_moments(told))
    first = told[0].values[0] if told else ""
    if _HOUR.match(first) and not _ZONE.search(first):
        same = [one for one in told if _same_hour(one.values[0], first)]
        told.sort(key=lambda one: one not in same)
    yield from told


_HOUR = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})\s*$")


def _same_hour(moment: str, other: str) -> bool:
    """True if ``moment`` tells its zone and reads as ``other`` to the minute."""
    if not _ZONE.search(moment):
        return False
    return moment[:16].replace("T", " ") == other[:16].replace("T", " ")


def _modified(data: Structured) -> Iterator[Found]:
    yield from as_moments(_ld(data, "dateModified"))
    yield from as_moments(
        _meta(data, "article:modified_time", "og:updated_time", "dcterms.modified", "lastmod")
    )


def _section(data: Structured) -> Iterator[Found]:
    yield from _ld(data, "articleSection")
    yield from _meta(data, "article:section", "parsely-section", "section")


def _authors(data: Structured) -> Iterator[Found]:
    """Persons by name; the outlet itself comes last of all (see `people.find_outlet`)."""
    return find_people(data.article, data.meta, data.outlets, data.named)


def _lead(data: Structured) -> Iterator[Found]:
    told = [*_ld(data, "description")]
    told += _meta(data, "og:description", "description", "twitter:description")
    for found in told:  # escaped once more than needs be, on many sites
        yield Found((html.unescape(found.values[0]),), found.rule)


def _image(data: Structured) -> Iterator[Found]:
    for node in (data.article, data.web_page):
        if address := _image_address(node.get("image") or node.get("thumbnailUrl")):
            yield Found((address,), "json-ld: image")
    yield from _meta(data, "og:image", "og:image:url", "twitter:image", "twitter:image:src")


def _image_address(value: Any) -> str:
    one = value[0] if isinstance(value, list) and value else value
    return text_of(one.get("url") or one.get("contentUrl") if isinstance(one, dict) else one)


def _language(data: Structured) -> Iterator[Found]:
    if data.meta.language:
        yield Found((data.meta.language,), "html: lang")
    yield from _ld(data, "inLanguage")
    yield from _meta(data, "og:locale", "content-language", "dc.language")


def _source(data: Structured) -> Iterator[Found]:
    yield from _meta(data, "og:site_name")
    if name := text_of(data.article.get("publisher")):
        yield Found((name,), "json-ld: publisher")


_READING_LABEL = re.compile(
    r"read|lese|lect|leitura|lettura|lees|czyt|чит|чте|lästid|læs|luku|okuma|lesen", re.IGNORECASE
)


def _reading_time(data: Structured) -> Iterator[Found]:
    """JSON-LD, and the pairs of label and value that pages carry for cards."""
    yield from _ld(data, "timeRequired")
    for number in "12":
        said = data.meta.all(f"twitter:label{number}")
        if said and _READING_LABEL.search(said[0]):
            yield from _meta(data, f"twitter:data{number}")


_FINDERS: Mapping[str, Callable[[Structured], Iterator[Found]]] = {
    "title": _title,
    "published": _published,
    "modified": _modified,
    "section": _section,
    "authors": _authors,
    "lead": _lead,
    "image": _image,
    "language": _language,
    "reading_time": _reading_time,
    "source": _source,
    "accessible_for_free": lambda data: find_free_access(data.article, data.meta),
    "coverage_start": lambda data: find_coverage(data.live_blog, "coverageStartTime"),
    "coverage_end": lambda data: find_coverage(data.live_blog, "coverageEndTime"),
}
