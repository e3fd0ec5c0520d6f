"""The times of a site's articles → how many its week lets expect in any stretch of time.

A rate for each hour of the week by the site's own clock, so that a clock change moves nothing.
An hour of the week that few weeks have shown leans on the same hour of other days.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

HOUR = dt.timedelta(hours=1)
WEEKS = 8
"""How far back the rhythm is learned from."""
LEAST_ARTICLES = 30
LEAST_SPAN = dt.timedelta(days=3)
"""Before that nothing is expected: None, not 0."""
LEANING = 2.0  # weeks that the other days' hour is worth
QUIETEST_DAY = 0.25
"""A holiday may have so few of a usual day's articles: what is expected is never more than the
larger of this share and the quietest weekday's pace."""
LONGEST = dt.timedelta(days=60)


@dataclass(frozen=True)
class Rhythm:
    """``times`` are those of the articles from ``start`` to ``now``, aware, in any order; they
    were all that the site published then. ``zone`` is the site's."""

    times: Sequence[dt.datetime]
    start: dt.datetime
    now: dt.datetime
    zone: dt.tzinfo

    @cached_property
    def newest(self) -> dt.datetime | None:
        """The last article that is not in the future."""
        return max((one for one in self.times if one <= self.now), default=None)

    def expected_since(self, moment: dt.datetime | None, until: dt.datetime) -> float | None:
        """How many articles even a quiet day lets expect from a moment on; None if too little is
        known of the site."""
        if moment is None or not self.is_known:
            return None
        return round(self._expected(moment, until), 2)

    def behind(self, moment: dt.datetime | None, until: dt.datetime) -> float | None:
        """How many articles a place has missed that names nothing later than a moment: no more
        than were expected, and no more than came. On a holiday none is behind."""
        expected = self.expected_since(moment, until)
        if expected is None or moment is None:
            return None
        return min(expected, float(len(self._past) - bisect_right(self._past, moment)))

    @cached_property
    def is_known(self) -> bool:
        """True if the history is long enough to expect anything."""
        return len(self._past) >= LEAST_ARTICLES and self.now - self.start >= LEAST_SPAN

    def longest_silences(self, count: int = 3) -> tuple[float, ...]:
        """The longest stretches between articles, in articles that were expected in them."""
        if not self.is_known:
            return ()
        gaps = [self._expected(one, other) for one, other in self._widest_pairs()]
        return tuple(round(one, 2) for one in sorted(gaps, reverse=True)[:count])

    @cached_property
    def _past(self) -> list[dt.datetime]:
        return sorted(one for one in self.times if self.start <= one <= self.now)

    def _widest_pairs(self) -> list[tuple[dt.datetime, dt.datetime]]:
        """Only long gaps need be looked at: an hour is never the longest of any week."""
        pairs = zip(self._past, self._past[1:], strict=False)
        widest = sorted(pairs, key=lambda pair: pair[1] - pair[0], reverse=True)
        return widest[:200]

    def _place(self, moment: dt.datetime) -> tuple[int, int]:
        wall = moment.astimezone(self.zone)
        return wall.weekday(), wall.hour

    def _expected(self, moment: dt.datetime, until: dt.datetime) -> float:
        """Summed hour by hour, in real time: the hour that autumn repeats counts twice."""
        moment = max(moment, until - LONGEST)
        total = 0.0
        while moment < until:
            step = min(_next_hour(moment), until)
            total += self._quiet_rates[self._place(moment)] * ((step - moment) / HOUR)
            moment = step
        return total

    @cached_property
    def _quiet_rates(self) -> dict[tuple[int, int], float]:
        """Articles an hour that even a quiet day brings, by weekday and hour."""
        rates = self._rates
        least = [min(rates[day, hour] for day in range(7)) for hour in range(24)]
        return {
            (day, hour): max(least[hour], QUIETEST_DAY * rate)
            for (day, hour), rate in rates.items()
        }

    @cached_property
    def _rates(self) -> dict[tuple[int, int], float]:
        """Articles an hour, by weekday and hour."""
        seen = Counter(self._place(one) for one in self._past)
        lasted = self._hours_lasted
        by_hour = []
        for hour in range(24):
            count = sum(seen[day, hour] for day in range(7))
            by_hour.append(count / max(sum(lasted[day, hour] for day in range(7)), 1.0))
        return {
            (day, hour): (seen[day, hour] + LEANING * by_hour[hour]) / (lasted[day, hour] + LEANING)
            for day in range(7)
            for hour in range(24)
        }

    @cached_property
    def _hours_lasted(self) -> dict[tuple[int, int], float]:
        """How many hours of each place in the week there were from start to now."""
        lasted = dict.fromkeys(((day, hour) for day in range(7) for hour in range(24)), 0.0)
        moment = self.start
        while moment < self.now:
            step = min(_next_hour(moment), self.now)
            lasted[self._place(moment)] += (step - moment) / HOUR
            moment = step
        return lasted


def _next_hour(moment: dt.datetime) -> dt.datetime:
    """In UTC, so that no clock change stands still or leaps."""
    utc = moment.astimezone(dt.UTC)
    return utc.replace(minute=0, second=0, microsecond=0) + HOUR
