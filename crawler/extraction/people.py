"""JSON-LD and meta values → who wrote the article, by name."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from crawler.draft import Found
from crawler.extraction.json_ld import Node, text_of, texts_of
from crawler.extraction.meta_tags import MetaTags, label, name_key
from crawler.extraction.names_beside_date import is_name
from crawler.normalization.authors import clean_authors
from crawler.normalization.byline_words import AGENCIES

MOST_OTHERS = 5
"""Persons that a page may show beside those it tells of; more are other stories'."""
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
_INVENTED = re.compile(
    r"(?!twitter|fb|image|og)[a-z0-9]{0,30}(?:authors?(?:names?)?|bylines?|writers?)"
)
"""The `name_key` of what sites call their authors: ``shop:authors``, ``page.author``."""
_WRITTEN_BY = re.compile(
    r"written by|verfasst von|écrit par|escrito por|scritto da|geschreven door|napisane? przez"
    r"|автор|написано|skrivet av|skrevet av|yazan|author",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"https?:|/|#|@|[^@\s]+@[\w.-]+$|www\.|[\W\d_]+$", re.IGNORECASE)
"""An address, a handle, a number."""

_COMPANY = re.compile(
    r"[ ,](?:GmbH(?: & Co\.? KG)?|AG|KG|Inc\.?|Ltd\.?|LLC|L\.L\.C\.|plc|S\.?A\.?|S\.?p\.?A\.?"
    r"|S\.?L\.?|S\.?r\.?l\.?|B\.?V\.?|N\.?V\.?|AB|A/S|ASA?|Oyj?|Sp\. z o\.o\.|a\.s\.|s\.r\.o\."
    r"|Kft\.|Zrt\.|A\.?Ş\.?|ООО|ТОВ|Verlag|Verlagsgesellschaft)$"
)
"""Ends the name of a company: an outlet's owner is none of its authors."""


def find_people(
    article: Node, meta: MetaTags, outlets: Collection[str], named: Mapping[str, Node]
) -> Iterator[Found]:
    """Persons by name: no addresses, and none of ``outlets`` (by `name_key`). ``named`` are the
    nodes that an author may be told by the ``@id`` of."""
    for key in ("author", "creator"):
        if names := _names(_people(article.get(key), named), outlets):
            yield Found(names, f"json-ld: {key}")
    known = set(map(name_key, _AUTHOR_META))
    invented = (name for name in meta.values if name not in known and _INVENTED.fullmatch(name))
    for name in (*_AUTHOR_META, *_labelled(meta), *invented):
        if names := _names(meta.all(name), outlets):
            yield Found(names, label(name))


def _labelled(meta: MetaTags) -> Iterator[str]:
    """The names of the meta values that a card's label says to be the author's."""
    for number in "12":
        said = meta.all(f"twitter:label{number}")
        if said and _WRITTEN_BY.fullmatch(said[0]):
            yield f"twitter:data{number}"


def find_fuller(
    seen: Sequence[Found], told: Sequence[Found], outlets: Collection[str]
) -> tuple[Found, ...]:
    """The first of what is ``seen`` that names all persons who are ``told`` first, and other
    persons, by whole names; empty if none does."""
    known = set(clean_authors(told[0].values)) if told and seen else set()
    if known and all(" " in name for name in known):
        for found in seen:
            names = clean_authors(found.values)
            others = [name for name in names if name not in known]
            if others and known < set(names) and _are_persons(others, outlets):
                return (found,)
    return ()


def is_outlet(found: Found, outlets: Collection[str]) -> bool:
    """True if every name is one of ``outlets`` (by `name_key`)."""
    return all(name_key(name) in outlets for name in found.values)


def _are_persons(names: Sequence[str], outlets: Collection[str]) -> bool:
    return len(names) <= MOST_OTHERS and all(
        is_name(name) and name.casefold() not in AGENCIES and name_key(name) not in outlets
        for name in names
    )


def find_outlet(article: Node, meta: MetaTags) -> Iterator[Found]:
    """The outlet or another organisation, where the page names it as its author."""
    if names := _names(_people(article.get("author"), {}), ()):
        yield Found(names, "json-ld: author")
    elif names := _names(meta.all("author"), ()):
        yield Found(names, "meta: author")


def find_handle(meta: MetaTags, outlets: Collection[str]) -> Iterator[Found]:
    """Who a card for social media is credited to, where that is no handle."""
    if names := _names(meta.all("twitter:creator"), outlets):
        yield Found(names, label("twitter:creator"))


def _people(value: Any, named: Mapping[str, Node]) -> tuple[str, ...]:
    """The names in an author's value: strings, persons, references to them, lists of them."""
    if isinstance(value, dict) and "@list" in value:
        value = value["@list"]
    people = value if isinstance(value, list) else [value]
    names = (_name_of(one, named) if isinstance(one, dict) else one for one in people)
    return tuple(html.unescape(text) for name in names for text in texts_of(name))


def _name_of(person: Node, named: Mapping[str, Node]) -> Any:
    """A person's name, its own or that of the node it refers to."""
    if not person.get("name"):
        identifier = person.get("@id")
        person = named.get(identifier, person) if isinstance(identifier, str) else person
    parts = (text_of(person.get(key)) for key in ("givenName", "familyName"))
    return person.get("name") or " ".join(filter(None, parts))


def _names(given: Iterable[str], outlets: Collection[str]) -> tuple[str, ...]:
    own = (_without_outlet(name, outlets) for name in given)
    named = (name for name in own if name and not _NO_NAME.match(name))
    return tuple(name for name in named if not (outlets and _COMPANY.search(name)))


def _without_outlet(name: str, outlets: Collection[str]) -> str:
    """A name without an outlet's behind a bar; empty if there is nothing else."""
    parts = [part for part in name.split("|") if name_key(part) not in outlets]
    return "|".join(parts).strip()
