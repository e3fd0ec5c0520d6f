"""Entries of a live blog: clean, bounded, in their order."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.article import Update
from crawler.draft import FoundUpdate
from crawler.normalization.live import PARAGRAPHS_AN_UPDATE, UPDATE_COUNT, clean_updates
from crawler.site import Site

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
TEN = "2026-01-21T10:00:00+02:00"


class Gazette(Site):
    name = "gazette"
    home = "https://gazette.example/"
    timezone = "Europe/Kyiv"


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        (
            FoundUpdate(TEN, " A\n title ", "One.\n\nTwo."),
            Update(dt.datetime.fromisoformat(TEN), "A title", ("One.", "Two.")),
        ),
        (FoundUpdate("", "", "One."), Update(None, None, ("One.",))),
        (FoundUpdate("soon", "A title", ""), Update(None, "A title", ())),
        (FoundUpdate(TEN, " ", "\n"), None),
    ],
    ids=["whole", "text alone", "title alone", "nothing"],
)
def test_an_entry(found: FoundUpdate, kept: Update | None) -> None:
    assert clean_updates([found], Gazette(), NOW, None) == ((kept,) if kept else ())


def test_no_more_than_so_many_are_kept() -> None:
    many = [FoundUpdate("", "", f"{n}\n" * 300) for n in range(UPDATE_COUNT + 1)]
    empty = FoundUpdate("", "", "")
    kept = clean_updates([empty, *many], Gazette(), NOW, None)
    assert [one.body[0] for one in kept] == [str(n) for n in range(UPDATE_COUNT)]
    assert {len(one.body) for one in kept} == {PARAGRAPHS_AN_UPDATE}
