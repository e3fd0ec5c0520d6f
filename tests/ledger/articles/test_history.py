"""What the history of an address says, on both databases and on the command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crawler import registry
from crawler.article import Article, RelatedStory
from crawler.discovery.addresses import key
from crawler.ledger.articles.history import read_history
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.crawling import crawls, frontier, places
from crawler.ledger.decide import Policy
from crawler.ledger.keeping import keep
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import Link, PageKind, Where

SITE = registry.site("interfax-ukraine")
NOW = dt.datetime.fromisoformat("2026-01-21T18:50+02:00")
HOST = "https://en.interfax.com.ua"
URL, OTHER, FAILED = (f"{HOST}/news/general/{n}.html" for n in (1, 2, 3))
FEED = places.Place("feed", f"{HOST}/feed", PageKind.FEED)
OK = Answer("ok", status=200, bytes=1000)
FIRST = Article(
    title="Cabinet meets",
    date=NOW.date(),
    published=NOW - dt.timedelta(minutes=5),
    section="Facts",
    body=("The cabinet met in Kyiv on Monday.", "Nothing was said.", "The end."),
    tags=("cabinet", "kyiv"),
    related=(RelatedStory(NOW, "Old story", OTHER),),
    url=URL,
    site=SITE.name,
    content_hash="1",
)
SECOND = replace(
    FIRST,
    title="Cabinet meets again",
    published=NOW,
    section="Economy",
    body=("The cabinet met in Lviv on Monday.", "The end.", "More follows."),
    tags=("cabinet", "lviv"),
    content_hash="2",
)
SIDES = replace(SECOND, related=(RelatedStory(NOW, "New story", FAILED),))


def told(address: str) -> None:
    """A crawl that saw two versions, other side blocks, and the end of an article."""
    engine = open_ledger(address)
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE.name, "crawl", {}, NOW)
        places.open_places(connection, SITE.name, crawl, [FEED], NOW, NOW)

    def visit(page: DuePage, days: int, **values: Any) -> None:
        filled = {"answer": OK, "url": page.url, "key": page.key, **values}
        at = NOW + dt.timedelta(days=days)
        with writing(engine) as connection:
            keep.keep(connection, SITE.name, crawl, Policy(), [Visit(page, at, **filled)], NOW)

    def due(url: str) -> DuePage:
        with reading(engine) as connection:
            found = frontier.draw_due(connection, SITE.name, NOW + dt.timedelta(days=99), 9, ())
        return next(page for page in found if page.url == url)

    named = (Link(url, PageKind.ARTICLE, Where.FEED, FEED.url) for url in (URL, OTHER, FAILED))
    visit(due(FEED.url), 0, links=tuple((key(link.url, SITE), link) for link in named))
    for day, article in enumerate((FIRST, SECOND, SECOND, SIDES)):
        visit(due(URL), day, article=article)
    visit(due(URL), 4, answer=Answer("gone", "http-410", 410))
    visit(due(OTHER), 0, url=URL, key=key(URL, SITE), answer=Answer("moved", "http-301", 301))
    visit(due(FAILED), 0, rejected="no-body")
    engine.dispose()


@pytest.fixture
def ledger(ledger_address: str) -> str:
    told(ledger_address)
    return ledger_address


def test_versions_side_blocks_and_the_end(ledger: str) -> None:
    engine = open_ledger(ledger, create=False)
    with reading(engine) as connection:
        history = read_history(connection, SITE.name, key(URL, SITE))
        unknown = read_history(connection, SITE.name, "unknown")
    engine.dispose()
    assert unknown is None
    assert history is not None
    assert [version.number for version in history.versions] == [1, 2]
    assert [version.seen for version in history.versions] == [NOW, NOW + dt.timedelta(days=1)]
    assert [change["kind"] for change in history.versions[1].changes] == [
        *("headline", "time-moved", "section", "tags", "paragraphs", "paragraphs"),
    ]
    assert [[one["title"] for one in block.items] for block in history.related] == [
        ["Old story"],
        ["New story"],
    ]
    assert (history.state, history.unpublished) == ("unpublished", NOW + dt.timedelta(days=4))
    assert (history.looks, history.unchanged) == (5, 2)


SHOWN = """\
Cabinet meets again
https://en.interfax.com.ua/news/general/1.html
  state        unpublished, 2 versions
  unpublished  2026-01-25 18:50, http-410; the last version is kept
  found        2026-01-21 18:50, first in feed
  looks        5, 2 unchanged; the last 2026-01-25 18:50

version 1, seen 2026-01-21 18:50
  headline     Cabinet meets
  time         2026-01-21 18:45
  section      Facts
  tags         cabinet, kyiv
  paragraphs   3

version 2, seen 2026-01-22 18:50
  headline     Cabinet meets {+again+}
  time moved   2026-01-21 18:45 → 2026-01-21 18:50
  section      Facts
               → Economy
  tags         − kyiv  + lviv
  paragraph 1  The cabinet met in [-Kyiv-]{+Lviv+} on Monday.
  paragraph 2  − Nothing was said.
  paragraph +  + More follows.

MORE ABOUT
  at first     1 story, seen 2026-01-21 18:50
  changed      2026-01-24 18:50, 1 story
               − Old story
               + New story
"""


def test_it_is_told_readably(ledger: str, command: Callable[..., Any]) -> None:
    said = command("history", f"{URL}?utm_source=x", "--ledger", ledger)
    assert said.code == 0, said.err
    assert "\n".join(line.rstrip() for line in said.out.splitlines()) + "\n" == SHOWN


def test_as_json_it_holds_the_whole_versions(ledger: str, command: Callable[..., Any]) -> None:
    values = json.loads(command("history", URL, "--ledger", ledger, "--format", "json").out)
    assert [one["document"]["title"] for one in values["versions"]] == [FIRST.title, SECOND.title]
    assert values["versions"][0]["document"]["body"] == list(FIRST.body)
    assert dt.datetime.fromisoformat(values["unpublished"]) == NOW + dt.timedelta(days=4)


def test_a_moved_address_tells_where_it_led(ledger: str, command: Callable[..., Any]) -> None:
    assert command("history", OTHER, "--ledger", ledger).out.splitlines()[1] == URL


def test_an_address_that_was_never_kept_says_why(ledger: str, command: Callable[..., Any]) -> None:
    out = command("history", FAILED, "--ledger", ledger).out
    assert "rejected, never kept" in out
    assert "no-body" in out


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"{HOST}/news/general/99.html", "does not know"),
        ("https://elsewhere.example/1", "the ledger does not know https://elsewhere.example/1"),
        ("nonsense", "write it whole, as in https://"),
        ("ftp://en.interfax.com.ua/", "write it whole, as in https://"),
    ],
)
def test_what_is_not_known_is_one_line(
    tmp_path: Any, command: Callable[..., Any], url: str, said: str
) -> None:
    address = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    open_ledger(address).dispose()
    ended = command("history", url, "--ledger", address)
    assert (ended.code, ended.err.count("\n"), ended.out) == (2, 1, "")
    assert said in ended.err
