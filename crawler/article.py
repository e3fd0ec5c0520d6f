"""The schema: an Article, its field order, its JSON form, its JSON Schema.

Field order is feed order. A value that the page does not give is None (or empty), never
guessed in silence: ``provenance`` says for each field which rule answered.

``python -m crawler.article > data/schema/article.schema.json`` writes the JSON Schema anew; the
descriptions in it are the docstrings of the fields.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter

SCHEMA_VERSION = 1
SCHEMA_ID = f"urn:crawler:schema:article:{SCHEMA_VERSION}"

Minutes = Annotated[int, Field(ge=1, le=1440)]
RevisionNumber = Annotated[int, Field(ge=1)]
# Said in the schema alone: an address was checked when it was canonicalised, not again here.
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]

_CONFIG = ConfigDict(
    extra="forbid",
    use_attribute_docstrings=True,
    json_schema_serialization_defaults_required=True,
)


@dataclass(frozen=True, slots=True)
class Headline:
    """One line of HOT NEWS or LATEST. The key is the address: titles repeat."""

    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG

    title: str
    """The title as it stands in the block."""
    url: Address | None = None
    """The story's canonical address; null where the block gives none."""


@dataclass(frozen=True, slots=True)
class RelatedStory:
    """One story of MORE ABOUT, with the time announced there (site's offset)."""

    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG

    published: AwareDatetime | None
    """The time announced in the block, with the site's offset; null where none is."""
    title: str
    """The title as it stands in the block."""
    url: Address | None = None
    """The story's canonical address; null where the block gives none."""


@dataclass(frozen=True, slots=True)
class Update:
    """One entry of a live blog."""

    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG

    published: AwareDatetime | None
    """The time of the entry, with the site's offset; null where none is given."""
    title: str | None = None
    """The entry's headline; null where it has none."""
    body: tuple[str, ...] = ()
    """The entry's paragraphs, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A news article, normalised. Strings are clean single lines (see normalization.text)."""

    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG

    source: str | None = None
    """The publisher's name, such as Interfax-Ukraine."""
    date: dt.date
    """The day of publication by the site's clock."""
    section: str | None = None
    """The section that the page names, such as Facts."""
    published: AwareDatetime | None = None
    """The time of publication, ISO 8601 with the site's offset."""
    title: Annotated[str, Field(min_length=1)]
    """The headline."""
    reading_minutes: Minutes | None = None
    """Reading time in minutes; provenance says whether the page gave it or it was counted."""
    body: tuple[str, ...] = ()
    """The story's paragraphs, in order."""
    tags: tuple[str, ...] = ()
    """The tags, without the leading #, in page order."""
    related: tuple[RelatedStory, ...] = ()
    """MORE ABOUT, in page order."""
    hot_news: tuple[Headline, ...] = ()
    """HOT NEWS, in page order."""
    latest: tuple[Headline, ...] = ()
    """LATEST, in page order; a title may stand twice."""
    url: Address | None = None
    """The article's canonical address."""
    site: str | None = None
    """The name of the site's definition, such as interfax-ukraine."""
    language: str | None = None
    """The article's language as a BCP 47 tag, such as en."""
    authors: tuple[str, ...] = ()
    """The authors' names, in page order."""
    lead: str | None = None
    """The introduction, where the page sets one apart from the body."""
    image: Address | None = None
    """The address of the main picture."""
    modified: AwareDatetime | None = None
    """The time of the last change that the page declares."""
    accessible_for_free: bool | None = None
    """Whether the page says that all may read it without paying; null where it says nothing."""
    coverage_start: AwareDatetime | None = None
    """When the coverage of a live blog began; null for other articles."""
    coverage_end: AwareDatetime | None = None
    """When the coverage of a live blog ended; null while it runs, and for other articles."""
    updates: tuple[Update, ...] = ()
    """The entries of a live blog that the page's data tells, in its order; the body holds the
    text that the page shows."""
    published_raw: str | None = None
    """The string that the time of publication was read from."""
    first_seen: AwareDatetime | None = None
    """When the article was first fetched."""
    last_seen: AwareDatetime | None = None
    """When the article was last fetched."""
    revision: RevisionNumber | None = None
    """The number of this version of the article, from 1; a changed article counts on."""
    content_hash: str | None = None
    """The hash of the normalised content; equal content has an equal hash."""
    provenance: Mapping[str, str] = field(default_factory=dict)
    """For each field, which rule gave its value."""


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
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **schema,
    }


def schema_file() -> str:
    """The text of data/schema/article.schema.json."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(schema_file(), end="")
