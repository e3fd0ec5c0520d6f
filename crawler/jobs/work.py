"""Kind + arguments, as anybody may send them → checked work, and the words of its command. Pure.

No value can become another option or another command: there is no shell, each option is one word
with its value (``--tag=…``), what stands alone comes behind ``--``, and a path is a file's name in
the data folder.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.discovery.choice import choose_site, site_of_ledger
from crawler.errors import BadAddress, UsageError
from crawler.fetch.guard import guard_for
from crawler.fetch.origin import Origin
from crawler.jobs import values
from crawler.jobs.job import Kind

EXPORTS = "exports"
"""The folder in the data folder that exports are written to."""
ARCHIVE = "archive"
"""The same for what crawls keep as it came, and re-extractions read."""
Value = str | int | bool
Check = Callable[[str, object], Value]

_REACH: Mapping[str, Check] = {"max_pages": values.number(1, 10_000_000), "depth": values.number(0)}
_FEEDS: Mapping[str, Check] = {"feeds": values.one_of_many("none", "jsonl", "csv", "rss", "text")}
_ARCHIVED: Mapping[str, Check] = {"archive": values.flag}
_SITE: Mapping[str, Check] = {"site": values.text(300)}
_ORIGIN: Mapping[str, Check] = {"origin": values.text(300)}
_DAYS: Mapping[str, Check] = {"since": values.day, "until": values.day}

CHECKS: Mapping[Kind, Mapping[str, Check]] = {
    Kind.CRAWL: {
        **_SITE,
        "since": values.day,
        **_REACH,
        "revisits": values.number(0),
        **_ARCHIVED,
        **_FEEDS,
        **_ORIGIN,
    },
    Kind.BACKFILL: {
        **_SITE,
        "from": values.day,
        "to": values.day,
        **_REACH,
        "again": values.flag,
        **_ARCHIVED,
        **_FEEDS,
        **_ORIGIN,
    },
    Kind.EXPORT: {
        "out": values.name(100),
        "delta": values.name(64),
        "format": values.one_of("jsonl", "csv", "rss", "text"),
        **_SITE,
        **_DAYS,
        "section": values.text(200),
        "tag": values.text(200),
        "words": values.text(500),
    },
    Kind.REEXTRACT: {**_SITE, "write": values.flag},
    Kind.FEEDS: {"name": values.name(64)},
}
"""The arguments of each kind, each with what reads it."""

NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.CRAWL: ("site",),
    Kind.BACKFILL: ("site", "from", "to"),
}
HOLDING = (Kind.CRAWL, Kind.BACKFILL, Kind.REEXTRACT)
"""What writes a site's articles: at one site one at a time."""
_ASKING = (Kind.CRAWL, Kind.BACKFILL)
_ALONE: Mapping[Kind, str] = {Kind.CRAWL: "site", Kind.BACKFILL: "site", Kind.FEEDS: "name"}


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done. ``site`` is the name under which the ledger knows it."""

    kind: Kind
    arguments: Mapping[str, Value]
    site: str | None = None


def read_work(kind: str, arguments: Mapping[str, object], *, private: bool = False) -> Work:
    """The work, its values read from words where they are words; what is empty is left out.

    ``private``: a site may also be asked on this machine or in its network, as only whoever runs
    the program may say, and nobody over the web. Raises UsageError (UnknownSite, BadAddress).
    """
    chosen = read_kind(kind)
    given = {name: value for name, value in arguments.items() if value not in (None, "")}
    checked = {name: _check(chosen, name)(name, value) for name, value in given.items()}
    for name in NEEDED.get(chosen, ()):
        if name not in checked:
            raise UsageError(f"a {chosen} needs {name!r}; give it")
    if chosen is Kind.BACKFILL and str(checked["from"])[:10] > str(checked["to"])[:10]:
        raise UsageError(f"from {checked['from']} is after to {checked['to']}; swap them")
    if chosen is Kind.EXPORT and ("out" in checked) == ("delta" in checked):
        raise UsageError("an export needs either 'out', a file's name, or 'delta', a delta's")
    return Work(chosen, checked, _site(chosen, checked, private))


def read_kind(text: str) -> Kind:
    """The kind of that name. Raises UsageError."""
    try:
        return Kind(text)
    except ValueError:
        raise UsageError(f"no job is a {text!r}; there are {', '.join(Kind)}") from None


def write_words(work: Work, data: Path) -> tuple[str, ...]:
    """What stands behind ``python -m crawler`` to do the work; ``data`` is the data folder."""
    alone = _ALONE.get(work.kind, "")
    words = ["feeds", "run"] if work.kind is Kind.FEEDS else [str(work.kind)]
    if work.kind is Kind.REEXTRACT:
        words.append(f"--from={data / ARCHIVE}")
    if work.kind in _ASKING:  # their logs are read by who was not there
        words.append("--verbose")
    for name, value in work.arguments.items():
        if name != alone:
            words += _option(name, value, data)
    if alone in work.arguments:
        words += ["--", str(work.arguments[alone])]
    return tuple(words)


def _option(name: str, value: Value, data: Path) -> list[str]:
    option = "--" + name.replace("_", "-")
    if name == "archive" and value:
        return [f"{option}={data / ARCHIVE}"]
    if value is True or value is False:
        return [option] if value else []
    if name == "out":
        value = str(data / EXPORTS / str(value))
    return [f"{option}={value}"]


def _check(kind: Kind, name: str) -> Check:
    known = CHECKS[kind]
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
    raise UsageError(f"{kind} takes no argument {name!r}; {hint}")


def _site(kind: Kind, checked: Mapping[str, Value], private: bool) -> str | None:
    """The name of the site, which may be asked if it is to be."""
    if "site" not in checked:
        return None
    if kind not in _ASKING:
        return site_of_ledger(str(checked["site"])).name
    site = choose_site(str(checked["site"]))
    if "origin" in checked:
        if not private:
            raise BadAddress("'origin' is for whoever runs the program; leave it out")
        Origin.parse(str(checked["origin"]), site.home)
    refusal = None if private else guard_for([site.home]).find_refusal(site.home)
    if refusal is not None:
        raise BadAddress(f"{site.home} cannot be crawled: {refusal.detail}")
    return site.name
