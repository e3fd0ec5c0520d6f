"""A share and those of the crawls before → whether it is out of the ordinary, and which was usual.

A share is out of the ordinary if both hold: it is far from the usual one (`Limits`), and the
crawls before make so few (or many) hits less likely than `ALPHA`, shared among all that is tested
in one crawl. The first keeps a busy site from alarms over trifles, the second a quiet one from
alarms over two odd articles. On histories whose share does not change at most one crawl in a
hundred raises an alarm of this kind; the tests count them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from crawler.health.tails import at_least, at_most

ALPHA = 1e-3
"""By one crawl, over all its tests."""
ENOUGH = 8
"""Articles that crawls before must have had, before a share is called usual."""
FEW = 5
"""A crawl with fewer articles is also judged together with those just before it."""
HEALED_ON = 3
"""Articles that must speak before an alarm closes."""
STEADIEST, UNSTEADIEST, UNKNOWN_YET = 60.0, 4.0, 30.0
"""How many articles a crawl's own share is worth, as crawls differ: never more, never less, and
before five crawls tell."""


class Judged(StrEnum):
    """What is said of a share."""

    WORSE = "worse"
    FINE = "fine"
    UNKNOWN = "unknown"  # too little was seen


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``of`` articles, or requests."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of nothing is 0."""
        return self.hits / self.of if self.of else 0.0

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.hits + other.hits, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Limits:
    """Which way is worse, and how far. ``prior`` is what is taken for usual before a site has a
    history: a share, and how many articles that belief is worth."""

    is_high_bad: bool
    prior: tuple[float, float] | None = None
    least_share: float = 0.3
    """Where high is bad: never an alarm below this share."""


LOW = Limits(is_high_bad=False)


@dataclass(frozen=True, slots=True)
class Judgement:
    """``usual`` is the share of the crawls before, ``rate`` what was judged."""

    judged: Judged
    rate: Rate
    usual: float = 0.0


def judge_rate(this: Rate, past: Sequence[Rate], limits: Limits, tests: int = 1) -> Judgement:
    """How a crawl's share stands beside the crawls before, oldest first.

    ``past`` holds none in which an alarm of this share was open. ``tests``: how many shares of the
    crawl are judged in all.
    """
    if not this.of:
        return Judgement(Judged.UNKNOWN, this)
    alone = _judge(this, past, limits, tests)
    if alone.judged is Judged.WORSE or this.of >= FEW:
        return alone
    earlier, together = _with_those_before(this, past, FEW)
    joined = _judge(together, earlier, limits, tests)
    return joined if joined.judged is Judged.WORSE else alone


def judge_healing(this: Rate, before: Sequence[Rate], usual: float, limits: Limits) -> Judgement:
    """The same while its alarm is open: WORSE until the share is near the usual one again.

    ``before`` are the crawls since the alarm was raised: quiet ones are judged together.
    """
    if not this.of:
        return Judgement(Judged.UNKNOWN, this, usual)
    if limits.is_high_bad:
        bound = max(limits.least_share / 2, min(2 * usual, (1 + usual) / 2))
        return Judgement(Judged.FINE if this.share < bound else Judged.WORSE, this, usual)
    _, seen = _with_those_before(this, before, HEALED_ON)
    if seen.of < HEALED_ON:
        return Judgement(Judged.UNKNOWN, seen, usual)
    return Judgement(Judged.FINE if seen.share >= 0.75 * usual else Judged.WORSE, seen, usual)


def _with_those_before(
    this: Rate, past: Sequence[Rate], enough: int
) -> tuple[Sequence[Rate], Rate]:
    """A quiet crawl together with those just before it, and what is older than they."""
    taken, together = len(past), this
    while taken and together.of < enough:
        taken -= 1
        together += past[taken]
    return past[:taken], together


def _judge(this: Rate, past: Sequence[Rate], limits: Limits, tests: int) -> Judgement:
    known = sum(past, Rate(0, 0))
    if known.of < ENOUGH and limits.prior is None:
        return Judgement(Judged.UNKNOWN, this)
    usual, a, b = _belief(past, limits)
    if not _is_far(this.share, usual, limits):
        return Judgement(Judged.FINE, this, usual)
    tail = at_least if limits.is_high_bad else at_most
    chance = tail(this.hits, this.of, a, b)
    judged = Judged.WORSE if chance < ALPHA / max(tests, 1) else Judged.FINE
    return Judgement(judged, this, usual)


def _is_far(share: float, usual: float, limits: Limits) -> bool:
    if limits.is_high_bad:
        return share >= max(limits.least_share, min(3 * usual, (1 + usual) / 2))
    return share <= usual / 2


def _belief(past: Sequence[Rate], limits: Limits) -> tuple[float, float, float]:
    """The usual share, and the Beta distribution that a crawl's own share is taken to have."""
    known = sum(past, Rate(0, 0))
    share, worth = limits.prior or (0.5, 1.0)  # without belief: Jeffreys
    hits, of = known.hits + share * worth, known.of + worth
    usual = hits / of
    weight = min(of, steadiness(past))
    return (known.share if known.of else share), usual * weight, (1 - usual) * weight


def steadiness(past: Sequence[Rate]) -> float:
    """How many articles a crawl's own share is worth: by how much more crawls differ than chance
    alone lets them (the moments of the beta-binomial)."""
    counted = [one for one in past if one.of >= 3]
    if len(counted) < 5:
        return UNKNOWN_YET
    known = sum(counted, Rate(0, 0))
    usual = known.share
    chance = usual * (1 - usual)
    if chance == 0:
        return STEADIEST
    spread = sum(one.of * (one.share - usual) ** 2 for one in counted) / (len(counted) - 1)
    alike = (spread / chance - 1) / max(known.of / len(counted) - 1, 1.0)
    return STEADIEST if alike <= 0 else max(UNSTEADIEST, min(STEADIEST, 1 / alike - 1))
