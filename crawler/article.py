"""The schema: an Article, its field order, its JSON form, its JSON Schema.

Field order is feed order. A value that the page does not give is None (or empty), never
guessed in silence: ``provenance`` says for each field which rule answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, TypeAdapter

SCHEMA_VERSION = 1

Minutes = Annotated[int, Field(ge=1, le=1440)]
RevisionNumber = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class Headline:
    """One line of HOT NEWS or LATEST. The key is the address: titles repeat."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RelatedStory:
    """One story of MORE ABOUT, with the time announced there (site's offset)."""

    published: AwareDatetime | None
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A news article, normalised. Strings are clean single lines (see normalization.text)."""

    source: str | None = None
    date: dt.date
    section: str | None = None
    published: AwareDatetime | None = None
    title: Annotated[str, Field(min_length=1)]
    reading_minutes: Minutes | None = None
    body: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[RelatedStory, ...] = ()
    hot_news: tuple[Headline, ...] = ()
    latest: tuple[Headline, ...] = ()
    url: str | None = None
    site: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    lead: str | None = None
    image: str | None = None
    modified: AwareDatetime | None = None
    published_raw: str | None = None
    first_seen: AwareDatetime | None = None
    last_seen: AwareDatetime | None = None
    revision: RevisionNumber | None = None
    content_hash: str | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)


@cache
def adapter() -> TypeAdapter[Article]:
    """The one converter between Article and JSON; built once, on first use."""
    return TypeAdapter(Article)


def to_dict(article: Article) -> dict[str, Any]:
    """The article as JSON-native values in field order; times are ISO 8601 with offset."""
    values: dict[str, Any] = adapter().dump_python(article, mode="json")
    return values


def to_json(article: Article) -> bytes:
    """The article as one line of UTF-8 JSON, without a line end."""
    return adapter().dump_json(article)


def from_dict(values: Mapping[str, Any]) -> Article:
    """The article that `to_dict` gave. Raises pydantic.ValidationError for anything else."""
    return adapter().validate_python(dict(values))


def from_json(line: bytes | str) -> Article:
    """The article that `to_json` gave. Raises pydantic.ValidationError for anything else."""
    return adapter().validate_json(line)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one exported line."""
    schema = adapter().json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
