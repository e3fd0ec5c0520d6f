"""The ledger's snapshots of HOT NEWS and LATEST → what stood there, from when to when.

A block is known only at the moments it was looked at. Of each content that a block ever had the
ledger keeps the first and the last of those; a content that came, went and came back is known at
its ends alone. So a stay is told by four looks: the last one before it, the first and the last one
that saw it, and the first one that no longer did. The truth lies between: a story stood there at
least from the second to the third of them, and at most from the first to the fourth.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, union

from crawler.ledger.articles.row_choice import RowChoice
from crawler.ledger.tables import WHOLE_SITE, snapshots

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class BlockLook:
    """What a block held when it was looked at: (address or None, title), in order."""

    site: str
    block: str
    at: dt.datetime
    items: Sequence[tuple[str | None, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRow:
    """One stay of a story in a block. Times are UTC."""

    site: str
    """The name of the site."""
    block: str
    """hot_news or latest."""
    url: str | None
    """The story's address; null where the block gave none."""
    title: str
    """Its title there, when it was seen first."""
    rank: int
    """The highest place it had, from 0."""
    first_rank: int
    """Its place when it was seen first."""
    last_rank: int
    """Its place when it was seen last."""
    unseen_before: dt.datetime | None
    """The last look before, when it was not there; null for the first look at the block."""
    first_seen: dt.datetime
    """The first look that saw it."""
    last_seen: dt.datetime
    """The last look that saw it."""
    unseen_after: dt.datetime | None
    """The first look that no longer saw it; null while it stands."""
    seconds: int
    """How long it stood there at least: between the two looks that saw it."""
    seconds_at_most: int | None
    """How long it can have stood there at most; null where one of the looks around is missing."""


def read_placements(connection: Connection, choice: RowChoice) -> Iterator[PlacementRow]:
    """The stays in each block of each site, in the order in which they ended."""
    looks = _read_looks(connection, choice.site)
    for _, of_block in itertools.groupby(looks, lambda look: (look.site, look.block)):
        for row in find_placements(of_block):
            if choice.admits(row.first_seen, row.last_seen):
                yield row


def find_placements(looks: Iterable[BlockLook]) -> Iterator[PlacementRow]:
    """The stays that looks at one block show, given in order of time. Pure."""
    open_: dict[str, PlacementRow] = {}
    before: dt.datetime | None = None
    for look in looks:
        ranks = _ranks(look.items)
        for key in [key for key in open_ if key not in ranks]:
            yield _measured(replace(open_.pop(key), unseen_after=look.at))
        for key, (rank, url, title) in ranks.items():
            known = open_.get(key)
            open_[key] = (
                _first(look, rank, url, title, before)
                if known is None
                else replace(known, rank=min(rank, known.rank), last_rank=rank, last_seen=look.at)
            )
        before = look.at
    yield from map(_measured, open_.values())


def _ranks(items: Sequence[tuple[str | None, str]]) -> dict[str, tuple[int, str | None, str]]:
    """By address (else by title): the first place at which it stands."""
    found: dict[str, tuple[int, str | None, str]] = {}
    for rank, (url, title) in enumerate(items):
        found.setdefault(url or title, (rank, url, title))
    return found


def _first(
    look: BlockLook, rank: int, url: str | None, title: str, before: dt.datetime | None
) -> PlacementRow:
    return PlacementRow(
        site=look.site,
        block=look.block,
        url=url,
        title=title,
        rank=rank,
        first_rank=rank,
        last_rank=rank,
        unseen_before=before,
        first_seen=look.at,
        last_seen=look.at,
        unseen_after=None,
        seconds=0,
        seconds_at_most=None,
    )


def _measured(row: PlacementRow) -> PlacementRow:
    """The row with its lengths."""
    at_most = None
    if row.unseen_before is not None and row.unseen_after is not None:
        at_most = round((row.unseen_after - row.unseen_before).total_seconds())
    seconds = round((row.last_seen - row.first_seen).total_seconds())
    return replace(row, seconds=seconds, seconds_at_most=at_most)


def _read_looks(connection: Connection, site: str | None) -> Iterator[BlockLook]:
    """What is known of each block, in order of time."""
    of_site = [snapshots.c.page == WHOLE_SITE]
    if site is not None:
        of_site.append(snapshots.c.site == site)
    ends = union(
        *(
            select(snapshots.c.id, end.label("at")).where(*of_site)
            for end in (snapshots.c.first_seen, snapshots.c.last_seen)
        )
    ).subquery()
    query = (
        select(snapshots.c.site, snapshots.c.block, ends.c.at, snapshots.c["items"])
        .join(ends, ends.c.id == snapshots.c.id)
        .order_by(snapshots.c.site, snapshots.c.block, ends.c.at, snapshots.c.id)
    )
    for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query):
        items = [(one["url"], one["title"]) for one in json.loads(row[3])]
        yield BlockLook(row.site, row.block, row.at, items)
