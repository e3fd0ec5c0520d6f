"""A site's history, this crawl's sample and now → alarms raised, kept, closed. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from crawler.health.alarm import MESSAGE_LIMIT, Alarm, Finding, Kind
from crawler.health.history import History
from crawler.health.rates import Judged
from crawler.health.sample import Sample
from crawler.health.shares import judge_shares
from crawler.health.silence import judge_silence
from crawler.health.sizes import judge_lengths

ACCEPTED_AFTER = dt.timedelta(days=30)
ACCEPTED_CRAWLS = 20
"""An alarm that lasts so long, over so many crawls, is how the site is now: it closes, and what
came since it was raised is what is usual."""
LASTING = (Kind.RULE_BLIND, Kind.FIELD_EMPTY, Kind.BODY_LENGTH, Kind.DISAGREEMENT, Kind.CLOCK)
"""Kinds that a site may well stay with."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a site's alarms at one crawl. ``kept`` ones are open, with what this crawl
    says of them; those it says nothing of stay as they were."""

    raised: tuple[Alarm, ...] = ()
    kept: tuple[Alarm, ...] = ()
    closed: tuple[Alarm, ...] = ()


def judge(site: str, history: History, sample: Sample, now: dt.datetime) -> Verdict:
    """What one crawl's sample says beside its site's history. ``now``: when the crawl ended."""
    findings = {one.name: one for one in _findings(history, sample)}
    still_open = [one for one in history.alarms if one.closed is None]
    known = {one.name for one in still_open}
    raised = [
        _raise(site, one, now)
        for one in findings.values()
        if one.judged is Judged.WORSE and one.name not in known
    ]
    ended = [_close(one, findings, history, now) for one in still_open]
    kept = [
        _keep(one, findings, now) for one, end in zip(still_open, ended, strict=True) if not end
    ]
    return Verdict(
        tuple(_without_echoes(raised, known)),
        tuple(one for one in kept if one is not None),
        tuple(one for one in ended if one is not None),
    )


def _findings(history: History, sample: Sample) -> Iterator[Finding]:
    yield from judge_shares(history, sample)
    yield judge_lengths(history, sample)
    yield from judge_silence(history, sample)


def _raise(site: str, finding: Finding, now: dt.datetime) -> Alarm:
    return Alarm(
        site=site,
        kind=finding.kind,
        subject=finding.subject,
        raised=now,
        last_seen=now,
        message=finding.message[:MESSAGE_LIMIT],
        evidence=finding.evidence,
    )


def _close(
    alarm: Alarm, findings: dict[tuple[str, str], Finding], history: History, now: dt.datetime
) -> Alarm | None:
    """The alarm, closed if it healed or lasted too long to be one; None if it stays open."""
    finding = findings.get(alarm.name)
    if finding is not None and finding.judged is Judged.FINE:
        return replace(alarm, closed=now)
    lasted = alarm.kind in LASTING and now - alarm.raised >= ACCEPTED_AFTER
    if lasted and len(history.since(alarm)) >= ACCEPTED_CRAWLS:
        return replace(alarm, closed=now, is_accepted=True)
    return None


def _keep(alarm: Alarm, findings: dict[tuple[str, str], Finding], now: dt.datetime) -> Alarm | None:
    """The alarm with what this crawl says; what raised it is its message as long as it lasts."""
    finding = findings.get(alarm.name)
    if finding is None or finding.judged is not Judged.WORSE:
        return None
    return replace(alarm, last_seen=now)


def _without_echoes(raised: Iterable[Alarm], known: Iterable[tuple[str, str]]) -> Iterator[Alarm]:
    """One trouble, one alarm: a field that is empty is not told again as rules that went blind."""
    raised = list(raised)
    names = {*known, *(one.name for one in raised)}
    empty = {subject for kind, subject in names if kind == Kind.FIELD_EMPTY}
    for one in raised:
        if one.kind is Kind.RULE_BLIND and one.evidence.get("field") in empty:
            continue
        yield one
