"""A site's own feeds, written from a ledger."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import feedparser
import pytest
from sqlalchemy import insert

from crawler import article as schema
from crawler import registry
from crawler.article import Article
from crawler.errors import FeedError, LedgerMissing
from crawler.feeds.site_feeds import CHANNEL_ITEMS, write_site_feeds
from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.tables import articles

SITE = registry.site("interfax-ukraine")
NOW = dt.datetime(2026, 1, 21, tzinfo=dt.UTC)
COUNT = CHANNEL_ITEMS + 5


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    """A ledger with more articles than RSS holds, and one of another site."""
    address = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    engine = open_ledger(address)
    sites = [SITE.name] * COUNT + ["another"]
    with writing(engine) as connection:
        connection.execute(insert(articles), [row(n, site) for n, site in enumerate(sites)])
    engine.dispose()
    return address


def row(number: int, site: str) -> dict[str, object]:
    published = NOW + dt.timedelta(minutes=number)
    url = f"https://en.interfax.com.ua/news/general/{number}.html"
    article = Article(
        title=f"Story {number}", date=NOW.date(), published=published, site=site, url=url
    )
    return {
        "page": number,
        "site": site,
        "url": url,
        "published": published,
        "date": "2026-01-21",
        "title": article.title,
        "revision": 1,
        "content_hash": "",
        "first_seen": NOW,
        "last_seen": NOW,
        "related_hash": "",
        "document": schema.to_json(article).decode(),
    }


def test_rss_holds_the_newest_the_others_all(ledger: str, tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    rss, lines = write_site_feeds(ledger, SITE, folder, ("rss", "jsonl"))
    assert (rss.path, rss.count) == (folder / "interfax-ukraine.rss", CHANNEL_ITEMS)
    assert (lines.path, lines.count) == (folder / "interfax-ukraine.jsonl", COUNT)
    shown = [entry.title for entry in feedparser.parse(rss.path.read_bytes()).entries]
    assert shown == [f"Story {n}" for n in range(COUNT - 1, COUNT - CHANNEL_ITEMS - 1, -1)]
    kept = [schema.from_json(line).title for line in lines.path.read_bytes().splitlines()]
    assert kept == [f"Story {n}" for n in range(COUNT)]


@pytest.mark.parametrize(("name", "ending"), [("csv", "csv"), ("text", "txt")])
def test_a_format_has_its_ending(ledger: str, tmp_path: Path, name: str, ending: str) -> None:
    (written,) = write_site_feeds(ledger, SITE, tmp_path, (name,))
    assert written.path == tmp_path / f"interfax-ukraine.{ending}"


def test_a_folder_that_cannot_be_is_told(ledger: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FeedError, match="a part of the path is a file"):
        write_site_feeds(ledger, SITE, tmp_path / "file", ("jsonl",))


def test_without_a_ledger_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing):
        write_site_feeds(f"sqlite:///{tmp_path / 'none'}", SITE, tmp_path / "feeds", ("rss",))
    assert list(tmp_path.iterdir()) == []
