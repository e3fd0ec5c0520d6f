"""The ledger's changes → the index of words, brought up to date when somebody asks.

A crawl pays nothing for it: changes are numbered without a hole (ledger.changes), so the number
up to which they were read says what is left to do. Each batch and its number are one transaction.

The index holds words and no text. What it is kept in is made here, not by a migration: it is
derived, and made anew whenever ``search_index`` has no row. On SQLite its entries cannot be taken
out again; an article that changed has a new entry, ``searchable`` names the one that counts, and
when most are dead the index is made anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, text, update

from crawler.ledger.articles.changes import last_number
from crawler.ledger.connect import reading, writing
from crawler.ledger.tables import articles, changes, search_index, searchable
from crawler.ledger.tables.statements import dialect_insert
from crawler.search.query import mark
from crawler.search.words import BREAK, join

CHANGES_AT_ONCE = 500
"""Changes a transaction: a crawl that writes at the same time waits a quarter of a second."""
DEAD_AT_LEAST = 1000
MOST_CHARACTERS = 400_000
"""Of an article's text; PostgreSQL takes a megabyte of distinct words."""
WEIGHTS = {"title": "A", "lead": "B", "tags": "B", "body": "D"}
"""By field, as PostgreSQL names them; find.py says what they count."""

_LAST_POSITION = 16_383  # PostgreSQL knows no later one
_OLD = "DROP TABLE IF EXISTS search_words"
_NEW = {
    "sqlite": (
        """CREATE VIRTUAL TABLE search_words
        USING fts5(title, lead, body, tags, marks, content='', tokenize='ascii')""",
    ),
    "postgresql": (
        """CREATE TABLE search_words
        (entry bigint PRIMARY KEY, vector tsvector NOT NULL, marks text[] NOT NULL)""",
        "CREATE INDEX ix_search_words ON search_words USING gin (vector, marks)",
    ),
}
_INSERT = {
    "sqlite": text(
        "INSERT INTO search_words (rowid, title, lead, body, tags, marks)"
        " VALUES (:entry, :title, :lead, :body, :tags, :marks)"
    ),
    "postgresql": text(
        "INSERT INTO search_words (entry, vector, marks)"
        " VALUES (:entry, CAST(:vector AS tsvector), :marks)"
    ),
}
_DELETE = text("DELETE FROM search_words WHERE entry = :entry")
Told = Callable[[int, int], None]
"""Called with the number of the last change that is in the index, and of the last there is."""


def bring_up_to_date(engine: Engine, tell: Told | None = None) -> int:
    """Read what has changed since; how many changes that were. Raises StorageFailed."""
    total = 0
    while _is_behind(engine):
        with writing(engine) as connection:
            before, after, last = _read_batch(connection)
        total += after - before
        if tell is not None:
            tell(after, last)
    return total


def _is_behind(engine: Engine) -> bool:
    with reading(engine) as connection:
        number = connection.execute(select(search_index.c.number)).scalar_one_or_none()
        return number is None or number < last_number(connection)


def _read_batch(connection: Connection) -> tuple[int, int, int]:
    """Where the index stood, where it stands now, and how far it could."""
    state = _lock(connection)
    if _is_mostly_dead(connection, state):
        connection.execute(delete(search_index))
        state = _lock(connection)
    last = last_number(connection)
    until = min(state.number + CHANGES_AT_ONCE, last)
    batch = (changes.c.number > state.number, changes.c.number <= until)
    pages = set(connection.execute(select(changes.c.page).where(*batch)).scalars())
    entries = _index(connection, pages, state.entries)
    connection.execute(update(search_index).values(number=until, entries=entries))
    return state.number, until, last


def _lock(connection: Connection) -> Row[Any]:
    """The index's state, held until the transaction ends; a new index if there is none."""
    statement = dialect_insert(connection.dialect.name, search_index).on_conflict_do_nothing()
    statement = statement.values(id=1, number=0, entries=0)
    # Who inserts the row makes the index; another one waits here until it is made.
    if connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount:
        connection.execute(delete(searchable))
        for line in (_OLD, *_NEW[connection.dialect.name]):
            connection.execute(text(line))
    return connection.execute(select(search_index).with_for_update()).one()


def _is_mostly_dead(connection: Connection, state: Row[Any]) -> bool:
    if connection.dialect.name != "sqlite" or state.entries < DEAD_AT_LEAST:
        return False
    living = connection.execute(select(func.count()).select_from(searchable)).scalar_one()
    return bool(state.entries > 2 * living + DEAD_AT_LEAST)


def _index(connection: Connection, pages: Iterable[int], entries: int) -> int:
    """Make the entries of those pages what their articles say; how many were ever made."""
    wanted = select(articles.c.page, articles.c.revision, articles.c.document)
    kept: dict[int, Any] = {
        row.page: row for row in connection.execute(wanted.where(articles.c.page.in_(pages)))
    }
    known = connection.execute(select(searchable).where(searchable.c.page.in_(pages))).all()
    same = {
        row.page for row in known if row.page in kept and row.revision == kept[row.page].revision
    }
    _remove(connection, [row for row in known if row.page not in same])
    fresh = [row for page, row in sorted(kept.items()) if page not in same]
    _add(connection, fresh, entries)
    return entries + len(fresh)


def _remove(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    if not rows:
        return
    pages = [row.page for row in rows]
    connection.execute(delete(searchable).where(searchable.c.page.in_(pages)))
    if connection.dialect.name == "postgresql":
        connection.execute(_DELETE, [{"entry": row.entry} for row in rows])


def _add(connection: Connection, rows: Sequence[Row[Any]], entries: int) -> None:
    if not rows:
        return
    to_row = _to_fts5 if connection.dialect.name == "sqlite" else _to_vector
    numbered = list(enumerate(rows, entries + 1))
    connection.execute(
        insert(searchable),
        [{"page": row.page, "entry": n, "revision": row.revision} for n, row in numbered],
    )
    connection.execute(
        _INSERT[connection.dialect.name],
        [{"entry": n, **to_row(json.loads(row.document))} for n, row in numbered],
    )


def _to_fts5(document: dict[str, Any]) -> dict[str, Any]:
    return {**_fields(document), "marks": " ".join(_marks(document))}


def _to_vector(document: dict[str, Any]) -> dict[str, Any]:
    """Words with their places and weights; between fields a place is left free."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    place = 0
    for name, words in _fields(document).items():
        for word in words.split():
            place += 1
            if word != BREAK:
                places[word].append(f"{min(place, _LAST_POSITION)}{WEIGHTS[name]}")
        place += 1
    # PostgreSQL keeps 256 places of a word.
    vector = " ".join(f"'{word}':{','.join(found[:255])}" for word, found in places.items())
    return {"vector": vector, "marks": _marks(document)}


def _fields(document: dict[str, Any]) -> dict[str, str]:
    """The folded words of each field."""
    body = "\n".join(document["body"])[:MOST_CHARACTERS].split("\n")
    return {
        "title": join([document["title"][:MOST_CHARACTERS]]),
        "lead": join([(document["lead"] or "")[:MOST_CHARACTERS]]),
        "tags": join(document["tags"]),
        "body": join(body),
    }


def _marks(document: dict[str, Any]) -> list[str]:
    given = [("site", document["site"]), ("section", document["section"])]
    given += [("tag", tag) for tag in document["tags"]]
    return [mark(kind, value) for kind, value in given if value]
