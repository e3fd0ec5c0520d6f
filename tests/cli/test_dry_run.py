"""What a dry run prints of the articles that it found."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from crawler.cli.dry_run import SHOWN, print_due


@dataclass
class Due:
    url: str = "https://gazette.example/1"
    title: str | None = None
    published: dt.datetime | None = None


def printed(*due: Due) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, highlight=False, width=80)
    print_due(console, list(due), ZoneInfo("Europe/Kyiv"))  # type: ignore[arg-type]
    return [line.rstrip() for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("title", ["[update] Prices rise", "Prices [/b] rise", "[red]Prices"])
def test_a_title_is_printed_as_it_was_announced(title: str) -> None:
    time = dt.datetime(2026, 1, 21, 12, 30, tzinfo=dt.UTC)
    assert printed(Due(title=title, published=time)) == [f"2026-01-21 14:30  {title}"]


def test_a_long_title_gives_way_to_the_time() -> None:
    time = dt.datetime(2026, 1, 21, 12, 30, tzinfo=dt.UTC)
    (line,) = printed(Due(title="Prices rise " * 20, published=time))
    assert line.startswith("2026-01-21 14:30  Prices rise")
    assert len(line) <= 80


def test_without_a_title_the_address_stands() -> None:
    assert printed(Due())[0].strip() == "https://gazette.example/1"


@pytest.mark.parametrize(("count", "last"), [(0, None), (SHOWN, "1"), (SHOWN + 3, "… and 3 more")])
def test_only_the_first_are_shown(count: int, last: str | None) -> None:
    lines = [line.strip() for line in printed(*[Due(title="1")] * count)]
    assert lines[-1:] == ([] if last is None else [last])
    assert len(lines) == min(count, SHOWN + 1)
