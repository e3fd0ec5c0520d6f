"""What is known and what is written, as values: the currency between `writes` and `keep`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.article import Article
from crawler.ledger.decide import Event, Known, Policy, Standing
from crawler.ledger.visit import Visit
from crawler.link import Link

Row = dict[str, Any]
NO_VALIDATORS: Row = dict.fromkeys(("etag", "last_modified", "fingerprint"))


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What the ledger holds of an article that was fetched again."""

    article: Article
    content_hash: str
    related_hash: str
    revision: int
    first_seen: dt.datetime
    unpublished: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownWalk:
    """A walk as it stands, and which of the pages seen now an earlier walk had seen."""

    id: int
    listing: int
    url: str
    floor: dt.datetime | None
    thorough: bool
    ceiling: dt.datetime | None
    knew_any: bool
    newest: dt.datetime | None
    oldest: dt.datetime | None
    pages: int
    known_newest: dt.datetime | None
    before: frozenset[int] = frozenset()
    again: frozenset[int] = frozenset()
    """Which of them this walk itself has seen."""
    has_gap: bool = False
    meets_place: bool = False
    """Whether the next page is where another walk of the same backfill begins."""


@dataclass(frozen=True, slots=True)
class Context:
    """What must be known to work out the rows for a group of visits."""

    site: str
    crawl: int
    policy: Policy
    now: dt.datetime
    pages: Mapping[int, Known]
    articles: Mapping[int, KnownArticle]
    walks: Mapping[int, KnownWalk]
    unchanged: Mapping[int, int]
    """How many looks in a row found an article unchanged."""
    numbers: Mapping[int, int] = field(default_factory=dict)
    """The last revision's number of pages that hold versions and no article: moved away before."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the ledger says of a visit it has kept: ``article`` as it now stands there, with
    its revision; ``news`` is one of new, revised, unchanged, or None without an article."""

    visit: Visit
    standing: Standing
    article: Article | None = None
    news: str | None = None


@dataclass(slots=True)
class Writes:
    """Rows by table, in the order of the visits; keys make every write safe to repeat."""

    page_inserts: dict[int, Row] = field(default_factory=dict)
    page_updates: list[Row] = field(default_factory=list)
    taken_up: dict[int, Row] = field(default_factory=dict)
    nearer: dict[int, Row] = field(default_factory=dict)
    """Pages that are fewer related links away from a listing than was known."""
    looks: list[Row] = field(default_factory=list)
    articles: dict[int, Row] = field(default_factory=dict)
    last_seen: list[Row] = field(default_factory=list)
    unpublished: list[Row] = field(default_factory=list)
    moved: list[Row] = field(default_factory=list)
    """From the page that an article was kept under to the one where it stands now."""
    moved_away: list[Row] = field(default_factory=list)
    revisions: list[Row] = field(default_factory=list)
    snapshots: dict[tuple[int, str, str], Row] = field(default_factory=dict)
    links: dict[tuple[int, int, str], Row] = field(default_factory=dict)
    walks: dict[int, Row] = field(default_factory=dict)
    gaps: dict[int, Row] = field(default_factory=dict)
    gap_bounds: list[Row] = field(default_factory=list)
    closed_gaps: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


def page_update(visit: Visit, standing: Standing) -> Row:
    """The page as it stands after the look."""
    answer = visit.answer
    published = visit.article.published if visit.article is not None else None
    return {
        "b_id": visit.page.id,
        "published": published or visit.page.published,
        "state": standing.state,
        "reason": standing.reason,
        "attempts": standing.attempts,
        "priority": standing.priority,
        "next_look": standing.next_look,
        "last_look": visit.at,
        # What was rejected is not what is kept: its validators must not vouch for that.
        "etag": (None if visit.rejected else answer.etag) or visit.page.etag,
        "last_modified": (None if visit.rejected else answer.last_modified)
        or visit.page.last_modified,
        "fingerprint": answer.fingerprint or visit.page.fingerprint,
    }


def look_row(visit: Visit, crawl: int, news: str | None) -> Row:
    """The look itself."""
    answer = visit.answer
    return {
        "page": visit.page.id,
        "crawl": crawl,
        "at": visit.at,
        "status": answer.status,
        "bytes": answer.bytes,
        "outcome": answer.kind,
        "reason": visit.rejected or answer.reason,
        "changed": answer.kind == "ok" and news != "unchanged",
    }


def change_row(page: int, event: Event, revision: int, at: dt.datetime) -> Row:
    """What became of an article; its number comes with the commit."""
    row = {"page": page, "kind": event, "revision": revision, "at": at}
    return {**row, "moved_to": None, "document": None}


def page_row(
    page: int,
    key: str,
    link: Link,
    depth: int,
    standing: Standing,
    context: Context,
    at: dt.datetime,
) -> Row:
    """An address found for the first time."""
    return {
        "id": page,
        "site": context.site,
        "key": key,
        "url": link.url,
        "kind": link.kind,
        "place": link.where,
        "depth": depth,
        "title": link.title,
        "published": link.published,
        "first_seen": at,
        "first_crawl": context.crawl,
        "state": standing.state,
        "reason": standing.reason,
        "attempts": 0,
        "priority": standing.priority,
        "next_look": standing.next_look,
        "walk": None,
    }
