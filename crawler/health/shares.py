"""A sample beside its history → findings on every share in it: fields, rules, answers, times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.health.alarm import SUBJECT_LIMIT, Finding, Kind
from crawler.health.history import LEARNED_FROM, History
from crawler.health.rates import LOW, Judged, Judgement, Limits, Rate, judge_healing, judge_rate
from crawler.health.sample import Sample

TIERS = ("site", "structured", "meta", "visible", "generic")
"""Who answers, most trusted first."""
_TIER_OF = {
    "site": "site", "json-ld": "structured", "microdata": "structured", "live blog": "structured",
    "opengraph": "meta", "meta": "meta", "twitter": "meta", "html": "visible",
}  # fmt: skip
TOLD = {"site": "the site's rules", "structured": "structured data", "meta": "meta tags",
        "visible": "the visible page", "generic": "the generic finder"}  # fmt: skip

OFTEN_DIFFERS = Limits(is_high_bad=True, least_share=0.5)
REFUSING = Limits(is_high_bad=True, least_share=0.4)
FAILING = Limits(is_high_bad=True, prior=(0.03, 10.0), least_share=0.4)
MISTIMED = Limits(is_high_bad=True, prior=(0.03, 10.0), least_share=0.5)
OVERDUE = Limits(is_high_bad=True, least_share=0.5)

OFTEN = 0.1
"""Of the articles: a tier that answers less often is not missed."""

Counted = Callable[[Sample], Rate]
Told = Callable[[Judgement, Sequence[Sample]], tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Share:
    """One share that is judged: how it is counted in a sample, and how trouble is told."""

    kind: Kind
    subject: str
    limits: Limits
    count: Counted
    tell: Told = field(compare=False)


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
        yield _filled(name)
    for name, tier in sorted(_tiers(history, known[:-1])):
        yield _answered(name, tier, sample)
    for name in _names(history, Kind.DISAGREEMENT, (one.compared for one in known)):
        yield _differing(name)
    for name in _names(history, Kind.REJECTED, (one.rejected for one in known)):
        if name:
            yield _rejected(name)
    for name in _names(history, Kind.BLOCKED, (_shut_out(one) for one in known)):
        yield _blocked(name)
    yield from (_failed(), _ahead(), _overdue())


def _names(history: History, kind: Kind, counts: Iterable[Mapping[str, Any]]) -> list[str]:
    """What was counted lately, and what there is an alarm about."""
    open_ones = {one.subject for one in history.alarms if one.closed is None and one.kind is kind}
    return sorted(open_ones | {name for one in counts for name in one})


def _shut_out(sample: Sample) -> dict[str, int]:
    """The requests that the site refused, and those that may not be sent to it, by reason."""
    found: dict[str, int] = {}
    for name, count in sample.outcomes.items():
        outcome, _, reason = name.partition(" ")
        if outcome in ("blocked", "refused"):
            found[reason or outcome] = found.get(reason or outcome, 0) + count
    return found


# Fields and rules


def _filled(name: str) -> Share:
    def tell(found: Judgement, past: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        rule = _main_rule(name, past)
        by = f"; the rule {rule!r} used to answer" if rule else ""
        rate, usual = found.rate, _percent(1 - found.usual)
        seen = f"{name} is empty in {rate.of - rate.hits} of {rate.of} articles, usually in {usual}"
        return seen + by, {"field": name, "rule": rule}

    return Share(
        Kind.FIELD_EMPTY, name, LOW, lambda one: Rate(one.filled.get(name, 0), one.articles), tell
    )


def _answered(name: str, tier: str, sample: Sample) -> Share:
    trusted = TIERS[: TIERS.index(tier) + 1]

    def count(one: Sample) -> Rate:
        hits = sum(
            number for rule, number in one.rules.get(name, {}).items() if tier_of(rule) in trusted
        )
        return Rate(min(hits, one.articles), one.articles)

    def tell(found: Judgement, past: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        rule = _main_rule(name, past, tier) or TOLD[tier]
        instead = _main_rule(name, [sample], beyond=tier)
        filling = f"; {instead} fills in" if instead else ""
        seen = f"{_of(found.rate)} articles, usually {_percent(found.usual)}"
        message = f"{name}: the rule {rule!r} went blind: it answers for {seen}{filling}"
        return message, {"field": name, "tier": tier, "rule": rule, "instead": instead}

    return Share(Kind.RULE_BLIND, f"{name}: {TOLD[tier]}", LOW, count, tell)


def tier_of(rule: str) -> str:
    """Who a rule belongs to: ``site (blog): h1`` is the site's, ``json-ld: headline`` is data's."""
    who = rule.partition(":")[0].partition(" (")[0]
    return _TIER_OF.get(who, "generic")


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


def _main_rule(
    name: str, samples: Sequence[Sample], tier: str | None = None, beyond: str | None = None
) -> str | None:
    """The rule that answered most; of one tier, or of those less trusted than one."""
    counts: Counter[str] = Counter()
    for one in samples:
        counts.update(one.rules.get(name, {}))
    for rule, _ in counts.most_common():
        its = tier_of(rule)
        if tier not in (None, its) or (beyond and TIERS.index(its) <= TIERS.index(beyond)):
            continue
        return rule
    return None


def _differing(name: str) -> Share:
    def tell(found: Judgement, past: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        rule = _main_rule(name, past)
        seen = f"{_of(found.rate)} articles, usually {_percent(found.usual)}"
        message = f"{name}: what {rule or 'the page shows'} says differs from the page's data: "
        return message + seen, {"field": name, "rule": rule}

    def count(one: Sample) -> Rate:
        return Rate(*one.compared.get(name, (0, 0)))

    return Share(Kind.DISAGREEMENT, name, OFTEN_DIFFERS, count, tell)


# Answers


def _rejected(reason: str) -> Share:
    def count(one: Sample) -> Rate:
        return Rate(one.rejected.get(reason, 0), sum(one.rejected.values()))

    def tell(found: Judgement, past: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        seen = f"{_of(found.rate)} pages, usually {_percent(found.usual)}"
        message = f"no article could be made of {seen}: {reason}"
        name = reason.removeprefix("no-")
        rule = _main_rule("published" if name == "time" else name, past)
        by = f"; the rule {rule!r} used to answer" if rule else ""
        return message + by, {"reason": reason, "rule": rule}

    return Share(Kind.REJECTED, reason, FAILING, count, tell)


def _blocked(reason: str) -> Share:
    def tell(found: Judgement, _: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        what = "a challenge page" if reason == "challenge" else reason
        seen = f"{_of(found.rate)} requests, usually {_percent(found.usual)}"
        return f"the site shuts us out with {what}: {seen}", {"reason": reason}

    def count(one: Sample) -> Rate:
        return Rate(_shut_out(one).get(reason, 0), one.requests)

    is_ours = reason.startswith(("robots-", "refused-"))
    return Share(Kind.BLOCKED, reason, REFUSING if is_ours else FAILING, count, tell)


def _failed() -> Share:
    def count(one: Sample) -> Rate:
        failed = (count for name, count in one.outcomes.items() if name.startswith("retry"))
        return Rate(sum(failed), one.requests)

    def tell(found: Judgement, _: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        seen = f"{_of(found.rate)} requests failed, usually {_percent(found.usual)}"
        return f"the site cannot be read: {seen}", {}

    return Share(Kind.UNREACHABLE, "requests", FAILING, count, tell)


# Times


def _ahead() -> Share:
    return _mistimed("ahead", MISTIMED, lambda one: Rate(one.future, one.new), "ahead of the clock")


def _overdue() -> Share:
    def count(one: Sample) -> Rate:
        return Rate(one.late or 0, 0 if one.late is None else one.new)

    told = "before the crawl that did not find them yet"
    return _mistimed("behind", OVERDUE, count, told)


def _mistimed(subject: str, limits: Limits, count: Counted, told: str) -> Share:
    def tell(found: Judgement, past: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        rule = _main_rule("published", past)
        by = f"; the rule {rule!r} gives the time" if rule else ""
        seen = f"{_of(found.rate)} new articles, usually {_percent(found.usual)}"
        return f"the site's clock jumped: times lie {told}: {seen}{by}", {"rule": rule}

    return Share(Kind.CLOCK, subject, limits, count, tell)


def _of(rate: Rate) -> str:
    return f"{rate.hits} of {rate.of}"


def _percent(share: float) -> str:
    return f"{share:.0%}"
