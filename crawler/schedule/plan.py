"""A schedule, what of it was planned last, and now → what is due and when something is next. Pure.

A due time is the moment that the recurrence names, the same for all who count; it begins later by
its jitter, and after quiet hours. However many were missed, the latest of them is due, once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from dataclasses import dataclass

from crawler.schedule.schedule import Schedule

_FIRST_WINDOW = dt.timedelta(hours=1)
_WIDER = 8
_QUIET_DAY = dt.timedelta(days=1)  # no quiet hours last longer
_MOST_HOPS = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """``due`` is the due time to begin now, None if there is none; ``next`` is when the next one
    after it begins, None if never."""

    due: dt.datetime | None
    next: dt.datetime | None


def make_plan(schedule: Schedule, last: dt.datetime, now: dt.datetime) -> Plan:
    """What is due after ``last``: the due time that was planned last, or since when it counts."""
    due = None if schedule.quiet.cover(now) else _latest(schedule, last, now)
    return Plan(due, _next_beginning(schedule, due or last, now))


def begin_of(schedule: Schedule, due: dt.datetime) -> dt.datetime:
    """When a due time begins: jitter added, quiet hours waited for."""
    begin = due + _jitter(schedule, due)
    for _ in range(_MOST_HOPS):
        end = schedule.quiet.leave(begin)
        if end == begin:
            return begin
        # By the quiet hours' end, not by the due time: all that waits for it begins together.
        begin = end + _jitter(schedule, end)
    return schedule.quiet.leave(begin)


def _jitter(schedule: Schedule, moment: dt.datetime) -> dt.timedelta:
    """From nothing to the schedule's jitter, in seconds; the same on every machine."""
    seconds = int(schedule.jitter.total_seconds())
    text = f"{schedule.name} {int(moment.timestamp())}".encode()
    dice = int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")
    return dt.timedelta(seconds=dice % (seconds + 1))


def _latest(schedule: Schedule, last: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """The latest due time that has begun. Looked for in growing windows back from now, so that
    neither frequent nor rare ones cost much."""
    window = _FIRST_WINDOW
    while True:
        base = max(last, now - window) if window < now - last else last
        passed = itertools.takewhile(lambda due: due <= now, schedule.recurrence.after(base))
        for due in reversed(list(passed)):
            if begin_of(schedule, due) <= now:
                return due
        if base == last:
            return None
        window *= _WIDER


def _next_beginning(schedule: Schedule, last: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    delay = schedule.jitter + (_QUIET_DAY if schedule.quiet.windows else dt.timedelta(0))
    soonest: dt.datetime | None = None
    for due in schedule.recurrence.after(max(last, now - delay)):
        if soonest is not None and due >= soonest:
            break
        begin = begin_of(schedule, due)
        if begin <= now:  # it was missed, and waits for the quiet hours that are now
            begin = schedule.quiet.leave(now)
        soonest = begin if soonest is None else min(soonest, begin)
    return soonest
