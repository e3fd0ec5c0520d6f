"""Values in, what a template draws out."""

from __future__ import annotations

import pytest

from crawler.web.drawing.fills import draw_fills

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
