"""How requests end."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.outcome import (
    MAX_RETRY_AFTER,
    REASONS,
    Outcome,
    OutcomeKind,
    read_reason,
    read_retry_after,
    read_status,
)

NOW = dt.datetime(2026, 1, 21, 16, 45, tzinfo=dt.UTC)

STATUSES = {
    200: ("ok", "ok"),
    203: ("ok", "ok"),
    202: ("retry", "http-202"),
    301: ("moved", "http-301"),
    304: ("unchanged", "http-304"),
    400: ("refused", "http-400"),
    401: ("blocked", "http-401"),
    402: ("blocked", "http-402"),
    403: ("blocked", "http-403"),
    404: ("gone", "http-404"),
    407: ("blocked", "http-407"),
    408: ("retry", "http-408"),
    410: ("gone", "http-410"),
    418: ("refused", "http-418"),
    421: ("retry", "http-421"),
    425: ("retry", "http-425"),
    429: ("blocked", "http-429"),
    451: ("blocked", "http-451"),
    500: ("retry", "http-500"),
    503: ("retry", "http-503"),
    522: ("retry", "http-522"),
    999: ("refused", "http-999"),
}


@pytest.mark.parametrize(("status", "expected"), STATUSES.items())
def test_status(status: int, expected: tuple[str, str]) -> None:
    assert read_status(status, {}, NOW) == Outcome(OutcomeKind(expected[0]), expected[1])


@pytest.mark.parametrize("status", [200, 202, 403, 503])
@pytest.mark.parametrize(
    "header", [("cf-mitigated", "challenge"), ("x-amzn-waf-action", "Challenge")]
)
def test_challenge_is_no_page_whatever_its_status(status: int, header: tuple[str, str]) -> None:
    assert read_status(status, dict([header]), NOW) == Outcome(OutcomeKind.BLOCKED, "challenge")


RETRY_AFTER = {
    "seconds": ("120", 120),
    "zero": ("0", 0),
    "blanks": (" 7 ", 7),
    "a day": ("86400", MAX_RETRY_AFTER),
    "digits without end": ("9" * 5000, MAX_RETRY_AFTER),
    "date": ("Wed, 21 Jan 2026 16:46:30 GMT", 90),
    "date in another zone": ("Wed, 21 Jan 2026 18:46:30 +0200", 90),
    "date of unknown zone": ("Wed, 21 Jan 2026 16:46:30 -0000", 90),
    "old date form": ("Wednesday, 21-Jan-26 16:46:30 GMT", 90),
    "past date": ("Wed, 21 Jan 2026 10:00:00 GMT", 0),
    "far date": ("Fri, 31 Dec 9999 23:59:59 GMT", MAX_RETRY_AFTER),
    "negative": ("-5", None),
    "fraction": ("1.5", None),
    "word": ("soon", None),
    "empty": ("", None),
    "missing": (None, None),
    "impossible date": ("Wed, 99 Jan 2026 16:46:30 GMT", None),
}


@pytest.mark.parametrize(("value", "seconds"), RETRY_AFTER.values(), ids=RETRY_AFTER.keys())
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, NOW) == seconds
    headers = {} if value is None else {"retry-after": value}
    assert read_status(503, headers, NOW) == Outcome(OutcomeKind.RETRY, "http-503", seconds)


@given(st.text())
def test_any_retry_after_is_within_bounds(value: str) -> None:
    seconds = read_retry_after(value, NOW)
    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER


@given(st.integers(0, int(MAX_RETRY_AFTER)))
def test_both_forms_of_retry_after_agree(seconds: int) -> None:
    date = format_datetime(NOW + dt.timedelta(seconds=seconds), usegmt=True)
    assert read_retry_after(date, NOW) == read_retry_after(str(seconds), NOW) == seconds


@pytest.mark.parametrize("reason", REASONS)
def test_reason(reason: str) -> None:
    assert read_reason(reason, 5) == Outcome(REASONS[reason], reason, 5)


def test_unforeseen_reason_is_tried_again() -> None:
    assert read_reason("moon-phase").kind is OutcomeKind.RETRY
