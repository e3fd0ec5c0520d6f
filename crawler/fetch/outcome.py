"""How a request ended → an Outcome: what became of the address, why, and when to ask again.

Reasons are stable words, the same in reports, in the ledger and in tests. ``REASONS`` says what
each of them means for the address.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum

MAX_RETRY_AFTER = 3600.0
"""Seconds. A site that asks for more is asked again after an hour all the same."""


class OutcomeKind(StrEnum):
    """What a request's end means for the address."""

    OK = "ok"
    UNCHANGED = "unchanged"
    """304: what is kept still holds."""
    GONE = "gone"
    MOVED = "moved"
    """A redirect that was not followed."""
    BLOCKED = "blocked"
    """The site does not want to answer us: ask less, or not at all."""
    RETRY = "retry"
    """May well succeed later."""
    REFUSED = "refused"
    """Asking again would end the same way."""


REASONS: Mapping[str, OutcomeKind] = {
    "refused-scheme": OutcomeKind.REFUSED,
    "refused-host": OutcomeKind.REFUSED,
    "refused-userinfo": OutcomeKind.REFUSED,
    "refused-length": OutcomeKind.REFUSED,
    "refused-authority": OutcomeKind.REFUSED,
    "refused-address": OutcomeKind.REFUSED,
    "refused-downgrade": OutcomeKind.REFUSED,
    "redirect-loop": OutcomeKind.REFUSED,
    "bad-redirect": OutcomeKind.REFUSED,
    "robots-disallowed": OutcomeKind.REFUSED,
    "robots-unreachable": OutcomeKind.RETRY,
    "dns": OutcomeKind.RETRY,
    "connection-refused": OutcomeKind.RETRY,
    "connection-lost": OutcomeKind.RETRY,
    "timeout": OutcomeKind.RETRY,
    "tls": OutcomeKind.RETRY,
    "cancelled": OutcomeKind.RETRY,
    "half-page": OutcomeKind.RETRY,
    "bad-encoding": OutcomeKind.RETRY,
    "empty-body": OutcomeKind.RETRY,
    "not-text": OutcomeKind.REFUSED,
    "too-large": OutcomeKind.REFUSED,
    "danger-tag": OutcomeKind.REFUSED,
    "danger-tags": OutcomeKind.REFUSED,
    "danger-depth": OutcomeKind.REFUSED,
    "error": OutcomeKind.RETRY,
}
"""What each reason that is no HTTP status means; ``error`` is one that nobody foresaw."""

_STATUS_KINDS: Mapping[int, OutcomeKind] = {
    200: OutcomeKind.OK,
    203: OutcomeKind.OK,
    304: OutcomeKind.UNCHANGED,
    401: OutcomeKind.BLOCKED,
    402: OutcomeKind.BLOCKED,
    403: OutcomeKind.BLOCKED,
    404: OutcomeKind.GONE,
    407: OutcomeKind.BLOCKED,
    408: OutcomeKind.RETRY,
    410: OutcomeKind.GONE,
    421: OutcomeKind.RETRY,
    425: OutcomeKind.RETRY,
    429: OutcomeKind.BLOCKED,
    451: OutcomeKind.BLOCKED,
}
_CLASS_KINDS: Mapping[int, OutcomeKind] = {
    2: OutcomeKind.RETRY,  # 202 and its like: accepted, but there is no page yet
    3: OutcomeKind.MOVED,
    4: OutcomeKind.REFUSED,
    5: OutcomeKind.RETRY,
}
# What the large shields say of an answer of theirs that stands in for the page.
_CHALLENGE_HEADERS = {"cf-mitigated": "challenge", "x-amzn-waf-action": "challenge"}

_SECONDS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """``retry_after`` is seconds from now, None where the site said nothing."""

    kind: OutcomeKind
    reason: str
    retry_after: float | None = None


def read_status(status: int, headers: Mapping[str, str], now: dt.datetime) -> Outcome:
    """The outcome of an answer; ``headers`` have lower-case names, ``now`` is timezone-aware."""
    retry_after = read_retry_after(headers.get("retry-after"), now)
    if is_challenge(headers):
        return Outcome(OutcomeKind.BLOCKED, "challenge", retry_after)
    kind = _STATUS_KINDS.get(status) or _CLASS_KINDS.get(status // 100, OutcomeKind.REFUSED)
    reason = "ok" if kind is OutcomeKind.OK else f"http-{status}"
    return Outcome(kind, reason, retry_after)


def read_reason(reason: str, retry_after: float | None = None) -> Outcome:
    """The outcome of a request that ended without an answer, by its reason."""
    return Outcome(REASONS.get(reason, OutcomeKind.RETRY), reason, retry_after)


def is_challenge(headers: Mapping[str, str]) -> bool:
    """True if a shield in front of the site answered in its place, whatever the status."""
    return any(
        headers.get(name, "").strip().lower() == value for name, value in _CHALLENGE_HEADERS.items()
    )


def read_retry_after(value: str | None, now: dt.datetime) -> float | None:
    """Seconds that a Retry-After header (seconds or HTTP date) asks to wait, between 0 and
    MAX_RETRY_AFTER; None if it is missing or says nothing that can be read."""
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        # Longer than any hour; int() of thousands of digits is slow, or an error.
        return MAX_RETRY_AFTER if len(text) > 9 else min(float(text), MAX_RETRY_AFTER)
    try:
        when = parsedate_to_datetime(text[:80])
    except (ValueError, OverflowError):
        return None
    if when.tzinfo is None:  # "-0000": UTC, by the header's definition
        when = when.replace(tzinfo=dt.UTC)
    return min(max((when - now).total_seconds(), 0.0), MAX_RETRY_AFTER)
