"""What is known, what was seen and now → what to do. Pure: no clock, no database, no network.

The ledger asks here for every decision and writes down the answer.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import Link, PageKind, Where


class State(StrEnum):
    """Where an address stands. Every address ends in one, with a reason where it is no success."""

    DUE = "due"  # found, not yet looked at, or to be tried again
    KNOWN = "known"  # found, deliberately not looked at (reason says why)
    KEPT = "kept"  # an article is kept
    READ = "read"  # a listing, feed or sitemap was read
    REJECTED = "rejected"  # answered, but no article could be made of it
    MOVED = "moved"  # leads to another address of the ledger
    UNPUBLISHED = "unpublished"  # an article that was kept and is gone from the site
    GONE = "gone"  # never kept, and gone
    REFUSED = "refused"  # may not be asked: robots.txt, address guard
    FAILED = "failed"  # tried as often as is sensible; can be asked again


PAGER = "pager"
"""Why a further page of a listing is not looked at: no walk has come to it."""
HELD = (State.KEPT, State.UNPUBLISHED)
"""The states of a page whose article is in the ledger."""


class Event(StrEnum):
    """What can become of an article that is kept."""

    NEW = "new"
    REVISED = "revised"
    UNPUBLISHED = "unpublished"
    BACK = "back"  # on the site again, with a new revision or with the old one
    MOVED = "moved"  # no longer kept under this address, but under another


class Priority(IntEnum):
    """What is drawn first; lower is sooner."""

    PLACES = 0  # feeds, listings, sitemaps: they find what is new
    NEW = 1
    RETRY = 2
    REVISIT = 3


class WalkState(StrEnum):
    """How a walk over a listing stands or ended. All but the first two are sound."""

    WALKING = "walking"
    GAP = "gap"
    MET = "met"  # met what an earlier walk saw
    FLOOR = "floor"  # reached the day it was told to stop at
    END = "end"  # the pager ended


@dataclass(frozen=True, slots=True)
class Policy:
    """What a crawl was told. ``floor``: listings are walked no further back than this;
    ``since``/``until``: only articles announced in that range are fetched (a backfill)."""

    depth: int = 1
    floor: dt.datetime | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    revisit: bool = True
    max_attempts: int = 6


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds of an address that was found again."""

    state: State
    reason: str | None
    depth: int
    published: dt.datetime | None
    walk: int | None = None
    """The walk that a listing page was last looked at in."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of a page: its state, why, and when it is looked at next (None: never)."""

    state: State
    reason: str | None = None
    attempts: int = 0
    priority: Priority = Priority.NEW
    next_look: dt.datetime | None = None


FIRST_BACKOFF = dt.timedelta(seconds=15)
SHUT_OUT = dt.timedelta(minutes=10)  # a shield that is asked again at once shuts us out for longer
LONGEST_BACKOFF = dt.timedelta(hours=6)
LONGEST_RETRY_AFTER = dt.timedelta(hours=1)
RECHECK = dt.timedelta(days=1)  # a kept article whose page cannot be read is asked again
# What answers that it is gone is asked again so often, for a site may answer so by mistake.
GONE_RECHECKS = (dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=7))
GONE_FOR_GOOD = "http-410"


def event_of(
    is_known: bool, was_unpublished: bool, is_revised: bool, is_unpublished: bool
) -> Event | None:
    """What a look says became of an article; None if it stands as it stood."""
    if not is_known:
        return Event.NEW
    if is_unpublished:
        return None if was_unpublished else Event.UNPUBLISHED
    if was_unpublished:
        return Event.BACK
    return Event.REVISED if is_revised else None


