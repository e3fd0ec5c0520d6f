"""An article's history → text for a terminal of 80 columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crawler.cli.wording import moment
from crawler.ledger.articles.history import History, Related, Version
from crawler.ledger.keeping.words import compare_words, pair

LABEL = 13  # columns that labels take
REMOVED, ADDED = "red", "green"
Line = tuple[str, Text]


def print_history(console: Console, history: History, zone: dt.tzinfo) -> None:
    """Print where the address stands, then version by version what changed."""
    if history.versions:
        console.print(Text(history.versions[-1].document["title"], "bold"))
    console.print(Text(history.url), soft_wrap=True)
    print_lines(console, standing_lines(history, zone))
    for version in history.versions:
        console.print(f"\n[bold]version {version.number}[/], seen {moment(version.seen, zone)}")
        print_lines(console, _version_lines(version))
    if len(history.related) > 1:
        console.print("\n[bold]MORE ABOUT[/]")
        print_lines(console, _related_lines(history.related, zone))


def print_lines(console: Console, lines: Iterator[Line]) -> None:
    """Labels, and what they say, in two columns."""
    grid = Table.grid(padding=0)
    grid.add_column(width=LABEL, no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in lines:
        grid.add_row(Text(label, "dim"), text)
    console.print(Padding(grid, (0, 0, 0, 2)))


def standing_lines(history: History, zone: dt.tzinfo) -> Iterator[Line]:
    """What became of the address, without its versions."""
    count = len(history.versions)
    versions = f"{count} version{'s' if count != 1 else ''}" if count else "never kept"
    yield "state", Text(f"{history.state}, {versions}")
    if history.reason and history.unpublished is None:
        yield "reason", Text(history.reason)
    if history.unpublished is not None:
        gone = f"{moment(history.unpublished, zone)}, {history.reason}; the last version is kept"
        yield "unpublished", Text(gone, "yellow")
    yield "found", Text(f"{moment(history.first_seen, zone)}, first in {to_words(history.place)}")
    if history.last_look is not None:
        unchanged = f", {history.unchanged} unchanged" if history.unchanged else ""
        looks = f"{history.looks}{unchanged}; the last {moment(history.last_look, zone)}"
        yield "looks", Text(looks)


def to_words(place: str) -> str:
    """A place (link.Where) as people read it."""
    return place.replace("_", " ")


def _version_lines(version: Version) -> Iterator[Line]:
    if not version.changes:
        yield from _first_lines(version.document)
    for change in version.changes:
        show = _SHOW.get(change["kind"], _show_value)
        yield from show(change)


def _first_lines(document: dict[str, Any]) -> Iterator[Line]:
    """The first version in short: later ones are told against it."""
    yield "headline", Text(document["title"])
    yield "time", Text(_time(document["published"]) if document["published"] else document["date"])
    if document["section"]:
        yield "section", Text(document["section"])
    if document["tags"]:
        yield "tags", Text(", ".join(document["tags"]))
    yield "paragraphs", Text(str(len(document["body"])))


def _show_value(change: dict[str, Any]) -> Iterator[Line]:
    before, after = change["before"], change["after"]
    yield change["kind"], Text(before or "none", REMOVED)
    yield "", Text("→ ").append(after or "none", ADDED)


def _show_words(change: dict[str, Any]) -> Iterator[Line]:
    yield change["kind"], _marked(change["before"], change["after"])


def _show_time(change: dict[str, Any]) -> Iterator[Line]:
    before, after = (_time(change[name]) for name in ("before", "after"))
    yield "time moved", Text(before, REMOVED).append(" → ", "none").append(after, ADDED)


def _time(iso: str | None) -> str:
    """A time as the site told it, in its own offset."""
    return f"{dt.datetime.fromisoformat(iso):%Y-%m-%d %H:%M}" if iso else "none"


def _show_members(change: dict[str, Any]) -> Iterator[Line]:
    text = Text()
    for sign, style, names in (("−", REMOVED, "removed"), ("+", ADDED, "added")):
        for name in change[names]:
            text.append(f"{sign} {name}  ", style)
    yield change["kind"], text if text.plain else Text("in another order")


def _show_paragraphs(change: dict[str, Any]) -> Iterator[Line]:
    """Paragraphs that came or went whole, and those with other words; numbers are those of the
    version before, from 1."""
    number = change["at"] + 1
    for before, after in pair(change["removed"], change["added"]):
        if before is None:
            yield "paragraph +", Text(f"+ {after}", ADDED)
            continue
        label = f"paragraph {number}"
        yield label, _marked(before, after) if after else Text(f"− {before}", REMOVED)
        number += 1


def _marked(before: str | None, after: str | None) -> Text:
    """Both texts in one, marked as wdiff does, so that it can be read without colours too."""
    text = Text()
    for part in compare_words(before or "", after or ""):
        if part.kind == "same":
            text.append(part.text)
            continue
        word = part.text.strip()
        start, _, end = part.text.partition(word)
        marked, style = _MARKS[part.kind]
        text.append(start).append(marked.format(word), style).append(end)
    return text


_MARKS = {"removed": ("[-{}-]", REMOVED), "added": ("{{+{}+}}", ADDED)}
_SHOW: dict[str, Callable[[dict[str, Any]], Iterator[Line]]] = {
    "headline": _show_words,
    "lead": _show_words,
    "time-moved": _show_time,
    "tags": _show_members,
    "authors": _show_members,
    "paragraphs": _show_paragraphs,
}


def _related_lines(related: Sequence[Related], zone: dt.tzinfo) -> Iterator[Line]:
    """Each change of the block: what came and what went, or that only its order changed."""
    first = related[0]
    yield "at first", Text(f"{_stories(first)}, seen {moment(first.seen, zone)}")
    for before, after in pairwise(related):
        yield "changed", Text(f"{moment(after.seen, zone)}, {_stories(after)}")
        lines = list(_item_lines(before, after))
        yield from lines or [("", Text("in another order, or told otherwise"))]


def _stories(related: Related) -> str:
    return f"{len(related.items)} {'story' if len(related.items) == 1 else 'stories'}"


def _item_lines(before: Related, after: Related) -> Iterator[Line]:
    old, new = _titles(before), _titles(after)
    yield from (("", Text(f"− {title}", REMOVED)) for key, title in old.items() if key not in new)
    yield from (("", Text(f"+ {title}", ADDED)) for key, title in new.items() if key not in old)


def _titles(related: Related) -> dict[str, str]:
    """Titles by address, which is what a story is known by."""
    return {item["url"] or item["title"]: item["title"] for item in related.items}
