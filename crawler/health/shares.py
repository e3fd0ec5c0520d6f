"""A sample beside its history → findings on every share in it: fields, rules, answers, times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from crawler.health.alarm import SUBJECT_LIMIT, Finding, Kind
from crawler.health.field_shares import answered, differing, filled
from crawler.health.history import LEARNED_FROM, History
from crawler.health.rates import Judged, judge_healing, judge_rate
from crawler.health.request_shares import ahead, blocked, failed, overdue, rejected, shut_out
from crawler.health.sample import Sample
from crawler.health.share import Share
from crawler.health.tiers import TIERS, tier_of

OFTEN = 0.1
"""Of the articles: a tier that answers less often is not missed."""


def judge_shares(history: History, sample: Sample) -> Iterator[Finding]:
    """What every share of the sample says, those of open alarms included."""
    shares = list(_shares(history, sample))
    for share in shares:
        yield _judge(share, history, sample, len(shares))


def _judge(share: Share, history: History, sample: Sample, tests: int) -> Finding:
    subject = share.subject[:SUBJECT_LIMIT]
    past = history.usual(share.kind, subject)
    this = share.count(sample)
    alarm = history.open(share.kind, subject)
    if alarm is None:
        tests = 1 if share.kind is Kind.BLOCKED else tests  # seldom more than one
        rates = [share.count(one) for one in past]
        judgement = judge_rate(this, rates, share.limits, tests)
    else:
        # What was usual when it was raised: the crawls that showed it may be forgotten by now.
        usual = float(alarm.evidence.get("usual", 1.0))
        since = [share.count(one) for one in history.since(alarm)]
        judgement = judge_healing(this, since, usual, share.limits)
    if judgement.judged is not Judged.WORSE:
        return Finding(share.kind, subject, judgement.judged)
    message, evidence = share.tell(judgement, past)
    numbers = {
        "hits": judgement.rate.hits,
        "of": judgement.rate.of,
        "usual": round(judgement.usual, 4),
    }
    return Finding(share.kind, subject, Judged.WORSE, message, {**evidence, **numbers})


def _shares(history: History, sample: Sample) -> Iterator[Share]:
    known = [*history.samples[-LEARNED_FROM:], sample]
    for name in _names(history, Kind.FIELD_EMPTY, (one.filled for one in known)):
        yield filled(name)
    for name, tier in sorted(_tiers(history, known[:-1])):
        yield answered(name, tier, sample)
    for name in _names(history, Kind.DISAGREEMENT, (one.compared for one in known)):
        yield differing(name)
    for name in _names(history, Kind.REJECTED, (one.rejected for one in known)):
        if name:
            yield rejected(name)
    for name in _names(history, Kind.BLOCKED, (shut_out(one) for one in known)):
        yield blocked(name)
    yield from (failed(), ahead(), overdue())


def _names(history: History, kind: Kind, counts: Iterable[Mapping[str, Any]]) -> list[str]:
    """What was counted lately, and what there is an alarm about."""
    open_ones = {one.subject for one in history.alarms if one.closed is None and one.kind is kind}
    return sorted(open_ones | {name for one in counts for name in one})


def _tiers(history: History, known: Sequence[Sample]) -> set[tuple[str, str]]:
    """(field, tier) where a tier answers often enough to be missed, or where there is an alarm."""
    articles = sum(one.articles for one in known)
    counts: Counter[tuple[str, str]] = Counter()
    for one in known:
        for name, rules in one.rules.items():
            for rule, number in rules.items():
                counts[name, tier_of(rule)] += number
    often = {key for key, number in counts.items() if number >= OFTEN * articles > 0}
    return {key for key in often if key[1] != TIERS[-1]} | {
        (str(one.evidence["field"]), str(one.evidence["tier"]))
        for one in history.alarms
        if one.closed is None and one.kind is Kind.RULE_BLIND and "tier" in one.evidence
    }