# Age of an article → how long until the next look. Most corrections come within hours.
REVISITS: tuple[tuple[dt.timedelta, dt.timedelta], ...] = (
    (dt.timedelta(hours=2), dt.timedelta(hours=1)),
    (dt.timedelta(hours=12), dt.timedelta(hours=4)),
    (dt.timedelta(days=2), dt.timedelta(hours=12)),
    (dt.timedelta(days=7), dt.timedelta(days=2)),
    (dt.timedelta(days=30), dt.timedelta(days=10)),
    (dt.timedelta(days=365), dt.timedelta(days=90)),
)


def next_revisit(
    published: dt.datetime | None, unchanged: int, now: dt.datetime
) -> dt.datetime | None:
    """When an article is looked at again; None once it is older than a year.

    ``unchanged`` looks in a row stretch the interval, by half each, to at most four times.
    """
    age = now - (published or now)
    for limit, interval in REVISITS:
        if age < limit:
            return now + interval * min(1 + unchanged / 2, 4)
    return None


def backoff(attempts: int, retry_after: float | None, jitter: float) -> dt.timedelta:
    """How long to wait after the n-th failure (from 1). ``jitter`` in [0, 1) adds up to half.

    A server's Retry-After is honoured when it is longer, up to an hour.
    """
    wait = min(FIRST_BACKOFF * (1 << min(attempts - 1, 16)), LONGEST_BACKOFF)
    asked = min(dt.timedelta(seconds=retry_after or 0), LONGEST_RETRY_AFTER)
    return max(wait * (1 + jitter / 2), asked)


def jitter_of(page: DuePage) -> float:
    """A page's own jitter in [0, 1): spread over pages, the same when asked twice."""
    return random.Random(page.id + page.attempts).random()  # noqa: S311 - spreads load, no secret


def standing_after(visit: Visit, policy: Policy, unchanged: int, now: dt.datetime) -> Standing:
    """What becomes of the page that was looked at."""
    page, answer = visit.page, visit.answer
    if answer.kind in ("retry", "blocked"):
        return _after_failure(page, answer, policy, now)
    if answer.kind == "refused":
        return Standing(State.REFUSED, answer.reason)
    if answer.kind == "gone":
        return _after_absence(page, answer.reason, now)
    if page.kind is not PageKind.ARTICLE:
        return Standing(State.READ, priority=Priority.PLACES)
    if answer.kind == "moved" or (visit.key != page.key and visit.article is not None):
        return Standing(State.MOVED, visit.url)
    if visit.rejected:
        return _after_rejection(page, visit.rejected, now)
    published = visit.article.published if visit.article is not None else page.published
    again = next_revisit(published, unchanged, now) if policy.revisit else None
    return Standing(State.KEPT, priority=Priority.REVISIT, next_look=again)


def _after_failure(page: DuePage, answer: Answer, policy: Policy, now: dt.datetime) -> Standing:
    if page.state in (State.GONE, State.UNPUBLISHED):
        return _after_absence(page, page.reason, now)  # nothing says that it is back
    attempts = page.attempts + 1
    if attempts < policy.max_attempts:
        wait = backoff(attempts, answer.retry_after, jitter_of(page))
        again = now + (max(wait, SHUT_OUT) if _is_shut_out(answer) else wait)
        state = State.KEPT if page.state == State.KEPT else State.DUE
        return Standing(state, answer.reason, attempts, Priority.RETRY, again)
    if page.state == State.KEPT:
        return Standing(State.KEPT, answer.reason, 0, Priority.REVISIT, now + RECHECK)
    return Standing(State.FAILED, answer.reason, attempts)


def _after_absence(page: DuePage, reason: str | None, now: dt.datetime) -> Standing:
    """Gone, or unpublished if it was kept, and asked again a few times; a place is asked by every
    crawl anyway."""
    was_kept = page.state in HELD
    state = State.UNPUBLISHED if was_kept else State.GONE
    looks = page.attempts if page.state == state else 0
    is_final = reason == GONE_FOR_GOOD or page.kind is not PageKind.ARTICLE
    if is_final or looks >= len(GONE_RECHECKS):
        return Standing(state, reason, looks)
    priority = Priority.REVISIT if was_kept else Priority.RETRY
    return Standing(state, reason, looks + 1, priority, now + GONE_RECHECKS[looks])


