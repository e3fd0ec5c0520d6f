"""N → a ledger of so many synthetic articles, made in one go."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from crawler.article import Article, Headline, RelatedStory, to_json
from crawler.ledger.connect import open_ledger

FIRST = dt.datetime(2020, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=2)))
SITES = ("gazette", "herald", "courier")
# Texts are cut out of a long one, of as many different words as a newspaper's week, at any place.
_RANDOM = random.Random(0)
_WORDS = ["".join(_RANDOM.choices("etaoinshrdluїцк", k=2 + n % 9)) for n in range(8_000)]
_TEXT = " ".join(_RANDOM.choices(_WORDS, k=300_000))

_ARTICLE = """INSERT INTO articles (page, site, url, published, date, section, title, revision,
content_hash, first_seen, last_seen, related_hash, document)
VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, '', ?)"""
_CHANGE = "INSERT INTO changes (number, page, site, kind, revision, at) VALUES (?,?,?,'new',1,?)"
_CURSOR = """INSERT OR REPLACE INTO cursors (kind, name, definition, number, files, items, moved)
VALUES ('delta', 'bench', '{"format": "jsonl", "selection": {}}', ?, 0, 0, ?)"""


def make_ledger(path: Path, rows: int) -> None:
    """Articles of three sites, ten minutes apart, each with one change."""
    open_ledger(f"sqlite:///{path}").dispose()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    connection.executemany(_ARTICLE, _articles(rows))
    changes = ((n + 1, n + 1, SITES[n % 3], _stored(FIRST)) for n in range(rows))
    connection.executemany(_CHANGE, changes)
    connection.commit()
    connection.close()


def touch(path: Path, rows: int) -> None:
    """A cursor stands before the last so many changes."""
    connection = sqlite3.connect(path)
    (last,) = connection.execute("SELECT max(number) FROM changes").fetchone()
    connection.execute(_CURSOR, (last - rows, _stored(FIRST)))
    connection.commit()
    connection.close()


def _articles(rows: int) -> Iterator[tuple[object, ...]]:
    for number in range(rows):
        time = FIRST + dt.timedelta(minutes=10 * number)
        article = _article(number, time)
        seen = _stored(time + dt.timedelta(minutes=5))
        yield (
            number + 1,
            article.site,
            article.url,
            _stored(time),
            article.date.isoformat(),
            article.section,
            article.title,
            article.content_hash,
            seen,
            seen,
            to_json(article).decode(),
        )


def _article(number: int, time: dt.datetime) -> Article:
    def text(place: int, length: int) -> str:
        start = (number * 7919 + place * 104_729) % (len(_TEXT) - length)
        return _TEXT[start : start + length].strip() or "text"

    url = f"https://{SITES[number % 3]}.example/news/{{}}.html"
    headlines = tuple(Headline(text(n, 60), url.format(number + n)) for n in range(30, 36))
    related = (text(20, 70), text(21, 70), text(22, 70))
    return replace(
        _BASE,
        site=SITES[number % 3],
        date=time.date(),
        published=time,
        title=text(0, 80),
        body=tuple(text(n, 200 + 20 * (number % 5)) for n in range(1, 7)),
        tags=(text(10, 8), text(11, 12), "harbour"),
        related=tuple(RelatedStory(time, one, url.format(number)) for one in related),
        hot_news=headlines[:3],
        latest=headlines,
        url=url.format(number),
        first_seen=time,
        last_seen=time,
        content_hash=f"{number:064x}",
    )


_BASE = Article(
    source="The Harbour Herald",
    date=FIRST.date(),
    title="title",
    section="Facts",
    reading_minutes=2,
    language="en",
    authors=("Ada Quay",),
    published_raw="18:45 21.01.2026",
    revision=1,
    provenance={"title": "site: h1", "published": "site: .time", "body": "site: .text p"},
)


def _stored(time: dt.datetime) -> str:
    """A time as SQLite holds the ledger's."""
    return time.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
