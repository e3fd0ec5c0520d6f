"""What is handed to and from the ledger: a DuePage out, a Visit back in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from crawler.article import Article
from crawler.link import Link, PageKind, Where


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page the ledger says is to be looked at now, with what the look needs to know."""

    id: int
    site: str
    key: str
    url: str
    kind: PageKind
    place: Where
    depth: int = 0
    attempts: int = 0
    state: str = "due"
    reason: str | None = None
    walk: int | None = None
    listing: str | None = None
    """The first page of the listing that the walk is over."""
    published: dt.datetime | None = None
    first_seen: dt.datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How a look ended: ``kind`` and ``reason`` are those of fetch.outcome; ``bytes`` is the
    size of the body as it was read; ``retry_after`` in seconds."""

    kind: str
    reason: str | None = None
    status: int | None = None
    bytes: int = 0
    retry_after: float | None = None
    etag: str | None = None
    last_modified: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """All that one look at a page led to; the ledger keeps it whole or not at all.

    ``key`` and ``url`` are where the look ended (after redirects). Of ``article`` and
    ``rejected`` at most one is set. ``following`` is the next page of a listing or feed.
    """

    page: DuePage
    at: dt.datetime
    answer: Answer
    url: str
    key: str
    article: Article | None = None
    rejected: str | None = None
    links: tuple[tuple[str, Link], ...] = field(default=())
    """(key, link) pairs, in page order."""
    following: tuple[str, str] | None = None
    """(key, address) of the next page of the listing or feed."""
    layout: str | None = None
    """The form of an article's page, where its site has several; counted, not kept."""
