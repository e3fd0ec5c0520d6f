"""Articles over HTTP: filters, pages by cursor, one with all around it, a stream."""

from __future__ import annotations

import json

import httpx
import pytest
from sqlalchemy import Engine

from crawler.ledger.articles.catalogue import Position
from crawler.search import index
from crawler.web import finding
from crawler.web.selecting import Rank, read_position, read_rank, write_cursor

from .conftest import NOW, SITE, Shelf, story


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    for number in range(12):
        shelf.keep(story(number))
    return shelf


@pytest.fixture(scope="module")
def twelve(module_engine: Engine, standing: httpx.Client) -> httpx.Client:
    for number in range(12):
        Shelf(module_engine).keep(story(number))
    return standing


def titles(client: httpx.Client, **query: object) -> list[str]:
    answer = client.get("/api/articles", params=query)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return [item["title"].removeprefix("Story number ") for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"section": "facts"}, "11 9 7 5 3 1"),
        ({"tag": "#Grain"}, "9 6 3 0"),
        ({"author": "olena kovalenko"}, "8 4 0"),
        ({"author": "olena"}, ""),
        ({"language": "EN", "section": "Facts", "tag": "grain"}, "9 3"),
        ({"language": "e"}, ""),
        ({"words": '"number 7"'}, "7"),
        ({"words": "railway* grain", "limit": 2, "order": "newest"}, "11 10"),
        ({"words": "STORY -rail -6"}, "9 3 0"),
        ({"words": "railways", "since": "2026-01-19T23:00+02:00", "order": "newest"}, "11 10"),
        ({"words": "nowhere"}, ""),
        ({"words": " "}, "11 10 9 8 7 6 5 4 3 2 1 0"),
        ({"since": "2026-01-19T23:00+02:00", "until": "2026-01-20"}, "11 10"),
        ({"until": "2026-01-19T19:00+02:00"}, "2 1 0"),
        ({"site": "elsewhere"}, ""),
    ],
)
def test_filters(twelve: httpx.Client, query: dict[str, object], expected: str) -> None:
    found = titles(twelve, **query)
    assert " ".join(found) == expected


