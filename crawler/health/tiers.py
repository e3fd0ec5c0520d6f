"""Rules → who answers: the site's own rules, structured data, or something less trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler.health.sample import Sample

TIERS = ("site", "structured", "meta", "visible", "generic")
"""Who answers, most trusted first."""
_TIER_OF = {
    "site": "site", "json-ld": "structured", "microdata": "structured", "live blog": "structured",
    "opengraph": "meta", "meta": "meta", "twitter": "meta", "html": "visible",
}  # fmt: skip
TOLD = {"site": "the site's rules", "structured": "structured data", "meta": "meta tags",
        "visible": "the visible page", "generic": "the generic finder"}  # fmt: skip


def tier_of(rule: str) -> str:
    """Who a rule belongs to: ``site (blog): h1`` is the site's, ``json-ld: headline`` is data's."""
    who = rule.partition(":")[0].partition(" (")[0]
    return _TIER_OF.get(who, "generic")


def main_rule(
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
