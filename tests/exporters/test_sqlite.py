"""The SQLite file, opened as an analyst opens it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.article import Article, Headline, RelatedStory, Update
from tests.exporters.conftest import render_feed
from tests.exporters.strategies import articles

NOON = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
ARTICLE = Article(
    date=NOON.date(),
    published=NOON,
    title="Lamp replaced",
    lead="A lead",
    body=("First paragraph.", "Маяк горить."),
    tags=("lamp", "energy/saving"),
    authors=("Ada Quay",),
    related=(RelatedStory(NOON, "Crane", "https://x.example/2"),),
    hot_news=(Headline("Ferry"),),
    latest=(Headline("Ferry"), Headline("Ferry")),
    updates=(Update(NOON, None, ("One.", "Two.")),),
    accessible_for_free=False,
    revision=3,
    provenance={"title": "site: h1"},
)
OTHER = Article(date=NOON.date(), title="Ferry", tags=("lamp",))


@pytest.fixture
def database(render: Callable[..., bytes]) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:")
    opened.deserialize(render("sqlite", [ARTICLE, OTHER]))
    yield opened
    opened.close()


QUERIES = {
    "an article": (
        "SELECT date, published, title, revision, accessible_for_free FROM articles WHERE id = 1",
        [("2026-01-21", "2026-01-21T12:00:00+02:00", "Lamp replaced", 3, 0)],
    ),
    "a body": (
        "SELECT body FROM articles ORDER BY id",
        [("First paragraph.\n\nМаяк горить.",), ("",)],
    ),
    "a tag": (
        "SELECT title FROM tags JOIN articles ON id = article WHERE tag = 'lamp' ORDER BY id",
        [("Lamp replaced",), ("Ferry",)],
    ),
    "authors": ("SELECT * FROM authors", [(1, 0, "Ada Quay")]),
    "related": (
        "SELECT * FROM related",
        [(1, 0, "2026-01-21T12:00:00+02:00", "Crane", "https://x.example/2")],
    ),
    "latest": ("SELECT * FROM latest", [(1, 0, "Ferry", None), (1, 1, "Ferry", None)]),
    "hot news": ("SELECT title FROM hot_news", [("Ferry",)]),
    "updates": ("SELECT title, body FROM updates", [(None, "One.\n\nTwo.")]),
    "provenance": ("SELECT * FROM provenance", [(1, "title", "site: h1")]),
    "words": (
        "SELECT rowid FROM articles_words WHERE articles_words MATCH 'маяк OR lead'",
        [(1,)],
    ),
    "no broken key": ("PRAGMA foreign_key_check", []),
    "schema": ("PRAGMA user_version", [(1,)]),
}


@pytest.mark.parametrize(("query", "rows"), QUERIES.values(), ids=QUERIES)
def test_a_query(database: sqlite3.Connection, query: str, rows: list[tuple[object, ...]]) -> None:
    assert database.execute(query).fetchall() == rows


def test_every_field_has_its_place(database: sqlite3.Connection) -> None:
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_schema")}
    columns = {row[1] for row in database.execute("PRAGMA table_info(articles)")}
    assert {one.name for one in fields(Article)} <= tables | columns


@settings(deadline=None, max_examples=15)
@given(st.lists(articles(), max_size=3))
def test_no_article_is_lost(many: list[Article]) -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(render_feed("sqlite", many))
    titles = [title for (title,) in database.execute("SELECT title FROM articles ORDER BY id")]
    database.close()
    assert titles == [one.title for one in many]


def test_more_articles_than_are_written_at_once(render: Callable[..., bytes]) -> None:
    database = sqlite3.connect(":memory:")
    many = [Article(date=NOON.date(), title=str(n), tags=("a",)) for n in range(450)]
    database.deserialize(render("sqlite", many))
    assert database.execute("SELECT count(*), max(article) FROM tags").fetchone() == (450, 450)
    database.close()
