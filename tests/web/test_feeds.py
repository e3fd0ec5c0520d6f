"""Feeds at stable addresses: what polling costs, and when it gives something new."""

from __future__ import annotations

import gzip
from pathlib import Path

import feedparser
import httpx
import pytest

from crawler.web import feed_desk

from .conftest import SITE, Serve, Shelf, story

FEED = f"/feeds/{SITE}.rss"


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    for number in range(3):
        shelf.keep(story(number))
    return shelf


def test_a_feed_is_given_once_and_then_not_again(filled: Shelf, client: httpx.Client) -> None:
    first = client.get(FEED)
    assert first.status_code == 200
    assert first.headers["content-type"].startswith("application/rss+xml")
    assert [one.title for one in feedparser.parse(first.content).entries] == [
        f"Story number {number}" for number in (2, 1, 0)
    ]
    for condition in (
        {"if-none-match": first.headers["etag"]},
        {"if-none-match": f'"other", W/{first.headers["etag"]}'},
        {"if-none-match": "*"},
        {"if-modified-since": first.headers["last-modified"]},
    ):
        again = client.get(FEED, headers=condition)
        assert (again.status_code, again.content) == (304, b""), condition
        assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    "condition",
    [
        {"if-none-match": '"other"'},
        {"if-modified-since": "Mon, 01 Jan 2024 00:00:00 GMT"},
        {"if-modified-since": "never"},
        {"if-none-match": '"other"', "if-modified-since": "Mon, 01 Jan 2035 00:00:00 GMT"},
    ],
    ids=["tag", "time", "no time", "a tag goes before a time"],
)
def test_who_has_another_gets_it_whole(
    filled: Shelf, client: httpx.Client, condition: dict[str, str]
) -> None:
    assert client.get(FEED, headers=condition).status_code == 200


def test_the_tag_is_the_same_after_a_restart(filled: Shelf, serve: Serve) -> None:
    tags = set()
    for _ in range(2):
        with serve() as client:
            tags.add(client.get(FEED).headers["etag"])
    assert len(tags) == 1


def test_packed_and_plain_are_told_apart(filled: Shelf, client: httpx.Client) -> None:
    plain = client.get(FEED, headers={"accept-encoding": "identity"})
    with client.stream("GET", FEED, headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "accept-encoding" in packed.headers["vary"]


def test_head_tells_without_a_body(filled: Shelf, client: httpx.Client) -> None:
    answer = client.head(FEED)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == client.get(FEED).headers["etag"]


def test_what_is_new_comes_in(
    filled: Shelf, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CHECKED", "RESTED", "PATIENT"):
        monkeypatch.setattr(feed_desk, name, 0)
    tag = client.get(FEED).headers["etag"]
    assert client.get(FEED, headers={"if-none-match": tag}).status_code == 304
    filled.keep(story(60, title="It just came in"))
    fresh = client.get(FEED, headers={"if-none-match": tag})
    assert fresh.status_code == 200
    assert feedparser.parse(fresh.content).entries[0].title == "It just came in"


@pytest.mark.parametrize("ending", feed_desk.endings())
def test_what_is_gone_from_its_site_goes_out(
    filled: Shelf, client: httpx.Client, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    for name in ("CHECKED", "RESTED", "PATIENT"):
        monkeypatch.setattr(feed_desk, name, 0)
    address = f"/feeds/{SITE}.{ending}"
    tag = client.get(address).headers["etag"]
    filled.withdraw(story(1))
    fresh = client.get(address, headers={"if-none-match": tag})
    assert fresh.status_code == 200
    shown = [number for number in range(3) if f"Story number {number}" in fresh.text]
    assert shown == [0, 2]


def test_nothing_is_rendered_for_another_sites_news(
    filled: Shelf, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CHECKED", "RESTED", "PATIENT"):
        monkeypatch.setattr(feed_desk, name, 0)
    client.get("/feeds/reuters.rss")
    rendered = []
    write = feed_desk.write_feed
    monkeypatch.setattr(
        feed_desk, "write_feed", lambda *words: rendered.append(words) or write(*words)
    )
    filled.keep(story(60))
    assert client.get("/feeds/reuters.rss").status_code == 200
    assert rendered == []
    assert client.get("/feeds/all.rss").status_code == 200
    assert len(rendered) == 1


def test_every_ending_that_can_be_written_is_given(filled: Shelf, client: httpx.Client) -> None:
    assert {"rss", "jsonl"} <= set(feed_desk.endings())
    for ending in feed_desk.endings():
        assert client.get(f"/feeds/all.{ending}").status_code == 200


def test_a_declared_feed_has_its_selection(
    filled: Shelf, client: httpx.Client, tmp_path: Path
) -> None:
    (tmp_path / "feeds.toml").write_text(
        '[[feed]]\nname = "facts"\ntarget = "facts.rss"\nsection = "Facts"\n', encoding="utf-8"
    )
    entries = feedparser.parse(client.get("/feeds/facts.rss").content).entries
    assert [one.title for one in entries] == ["Story number 1"]


def test_feeds_go_on_while_their_file_is_broken(
    filled: Shelf, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it said before still holds; what nobody can know now is no mistake of who asks."""
    monkeypatch.setattr(feed_desk, "CHECKED", 0.0)
    monkeypatch.setattr(feed_desk, "PATIENT", 0.0)
    file = tmp_path / "feeds.toml"
    file.write_text('[[feed]]\nname = "facts"\ntarget = "facts.rss"\nsection = "Facts"\n')
    with serve() as client:
        assert client.get("/feeds/facts.rss").status_code == 200
        file.write_text("[[feed]\n")
        for name in ("facts", SITE, "all"):
            assert client.get(f"/feeds/{name}.rss").status_code == 200
        answer = client.get("/feeds/other.rss")
        assert answer.status_code == 503
        assert "feeds.toml is no TOML" in answer.json()["detail"]


def test_another_selection_is_another_feed(
    filled: Shelf, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any news."""
    for name in ("CHECKED", "PATIENT", "RESTED"):
        monkeypatch.setattr(feed_desk, name, 0.0)
    file = tmp_path / "feeds.toml"
    text = '[[feed]]\nname = "some"\ntarget = "some.rss"\nsection = "{}"\n'
    with serve() as client:
        found = []
        for section in ("Facts", "Economy"):
            file.write_text(text.format(section))
            feed = feedparser.parse(client.get("/feeds/some.rss").content)
            found.append([one.title for one in feed.entries])
    assert found == [["Story number 1"], ["Story number 2", "Story number 0"]]


@pytest.mark.parametrize(
    "name", ["nobody.rss", "all.exe", "all", "..%2F..%2Fetc%2Fpasswd.rss", ".rss"]
)
def test_a_feed_that_is_not_there(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/feeds/{name}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
