"""Decisions as tables: what is known, what was seen, now → what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import Article
from crawler.ledger.decide import (
    LONGEST_BACKOFF,
    Event,
    Known,
    Policy,
    Priority,
    Seen,
    Standing,
    State,
    WalkState,
    backoff,
    depth_of,
    event_of,
    jitter_of,
    next_revisit,
    standing_after,
    standing_of_link,
    walk_after,
)
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import Link, PageKind, Where

NOW = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("known", "was_unpublished", "revised", "unpublished", "event"),
    [
        (False, False, False, False, Event.NEW),
        (True, False, False, False, None),
        (True, False, True, False, Event.REVISED),
        (True, False, False, True, Event.UNPUBLISHED),
        (True, True, False, True, None),
        (True, True, False, False, Event.BACK),
        (True, True, True, False, Event.BACK),
    ],
)
def test_event_of(
    known: bool, was_unpublished: bool, revised: bool, unpublished: bool, event: Event | None
) -> None:
    assert event_of(known, was_unpublished, revised, unpublished) is event


@pytest.mark.parametrize(
    ("age", "unchanged", "wait"),
    [
        (0 * HOUR, 0, HOUR),
        (1 * HOUR, 1, 1.5 * HOUR),
        (1 * HOUR, 2, 2 * HOUR),
        (2 * HOUR, 0, 4 * HOUR),
        (3 * HOUR, 0, 4 * HOUR),
        (12 * HOUR, 0, 12 * HOUR),
        (1 * DAY, 0, 12 * HOUR),
        (2 * DAY, 0, 2 * DAY),
        (3 * DAY, 0, 2 * DAY),
        (3 * DAY, 100, 8 * DAY),
        (7 * DAY, 0, 10 * DAY),
        (20 * DAY, 0, 10 * DAY),
        (30 * DAY, 0, 90 * DAY),
        (100 * DAY, 0, 90 * DAY),
        (365 * DAY, 0, None),
        (400 * DAY, 0, None),
        (-HOUR, 0, HOUR),
    ],
    ids=str,
)
def test_next_revisit(age: dt.timedelta, unchanged: int, wait: dt.timedelta | None) -> None:
    expected = None if wait is None else NOW + wait
    assert next_revisit(NOW - age, unchanged, NOW) == expected


def test_an_article_without_a_time_counts_as_young() -> None:
    assert next_revisit(None, 0, NOW) == NOW + HOUR


@pytest.mark.parametrize(
    ("attempts", "retry_after", "seconds"),
    [
        (1, None, 15),
        (2, None, 30),
        (5, None, 240),
        (40, None, 6 * 3600),
        (1, 120.0, 120),
        (1, 1.0, 15),
        (1, 1e9, 3600),
    ],
)
def test_backoff(attempts: int, retry_after: float | None, seconds: float) -> None:
    assert backoff(attempts, retry_after, 0.0).total_seconds() == seconds


def test_jitter_adds_up_to_half() -> None:
    assert backoff(1, None, 0.5).total_seconds() == 15 * 1.25


def test_a_page_has_its_own_jitter() -> None:
    assert jitter_of(page(id=7)) == jitter_of(page(id=7))
    assert len({jitter_of(page(id=n)) for n in range(50)}) == 50


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (Answer("blocked", "challenge", 200), 600),
        (Answer("blocked", "http-403", 403), 600),
        (Answer("blocked", "http-403", 403, retry_after=1800), 1800),
        (Answer("blocked", "http-429", 429), 15),
        (Answer("retry", "http-503", 503), 15),
    ],
    ids=lambda value: getattr(value, "reason", None),
)
def test_a_site_that_shuts_us_out_is_asked_again_late(answer: Answer, seconds: int) -> None:
    standing = standing_after(visit(answer), Policy(), 0, NOW)
    assert standing.state is State.DUE
    assert standing.next_look is not None
    assert seconds <= (standing.next_look - NOW).total_seconds() <= max(seconds, 15 * 1.5)


@given(
    st.integers(1, 10_000),
    st.one_of(st.none(), st.floats(0, 1e12)),
    st.floats(0, 1, exclude_max=True),
)
def test_backoff_is_bounded(attempts: int, retry_after: float | None, jitter: float) -> None:
    wait = backoff(attempts, retry_after, jitter)
    assert dt.timedelta(seconds=15) <= wait <= LONGEST_BACKOFF * 1.5


def page(**values: Any) -> DuePage:
    filled = {
        "id": 7,
        "site": "s",
        "key": "k",
        "url": "https://s.example/1",
        "kind": PageKind.ARTICLE,
        "place": Where.LISTING,
        **values,
    }
    return DuePage(**filled)


def visit(answer: Answer, due: DuePage | None = None, **values: Any) -> Visit:
    due = due or page()
    return Visit(page=due, at=NOW, answer=answer, url=due.url, key=due.key, **values)


OK = Answer("ok", status=200)
ARTICLE = Article(date=NOW.date(), title="A title", published=NOW - DAY)
KEPT_PAGE = page(state=State.KEPT, published=NOW - DAY)
STANDINGS = {
    "a new article": (visit(OK, page(published=NOW)), State.KEPT, None, HOUR),
    "an unchanged one": (visit(Answer("unchanged"), KEPT_PAGE), State.KEPT, None, 12 * HOUR),
    "no article": (visit(OK, rejected="no-title"), State.REJECTED, "no-title", None),
    "404": (visit(Answer("gone", "http-404")), State.GONE, "http-404", HOUR),
    "404 again": (
        visit(Answer("gone", "http-404"), page(state=State.GONE, attempts=1)),
        State.GONE,
        "http-404",
        DAY,
    ),
    "404 for the third time": (
        visit(Answer("gone", "http-404"), page(state=State.GONE, attempts=2)),
        State.GONE,
        "http-404",
        7 * DAY,
    ),
    "404 for the fourth time": (
        visit(Answer("gone", "http-404"), page(state=State.GONE, attempts=3)),
        State.GONE,
        "http-404",
        None,
    ),
    "404 after failures": (
        visit(Answer("gone", "http-404"), page(attempts=4)),
        State.GONE,
        "http-404",
        HOUR,
    ),
    "gone and failing": (
        visit(Answer("retry", "timeout"), page(state=State.GONE, attempts=1, reason="http-404")),
        State.GONE,
        "http-404",
        DAY,
    ),
    "gone and back": (visit(OK, page(state=State.GONE, published=NOW)), State.KEPT, None, HOUR),
    "410": (visit(Answer("gone", "http-410")), State.GONE, "http-410", None),
    "a listing's 404": (
        visit(Answer("gone", "http-404"), page(kind=PageKind.LISTING)),
        State.GONE,
        "http-404",
        None,
    ),
    "soft 404": (visit(OK, rejected="not-found"), State.GONE, "not-found", HOUR),
    "404 once kept": (
        visit(Answer("gone", "http-404"), KEPT_PAGE),
        State.UNPUBLISHED,
        "http-404",
        HOUR,
    ),
    "404 since an hour": (
        visit(Answer("gone", "http-404"), page(state=State.UNPUBLISHED, attempts=1)),
        State.UNPUBLISHED,
        "http-404",
        DAY,
    ),
    "410 once kept": (
        visit(Answer("gone", "http-410"), KEPT_PAGE),
        State.UNPUBLISHED,
        "http-410",
        None,
    ),
    "unpublished and no article": (
        visit(OK, page(state=State.UNPUBLISHED, attempts=1), rejected="no-body"),
        State.UNPUBLISHED,
        "no-body",
        DAY,
    ),
    "unpublished and back": (
        visit(Answer("unchanged"), page(state=State.UNPUBLISHED, published=NOW - DAY)),
        State.KEPT,
        None,
        12 * HOUR,
    ),
    "soft 404 once kept": (
        visit(OK, KEPT_PAGE, rejected="not-found"),
        State.UNPUBLISHED,
        "not-found",
        HOUR,
    ),
    "rejected once kept": (visit(OK, KEPT_PAGE, rejected="no-body"), State.KEPT, "no-body", DAY),
    "refused": (
        visit(Answer("refused", "robots-disallowed")),
        State.REFUSED,
        "robots-disallowed",
        None,
    ),
    "given up": (
        visit(Answer("retry", "timeout"), page(attempts=5)),
        State.FAILED,
        "timeout",
        None,
    ),
    "given up once kept": (
        visit(Answer("retry", "timeout"), page(attempts=5, state=State.KEPT)),
        State.KEPT,
        "timeout",
        DAY,
    ),
    "a listing": (visit(OK, page(kind=PageKind.LISTING)), State.READ, None, None),
    "led to another address": (
        replace(visit(Answer("moved")), url="https://s.example/new", key="new"),
        State.MOVED,
        "https://s.example/new",
        None,
    ),
    "led to an article": (
        replace(visit(OK, article=ARTICLE), url="https://s.example/new", key="new"),
        State.MOVED,
        "https://s.example/new",
        None,
    ),
    "an article that says its time": (visit(OK, article=ARTICLE), State.KEPT, None, 12 * HOUR),
    "led to no article": (
        replace(visit(OK, rejected="no-body"), url="https://s.example/login", key="login"),
        State.REJECTED,
        "no-body",
        None,
    ),
}


@pytest.mark.parametrize(("seen", "state", "reason", "wait"), STANDINGS.values(), ids=STANDINGS)
def test_standing_after(
    seen: Visit, state: State, reason: str | None, wait: dt.timedelta | None
) -> None:
    standing = standing_after(seen, Policy(), 0, NOW)
    assert (standing.state, standing.reason) == (state, reason)
    assert standing.next_look == (None if wait is None else NOW + wait)


WORK = {
    "a listing": ("a listing", Priority.PLACES, 0),
    "an article": ("a new article", Priority.REVISIT, 0),
    "404": ("404", Priority.RETRY, 1),
    "404 after failures": ("404 after failures", Priority.RETRY, 1),
    "404 once kept": ("404 once kept", Priority.REVISIT, 1),
    "404 since an hour": ("404 since an hour", Priority.REVISIT, 2),
    "rejected once kept": ("rejected once kept", Priority.REVISIT, 0),
    "given up once kept": ("given up once kept", Priority.REVISIT, 0),
    "given up": ("given up", Priority.NEW, 6),
}


@pytest.mark.parametrize(("case", "priority", "attempts"), WORK.values(), ids=WORK)
def test_when_its_turn_comes(case: str, priority: Priority, attempts: int) -> None:
    standing = standing_after(STANDINGS[case][0], Policy(), 0, NOW)
    assert (standing.priority, standing.attempts) == (priority, attempts)


@pytest.mark.parametrize("state", [State.DUE, State.KEPT])
def test_a_failure_leaves_what_is_kept_as_kept(state: State) -> None:
    seen = visit(Answer("retry", "timeout"), page(state=state))
    assert standing_after(seen, Policy(), 0, NOW).state is state


def test_a_crawl_that_revisits_nothing_plans_no_look() -> None:
    assert standing_after(visit(OK), Policy(revisit=False), 0, NOW).next_look is None


def test_a_failure_waits_longer_each_time() -> None:
    waits = [
        standing_after(visit(Answer("retry", "timeout"), page(attempts=n)), Policy(), 0, NOW)
        for n in range(5)
    ]
    assert all(one.priority is Priority.RETRY for one in waits)
    looks = [one.next_look for one in waits if one.next_look]
    assert looks == sorted(looks)
    assert len(looks) == 5


def link(where: Where, published: dt.datetime | None = None, **values: Any) -> Link:
    filled = {"kind": PageKind.ARTICLE, **values}
    return Link("https://s.example/2", where=where, published=published, **filled)


def sitemap(**values: Any) -> Link:
    return link(Where.SITEMAP, kind=PageKind.SITEMAP, **values)


WEEK = Policy(since=NOW - 7 * DAY, until=NOW)
READ = Known(State.READ, None, 0, None)
LINKS: dict[str, tuple[Known | None, Link, int, Policy, State | None, str | None]] = {
    "new": (None, link(Where.LISTING), 0, Policy(), State.DUE, None),
    "too deep": (None, link(Where.RELATED), 2, Policy(), State.KNOWN, "beyond-depth"),
    "deep enough": (None, link(Where.RELATED), 1, Policy(), State.DUE, None),
    "old in a first walk": (
        None,
        link(Where.LISTING, NOW - 5 * DAY),
        0,
        Policy(floor=NOW - 3 * DAY),
        State.KNOWN,
        "before-floor",
    ),
    "old but related": (
        None,
        link(Where.RELATED, NOW - 5 * DAY),
        1,
        Policy(floor=NOW - 3 * DAY),
        State.DUE,
        None,
    ),
    "before the range": (
        None,
        link(Where.RELATED, NOW - 8 * DAY),
        0,
        WEEK,
        State.KNOWN,
        "before-range",
    ),
    "after the range": (None, link(Where.LISTING, NOW), 0, WEEK, State.KNOWN, "after-range"),
    "in the range": (None, link(Where.LISTING, NOW - DAY), 0, WEEK, State.DUE, None),
    "kept": (Known(State.KEPT, None, 0, None), link(Where.LISTING), 0, Policy(), None, None),
    "failed": (
        Known(State.FAILED, "timeout", 0, None),
        link(Where.LISTING),
        0,
        Policy(),
        None,
        None,
    ),
    "left and wanted now": (
        Known(State.KNOWN, "beyond-depth", 2, None),
        link(Where.LISTING),
        0,
        Policy(),
        State.DUE,
        None,
    ),
    "left and still too deep": (
        Known(State.KNOWN, "beyond-depth", 2, None),
        link(Where.RELATED),
        2,
        Policy(),
        None,
        None,
    ),
    "left for a day it was announced for before": (
        Known(State.KNOWN, "before-range", 0, NOW - 8 * DAY),
        link(Where.RELATED),
        0,
        WEEK,
        None,
        None,
    ),
    "last changed before the range": (
        None,
        link(Where.SITEMAP, changed=NOW - 8 * DAY),
        0,
        WEEK,
        State.KNOWN,
        "before-range",
    ),
    "changed after the range": (None, link(Where.SITEMAP, changed=NOW), 0, WEEK, State.DUE, None),
    "on the first day": (None, link(Where.FEED, NOW - 7 * DAY), 0, WEEK, State.DUE, None),
    "without a time": (None, link(Where.LISTING), 0, WEEK, State.DUE, None),
    "at the floor": (
        None,
        link(Where.LISTING, NOW - DAY),
        0,
        Policy(floor=NOW - DAY),
        State.DUE,
        None,
    ),
    "without a time, with a floor": (
        None,
        link(Where.LISTING),
        0,
        Policy(floor=NOW - DAY),
        State.DUE,
        None,
    ),
    "a new sitemap": (None, sitemap(), 0, Policy(), State.DUE, None),
    "a sitemap of a later day": (None, sitemap(published=NOW), 0, WEEK, State.DUE, None),
    "a sitemap read before": (READ, sitemap(), 0, Policy(), None, None),
    "a sitemap read before, in a backfill": (READ, sitemap(), 0, WEEK, State.DUE, None),
    "a sitemap on its way, in a backfill": (
        Known(State.DUE, None, 0, None),
        sitemap(),
        0,
        WEEK,
        None,
        None,
    ),
    "failed, in a backfill": (
        Known(State.FAILED, "timeout", 0, None),
        link(Where.SITEMAP),
        0,
        WEEK,
        None,
        None,
    ),
}


@pytest.mark.parametrize(
    ("known", "found", "depth", "policy", "state", "reason"), LINKS.values(), ids=LINKS
)
def test_standing_of_link(
    known: Known | None,
    found: Link,
    depth: int,
    policy: Policy,
    state: State | None,
    reason: str | None,
) -> None:
    standing = standing_of_link(known, found, depth, policy, NOW)
    if state is None:
        assert standing is None
        return
    assert isinstance(standing, Standing)
    assert (standing.state, standing.reason) == (state, reason)
    assert (standing.next_look is not None) == (state is State.DUE)
    if state is State.DUE:
        is_article = found.kind is PageKind.ARTICLE
        assert standing.priority is (Priority.NEW if is_article else Priority.PLACES)


@pytest.mark.parametrize(
    ("where", "depth"),
    [
        (Where.LISTING, 0),
        (Where.FEED, 0),
        (Where.SITEMAP, 0),
        (Where.ARCHIVE, 0),
        (Where.GIVEN, 0),
        (Where.RELATED, 3),
        (Where.HOT_NEWS, 3),
        (Where.LATEST, 3),
    ],
)
def test_depth_counts_related_links_only(where: Where, depth: int) -> None:
    assert depth_of(link(where), page(depth=2)) == depth


def seen(text: str, hours_ago: float | None = None) -> list[Seen]:
    """``nnk``: two new stories, then a known one."""
    at = None if hours_ago is None else NOW - hours_ago * HOUR
    return [Seen(at, letter == "k") for letter in text]


AGAIN = [Seen(None, False, again=True)] * 2
LONG_AGO = NOW - 72 * HOUR


@pytest.mark.parametrize(
    ("items", "following", "floor", "knew", "state", "reason"),
    [
        (seen("nnn"), True, None, False, WalkState.WALKING, None),
        (seen("nnn"), False, None, False, WalkState.END, None),
        (seen("nnk"), True, None, True, WalkState.MET, None),
        (seen("kkkk"), True, None, True, WalkState.MET, None),
        (seen("knnn"), True, None, True, WalkState.WALKING, None),
        (seen("kknn"), True, None, True, WalkState.MET, None),
        (seen("nnn"), False, None, True, WalkState.GAP, "listing-ends-before-the-known"),
        (seen("nn", 100), True, LONG_AGO, False, WalkState.FLOOR, None),
        (seen("nn", 72), True, LONG_AGO, False, WalkState.WALKING, None),
        (seen("nn", 10), True, LONG_AGO, False, WalkState.WALKING, None),
        (seen("n", 10) + seen("n", 100), True, LONG_AGO, False, WalkState.FLOOR, None),
        (seen("n", 100) + seen("n", 10), True, LONG_AGO, False, WalkState.WALKING, None),
        (seen("n", 100) + seen("n"), True, LONG_AGO, False, WalkState.FLOOR, None),
        (seen("nn"), True, LONG_AGO, False, WalkState.WALKING, None),
        (AGAIN, True, None, True, WalkState.GAP, "listing-repeats-itself"),
        (AGAIN, True, None, False, WalkState.END, None),
        (AGAIN + seen("n"), True, None, True, WalkState.WALKING, None),
        ([], True, None, False, WalkState.END, None),
        ([], True, LONG_AGO, True, WalkState.GAP, "listing-without-items"),
    ],
)
def test_walk_after(
    items: list[Seen],
    following: bool,
    floor: dt.datetime | None,
    knew: bool,
    state: WalkState,
    reason: str | None,
) -> None:
    assert walk_after(items, following, floor, knew) == (state, reason)
