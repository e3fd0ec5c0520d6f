"""feeds.toml → the feeds that it declares, or one line that says which key is wrong and why.

    [[feed]]
    name = "facts"
    target = "feeds/facts.rss"      # in the data folder, or a whole path or URL
    site = "interfax-ukraine"       # what `export` takes: site, since, section, tag, words …
    section = "Facts"
    every = "6h"                    # no more often than this; else after every crawl

Also: ``format`` (else by the target's ending), ``newest`` (only so many, the newest first; what
feed readers read has 100 unless told) or ``sample`` (so many by chance), ``content`` (full or lead)
and ``url`` (the feed's own address) for what feed readers read, ``delta = true`` (the target is a
folder, each file what is new).
"""

from __future__ import annotations

import datetime as dt
import difflib
import inspect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crawler.discovery.choice import site_of_ledger
from crawler.errors import CrawlerError, UsageError
from crawler.exporters import find_format, format_of, part_compression
from crawler.exporters.content import Content
from crawler.exporters.needed import require
from crawler.feeds.channel import channel_options
from crawler.feeds.definition import define
from crawler.feeds.delta import Delta
from crawler.feeds.extent import ALL, Extent
from crawler.feeds.place import check_address
from crawler.feeds.selection import Selection, parse_selection
from crawler.toml_file import parse_toml, read_toml