def test_pages_by_cursor_give_each_article_once_newest_first(
    filled: Shelf, client: httpx.Client
) -> None:
    filled.keep(story(50, published=None, title="Story number 50"))
    seen, cursor = [], None
    while True:
        query = {"limit": 5} | ({"cursor": cursor} if cursor else {})
        page = client.get("/api/articles", params=query).json()
        seen += [item["title"].split()[-1] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
        if len(seen) == 5:  # what comes meanwhile moves nothing
            filled.keep(story(90))
    expected = [str(number) for number in range(11, -1, -1)]
    assert [one for one in seen if one != "50"] == expected
    assert seen.count("50") == 1


def test_the_best_come_first_with_where_the_words_stand(shelf: Shelf, client: httpx.Client) -> None:
    shelf.keep(story(1, title="Rails to the sea", body=("Nothing is said of it.",)))
    shelf.keep(story(2, title="The harvest", body=("Of rails, a word.", "And more.")))
    shelf.keep(story(3, title="Weather", body=("Nothing at all.",)))
    first, second = client.get("/api/articles", params={"words": "rail*"}).json()["items"]
    assert first["match"]["title"] == {"text": "Rails to the sea", "hits": [[0, 5]]}
    assert second["match"]["snippet"] == {"text": "Of rails, a word.", "hits": [[3, 8]]}
    assert first["match"]["score"] > second["match"]["score"]
    newest = client.get("/api/articles", params={"words": "rail*", "order": "newest"}).json()
    assert [one["title"] for one in newest["items"]] == ["The harvest", "Rails to the sea"]
    assert newest["items"][0]["match"]["score"] is None
    page = client.get("/articles", params={"words": "rail*"}).text
    assert "<mark>Rails</mark> to the sea" in page
    assert "Of <mark>rails</mark>, a word." in page


@pytest.mark.parametrize("order", ["best", "newest"])
def test_pages_of_what_was_searched_give_each_article_once(
    filled: Shelf, client: httpx.Client, order: str
) -> None:
    seen: list[str] = []
    cursor, query = None, {"words": "grain", "order": order, "limit": 5}
    while True:
        page = client.get("/api/articles", params=query | {"cursor": cursor or ""}).json()
        seen += [item["title"].split()[-1] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
        if len(seen) == 5:  # what comes meanwhile, better than all, moves nothing
            filled.keep(story(90, title="Grain, grain 90"))
    assert sorted(seen, key=int) == [str(number) for number in range(12)]


def test_where_a_page_ended_may_be_gone(filled: Shelf, client: httpx.Client) -> None:
    whole = client.get("/api/articles", params={"words": "grain"}).json()["items"]
    cursor = write_cursor(Rank(5, 1))
    rest = client.get("/api/articles", params={"words": "grain", "cursor": cursor}).json()["items"]
    assert [one["id"] for one in rest] == [one["id"] for one in whole[5:]]


def test_a_large_index_is_made_bit_by_bit(
    shelf: Shelf, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PATIENCE", 0)
    monkeypatch.setattr(index, "CHANGES_AT_ONCE", 2)
    for number in range(5):
        shelf.keep(story(number))
    answers = [client.get("/api/articles", params={"words": "grain"}) for _ in range(4)]
    assert [one.status_code for one in answers] == [503, 503, 200, 200]
    assert answers[0].json()["detail"].startswith("the index of words is being made, 2 of 5")
    assert answers[0].headers["retry-after"] == "2"
    assert len(answers[2].json()["items"]) == 5


@pytest.mark.parametrize(
    "query",
    [
        {"order": "best"},
        {"order": "worst"},
        {"words": "-grain"},
        {"words": "***"},
        {"words": "grain", "cursor": write_cursor(Position("2026-01-21", NOW, 1))},
    ],
)
def test_what_cannot_be_asked(standing: httpx.Client, query: dict[str, str]) -> None:
    answer = standing.get("/api/articles", params=query)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_one_article_with_what_is_around_it(filled: Shelf, client: httpx.Client) -> None:
    first = story(3)
    one, other = filled.keep(story(20)), filled.keep(story(21))
    filled.link(other, one, "It is named so there")
    filled.link(0, one, "On every page", "hot_news")
    changed = [{"kind": "headline", "before": "Story number 20", "after": "Another"}]
    filled.revise(story(20, title="Another", revision=2), changed)
    whole = client.get(f"/api/articles/{one}").json()
    assert whole["article"]["title"] == "Another"
    assert [each["number"] for each in whole["revisions"]] == [1, 2]
    assert whole["revisions"][1]["changes"] == changed
    assert [each["title"] for each in whole["links"]] == ["It is named so there"]
    assert [each["place"] for each in whole["placements"]] == ["hot_news"]
    old = client.get(f"/api/articles/{one}/revisions/1").json()
    assert old["title"] == "Story number 20"
    assert client.get(f"/api/articles/{one}/revisions/3").status_code == 404
    assert first.url is not None


def test_an_article_by_its_address(shelf: Shelf, client: httpx.Client) -> None:
    from crawler import registry
    from crawler.discovery.addresses import key
    from crawler.ledger.tables import page_id

    url = "https://en.interfax.com.ua/news/general/1000001.html"
    found = client.get("/api/articles/by-address", params={"url": url + "?utm_source=x"})
    assert found.status_code == 404
    number = page_id(SITE, key(url, registry.site(SITE)))
    assert found.json()["detail"].startswith("there is no such article")
    assert number > 0
    private = client.get("/api/articles/by-address", params={"url": "file:///etc/passwd"})
    assert private.status_code == 422


def test_a_stream_has_every_article_as_the_schema_says(twelve: httpx.Client) -> None:
    answer = twelve.get("/api/articles.ndjson", params={"section": "Facts"})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["title"].split()[-1] for line in lines] == ["11", "9", "7", "5", "3", "1"]
    assert lines[0]["body"][0] == "The first paragraph of 11."


def test_a_cursor_is_read_back() -> None:
    for position in (Position("2026-01-21", NOW, 2**62), Position("2026-01-21", None, 0)):
        assert read_position(write_cursor(position)) == position
    assert read_rank(write_cursor(Rank(7, 2**62))) == Rank(7, 2**62)


@pytest.mark.parametrize(
    "cursor",
    ["x", "é", "W10", "WzEsMiwzXQ", "W251bGwsbnVsbCxudWxsXQ", "eyJhIjoxfQ", "A" * 200],
)
def test_a_cursor_of_another_hand_is_refused(standing: httpx.Client, cursor: str) -> None:
    answer = standing.get("/api/articles", params={"cursor": cursor})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "cursor" in answer.json()["detail"]
