"""A request's filters → which articles are asked for; a page's end ↔ an opaque cursor."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Query

from crawler.errors import UsageError
from crawler.feeds.selection import Selection, parse_selection
from crawler.ledger.articles.catalogue import Position
from crawler.search.query import Query as Words
from crawler.search.query import parse_query

LINE = r"^[^\x00-\x1f\x7f]*$"
Text = Annotated[str | None, Query(max_length=300, pattern=LINE)]


class Order(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Asked:
    """The articles that a request asks for; ``words`` None: whatever they say."""

    selection: Selection
    words: Words | None = None

    def order(self, wanted: Order | None) -> Order:
        """The order they come in: where words are asked for, the best come first, unless told
        otherwise. Raises UsageError."""
        if wanted is Order.BEST and self.words is None:
            raise UsageError("order=best needs words; without them, ask for order=newest")
        return wanted or (Order.BEST if self.words is not None else Order.NEWEST)


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a page ends that has the best first: how many came so far, and the last one's id."""

    count: int
    id: int


def read_selection(
    site: Annotated[
        str | None, Query(max_length=100, pattern=LINE, description="One site.")
    ] = None,
    since: Annotated[
        str | None, Query(max_length=40, description="Published then or later: a day, or a time.")
    ] = None,
    until: Annotated[
        str | None, Query(max_length=40, description="Published then or earlier.")
    ] = None,
    section: Text = None,
    tag: Text = None,
    author: Text = None,
    language: Annotated[
        str | None, Query(max_length=35, pattern=LINE, description="en also admits en-GB.")
    ] = None,
) -> Selection:
    """For FastAPI's Depends. Raises UsageError."""
    return parse_selection(
        site=site or None,
        since=since or None,
        until=until or None,
        section=section or None,
        tag=tag or None,
        author=author or None,
        language=language or None,
    )


def read_filter(
    selection: Annotated[Selection, Depends(read_selection)],
    words: Annotated[
        str | None,
        Query(
            max_length=500,
            description='All of these; "a phrase", -without, begin*; in title, lead, text, tags.',
        ),
    ] = None,
) -> Asked:
    """For FastAPI's Depends. Raises UsageError."""
    return Asked(selection, parse_query(words) if words and words.strip() else None)


def write_cursor(place: Position | Rank) -> str:
    """What leads to the next page."""
    values: list[Any] = [place.id]
    values[:0] = [place.count] if isinstance(place, Rank) else [place.date, place.published]
    text = json.dumps(values, separators=(",", ":"), default=dt.datetime.isoformat)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_position(text: str | None) -> Position | None:
    """The cursor of a page in the order of time. Raises UsageError for what is none."""
    if not text:
        return None
    try:
        day, published, number = _read_values(text)
        date = dt.date.fromisoformat(day).isoformat()
        time = None if published is None else dt.datetime.fromisoformat(published)
        if not _is_id(number) or (time and time.tzinfo is None):
            raise ValueError(text)
        return Position(date, time and time.astimezone(dt.UTC), number)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise _no_cursor() from None


def read_rank(text: str | None) -> Rank | None:
    """The cursor of a page that has the best first. Raises UsageError for what is none."""
    if not text:
        return None
    try:
        count, number = _read_values(text)
        if not _is_id(number) or not _is_id(count):
            raise ValueError(text)
        return Rank(count, number)
    except (ValueError, TypeError, RecursionError):
        raise _no_cursor() from None


def _read_values(text: str) -> Any:
    """Raises ValueError."""
    try:
        return json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
    except binascii.Error as error:
        raise ValueError(text) from error


def _is_id(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**63


def _no_cursor() -> UsageError:
    return UsageError(
        "that cursor is none; take it from the page before, of the same order, or leave it out"
    )
