"""crawler.toml → the schedules that it declares; while it is broken, those it declared before.

    [[schedule]]
    site = "interfax-ukraine"
    when = "every 10 minutes"

`schedule` says what else may stand there. Other tables of the file are none of ours.
"""

from __future__ import annotations

import difflib
import logging
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crawler.errors import UsageError
from crawler.schedule.schedule import Schedule, read_schedule
from crawler.toml_file import parse_toml, read_toml

NAME = "crawler.toml"
"""The file's name in the data folder."""
_KEY = "schedule"
_Mark = tuple[int, int, int] | None

logger = logging.getLogger(__name__)


class ScheduleFile:
    """The file at ``path``, read again when it changed. ``problem`` is what is wrong with it now.

    Raises UsageError if it is broken at the start, when there is nothing to keep.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem: str | None = None
        self._mark = _mark_of(path)
        self._schedules = read_file(path)

    def read(self) -> tuple[Schedule, ...]:
        """The schedules that it declares now, or declared when it was last whole."""
        mark = _mark_of(self.path)
        if mark != self._mark:
            self._mark = mark
            self._read_again()
        return self._schedules

    def _read_again(self) -> None:
        try:
            self._schedules = read_file(self.path)
        except UsageError as error:
            self.problem = str(error)
            logger.warning("%s; what it said before still holds", error)
            return
        self.problem = None
        logger.info("%s was read again: %d schedules", self.path, len(self._schedules))


def read_file(path: Path) -> tuple[Schedule, ...]:
    """The schedules that a file declares; none if it is not there. Raises UsageError."""
    return _declared(read_toml(path), str(path))


def parse_file(text: str, shown: str) -> tuple[Schedule, ...]:
    """The schedules of a file's text. Raises UsageError, which begins with the file's name."""
    return _declared(parse_toml(text, shown), shown)


def _declared(values: Mapping[str, Any], shown: str) -> tuple[Schedule, ...]:
    for name in values:
        if name != _KEY and difflib.get_close_matches(name, [_KEY], 1):
            raise UsageError(f"{shown}: no table is named {name!r}; did you mean {_KEY}?")
    found = values.get(_KEY, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise UsageError(f"{shown}: write [[{_KEY}]] above each schedule's keys")
    schedules = tuple(_parse(one, shown, number) for number, one in enumerate(found, 1))
    names = Counter(one.name for one in schedules)
    for name, count in names.items():
        if count > 1:
            raise UsageError(f"{shown}: {count} schedules are named {name!r}; give each its name")
    return schedules


def _parse(values: Mapping[str, Any], shown: str, number: int) -> Schedule:
    try:
        return read_schedule(values, private=True)
    except UsageError as error:
        named = values.get("name", values.get("site", ""))
        raise UsageError(f"{shown}: schedule {number} ({named}): {error}") from error


def _mark_of(path: Path) -> _Mark:
    """Something that changes with the file; None while it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
