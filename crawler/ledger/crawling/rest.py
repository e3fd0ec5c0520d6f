"""How a host answers → how long it is left alone. Pure.

A page that fails is tried again later on its own (decide.backoff). When one page after the other
fails, it is the host: asking on would only use up every page's attempts and bother a server that
is down. It rests for a growing while; then one page at a time tries whether it is back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.ledger.decide import LONGEST_RETRY_AFTER
from crawler.ledger.visit import Answer, DuePage

FAILURES = 8  # in a row, until a host is rested
FIRST_REST = dt.timedelta(minutes=1)
LONGEST_REST = dt.timedelta(hours=1)

_ANSWERED = frozenset({"ok", "unchanged", "gone", "moved"})
_HOST_REASONS = frozenset(
    {"dns", "connection-refused", "connection-lost", "timeout", "tls", "robots-unreachable"}
)


@dataclass(frozen=True, slots=True)
class Failing:
    """A host's ``failures`` in a row, the last one's ``reason``, and until when it rests."""

    failures: int
    reason: str | None
    resting_until: dt.datetime | None = None


def host_of(url: str) -> str:
    """What is rested: the host, and its port where it is not the usual one."""
    return urlsplit(url).netloc.lower()


def after_answer(before: Failing | None, answer: Answer, now: dt.datetime) -> Failing | None:
    """How a host stands after an answer; None if it is well.

    What was on its way when the rest began neither shortens nor lengthens it.
    """
    if answer.kind in _ANSWERED:
        return None
    if not _is_of_host(answer):
        return before
    if before is not None and before.resting_until is not None and now < before.resting_until:
        return before
    failures = before.failures + 1 if before else 1
    until = now + _rest(failures, answer.retry_after) if failures >= FAILURES else None
    return Failing(failures, answer.reason, until)


def _is_of_host(answer: Answer) -> bool:
    """Whether the failure says something of more than the one page."""
    reason = answer.reason or ""
    return answer.kind == "blocked" or (
        answer.kind == "retry" and (reason in _HOST_REASONS or reason.startswith("http-5"))
    )


def _rest(failures: int, retry_after: float | None) -> dt.timedelta:
    """Twice as long after each failed try; a server's Retry-After is honoured, up to an hour."""
    grown = min(FIRST_REST * (1 << min(failures - FAILURES, 16)), LONGEST_REST)
    return max(grown, min(dt.timedelta(seconds=retry_after or 0), LONGEST_RETRY_AFTER))


def resting(hosts: Mapping[str, Failing], now: dt.datetime) -> dict[str, dt.datetime]:
    """The hosts that rest now, and until when."""
    return {
        host: one.resting_until
        for host, one in hosts.items()
        if one.resting_until is not None and now < one.resting_until
    }


def rested(hosts: Mapping[str, Failing], now: dt.datetime) -> frozenset[str]:
    """The hosts whose rest is over and which have not answered since."""
    return frozenset(
        host
        for host, one in hosts.items()
        if one.resting_until is not None and now >= one.resting_until
    )


def probe(pages: Sequence[DuePage], rested: Iterable[str], *, alone: bool) -> list[DuePage]:
    """The pages to ask for: of hosts that have rested only one, and only if it runs ``alone``."""
    careful = frozenset(rested)
    sound = [page for page in pages if host_of(page.url) not in careful]
    if sound or not alone:
        return sound
    return list(pages[:1])
