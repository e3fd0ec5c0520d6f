"""Decisions as tables: what is known, what was seen, now → what to do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.ledger.decide import (
    LONGEST_BACKOFF,
    Known,
    Policy,
    Priority,
    Seen,
    Standing,
    State,
    WalkState,
    backoff,
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
    ("age", "unchanged", "wait"),
    [
        (0 * HOUR, 0, HOUR),
        (1 * HOUR, 1, 1.5 * HOUR),
        (1 * HOUR, 2, 2 * HOUR),
        (3 * HOUR, 0, 4 * HOUR),
        (1 * DAY, 0, 12 * HOUR),
        (3 * DAY, 0, 2 * DAY),
        (3 * DAY, 100, 8 * DAY),
        (20 * DAY, 0, 10 * DAY),
        (100 * DAY, 0, 90 * DAY),
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
}


@pytest.mark.parametrize(("seen", "state", "reason", "wait"), STANDINGS.values(), ids=STANDINGS)
def test_standing_after(
    seen: Visit, state: State, reason: str | None, wait: dt.timedelta | None
) -> None:
    standing = standing_after(seen, Policy(), 0, NOW)
    assert (standing.state, standing.reason) == (state, reason)
    assert standing.next_look == (None if wait is None else NOW + wait)


def test_a_failure_waits_longer_each_time() -> None:
    waits = [
        standing_after(visit(Answer("retry", "timeout"), page(attempts=n)), Policy(), 0, NOW)
        for n in range(5)
    ]
    assert all(one.priority is Priority.RETRY for one in waits)
    looks = [one.next_look for one in waits if one.next_look]
    assert looks == sorted(looks)
    assert len(looks) == 5


def link(where: Where, published: dt.datetime | None = None) -> Link:
    return Link("https://s.example/2", PageKind.ARTICLE, where, published=published)


WEEK = Policy(since=NOW - 7 * DAY, until=NOW)
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


def seen(text: str, hours_ago: float | None = None) -> list[Seen]:
    """``nnk``: two new stories, then a known one."""
    at = None if hours_ago is None else NOW - hours_ago * HOUR
    return [Seen(at, letter == "k") for letter in text]


@pytest.mark.parametrize(
    ("items", "following", "floor", "knew", "state"),
    [
        (seen("nnn"), True, None, False, WalkState.WALKING),
        (seen("nnn"), False, None, False, WalkState.END),
        (seen("nnk"), True, None, True, WalkState.MET),
        (seen("kkkk"), True, None, True, WalkState.MET),
        (seen("knnn"), True, None, True, WalkState.WALKING),
        (seen("kknn"), True, None, True, WalkState.MET),
        (seen("nnn"), False, None, True, WalkState.GAP),
        (seen("nn", 100), True, NOW - 72 * HOUR, False, WalkState.FLOOR),
        (seen("nn", 10), True, NOW - 72 * HOUR, False, WalkState.WALKING),
        ([], True, None, False, WalkState.END),
        ([], True, None, True, WalkState.GAP),
    ],
)
def test_walk_after(
    items: list[Seen],
    following: bool,
    floor: dt.datetime | None,
    knew: bool,
    state: WalkState,
) -> None:
    assert walk_after(items, following, floor, knew)[0] is state
