"""Who names whom, read from both databases, as rows and as a graph."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import networkx
import pytest
from sqlalchemy import Engine, insert

from crawler.feeds.graphml import GraphmlLinks
from crawler.ledger.articles.graph import (
    LinkRow,
    PageRow,
    read_linked_pages,
    read_links,
    read_naming_sites,
)
from crawler.ledger.articles.row_choice import RowChoice
from crawler.ledger.connect import reading, writing
from crawler.ledger.tables import WHOLE_SITE, articles, crawls, links, pages

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ALL = ("related", "hot_news")


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Page 1 names 2 then 3 as related; HOT NEWS of the site names 3; another site's 9 names 8."""
    with writing(engine) as connection:
        connection.execute(
            insert(crawls).values(
                site="gazette", command="crawl", arguments="{}", started=NOW, outcome="finished"
            )
        )
        numbers = {1: "gazette", 2: "gazette", 3: "gazette", 8: "herald", 9: "herald"}
        connection.execute(insert(pages), [page(n, site) for n, site in numbers.items()])
        connection.execute(insert(articles), article(1, "gazette"))
        rows = [
            link(1, 3, rank=1, title="Third & last"),
            link(1, 2, published=NOW - DAY),
            link(WHOLE_SITE, 3, "hot_news"),
            link(9, 8, seen=NOW + 2 * DAY),
        ]
        connection.execute(insert(links), rows)
    return engine


def url(number: int) -> str:
    return f"https://news.example/{number}?a=1&b=2"


def page(number: int, site: str) -> dict[str, Any]:
    return {
        "id": number,
        "site": site,
        "key": str(number),
        "url": url(number),
        "kind": "article",
        "place": "feed",
        "depth": 0,
        "title": f"Announced {number}",
        "first_seen": NOW,
        "first_crawl": 1,
        "state": "due",
        "priority": 1,
    }


def article(number: int, site: str) -> dict[str, Any]:
    return {
        "page": number,
        "site": site,
        "url": url(number),
        "date": "2026-01-21",
        "title": f"Kept {number}",
        "revision": 1,
        "content_hash": "",
        "first_seen": NOW,
        "last_seen": NOW,
        "related_hash": "",
        "document": "{}",
    }


def link(source: int, target: int, place: str = "related", **more: Any) -> dict[str, Any]:
    seen = more.pop("seen", NOW)
    values = {"rank": 0, "title": None, "published": None, **more}
    return {
        "source": source,
        "target": target,
        "place": place,
        "first_seen": seen,
        "last_seen": seen + DAY,
        **values,
    }


def rows(engine: Engine, choice: RowChoice, places: tuple[str, ...] = ALL) -> list[LinkRow]:
    with reading(engine) as connection:
        return list(read_links(connection, choice, places))


def ends(engine: Engine, **chosen: Any) -> list[tuple[str | None, str]]:
    return [(one.source, one.target) for one in rows(engine, RowChoice(**chosen))]


def test_a_row_says_all_that_is_known_of_a_link(filled: Engine) -> None:
    (first, second) = rows(filled, RowChoice("gazette"), ("related",))
    assert second == LinkRow(
        site="gazette",
        place="related",
        source=url(1),
        source_title="Kept 1",
        target=url(3),
        title="Third & last",
        rank=1,
        published=None,
        first_seen=NOW,
        last_seen=NOW + DAY,
    )
    assert (first.rank, first.target, first.published) == (0, url(2), NOW - DAY)


CHOICES: dict[str, tuple[dict[str, Any], set[tuple[int | None, int]]]] = {
    "all": ({}, {(1, 2), (1, 3), (None, 3), (9, 8)}),
    "a site": ({"site": "herald"}, {(9, 8)}),
    "seen again later": ({"since": NOW + DAY}, {(1, 2), (1, 3), (None, 3), (9, 8)}),
    "seen since": ({"since": NOW + 2 * DAY}, {(9, 8)}),
    "seen until": ({"until": NOW + DAY}, {(1, 2), (1, 3), (None, 3)}),
}


@pytest.mark.parametrize(("chosen", "expected"), CHOICES.values(), ids=CHOICES)
def test_a_choice_is_kept_to(
    filled: Engine, chosen: dict[str, Any], expected: set[tuple[int | None, int]]
) -> None:
    assert set(ends(filled, **chosen)) == {
        (source and url(source), url(target)) for source, target in expected
    }


def graph(engine: Engine, choice: RowChoice, places: tuple[str, ...]) -> networkx.DiGraph:
    file = io.BytesIO()
    with reading(engine) as connection:
        pages_ = read_linked_pages(connection, choice, places)
        writer = GraphmlLinks(file, pages_, read_naming_sites(connection, choice, places))
        writer.start_exporting()
        for row in read_links(connection, choice, places):
            writer.export_item(row)
        writer.finish_exporting()
    file.seek(0)
    return networkx.read_graphml(file)


def test_a_graph_is_read_by_another_library(filled: Engine) -> None:
    found = graph(filled, RowChoice("gazette"), ALL)
    assert set(found.nodes) == {url(1), url(2), url(3), "site:gazette"}
    assert set(found.edges) == {(url(1), url(2)), (url(1), url(3)), ("site:gazette", url(3))}
    assert found.nodes[url(1)]["title"] == "Kept 1"
    assert found.nodes[url(2)]["title"] == "Announced 2"
    assert found.edges[url(1), url(3)]["rank"] == 1
    assert found.edges[url(1), url(3)]["title"] == "Third & last"
    assert "title" not in found.edges[url(1), url(2)]


@pytest.mark.parametrize("text", ["]]>", "<script>&amp;", "\x00\x0b", "\ud800", "\"'", "\u202e"])
def test_no_text_breaks_a_graph(text: str) -> None:
    file = io.BytesIO()
    ends_ = {"site": text, "title": text}
    node = PageRow(url=text, state="kept", published=None, first_seen=NOW, **ends_)
    writer = GraphmlLinks(file, [node], [])
    writer.start_exporting()
    writer.export_item(
        LinkRow(
            **ends_,
            place="related",
            source=text,
            source_title=text,
            target=text,
            rank=0,
            published=NOW,
            first_seen=NOW,
            last_seen=NOW,
        )
    )
    writer.finish_exporting()
    file.seek(0)
    found = networkx.read_graphml(file)
    assert (len(found.nodes), len(found.edges)) == (1, 1)
