"""A request's filters → which articles are asked for; a page's end ↔ an opaque cursor."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Query

from crawler.article import Article
from crawler.errors import UsageError
from crawler.feeds.selection import Bound, Selection, parse_selection
from crawler.ledger.catalogue import Position

LINE = r"^[^\x00-\x1f\x7f]*$"
Text = Annotated[str | None, Query(max_length=300, pattern=LINE)]


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """A selection, and what stands beside it; what is None admits everything."""

    selection: Selection = field(default_factory=Selection)
    author: str | None = None
    language: str | None = None

    @property
    def site(self) -> str | None:
        """Only this site's."""
        return self.selection.site

    @property
    def since(self) -> Bound | None:
        """Not published before."""
        return self.selection.since

    @property
    def until(self) -> Bound | None:
        """Not published after."""
        return self.selection.until

    def admits(self, article: Article) -> bool:
        """True if the article is asked for."""
        return (
            (self.author is None or _is_by(article, self.author))
            and (self.language is None or _is_in(article, self.language))
            and self.selection.admits(article)
        )


def _is_by(article: Article, author: str) -> bool:
    wanted = author.strip().casefold()
    return any(wanted == one.casefold() for one in article.authors)


def _is_in(article: Article, language: str) -> bool:
    """``en`` also admits ``en-GB``."""
    wanted, given = language.strip().casefold(), (article.language or "").casefold()
    return given == wanted or given.startswith(f"{wanted}-")


def read_filter(
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
    words: Annotated[
        str | None,
        Query(max_length=500, description='Words, and "phrases", all of which must stand there.'),
    ] = None,
) -> ArticleFilter:
    """For FastAPI's Depends. Raises UsageError."""
    selection = parse_selection(
        site=site or None,
        since=since or None,
        until=until or None,
        section=section or None,
        tag=tag or None,
        words=words or None,
    )
    return ArticleFilter(selection, author or None, language or None)


def write_cursor(position: Position) -> str:
    """What leads to the next page."""
    published = position.published.isoformat() if position.published else None
    text = json.dumps([position.date, published, position.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str | None) -> Position | None:
    """The position of a cursor. Raises UsageError for what is none."""
    if not text:
        return None
    try:
        padded = text + "=" * (-len(text) % 4)
        day, published, number = json.loads(base64.b64decode(padded, b"-_", validate=True))
        date = dt.date.fromisoformat(day).isoformat()
        time = None if published is None else dt.datetime.fromisoformat(published)
        if type(number) is not int or not 0 <= number < 2**63 or (time and time.tzinfo is None):
            raise ValueError(text)
        return Position(date, time and time.astimezone(dt.UTC), number)
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
        raise UsageError(
            "that cursor is none; take it from the page before, or leave it out"
        ) from None
