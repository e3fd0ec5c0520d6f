"""The tables of an exported database, and an article's values → its rows in them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

_TEXTS = (
    *("source", "date", "section", "published", "title", "lead"),
    *("url", "site", "language", "image", "modified"),
    *("coverage_start", "coverage_end", "published_raw", "first_seen", "last_seen", "content_hash"),
)
_NUMBERS = ("reading_minutes", "accessible_for_free", "revision")
_LISTS = {"tags": "tag", "authors": "author"}
_STORIES = {"related": ("published", "title", "url")} | dict.fromkeys(
    ("hot_news", "latest"), ("title", "url")
)
PARAGRAPHS_APART = "\n\n"
"""Between two paragraphs of a body; paragraphs themselves are single lines."""

_KEY = "article INTEGER NOT NULL REFERENCES articles (id), position INTEGER NOT NULL"


def _table(name: str, columns: Iterable[str]) -> str:
    """A list's table: the article, the place in the list, and the item."""
    texts = "".join(f", {one} TEXT" for one in columns)
    return f"CREATE TABLE {name} ({_KEY}{texts}, PRIMARY KEY (article, position)) WITHOUT ROWID;\n"


_LIST_TABLES = {
    **{name: (column,) for name, column in _LISTS.items()},
    **_STORIES,
    "updates": ("published", "title", "body"),
}
TABLES = (
    "CREATE TABLE articles (id INTEGER PRIMARY KEY, "
    + ", ".join(f"{name} TEXT" for name in _TEXTS)
    + ", body TEXT, "
    + ", ".join(f"{name} INTEGER" for name in _NUMBERS)
    + ");\n"
    + "".join(_table(name, columns) for name, columns in _LIST_TABLES.items())
    + "CREATE TABLE provenance (article INTEGER NOT NULL REFERENCES articles (id), field TEXT "
    "NOT NULL, rule TEXT, PRIMARY KEY (article, field)) WITHOUT ROWID;\n"
)
"""What is made first."""

FINISH = """
CREATE INDEX articles_url ON articles (url);
CREATE INDEX articles_site_date ON articles (site, date);
CREATE INDEX tags_tag ON tags (tag);
CREATE INDEX authors_author ON authors (author);
CREATE VIRTUAL TABLE articles_words USING fts5
    (title, lead, body, content='articles', content_rowid='id');
INSERT INTO articles_words (articles_words) VALUES ('rebuild');
"""
"""What is made when all rows are there: indexes, and that of the words."""


def _insert(name: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - names of ours


INSERTS = {
    "articles": _insert("articles", ("id", *_TEXTS, "body", *_NUMBERS)),
    **{n: _insert(n, ("article", "position", *cs)) for n, cs in _LIST_TABLES.items()},
    "provenance": _insert("provenance", ("article", "field", "rule")),
}
"""For each table the statement that takes its rows; articles first, whom the others name."""


def rows_of(number: int, values: dict[str, Any]) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Each table's rows of an article, given as `article.to_dict` gives it, numbered from 1."""
    texts = (values[name] for name in _TEXTS)
    body = PARAGRAPHS_APART.join(values["body"])
    yield "articles", [(number, *texts, body, *(values[name] for name in _NUMBERS))]
    for name in _LISTS:
        yield name, [(number, place, text) for place, text in enumerate(values[name])]
    for name, columns in _STORIES.items():
        yield (
            name,
            [
                (number, place, *(story[one] for one in columns))
                for place, story in enumerate(values[name])
            ],
        )
    yield (
        "updates",
        [
            (number, place, one["published"], one["title"], PARAGRAPHS_APART.join(one["body"]))
            for place, one in enumerate(values["updates"])
        ],
    )
    yield "provenance", [(number, field, rule) for field, rule in values["provenance"].items()]
