"""A Share: one of the shares that are judged, how it is counted, and how trouble is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.health.alarm import Kind
from crawler.health.rates import Judgement, Limits, Rate
from crawler.health.sample import Sample

Counted = Callable[[Sample], Rate]
Told = Callable[[Judgement, Sequence[Sample]], tuple[str, Mapping[str, Any]]]
"""From what was judged, and the crawls before: a message and its evidence."""


@dataclass(frozen=True, slots=True)
class Share:
    """One share that is judged: how it is counted in a sample, and how trouble is told."""

    kind: Kind
    subject: str
    limits: Limits
    count: Counted
    tell: Told = field(compare=False)


def told(rate: Rate) -> str:
    """As in ``3 of 20``."""
    return f"{rate.hits} of {rate.of}"


def percent(share: float) -> str:
    """As in ``15%``."""
    return f"{share:.0%}"
