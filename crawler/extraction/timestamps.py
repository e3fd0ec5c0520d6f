"""Times as a page's data tells them → the same, numbers as ISO 8601."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from crawler.draft import Found

_TIMESTAMP = re.compile(r"(1\d{9})(\d{3})?")


def as_moments(told: Iterable[Found]) -> Iterator[Found]:
    """The same, numbers of seconds or milliseconds since 1970 as ISO 8601."""
    for found in told:
        if number := _TIMESTAMP.fullmatch(found.values[0]):
            moment = dt.datetime.fromtimestamp(int(number[1]), dt.UTC)
            yield Found((moment.isoformat(),), f"{found.rule} (timestamp)")
        else:
            yield found
