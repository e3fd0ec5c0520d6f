"""Counts → how likely so few, or so many, were: tails of the beta-binomial distribution.

A binomial whose share is itself uncertain: it was learned from few articles, and it differs from
crawl to crawl. Few crawls make wide tails, which is what keeps small samples quiet.
"""

from __future__ import annotations

from math import exp, lgamma

SMALL = 1e-300


def at_most(hits: int, of: int, a: float, b: float) -> float:
    """The chance of ``hits`` or fewer out of ``of``, the share being Beta(a, b)."""
    return min(1.0, sum(_chance(one, of, a, b) for one in range(hits + 1)))


def at_least(hits: int, of: int, a: float, b: float) -> float:
    """The chance of ``hits`` or more out of ``of``, the share being Beta(a, b)."""
    return at_most(of - hits, of, b, a)


def _chance(hits: int, of: int, a: float, b: float) -> float:
    ways = lgamma(of + 1) - lgamma(hits + 1) - lgamma(of - hits + 1)
    return exp(ways + _log_beta(hits + a, of - hits + b) - _log_beta(a, b))


def _log_beta(a: float, b: float) -> float:
    a, b = max(a, SMALL), max(b, SMALL)
    return lgamma(a) + lgamma(b) - lgamma(a + b)