def _is_shut_out(answer: Answer) -> bool:
    """Whether the site wants no visit from us now, rather than fewer."""
    return answer.kind == "blocked" and answer.reason != "http-429"


def _after_rejection(page: DuePage, reason: str, now: dt.datetime) -> Standing:
    if reason == "not-found" or page.state == State.UNPUBLISHED:
        return _after_absence(page, reason, now)
    if page.state != State.KEPT:
        return Standing(State.REJECTED, reason)
    return Standing(State.KEPT, reason, 0, Priority.REVISIT, now + RECHECK)


READ_AGAIN = (State.READ, State.FAILED, State.GONE, State.REFUSED)


def standing_of_link(
    known: Known | None, link: Link, depth: int, policy: Policy, now: dt.datetime
) -> Standing | None:
    """What becomes of an address that was found; None if nothing changes.

    An address left alone for its depth or its day is taken up when a later crawl wants it.
    """
    if known is not None and known.state is not State.KNOWN:
        again = link.kind is PageKind.SITEMAP and known.state in READ_AGAIN
        if not (again and policy.since is not None):  # a backfill reads every sitemap it meets
            return None
    reason = _reason_to_leave(link, depth, known, policy)
    if reason is None:
        priority = Priority.NEW if link.kind is PageKind.ARTICLE else Priority.PLACES
        return Standing(State.DUE, priority=priority, next_look=now)
    if known is None:
        return Standing(State.KNOWN, reason)
    return None


def _reason_to_leave(link: Link, depth: int, known: Known | None, policy: Policy) -> str | None:
    """Why an address is not looked at, or None."""
    published = link.published or (known.published if known else None)
    # No later than this it was published: enough to leave it where that is too early.
    latest = published or link.changed
    if policy.since is not None and latest is not None and latest < policy.since:
        return "before-range"
    # A sitemap changed later may still name what was published in the range.
    is_article = link.kind is PageKind.ARTICLE
    if policy.until is not None and published and published >= policy.until and is_article:
        return "after-range"
    listed = link.where in (Where.LISTING, Where.FEED, Where.SITEMAP, Where.ARCHIVE)
    if listed and policy.floor is not None and latest is not None and latest < policy.floor:
        return "before-floor"
    return "beyond-depth" if depth > policy.depth else None


def depth_of(link: Link, page: DuePage) -> int:
    """How many related links an address is away from a listing."""
    side = link.where in (Where.RELATED, Where.HOT_NEWS, Where.LATEST)
    return page.depth + 1 if side else 0


@dataclass(frozen=True, slots=True)
class Seen:
    """One item of a listing page: when it was announced, whether an earlier walk saw it, and
    whether this walk did, on a page before."""

    published: dt.datetime | None
    before: bool
    again: bool = False


def walk_after(
    items: Sequence[Seen], has_following: bool, floor: dt.datetime | None, knew_any: bool
) -> tuple[WalkState, str | None]:
    """How a walk stands after a page of its listing, newest item first.

    One old story pinned on top must not end a walk, so what counts is the page's last item, or
    half of the page. ``knew_any``: an earlier walk over this listing saw something, so a pager
    that ends without meeting it leaves a gap.
    """
    if items and (items[-1].before or 2 * sum(item.before for item in items) >= len(items)):
        return WalkState.MET, None
    dated = [item.published for item in items if item.published is not None]
    if floor is not None and dated and dated[-1] < floor:
        return WalkState.FLOOR, None
    if not items:
        end = "listing-without-items"
    elif all(item.again for item in items):
        end = "listing-repeats-itself"  # as some do for a page number beyond the last
    elif has_following:
        return WalkState.WALKING, None
    else:
        end = "listing-ends-before-the-known"
    return (WalkState.GAP, end) if knew_any else (WalkState.END, None)