NEWEST_IN_CHANNEL = 100
_OWN: Mapping[str, type] = {
    "name": str,
    "target": str,
    "format": str,
    "every": str,
    "newest": int,
    "sample": int,
    "delta": bool,
    "content": str,
    "url": str,
}
_CHOICE = tuple(inspect.signature(parse_selection).parameters)
_KINDS = {
    str: 'a text in quotes, as in "…"',
    int: "a number above 0, of nine digits at most",
    bool: "true or false",
}
_TOO_MANY = 10**9
_EVERY = re.compile(r"([1-9][0-9]{0,3}) ?([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredFeed:
    """A feed that keeps itself. ``target`` is a path or a URL, of a delta that of its folder."""

    name: str
    target: str
    format: str
    selection: Selection
    every: dt.timedelta | None = None
    extent: Extent = ALL
    is_delta: bool = False
    content: str | None = None
    url: str | None = None

    @property
    def definition(self) -> str:
        """What its cursor remembers: a feed that is declared otherwise is written anew."""
        said = {**self.extent.describe(), "content": self.content, "url": self.url}
        more = {name: str(value) for name, value in said.items() if value is not None}
        return define(self.selection, self.format, target=self.target, **more)

    def as_delta(self) -> Delta:
        """What is asked of its cursor, for one that is a delta. Raises UsageError."""
        return Delta(
            name=self.name, folder=self.target, format=self.format, selection=self.selection
        )

    @property
    def options(self) -> dict[str, Any]:
        """Those of its format's exporter. Raises UsageError."""
        return channel_options(self.format, self.selection, self.url, self.content)


def read_declared(path: Path, folder: Path) -> tuple[DeclaredFeed, ...]:
    """The feeds that a file declares, none if it is not there; targets lie in the folder.

    Raises UsageError.
    """
    return _all_right(read_toml(path), str(path), folder)


def parse_declared(text: str, shown: str, folder: Path) -> tuple[DeclaredFeed, ...]:
    """The feeds of a file's text. Raises UsageError, which begins with the file's name."""
    return _all_right(parse_toml(text, shown), shown, folder)


def _all_right(values: dict[str, Any], shown: str, folder: Path) -> tuple[DeclaredFeed, ...]:
    feeds, mistakes = judge_declared(values, shown, folder)
    if mistakes:
        raise mistakes[0]
    return feeds


def judge_declared(
    values: dict[str, Any], shown: str, folder: Path
) -> tuple[tuple[DeclaredFeed, ...], list[UsageError]]:
    """The feeds that a file's values declare rightly, and all that is wrong with the others."""
    feeds = values.pop("feed", [])
    if values or not _are_tables(feeds):
        wrong = next(iter(values), "feed")
        text = f"{shown}: {wrong!r} stands alone; write [[feed]] above each feed's keys"
        return (), [UsageError(text)]
    judged = [_judge(one, shown, number, folder) for number, one in enumerate(feeds, 1)]
    declared = tuple(feed for feed, _ in judged if feed is not None)
    mistakes = [UsageError(one) for _, wrong in judged for one in wrong]
    for key, told in (("name", [one.name for one in declared]), ("target", _targets(declared))):
        twice = [value for value, count in Counter(told).items() if count > 1]
        mistakes += [
            UsageError(f"{shown}: two feeds have the {key} {one!r}; change one") for one in twice
        ]
    return declared, mistakes


def _are_tables(feeds: object) -> bool:
    return isinstance(feeds, list) and all(isinstance(one, dict) for one in feeds)


def _targets(feeds: Iterable[DeclaredFeed]) -> list[str]:
    return [one.target for one in feeds if not one.is_delta]


def _judge(
    values: dict[str, Any], shown: str, number: int, folder: Path
) -> tuple[DeclaredFeed | None, list[str]]:
    """A feed, or None and what is wrong with it."""
    where = f"{shown}: feed {number}"
    if isinstance(values.get("name"), str):
        where += f" ({values['name']})"
    mistakes = list(_find_mistakes(values))
    if not mistakes:
        try:
            return _declared(values, folder), []
        except CrawlerError as error:
            mistakes = [str(error)]
    return None, [f"{where}: {one}" for one in mistakes]


def _find_mistakes(values: Mapping[str, object]) -> Iterator[str]:
    """Keys that are not known or of another type, and those that lack."""
    known = (*_OWN, *_CHOICE)
    for key, value in values.items():
        kind = _OWN.get(key, str)
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
            yield f"no key is named {key!r}; {hint}"
        elif type(value) is not kind or not _is_sensible(value):
            yield f"{key} is not understood; write {_KINDS[kind]}"
    for key in ("name", "target"):
        if values.get(key, "") == "":
            yield f'{key} is missing; write {key} = "…"'


def _is_sensible(value: object) -> bool:
    """False for a number that counts nothing there is, and a text that no path can hold."""
    if isinstance(value, str):
        return "\0" not in value
    return isinstance(value, bool) or (isinstance(value, int) and 0 < value < _TOO_MANY)


def _declared(values: dict[str, Any], folder: Path) -> DeclaredFeed:
    name, is_delta = values["name"], values.get("delta", False)
    if not _NAME.fullmatch(name):
        raise UsageError(f"the name {name!r} is not one of up to 64 letters, digits, - and _")
    if values["target"].endswith("/") and not is_delta:
        raise UsageError(
            f"target {values['target']!r} names no file; only a delta goes to a folder"
        )
    target = _target(values["target"], folder)
    format_ = values.get("format") or ("jsonl" if is_delta else format_of(target))
    kind = find_format(part_compression(format_)[0] if is_delta else format_)
    require(kind.library, format_)
    selection = parse_selection(**{key: values[key] for key in _CHOICE if key in values})
    if selection.site is not None:
        selection = replace(selection, site=site_of_ledger(selection.site).name)
    feed = DeclaredFeed(
        name=name,
        target=target,
        format=format_,
        selection=selection,
        every=_every(values["every"]) if "every" in values else None,
        extent=_extent(values, kind.is_channel),
        is_delta=is_delta,
        content=values.get("content"),
        url=values.get("url"),
    )
    _check_options(feed)
    return feed


def _extent(values: Mapping[str, Any], is_channel: bool) -> Extent:
    """Raises UsageError."""
    newest, sample = values.get("newest"), values.get("sample")
    if is_channel and newest is None and sample is None:
        return Extent(NEWEST_IN_CHANNEL)
    return Extent(newest, sample)


def _check_options(feed: DeclaredFeed) -> None:
    """Raises UsageError for what its format does not take."""
    if feed.content not in (None, *Content):
        raise UsageError(f"content {feed.content!r} is not understood; write full or lead")
    if feed.is_delta:
        feed.as_delta()
        if feed.extent != ALL:
            raise UsageError("a delta holds all that is new; leave newest and sample out")
    else:
        dict(feed.options)


def _target(text: str, folder: Path) -> str:
    """A path in the folder, unless it is a whole one or a URL."""
    if "://" in text:
        check_address(f"{text.rstrip('/')}/-")  # a server is asked only when it is written to
        return text
    return str(folder / text)


def _every(text: str) -> dt.timedelta:
    match = _EVERY.fullmatch(text.strip())
    if match is None:
        raise UsageError(f'every = "{text}" is not understood; write as "30m", "6h" or "1d"')
    return dt.timedelta(**{_UNITS[match[2]]: int(match[1])})
