"""The shares of requests that failed, of pages that gave no article, of times that cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crawler.health.alarm import Kind
from crawler.health.rates import Judgement, Limits, Rate
from crawler.health.sample import Sample
from crawler.health.share import Counted, Share, percent, told
from crawler.health.tiers import main_rule

REFUSING = Limits(is_high_bad=True, least_share=0.4)
FAILING = Limits(is_high_bad=True, prior=(0.03, 10.0), least_share=0.4)
MISTIMED = Limits(is_high_bad=True, prior=(0.03, 10.0), least_share=0.5)
OVERDUE = Limits(is_high_bad=True, least_share=0.5)


def shut_out(sample: Sample) -> dict[str, int]:
    """The requests that the site refused, and those that may not be sent to it, by reason."""
    found: dict[str, int] = {}
    for name, count in sample.outcomes.items():
        outcome, _, reason = name.partition(" ")
        if outcome in ("blocked", "refused"):
            found[reason or outcome] = found.get(reason or outcome, 0) + count
    return found


def rejected(reason: str) -> Share:
    """How many pages that answered gave no article, for one reason."""

    def count(one: Sample) -> Rate:
        return Rate(one.rejected.get(reason, 0), sum(one.rejected.values()))

    def tell(found: Judgement, past: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        seen = f"{told(found.rate)} pages, usually {percent(found.usual)}"
        message = f"no article could be made of {seen}: {reason}"
        name = reason.removeprefix("no-")
        rule = main_rule("published" if name == "time" else name, past)
        by = f"; the rule {rule!r} used to answer" if rule else ""
        return message + by, {"reason": reason, "rule": rule}

    return Share(Kind.REJECTED, reason, FAILING, count, tell)


def blocked(reason: str) -> Share:
    """How many requests were shut out, for one reason."""

    def tell(found: Judgement, _: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        what = "a challenge page" if reason == "challenge" else reason
        seen = f"{told(found.rate)} requests, usually {percent(found.usual)}"
        return f"the site shuts us out with {what}: {seen}", {"reason": reason}

    def count(one: Sample) -> Rate:
        return Rate(shut_out(one).get(reason, 0), one.requests)

    is_ours = reason.startswith(("robots-", "refused-"))
    return Share(Kind.BLOCKED, reason, REFUSING if is_ours else FAILING, count, tell)


def failed() -> Share:
    """How many requests got no answer, or an error."""

    def count(one: Sample) -> Rate:
        failed = (count for name, count in one.outcomes.items() if name.startswith("retry"))
        return Rate(sum(failed), one.requests)

    def tell(found: Judgement, _: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        seen = f"{told(found.rate)} requests failed, usually {percent(found.usual)}"
        return f"the site cannot be read: {seen}", {}

    return Share(Kind.UNREACHABLE, "requests", FAILING, count, tell)


# Times


def ahead() -> Share:
    """How many new articles lie ahead of the clock."""
    return _mistimed("ahead", MISTIMED, lambda one: Rate(one.future, one.new), "ahead of the clock")


def overdue() -> Share:
    """How many are older than the crawl that did not find them."""

    def count(one: Sample) -> Rate:
        return Rate(one.late or 0, 0 if one.late is None else one.new)

    where = "before the crawl that did not find them yet"
    return _mistimed("behind", OVERDUE, count, where)


def _mistimed(subject: str, limits: Limits, count: Counted, where: str) -> Share:
    def tell(found: Judgement, past: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        rule = main_rule("published", past)
        by = f"; the rule {rule!r} gives the time" if rule else ""
        seen = f"{told(found.rate)} new articles, usually {percent(found.usual)}"
        return f"the site's clock jumped: times lie {where}: {seen}{by}", {"rule": rule}

    return Share(Kind.CLOCK, subject, limits, count, tell)
