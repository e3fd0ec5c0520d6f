"""A named cursor → a file of what became of articles since it last moved, and the cursor moved.

In this order: the file, its manifest, the cursor. Whatever ends the program in between leaves the
cursor where it stood, so the next run gives the same changes again, in a file of another name:
repeated, never skipped. Who applies the lines in order, by address, ends with what the ledger says.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from sqlalchemy import Engine

from crawler.article import SCHEMA_VERSION, Article
from crawler.errors import FeedError, UsageError
from crawler.exporters import part_compression
from crawler.feeds.definition import define, describe, tell
from crawler.feeds.manifest import Content, Moved, write_manifest
from crawler.feeds.place import Place, manifest_of, place_in
from crawler.feeds.publish import Published
from crawler.feeds.row_formats import find_row_format, publish_rows
from crawler.feeds.selection import Revisions, Selection
from crawler.ledger.articles import changes, cursors
from crawler.ledger.articles.changes import Changed
from crawler.ledger.articles.cursors import Cursor, CursorKind
from crawler.ledger.connect import at_one_moment, reading, writing

DELTA_SCHEMA = f"urn:crawler:schema:article-change:{SCHEMA_VERSION}"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChange(Article):
    """A line of a delta: the article as it stands, and what became of it."""

    change: changes.Change
    """new, changed, unpublished, back (was unpublished), left (no longer what was asked for) or
    moved (no longer kept under this address)."""
    change_number: int
    """The place of its latest change among all of the ledger; lines stand in this order."""
    changed_at: dt.datetime
    """When the crawler saw that."""
    moved_to: str | None = None
    """The address under which a moved article is kept; it has a line of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What is asked for: the cursor's name, the folder of its files (a path or a URL), the format
    (``jsonl``, or compressed: ``jsonl.zst``), the selection; ``reset`` begins anew, with
    everything."""

    name: str
    folder: str
    format: str
    selection: Selection
    reset: bool = False

    def __post_init__(self) -> None:
        """Raises UsageError for a name that no file can bear, or a format without columns."""
        if not _NAME.fullmatch(self.name):
            raise UsageError(
                f"{self.name!r} cannot name a delta; take up to 64 letters, digits, - and _"
            )
        find_row_format(self.plain_format)
        if self.selection.revisions is Revisions.ALL:
            raise UsageError("a delta tells of each article once; leave revisions out")

    @property
    def plain_format(self) -> str:
        """The format of the lines, however they are compressed."""
        return part_compression(self.format)[0]

    @property
    def ending(self) -> str:
        """What its files' names end with: ``jsonl.zst``."""
        return find_row_format(self.plain_format).ending + part_compression(self.format)[1]

    @property
    def definition(self) -> str:
        """What the cursor remembers: files may be compressed from any of them on."""
        return define(self.selection, self.plain_format)


@dataclass(frozen=True, slots=True)
class Taken:
    """A delta that was taken: its file (None if there was nothing new), lines by kind, and where
    the cursor stood before and stands now."""

    place: Place | None
    counts: Counter[str]
    before: int
    after: int


def take_delta(engine: Engine, delta: Delta, now: dt.datetime) -> Taken:
    """Write what is new since the cursor last moved, if anything is, and move it.

    Raises UsageError if the cursor was made for another selection or format; FeedError if the file
    was not written or another run moved the cursor meanwhile: then it stands where it stood.
    """
    cursor = _open_cursor(engine, delta)
    counts: Counter[str] = Counter()
    place = None
    with reading(at_one_moment(engine)) as connection:
        until = changes.last_number(connection)
        found = changes.read_changes(connection, delta.selection, cursor.number, until)
        first = next(found, None)
        if first is not None:
            place = _next_place(engine, cursor, delta)
            lines = _lines(itertools.chain([first], found), counts)
            published = publish_rows(place, delta.plain_format, ArticleChange, lines)
    if place is not None:
        moved = Moved(delta.name, cursor.number, until)
        _write_manifest(place, published, delta, counts, moved, now)
        _move(engine, cursor, until, counts.total(), place, now)
    elif until != cursor.number:
        with writing(engine) as connection:
            cursors.skip(connection, cursor, until)
    return Taken(place, counts, cursor.number, until)


def foresee(engine: Engine, delta: Delta) -> Counter[str]:
    """What `take_delta` would write now, by kind. Raises UsageError as it does."""
    with reading(at_one_moment(engine)) as connection:
        cursor = cursors.read_cursor(connection, CursorKind.DELTA, delta.name)
        after = 0
        if cursor is not None and not delta.reset:
            require_its_own(cursor, delta)
            after = cursor.number
        until = changes.last_number(connection)
        found = changes.read_changes(connection, delta.selection, after, until)
        return Counter(one.change.value for one in found)


def _open_cursor(engine: Engine, delta: Delta) -> Cursor:
    """The cursor as it stands; a new one stands before the first change."""
    with writing(engine) as connection:
        cursor = cursors.read_cursor(connection, CursorKind.DELTA, delta.name)
        if cursor is None or delta.reset:
            return cursors.put_at_start(connection, CursorKind.DELTA, delta.name, delta.definition)
    require_its_own(cursor, delta)
    return cursor


def require_its_own(cursor: Cursor, delta: Delta) -> None:
    """Raises UsageError if the cursor was made for another selection or format."""
    if cursor.definition != delta.definition:
        raise UsageError(
            f"the delta {delta.name} is {tell(cursor.definition)}, not {tell(delta.definition)}; "
            "give this one another name, or begin anew with --reset"
        )


def _next_place(engine: Engine, cursor: Cursor, delta: Delta) -> Place:
    """Where the next file goes: at a name that no other file has or had."""
    while True:
        with writing(engine) as connection:
            number = cursors.begin_file(connection, cursor)
        place = place_in(delta.folder, f"{delta.name}-{number:06}.{delta.ending}")
        # Something stands there if the ledger is younger than the folder.
        if not place.exists() and not manifest_of(place).exists():
            return place


def _lines(found: Iterator[Changed], counts: Counter[str]) -> Iterator[ArticleChange]:
    """The lines, counted by kind as they are drawn."""
    for one in found:
        counts[one.change] += 1
        values = {part.name: getattr(one.article, part.name) for part in fields(Article)}
        yield ArticleChange(
            **values,
            change=one.change,
            change_number=one.number,
            changed_at=one.at,
            moved_to=one.moved_to,
        )


def _write_manifest(
    place: Place,
    published: Published,
    delta: Delta,
    counts: Counter[str],
    moved: Moved,
    now: dt.datetime,
) -> None:
    content = Content(
        format=delta.plain_format,
        schema=DELTA_SCHEMA,
        selection=describe(delta.selection),
        counts=dict(counts),
        change=moved.after,
        cursor=moved,
    )
    write_manifest(place, published, content, now)


def _move(
    engine: Engine, cursor: Cursor, to: int, items: int, place: Place, now: dt.datetime
) -> None:
    with writing(engine) as connection:
        if cursors.move(connection, cursor, to, items, now):
            return
    raise FeedError(
        f"another run moved the delta {cursor.name} meanwhile; what {place.shown} holds was told "
        "by it, too; run it again"
    )
