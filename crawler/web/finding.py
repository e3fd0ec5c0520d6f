"""What is asked for, an order and a cursor → a page of articles, with what of them fits.

Pages in the order of time never move: what comes in meanwhile is newer than where they end. Of
those with the best first, the next begins behind the last article that was shown, wherever it
ranks by then.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Engine
from starlette.exceptions import HTTPException

from crawler.ledger.articles.catalogue import CataloguePage, Kept, Position, read_page
from crawler.ledger.connect import at_one_moment, reading
from crawler.search.find import Hit, find, holders
from crawler.search.index import bring_up_to_date
from crawler.search.query import Query
from crawler.search.snippet import Snippet, make_snippet, mark_hits
from crawler.web.selecting import Asked, Order, Rank, read_position, read_rank, write_cursor

DEEPEST = 1000
"""So many of the best are shown at most."""
PATIENCE = 2.0
"""Seconds that a request spends on bringing the index up to date."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where the words stand. ``score`` is higher where it fits better, None where it was not
    asked for; only those of one answer compare."""

    title: Snippet
    snippet: Snippet
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a page; ``match`` is None where no words were asked for."""

    kept: Kept
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """``next`` is the cursor of the next page, None at the end."""

    entries: tuple[Entry, ...] = ()
    next: str | None = None


def find_page(
    engine: Engine, asked: Asked, order: Order, cursor: str | None, limit: int
) -> EntryPage:
    """At most ``limit`` articles. Raises UsageError, HTTPException 503."""
    if order is Order.BEST and asked.words is not None:
        return _find_best(engine, asked, asked.words, read_rank(cursor), limit)
    after = read_position(cursor)
    if asked.words is not None:
        follow(engine)
    page = read_newest(engine, asked, after, limit)
    entries = tuple(Entry(kept, _match(kept, asked.words)) for kept in page.entries)
    return EntryPage(entries, write_cursor(page.after) if page.after is not None else None)


def read_newest(engine: Engine, asked: Asked, after: Position | None, limit: int) -> CataloguePage:
    """At most ``limit`` articles behind a position, the newest first, of those in the index."""
    with reading(at_one_moment(engine)) as connection:
        among = None
        if asked.words is not None:
            among = holders(connection, asked.words, asked.selection)
        return read_page(connection, asked.selection, after, limit, among)


def follow(engine: Engine) -> None:
    """Bring the index of words up to date. Raises HTTPException 503 if that takes longer than
    anybody would wait; what was done until then stays done."""
    until = time.monotonic() + PATIENCE

    def look_at_the_clock(done: int, last: int) -> None:
        if done < last and time.monotonic() > until:
            told = f"the index of words is being made, {done} of {last} changes so far"
            raise HTTPException(503, f"{told}; ask again in a moment", {"retry-after": "2"})

    bring_up_to_date(engine, look_at_the_clock)


def _find_best(
    engine: Engine, asked: Asked, words: Query, after: Rank | None, limit: int
) -> EntryPage:
    follow(engine)
    with (
        reading(at_one_moment(engine)) as connection,
        contextlib.closing(find(connection, words, asked.selection)) as hits,
    ):
        found = list(_behind(hits, after, limit + 1))
    entries = tuple(_entry(hit) for hit in found[:limit])
    count = (after.count if after is not None else 0) + len(entries)
    has_next = len(found) > limit and count < DEEPEST
    return EntryPage(entries, write_cursor(Rank(count, entries[-1].kept.id)) if has_next else None)


def _behind(hits: Iterator[Hit], after: Rank | None, limit: int) -> Iterator[Hit]:
    """What ranks behind the article where the page before ended; if it ranks nowhere any more,
    what stands behind as many as came so far."""
    if after is None:
        return islice(hits, limit)
    passed = []
    for hit in islice(hits, DEEPEST):
        if hit.id == after.id:
            return islice(hits, limit)
        passed.append(hit)
    return islice(passed, after.count, after.count + limit)


def _entry(hit: Hit) -> Entry:
    kept = Kept(hit.id, hit.article, hit.unpublished)
    return Entry(kept, Match(hit.title, hit.snippet, hit.score))


def _match(kept: Kept, words: Query | None) -> Match | None:
    if words is None:
        return None
    terms = words.wanted
    return Match(mark_hits(kept.article.title, terms), make_snippet(kept.article, terms))
