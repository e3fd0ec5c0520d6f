"""A ledger of the first schema, with data in it, opened by today's code."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, create_engine, insert, inspect

from crawler.article import Article
from crawler.article import to_json as write_article
from crawler.feeds.selection import Selection
from crawler.ledger.articles.changes import last_number, read_changes
from crawler.ledger.articles.history import read_history
from crawler.ledger.articles.library import read_articles
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.crawling import crawls, frontier, places
from crawler.ledger.migration_files import MIGRATIONS, newest_version
from crawler.ledger.reports.report import Days, read_report
from crawler.ledger.tables import metadata, page_id
from crawler.link import PageKind
from crawler.search.find import search

FIRST = "0001"
SITE = "gazette"
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
LATER = SEEN + dt.timedelta(hours=1)
URL = "https://gazette.example/news/1"
LISTING = "https://gazette.example/latest"
KEY, LISTING_KEY = "gazette/1", "gazette.example/latest"
ARTICLE, LATEST = page_id(SITE, KEY), page_id(SITE, LISTING_KEY)
HEADLINE = {"kind": "headline", "before": "Old", "after": "New"}


def story(title: str, revision: int) -> Article:
    return Article(
        title=title,
        date=SEEN.date(),
        published=SEEN,
        body=("One.",),
        url=URL,
        site=SITE,
        revision=revision,
        content_hash=title,
    )


def page(id_: int, key: str, url: str, kind: str, state: str) -> dict[str, Any]:
    return {
        "id": id_,
        "site": SITE,
        "key": key,
        "url": url,
        "kind": kind,
        "place": "listing",
        "depth": 0,
        "published": SEEN,
        "first_seen": SEEN,
        "first_crawl": 1,
        "state": state,
        "attempts": 0,
        "priority": 3,
        "next_look": SEEN + dt.timedelta(hours=1),
    }


def first_rows() -> dict[str, list[dict[str, Any]]]:
    """What a crawl left in the tables of the first schema, foreign keys first."""
    documents = [write_article(story(*one)).decode() for one in (("Old", 1), ("New", 2))]
    revision = {"page": ARTICLE, "crawl": 1, "seen": SEEN}
    look = {"page": ARTICLE, "crawl": 1, "at": SEEN, "bytes": 100, "outcome": "ok"}
    return {
        "crawls": [
            {
                "site": SITE,
                "command": "crawl",
                "arguments": "{}",
                "started": SEEN,
                "outcome": "finished",
            }
        ],
        "pages": [
            page(ARTICLE, KEY, URL, "article", "kept"),
            page(LATEST, LISTING_KEY, LISTING, "listing", "read"),
        ],
        "looks": [{**look, "status": 200, "changed": True}],
        "articles": [
            {
                "page": ARTICLE,
                "site": SITE,
                "url": URL,
                "published": SEEN,
                "date": "2026-01-21",
                "title": "New",
                "revision": 2,
                "content_hash": "New",
                "first_seen": SEEN,
                "last_seen": SEEN,
                "related_hash": "",
                "document": documents[1],
            },
            {
                "page": 7,
                "site": "herald",
                "url": URL,
                "date": "2026-01-21",
                "title": "Gone",
                "revision": 1,
                "content_hash": "",
                "first_seen": LATER,
                "last_seen": LATER,
                "unpublished": LATER,
                "related_hash": "",
                "document": write_article(story("Gone", 1)).decode(),
            },
        ],
        "revisions": [
            {**revision, "number": 1, "content_hash": "Old", "document": documents[0]},
            {
                **revision,
                "number": 2,
                "content_hash": "New",
                "document": documents[1],
                "changes": json.dumps([HEADLINE]),
            },
        ],
        "snapshots": [
            {
                "site": SITE,
                "page": ARTICLE,
                "block": "related",
                "content_hash": "x",
                "items": "[]",
                "first_seen": SEEN,
                "last_seen": SEEN,
            }
        ],
        "links": [
            {
                "source": LATEST,
                "target": ARTICLE,
                "place": "listing",
                "rank": 0,
                "first_seen": SEEN,
                "last_seen": SEEN,
                "walk": 1,
            }
        ],
        "walks": [
            {
                "site": SITE,
                "listing": LATEST,
                "url": LISTING,
                "crawl": 1,
                "started": SEEN,
                "state": "gap",
                "reason": "max-pages",
                "thorough": False,
                "pages": 1,
                "position": LATEST,
            }
        ],
        "gaps": [
            {
                "site": SITE,
                "walk": 1,
                "url": LISTING,
                "opened": SEEN,
                "reason": "max-pages",
            }
        ],
        "hosts": [{"host": "gazette.example", "failures": 1}],
    }


@pytest.fixture
def old(address: str) -> str:
    """The address of a ledger that the first version of the program wrote."""
    engine = create_engine(address)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST)
        tables = MetaData()
        tables.reflect(connection)
        for name, rows in first_rows().items():
            for row in rows:
                connection.execute(insert(tables.tables[name]), row)
    engine.dispose()
    return address


@pytest.fixture
def opened(old: str) -> Any:
    engine = open_ledger(old)
    yield engine
    engine.dispose()


def test_the_first_schema_is_the_first_migration() -> None:
    names = [path.name for path in Path(MIGRATIONS, "versions").glob("0*.py")]
    assert min(names).startswith(f"{FIRST}_")


def test_the_newest_is_the_last_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [newest_version()]


def test_it_has_the_tables_of_today(opened: Engine) -> None:
    found = inspect(opened)
    for name, table in metadata.tables.items():
        assert {c["name"] for c in found.get_columns(name)} == set(table.columns.keys())
        assert {i["name"] for i in found.get_indexes(name)} >= {i.name for i in table.indexes}


def test_its_articles_are_read(opened: Engine) -> None:
    with reading(opened) as connection:
        (article,) = read_articles(connection, Selection(site=SITE))
        history = read_history(connection, SITE, KEY)
    assert (article.title, article.revision) == ("New", 2)
    assert history is not None
    assert [version.changes for version in history.versions] == [(), (HEADLINE,)]


def test_its_articles_are_found_by_their_words(opened: Engine) -> None:
    assert [hit.article.title for hit in search(opened, "new one").hits] == ["New"]
    (gone,) = search(opened, "gone").hits
    assert gone.unpublished == LATER
    assert search(opened, "old").hits == ()


def test_its_report_is_whole(opened: Engine) -> None:
    with reading(opened) as connection:
        report = read_report(connection, SITE, Days(dt.UTC))
    ((day, counts),) = report.tally.days
    assert (day, counts.kept, counts.revisions) == (SEEN.date(), 1, 1)
    assert counts.by_place == {"listing": 1}
    assert [gap.reason for gap in report.gaps] == ["max-pages"]


def test_what_it_held_is_numbered_as_changes(opened: Engine) -> None:
    """One article of two revisions, and one that is gone."""
    with reading(opened) as connection:
        until = last_number(connection)
        found = list(read_changes(connection, Selection(), 0, until))
    assert until == 3
    assert [(one.article.title, one.change, one.at) for one in found] == [
        ("New", "new", SEEN),
        ("Gone", "unpublished", LATER),
    ]


def test_a_crawl_goes_on_in_it(opened: Engine) -> None:
    now = SEEN + dt.timedelta(hours=2)
    where = [places.Place(LISTING_KEY, LISTING, PageKind.LISTING)]
    with writing(opened) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, now)
        places.open_places(connection, SITE, crawl, where, now, now)
        due = frontier.draw_due(connection, SITE, now, 10, ())
    assert crawl > 1
    assert {one.url for one in due} == {LISTING, URL}


def test_opening_it_again_changes_nothing(opened: Engine, old: str) -> None:
    engine = open_ledger(old, create=False)
    with reading(engine) as connection:
        assert len(list(read_articles(connection, Selection(site=SITE)))) == 1
    engine.dispose()
