"""What a file, a form or a row says of a schedule → the Schedule, checked. Pure.

name = "interfax"                    # else the site's
site = "interfax-ukraine"
when = "every 10 minutes"            # or cron text: "*/10 6-22 * * *"
kind = "crawl"                       # else crawl; or any other kind of job
jitter = "2 minutes"                 # begins up to so much later, each time otherwise
quiet = "23:00-06:00"                # nothing begins then; what fell due comes once at its end
zone = "Europe/Kyiv"                 # else the site's
arguments = {max_pages = 200}        # what a job of that kind takes
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler import registry
from crawler.errors import UsageError
from crawler.jobs.work import Work, read_kind, read_work
from crawler.schedule.quiet import QuietHours, parse_quiet
from crawler.schedule.recurrence import Recurrence, parse_length, parse_when

KEYS = ("name", "site", "when", "kind", "jitter", "quiet", "zone", "arguments")
LONGEST_JITTER = dt.timedelta(hours=12)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,50}")


@dataclass(frozen=True, slots=True)
class Schedule:
    """``values`` are what it was read from, as text and for its row; ``mark`` tells apart two of
    one name that run at different times."""

    name: str
    work: Work
    when: str
    recurrence: Recurrence
    jitter: dt.timedelta
    quiet: QuietHours
    zone: zoneinfo.ZoneInfo
    values: Mapping[str, Any]

    @property
    def mark(self) -> str:
        """The same as long as it names the same moments."""
        return hashlib.sha256(f"{self.when}\n{self.zone.key}".encode()).hexdigest()

    @property
    def definition(self) -> str:
        """The values as JSON."""
        return json.dumps(dict(self.values), ensure_ascii=False)


def read_schedule(values: Mapping[str, Any], *, private: bool = False) -> Schedule:
    """The schedule that the values say; ``private`` as in `jobs.work.read_work`.

    Raises UsageError.
    """
    given = {key: value for key, value in values.items() if value not in (None, "", {})}
    for key in given:
        _check_key(key)
    texts = {key: _text(given, key) for key in KEYS if key != "arguments"}
    kind = read_kind(texts["kind"] or "crawl")
    site = {"site": texts["site"]} if texts["site"] else {}
    work = read_work(kind, {**_arguments(given), **site}, private=private)
    zone = _zone(texts["zone"] or _zone_of(work.site))
    if not texts["when"]:
        raise UsageError('when is missing; write as "every 10 minutes"')
    return Schedule(
        name=_name(texts["name"] or work.site or str(kind)),
        work=work,
        when=" ".join(texts["when"].split()),
        recurrence=parse_when(texts["when"], zone),
        jitter=_jitter(texts["jitter"]),
        quiet=parse_quiet(texts["quiet"], zone),
        zone=zone,
        values=given,
    )


def _check_key(key: str) -> None:
    if key not in KEYS:
        close = difflib.get_close_matches(key, KEYS, 1)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(KEYS)}"
        raise UsageError(f"no key is named {key!r}; {hint}")


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise UsageError(f'{key} is not understood; write a text in quotes, as in "…"')
    return value.strip()


def _arguments(values: Mapping[str, Any]) -> Mapping[str, object]:
    value = values.get("arguments", {})
    if not isinstance(value, Mapping):
        raise UsageError("arguments are not understood; write as {max_pages = 200}")
    return value


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise UsageError(f"the name {text!r} is not one of up to 64 letters, digits, dots, - and _")
    return text


def _zone_of(site: str | None) -> str:
    known = registry.sites().get(site or "")
    return known.timezone if known is not None else "UTC"


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        if not _ZONE.fullmatch(name):
            raise ValueError
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise UsageError(f"no time zone is named {name!r}; write as Europe/Kyiv") from None


def _jitter(text: str) -> dt.timedelta:
    jitter = parse_length(text) if text else dt.timedelta(0)
    if jitter > LONGEST_JITTER:
        raise UsageError(f"jitter {text!r} is longer than twelve hours; give less")
    return jitter
