"""Layouts: which one a page is of, what it says in the site's place, and who is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from crawler.extraction import extract
from crawler.extraction.layouts import choose_layout
from crawler.site import Layout, Text, Texts

DAY = dt.date(2026, 1, 21)
"""The day on which the conftest's pages were seen; the site's zone is two hours ahead."""
OLD = Layout(
    "old",
    when="div.old",
    scope="div.old",
    remove=(".ad",),
    rules={"title": Text("h2"), "body": Texts("p")},
)
PAGES = {
    "new": "<h1>New</h1><article><h2>Other</h2><p>Text of the new form.</p></article>",
    "old": "<h1>Old</h1><div class=old><h2>Second</h2><p>Text.</p><p class=ad>Buy</p></div>",
}


@pytest.mark.parametrize(
    ("layouts", "page", "expected"),
    [
        pytest.param((), "old", None, id="a-site-without-any"),
        pytest.param((OLD,), "new", None, id="mark-is-not-there"),
        pytest.param((OLD,), "old", "old", id="mark-is-there"),
        pytest.param((replace(OLD, until=DAY),), "old", "old", id="on-its-last-day"),
        pytest.param((replace(OLD, until=DAY - dt.timedelta(1)),), "old", None, id="over"),
        pytest.param((Layout("any", when="h1"), OLD), "old", "any", id="the-first-counts"),
        pytest.param(
            (replace(OLD, until=dt.date(2019, 1, 1)), Layout("any", when="h1")),
            "old",
            "any",
            id="one-that-is-over-is-passed-over",
        ),
    ],
)
def test_which_layout(make_page, make_site, layouts, page, expected) -> None:
    site = make_site(layouts=layouts, timezone="Europe/Kyiv")
    chosen = choose_layout(make_page(PAGES[page]), site)
    assert (chosen and chosen.name) == expected


def test_days_are_the_site_s(make_page, make_site) -> None:
    """At 18:00 UTC it is already the next day at Auckland."""
    site = make_site(layouts=(replace(OLD, until=DAY),), timezone="Pacific/Auckland")
    assert choose_layout(make_page(PAGES["old"]), site) is None


def test_a_layout_stands_in_place_of_the_site(make_page, make_site) -> None:
    site = make_site(layouts=(OLD,), scope="article", title=Text("h1"), section=Text("h2"))
    draft = extract(make_page(PAGES["old"]), site)
    assert draft.fields["title"][0].values == ("Second",)
    assert draft.fields["title"][0].rule == "site (old): h2"
    assert draft.fields["body"][0].values == ("Text.",)
    assert draft.fields["section"][0].values == ("Second",), "what it leaves out is the site's"
    assert draft.layout == "old"


def test_a_page_of_the_usual_form_is_said_to_be(make_page, make_site) -> None:
    site = make_site(layouts=(OLD,), title=Text("h1"))
    draft = extract(make_page(PAGES["new"]), site)
    assert draft.layout == "usual"
    assert draft.fields["title"][0].rule == "site: h1"


def test_a_page_with_the_mark_of_a_layout_that_is_over_is_told_apart(make_page, make_site) -> None:
    site = make_site(layouts=(replace(OLD, until=dt.date(2026, 1, 1)),), title=Text("h1"))
    draft = extract(make_page(PAGES["old"]), site)
    assert draft.layout == "usual (with the mark of old, over since 2026-01-01)"
    assert draft.fields["title"][0].rule == "site: h1"


def test_a_site_without_layouts_names_none(make_page, make_site) -> None:
    assert extract(make_page(PAGES["new"]), make_site()).layout is None
