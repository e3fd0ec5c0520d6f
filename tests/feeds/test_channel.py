"""What the feed of a selection is called, and what it may be told."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.errors import UsageError
from crawler.feeds.channel import channel_options
from crawler.feeds.selection import parse_selection

SITE = "interfax-ukraine"


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ({}, None),
        ({"site": SITE}, "Interfax-Ukraine"),
        ({"site": SITE, "section": "Facts"}, "Interfax-Ukraine: Facts"),
        ({"site": "unknown.example", "tag": "#energy"}, "unknown.example: #energy"),
        ({"section": "Facts", "author": "Ada Quay", "words": "a b"}, "Facts, Ada Quay, a b"),
        ({"words": '"a b" c'}, '"a b" c'),
        ({"language": "en"}, "en"),
    ],
    ids=str,
)
def test_a_feed_is_called_after_what_it_holds(asked: dict[str, str], title: str | None) -> None:
    assert channel_options("atom", parse_selection(**asked)).get("title") == title


def test_it_links_to_its_site() -> None:
    options = channel_options("rss", parse_selection(site=SITE), "https://f.example/a.rss", "lead")
    assert options["link"].startswith("https://")
    assert (options["self_url"], options["content"]) == ("https://f.example/a.rss", "lead")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("csv", {}, None, "lead"), "csv has no channel; take rss, atom or jsonfeed"),
        (("parquet", {}, "https://x.example/"), "parquet has no channel"),
        (("atom", {}, "x.example"), "'x.example' is no address of a feed; write https://…"),
        (("jsonfeed", {"revisions": "all"}), "jsonfeed holds each article once"),
    ],
)
def test_what_does_not_fit_is_refused(given: tuple[Any, ...], said: str) -> None:
    name, asked, *rest = given
    with pytest.raises(UsageError, match=said):
        channel_options(name, parse_selection(**asked), *rest)
    assert channel_options("csv", parse_selection(revisions="all")) == {}
