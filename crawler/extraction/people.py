"""JSON-LD and meta values → who wrote the article, by name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from crawler.draft import Found
from crawler.extraction.json_ld import Node, texts_of
from crawler.extraction.meta_tags import MetaTags, label, name_key

_AUTHOR_META = (
    "author",
    "article:author",
    "article:author_name",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "citation_author",
    "cxenseparse:author",
)
_WRITTEN_BY = re.compile(
    r"written by|verfasst von|écrit par|escrito por|scritto da|geschreven door|napisane? przez"
    r"|автор|написано|skrivet av|skrevet av|yazan|author",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"https?:|/|#|@|[^@\s]+@[\w.-]+$|www\.", re.IGNORECASE)


def find_people(article: Node, meta: MetaTags, outlets: Collection[str]) -> Iterator[Found]:
    """Persons by name: no addresses, and none of ``outlets`` (by `name_key`)."""
    for key in ("author", "creator"):
        if names := _names(_people(article.get(key)), outlets):
            yield Found(names, f"json-ld: {key}")
    for name in (*_AUTHOR_META, *_labelled(meta)):
        if names := _names(meta.all(name), outlets):
            yield Found(names, label(name))


def _labelled(meta: MetaTags) -> Iterator[str]:
    """The names of the meta values that a card's label says to be the author's."""
    for number in "12":
        said = meta.all(f"twitter:label{number}")
        if said and _WRITTEN_BY.fullmatch(said[0]):
            yield f"twitter:data{number}"


def find_outlet(article: Node, meta: MetaTags) -> Iterator[Found]:
    """The outlet or another organisation, where the page names it as its author."""
    if names := _names(_people(article.get("author")), ()):
        yield Found(names, "json-ld: author")
    elif names := _names(meta.all("author"), ()):
        yield Found(names, "meta: author")


def find_handle(meta: MetaTags, outlets: Collection[str]) -> Iterator[Found]:
    """Who a card for social media is credited to, where that is no handle."""
    if names := _names(meta.all("twitter:creator"), outlets):
        yield Found(names, label("twitter:creator"))


def _people(value: Any) -> tuple[str, ...]:
    """The names in an author's value: strings, persons, lists of them."""
    people = value if isinstance(value, list) else [value]
    names = (one.get("name") if isinstance(one, dict) else one for one in people)
    return tuple(text for name in names for text in texts_of(name))


def _names(given: Iterable[str], outlets: Collection[str]) -> tuple[str, ...]:
    return tuple(
        name for name in given if not _NO_NAME.match(name) and name_key(name) not in outlets
    )
