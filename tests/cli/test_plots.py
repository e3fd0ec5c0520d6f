"""Counts as lines of text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from crawler.cli.plots import MOST_ROWS, bars, columns, over_time


def test_bars_are_to_scale() -> None:
    assert list(bars([("a", 4), ("bb", 2), ("c", 0)], width=13)) == [
        "  a  4 ██████",
        "  bb 2 ███",
        "  c  0",
    ]


def test_shares_are_of_all() -> None:
    lines = list(bars([("a", 3), ("b", 1)], shares=True))
    assert [line.split()[2] for line in lines] == ["75.0%", "25.0%"]


def test_what_is_not_nothing_is_seen() -> None:
    assert list(bars([("a", 100_000), ("b", 1)]))[1].endswith(" ▏")


def test_columns_stand_over_their_numbers() -> None:
    assert list(columns([0, 8, 1, 4])) == ["     ██ ▁▁ ▄▄", "  0  1  2  3"]


@given(st.lists(st.tuples(st.text(max_size=60), st.integers(0, 10**9)), max_size=20), st.booleans())
def test_no_line_is_wider_than_the_terminal(pairs: list[tuple[str, int]], shares: bool) -> None:
    lines = list(bars(pairs, shares))
    assert len(lines) == len(pairs)
    assert all(cell_len(line) <= 80 and line.isprintable() for line in lines)


SPANS = {
    "one day": (["2026-01-21"], "day", ["2026-01-21"]),
    "days between": (["2026-01-21", "2026-01-23"], "day", ["2026-01-21", "2026-01-22"]),
    "a month and a half": (["2026-01-01", "2026-02-15"], "week", ["2025-12-29", "2026-01-05"]),
    "a year": (["2025-01-05", "2026-01-21"], "month", ["2025-01", "2025-02"]),
    "many years": (["1998-01-05", "2026-01-21"], "year", ["1998", "1999"]),
    "wrong by centuries": (["0001-01-01", "9999-12-31"], "year", ["0001", "0002"]),
    "nothing": ([], "day", []),
}  # fmt: skip


@pytest.mark.parametrize(("days", "span", "first"), SPANS.values(), ids=SPANS)
def test_a_row_is_a_stretch_of_time(days: list[str], span: str, first: list[str]) -> None:
    name, rows = over_time(dict.fromkeys(days, 2))
    assert name == span
    assert [label for label, _ in rows][: len(first)] == first
    assert sum(count for _, count in rows) == 2 * len(days)


@given(st.dictionaries(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)).map(str), st.just(1)))
def test_rows_are_few_and_whole(days: dict[str, int]) -> None:
    _, rows = over_time(days)
    assert len(rows) <= MOST_ROWS
    assert [label for label, _ in rows] == sorted({label for label, _ in rows})
    assert sum(count for _, count in rows) == len(days)
