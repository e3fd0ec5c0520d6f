"""Cells that a spreadsheet would run, and their way back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.exporters.formula_guard import guard_cell, unguard_cell
from tests.cpu_time import at_most


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")', id="equals"),
        pytest.param("+1", "'+1", id="plus"),
        pytest.param("-1", "'-1", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("\t=1", "'\t'=1", id="tab"),
        pytest.param("\r=1", "'\r'=1", id="carriage return"),
        pytest.param("\n=1", "'\n'=1", id="line feed"),
        pytest.param("  =1", "'  =1", id="after blanks"),
        pytest.param("\u00a0\u200b\ufeff=1", "'\u00a0\u200b\ufeff=1", id="after invisible ones"),
        pytest.param('"=1', "'\"=1", id="after a quote"),
        pytest.param("'=1", "''=1", id="after an apostrophe"),
        pytest.param("“+1”", "'“+1”", id="after a curly quote"),
        pytest.param("＝1", "'＝1", id="full-width equals"),
        pytest.param("＋1", "'＋1", id="full-width plus"),
        pytest.param("－1", "'－1", id="full-width minus"),
        pytest.param("＠a", "'＠a", id="full-width at"),
        pytest.param("a;=1", "a;'=1", id="after a semicolon"),
        pytest.param('a;"; =1', "a;\";' =1", id="after another semicolon"),
        pytest.param("", "", id="empty"),
        pytest.param("'apple of eye'", "'apple of eye'", id="a quoted word"),
        pytest.param("a = b; c - d", "a = b; c - d", id="signs inside"),
        pytest.param("– said", "– said", id="dash"),
        pytest.param("2026-01-21T18:45:00+02:00", "2026-01-21T18:45:00+02:00", id="time"),
        pytest.param('["=1"]', '["=1"]', id="JSON"),
    ],
)
def test_guarding(cell: str, expected: str) -> None:
    assert guard_cell(cell) == expected
    assert unguard_cell(expected) == cell


cells = st.one_of(st.text(), st.text(st.sampled_from("='\";-@ \t\r\n\u00a0＝a")))


@settings(deadline=None)
@given(cells)
def test_no_guarded_cell_begins_a_formula_and_all_come_back(cell: str) -> None:
    guarded = guard_cell(cell)
    assert unguard_cell(guarded) == cell
    for piece in re.split(r"[;\t\r\n]", guarded):
        assert not re.match(r"[\s\"]*[=+\-@＝＋－＠]", piece)


@pytest.mark.parametrize("cell", [";" * 10**6, ";'" * 10**6, "'" * 10**6, " " * 10**6 + "="])
def test_a_long_cell_takes_no_longer_than_its_length(cell: str) -> None:
    with at_most(2):
        assert unguard_cell(guard_cell(cell)) == cell
