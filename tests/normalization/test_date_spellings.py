"""Dates as languages spell them → the same in signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalization.date_spellings import rewrite


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Wed, 01/21/2026 - 18:45", "21.1.2026 18:45", id="month first"),
        pytest.param("Wed, 21/01/2026 - 18:45", "21.1.2026 18:45", id="day first"),
        pytest.param("Friday 04/03/2026", "3.4.2026 ", id="by its weekday, month first"),
        pytest.param("Wednesday 04/03/2026", "4.3.2026 ", id="by its weekday, day first"),
        pytest.param("Mon, 01/21/2026", "Mon, 01/21/2026", id="another weekday"),
        pytest.param("Mon, 31/31/2026", "Mon, 31/31/2026", id="no day"),
        pytest.param("21 tháng 1, 2026", "21.1.2026", id="Vietnamese"),
        pytest.param("ngày 21 tháng 1 năm 2026", "ngày 21.1.2026", id="Vietnamese, with its year"),
        pytest.param("21.01.2026", "21.01.2026", id="in signs"),
        pytest.param("", "", id="empty"),
    ],
)
def test_rewrite(text: str, expected: str) -> None:
    assert rewrite(text) == expected


@given(st.text(st.sampled_from("monwedfri0123456789/- ,.")) | st.text())
def test_any_text_is_rewritten(text: str) -> None:
    assert isinstance(rewrite(text), str)
