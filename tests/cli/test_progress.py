"""What a progress bar says, in words and as a share."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cli.progress import share_done, tell
from crawler.ledger.crawling.backfill import Progress, Span

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SPAN = Span(START, START + dt.timedelta(days=10))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, "[green]0 kept[/]"),
        ({"article/new": 2, "requests": 9}, "[green]2 kept[/]"),
        ({"article/revised": 1}, "[green]0 kept[/] · [cyan]1 revised[/]"),
        (
            {"article/new": 1, "missed/gone/http-404": 2, "missed/failed/dns": 3},
            "[green]1 kept[/] · [yellow]5 missed[/]",
        ),
    ],
    ids=["nothing", "kept", "revised", "missed"],
)
def test_counts_are_told_in_words(counts: dict[str, int], said: str) -> None:
    assert tell(counts) == said


@pytest.mark.parametrize(
    ("days_back", "kept", "due", "share"),
    [
        (None, 0, 0, 0.0),
        (None, 5, 5, 0.0),
        (0, 0, 0, 0.0),
        (5, 0, 0, 0.5),
        (5, 1, 1, 0.25),
        (10, 3, 1, 0.75),
        (10, 4, 0, 1.0),
        (99, 4, 0, 1.0),
        (-99, 4, 0, 0.0),
    ],
)
def test_a_share_is_of_the_way_and_of_the_pages(
    days_back: int | None, kept: int, due: int, share: float
) -> None:
    reached = None if days_back is None else SPAN.end - dt.timedelta(days=days_back)
    assert share_done(SPAN, Progress(reached=reached, kept=kept, due=due)) == share


@given(st.integers(-400, 400), st.integers(0, 99), st.integers(0, 99))
def test_a_share_is_never_below_nothing_nor_above_all(hours: int, kept: int, due: int) -> None:
    reached = START + dt.timedelta(hours=hours)
    assert 0 <= share_done(SPAN, Progress(reached=reached, kept=kept, due=due)) <= 1
