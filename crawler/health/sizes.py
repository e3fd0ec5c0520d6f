"""Body lengths of a sample beside its history → a finding: far shorter, or far longer, than usual.

Which bodies are short or long is told by the tenths of earlier crawls' lengths, so that whatever
shape lengths have on a site one body in ten is short, and the share can be judged as any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.health.alarm import Finding, Kind
from crawler.health.history import History
from crawler.health.rates import Judged, Limits, Rate, judge_rate
from crawler.health.sample import Sample

SHRUNK, GROWN = 0.5, 2.5
"""How far the middle body must be off, as a share of the usual one."""
LEAST_KNOWN = 20
LEAST_SEEN = 3
TENTH = Limits(is_high_bad=True, prior=(0.1, 20.0), least_share=0.5)


def judge_lengths(history: History, sample: Sample) -> Finding:
    """What the bodies' lengths say."""
    subject = "body"
    alarm = history.open(Kind.BODY_LENGTH, subject)
    past = history.usual(Kind.BODY_LENGTH, subject)
    known = sorted(length for one in past for length in one.lengths)
    if len(sample.lengths) < LEAST_SEEN or (alarm is None and len(known) < LEAST_KNOWN):
        return Finding(Kind.BODY_LENGTH, subject, Judged.UNKNOWN)
    seen = sample.lengths[len(sample.lengths) // 2]
    usual = int(alarm.evidence["usual"]) if alarm else known[len(known) // 2]
    if SHRUNK * usual < seen < GROWN * usual:
        return Finding(Kind.BODY_LENGTH, subject, Judged.FINE)
    if alarm is None and not _is_unlikely(sample, past, known, is_short=seen <= usual):
        return Finding(Kind.BODY_LENGTH, subject, Judged.FINE)
    way = "shorter" if seen <= usual else "longer"
    message = f"bodies are far {way}: the middle one has {seen} characters, usually {usual}"
    evidence = {"median": seen, "usual": usual, "articles": sample.articles}
    return Finding(Kind.BODY_LENGTH, subject, Judged.WORSE, message, evidence)


def _is_unlikely(
    sample: Sample, past: Sequence[Sample], known: Sequence[int], is_short: bool
) -> bool:
    rates = [_odd(one.lengths, known, is_short) for one in past]
    judged = judge_rate(_odd(sample.lengths, known, is_short), rates, TENTH).judged
    return judged is Judged.WORSE


def _odd(lengths: Sequence[int], known: Sequence[int], is_short: bool) -> Rate:
    """How many lengths lie outside the lowest, or highest, tenth of those known."""
    low, high = known[len(known) // 10], known[-1 - len(known) // 10]
    odd = sum(one < low if is_short else one > high for one in lengths)
    return Rate(odd, len(lengths))
