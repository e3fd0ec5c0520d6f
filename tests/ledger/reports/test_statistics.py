"""How a site writes, counted from what is kept."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, insert

from crawler import article as schema
from crawler.article import Article
from crawler.ledger.connect import reading, writing
from crawler.ledger.reports.report import Days
from crawler.ledger.reports.statistics import DELAYS, LENGTHS, Facts, count, read_statistics
from crawler.ledger.tables import articles

KYIV = ZoneInfo("Europe/Kyiv")
EVENING = dt.datetime(2026, 1, 21, 23, 30, tzinfo=KYIV)


def hold(engine: Engine, number: int, published: dt.datetime | None, **says: object) -> None:
    seen = EVENING + dt.timedelta(minutes=10)
    one = Article(title="A title", date=EVENING.date(), published=published, **says)  # type: ignore[arg-type]
    row = {
        "page": number,
        "site": "herald" if number == 9 else "gazette",
        "url": f"https://gazette.example/{number}",
        "published": published,
        "date": (published or EVENING).date().isoformat(),
        "section": one.section,
        "title": one.title,
        "revision": 1,
        "content_hash": "",
        "first_seen": seen,
        "last_seen": seen,
        "unpublished": seen if number == 2 else None,
        "related_hash": "",
        "document": schema.to_json(one).decode(),
    }
    with writing(engine) as connection:
        connection.execute(insert(articles), [row])


def test_what_is_kept_is_counted(engine: Engine) -> None:
    hold(engine, 1, EVENING, section="Facts", tags=("a", "b"), body=("word " * 30, "word " * 30))
    hold(engine, 2, EVENING - dt.timedelta(days=1), tags=("b",), authors=("Ada",))
    hold(engine, 3, None, section="Facts")
    hold(engine, 9, EVENING, section="Other site")
    with reading(engine) as connection:
        found = read_statistics(connection, "gazette", Days(KYIV))
        some = read_statistics(connection, "gazette", Days(KYIV, last=dt.date(2026, 1, 20)))
    assert (found.articles, found.unpublished) == (3, 1)
    assert found.days == {"2026-01-20": 1, "2026-01-21": 2}
    assert [hour for hour, number in enumerate(found.hours) if number] == [23]
    assert found.sections == (("Facts", 2), ("(none)", 1))
    assert found.tags == (("b", 2), ("a", 1))
    assert found.authors == (("Ada", 1),)
    assert dict(found.lengths)["50–99"] == 1
    assert {name: number for name, number in found.delays if number} == {
        "5–15 minutes": 1,
        "1–7 days": 1,
    }
    assert (some.articles, some.days) == (1, {"2026-01-20": 1})


def test_each_value_falls_into_one_step() -> None:
    for steps in (LENGTHS, DELAYS):
        ends = [step.end for step in steps]
        assert ends == sorted(set(ends))
        assert ends[-1] == float("inf")


def test_a_tag_told_twice_counts_once() -> None:
    fact = Facts("2026-01-21", None, None, ("a", "a"), (), 0, -1)
    found = count([fact])
    assert found.tags == (("a", 1),)
    assert found.delays[0] == ("ahead of its time", 1)
