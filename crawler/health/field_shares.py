"""The shares of articles that have a value for a field, by who answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crawler.health.alarm import Kind
from crawler.health.rates import LOW, Judgement, Limits, Rate
from crawler.health.sample import Sample
from crawler.health.share import Share, percent, told
from crawler.health.tiers import TIERS, TOLD, main_rule, tier_of

OFTEN_DIFFERS = Limits(is_high_bad=True, least_share=0.5)


def filled(name: str) -> Share:
    """How often a field has a value at all."""

    def tell(found: Judgement, past: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        rule = main_rule(name, past)
        by = f"; the rule {rule!r} used to answer" if rule else ""
        rate, usual = found.rate, percent(1 - found.usual)
        seen = f"{name} is empty in {rate.of - rate.hits} of {rate.of} articles, usually in {usual}"
        return seen + by, {"field": name, "rule": rule}

    return Share(
        Kind.FIELD_EMPTY, name, LOW, lambda one: Rate(one.filled.get(name, 0), one.articles), tell
    )


def answered(name: str, tier: str, sample: Sample) -> Share:
    """How often a tier answers for a field, or one that is more trusted."""
    trusted = TIERS[: TIERS.index(tier) + 1]

    def count(one: Sample) -> Rate:
        hits = sum(
            number for rule, number in one.rules.get(name, {}).items() if tier_of(rule) in trusted
        )
        return Rate(min(hits, one.articles), one.articles)

    def tell(found: Judgement, past: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        rule = main_rule(name, past, tier) or TOLD[tier]
        instead = main_rule(name, [sample], beyond=tier)
        filling = f"; {instead} fills in" if instead else ""
        seen = f"{told(found.rate)} articles, usually {percent(found.usual)}"
        message = f"{name}: the rule {rule!r} went blind: it answers for {seen}{filling}"
        return message, {"field": name, "tier": tier, "rule": rule, "instead": instead}

    return Share(Kind.RULE_BLIND, f"{name}: {TOLD[tier]}", LOW, count, tell)


def differing(name: str) -> Share:
    """How often visible and structured values of a field differ."""

    def tell(found: Judgement, past: Sequence[Sample]) -> tuple[str, Mapping[str, Any]]:
        rule = main_rule(name, past)
        seen = f"{told(found.rate)} articles, usually {percent(found.usual)}"
        message = f"{name}: what {rule or 'the page shows'} says differs from the page's data: "
        return message + seen, {"field": name, "rule": rule}

    def count(one: Sample) -> Rate:
        return Rate(*one.compared.get(name, (0, 0)))

    return Share(Kind.DISAGREEMENT, name, OFTEN_DIFFERS, count, tell)
