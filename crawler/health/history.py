"""Samples and alarms of a site → the crawls that show what is usual for one subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.health.alarm import Alarm
from crawler.health.sample import Sample

LEARNED_FROM = 60
"""Crawls, the newest; where they are frequent, these are nights or a weekend alone. So of what was
before one in SPAN counts, back to LEARNED_SINCE."""
LEARNED_SINCE = dt.timedelta(days=28)
SPAN = dt.timedelta(hours=2)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class History:
    """``samples`` of the crawls before, oldest first; ``alarms`` of the site, open and closed."""

    samples: Sequence[Sample] = ()
    alarms: Sequence[Alarm] = field(default=())

    def open(self, kind: str, subject: str) -> Alarm | None:
        """The open alarm of that name."""
        return next(
            (one for one in self.alarms if one.name == (kind, subject) and one.closed is None), None
        )

    def usual(self, kind: str, subject: str) -> list[Sample]:
        """The crawls that show what is usual: none while such an alarm was open, unless it was
        accepted; then all since it was raised, and none before."""
        own = [one for one in self.alarms if one.name == (kind, subject)]
        accepted = [one.raised for one in own if one.is_accepted]
        troubled = [one for one in own if not one.is_accepted]
        since = max(accepted) if accepted else None
        sound = [
            sample
            for sample in self.samples
            if (since is None or sample.at >= since)
            and not any(_was_open(one, sample) for one in troubled)
        ]
        older = [one for one in sound[:-LEARNED_FROM] if sound[-1].at - one.at < LEARNED_SINCE]
        return older + sound[-LEARNED_FROM:]

    def since(self, alarm: Alarm) -> list[Sample]:
        """The crawls since an alarm was raised, itself included."""
        return [sample for sample in self.samples if sample.at >= alarm.raised]


def weaker(one: Sample, other: Sample) -> Sample | None:
    """Of two neighbours older than the newest crawls the one that shows less, if both are of one
    SPAN: it need not be kept. None if they are not."""
    first, second = ((sample.at - _EPOCH) // SPAN for sample in (one, other))
    if first != second:
        return None
    return one if one.articles < other.articles else other


def _was_open(alarm: Alarm, sample: Sample) -> bool:
    """The crawl that closes an alarm is a sound one again."""
    return alarm.raised <= sample.at and (alarm.closed is None or sample.at < alarm.closed)
