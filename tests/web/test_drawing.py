"""Values in, what a template draws out."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.ledger.articles.graph import LinkRow
from crawler.ledger.reports.sites import DayCount
from crawler.web.drawing.calendar import by_month, lay_out
from crawler.web.drawing.fills import draw_fills
from crawler.web.drawing.neighbours import MOST, Untold, draw_neighbours

NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
STEADY = [1.0] * 9


@pytest.mark.parametrize(
    ("row", "is_low", "is_absent", "told"),
    [
        ([], False, True, "no crawl read articles yet"),
        ([1.0], False, False, "100% of the articles of the last crawl, usually 100%, in 1 crawl"),
        ([0.0], False, True, "not given by this site, in 1 crawl"),
        ([0.0] * 5, False, True, "not given by this site, in 5 crawls"),
        ([*STEADY, 0.9], False, False, "90% of the articles of the last crawl"),
        ([*STEADY, 0.5], True, False, "fallen to 50% of the articles of the last crawl"),
        ([*STEADY, 0.0], True, False, "fallen to 0% of the articles of the last crawl"),
        ([0.3] * 9, False, False, "30% of the articles of the last crawl, usually 30%"),
        ([0.0, 0.0, 0.4], False, False, "40% of the articles of the last crawl, usually 0%"),
    ],
)
def test_a_field_is_held_against_what_is_usual(
    row: list[float], is_low: bool, is_absent: bool, told: str
) -> None:
    (fill,) = draw_fills({"lead": row})
    assert (fill.is_low, fill.is_absent) == (is_low, is_absent)
    assert fill.told.startswith(told)
    assert (fill.line is None) == (not row)


def test_months_sum_up_their_days_back_to_the_first_that_has_any() -> None:
    first, last = dt.date(2025, 11, 10), dt.date(2026, 2, 3)
    days = {
        dt.date(2025, 12, 31): DayCount(kept=4, missed=1),
        dt.date(2026, 2, 1): DayCount(kept=2),
        dt.date(2026, 2, 3): DayCount(kept=3, waiting=5),
    }
    months = by_month(lay_out(days, frozenset({dt.date(2026, 1, 9)}), first, last))
    assert [(one.first, one.last, one.count, one.has_gap) for one in months] == [
        (dt.date(2026, 2, 1), last, DayCount(5, 0, 5), False),
        (dt.date(2026, 1, 1), dt.date(2026, 1, 31), DayCount(), True),
        (dt.date(2025, 12, 1), dt.date(2025, 12, 31), DayCount(4, 1, 0), False),
    ]
    assert by_month(lay_out({}, frozenset(), first, last)) == []


def test_stories_that_are_not_drawn_are_told() -> None:
    def row(source: str, target: str) -> LinkRow:
        return LinkRow(
            site="x",
            place="related",
            source=source,
            source_title=f"title of {source}",
            target=target,
            title=f"title of {target}",
            rank=0,
            published=None,
            first_seen=NOW,
            last_seen=NOW,
        )

    rows = [row("here", f"a{n}") for n in range(MOST + 2)] + [row("b", "here")]
    drawn = draw_neighbours("here", rows)
    assert drawn is not None
    assert len(drawn.neighbours) == MOST + 1
    assert drawn.more == (
        Untold(f"title of a{MOST}", f"a{MOST}", False),
        Untold(f"title of a{MOST + 1}", f"a{MOST + 1}", False),
    )
    assert draw_neighbours("here", [row("b", "c")]) is None
