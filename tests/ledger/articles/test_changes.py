"""What became of articles, as a reader with a cursor sees it; the same on both databases."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, text

from crawler import article as schema
from crawler.article import Article
from crawler.feeds.selection import Selection
from crawler.ledger.articles import changes
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.decide import Policy
from crawler.ledger.keeping import keep
from crawler.ledger.tables import articles, page_id, pages
from crawler.ledger.tables import changes as table
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import PageKind, Where

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
OK, SAME, GONE = Answer("ok", status=200), Answer("unchanged", status=304), Answer("gone", "404")


class Site:
    """A crawl of one site, told look by look what its one story says."""

    def __init__(self, engine: Engine, name: str = SITE) -> None:
        self.engine, self.name = engine, name
        self.looks = 0
        with writing(engine) as connection:
            self.crawl = crawls.begin(connection, name, "crawl", {}, NOW)

    def look(
        self,
        answer: Answer = OK,
        story: int = 1,
        state: str = "kept",
        moved_to: int | None = None,
        **says: Any,
    ) -> None:
        self.looks += 1
        at = NOW + dt.timedelta(hours=self.looks)
        url = f"https://{self.name}.example/{story}"
        there = f"https://{self.name}.example/{moved_to or story}"
        page = DuePage(
            page_id(self.name, url), self.name, url, url, PageKind.ARTICLE, Where.FEED, state=state
        )
        says = {"title": f"Story {story}", "section": "Facts", **says}
        article = Article(
            date=NOW.date(),
            site=self.name,
            url=there,
            content_hash=str(sorted(says.items())),
            **says,
        )
        visit = Visit(page, at, answer, there, there, article=article if answer is OK else None)
        with writing(self.engine) as connection:
            keep.keep(connection, self.name, self.crawl, Policy(), [visit], at)


@pytest.fixture
def site(engine: Engine) -> Site:
    return Site(engine)


def last(engine: Engine) -> int:
    with reading(engine) as connection:
        return changes.last_number(connection)


def told(engine: Engine, after: int = 0, **chosen: Any) -> list[tuple[str, str, int]]:
    """Title, kind and revision of each line."""
    with reading(engine) as connection:
        found = changes.read_changes(
            connection, Selection(**chosen), after, changes.last_number(connection)
        )
        return [(one.article.title, one.change, one.article.revision or 0) for one in found]


def new(site: Site) -> None:
    site.look()


def revised(site: Site) -> None:
    site.look(title="Corrected")


def same(site: Site) -> None:
    site.look()
    site.look(SAME)


def gone(site: Site) -> None:
    site.look(GONE)


def back(site: Site) -> None:
    site.look(state="due")


def not_modified(site: Site) -> None:
    site.look(SAME, state="due")


def moved(site: Site) -> None:
    site.look(moved_to=2)


def other(site: Site) -> None:
    site.look(story=2)


Step = Callable[[Site], None]
COURSES: dict[str, tuple[list[Step], list[Step], list[tuple[str, str, int]]]] = {
    "new": ([], [new], [("Story 1", "new", 1)]),
    "new and revised at once": ([], [new, revised], [("Corrected", "new", 2)]),
    "new and gone at once": ([], [new, gone], [("Story 1", "unpublished", 1)]),
    "new, gone and back at once": ([], [new, gone, back], [("Story 1", "new", 1)]),
    "revised": ([new], [revised], [("Corrected", "changed", 2)]),
    "looked at again": ([new], [same], []),
    "gone": ([new], [gone], [("Story 1", "unpublished", 1)]),
    "gone twice": ([new, gone], [gone], []),
    "back": ([new, gone], [back], [("Story 1", "back", 1)]),
    "back by a 304": ([new, gone], [not_modified], [("Story 1", "back", 1)]),
    "back with news": ([new, gone], [back, revised], [("Corrected", "back", 2)]),
    "gone and back at once": ([new], [gone, back], [("Story 1", "changed", 1)]),
    "moved": ([new], [moved], [("Story 1", "moved", 1), ("Story 1", "new", 1)]),
    "new and moved at once": ([], [new, moved], [("Story 1", "new", 1)]),
    "gone, then moved": ([new, gone], [moved], [("Story 1", "new", 1)]),
    "moved to what is kept": (
        [new, other],
        [moved],
        [("Story 1", "moved", 1), ("Story 1", "changed", 2)],
    ),
    "moved, and there again": ([new, moved], [new], [("Story 1", "new", 1)]),
    "back and gone at once": ([new, gone], [back, gone], [("Story 1", "unpublished", 1)]),
}


@pytest.mark.parametrize(("before", "since", "expected"), COURSES.values(), ids=COURSES)
def test_a_reader_is_told_what_became_of_what_it_had(
    site: Site, before: list[Step], since: list[Step], expected: list[tuple[str, str, int]]
) -> None:
    for step in before:
        step(site)
    cursor = last(site.engine)
    for step in since:
        step(site)
    assert told(site.engine, cursor) == expected
    assert told(site.engine, last(site.engine)) == []


def test_what_moved_says_where_to(site: Site) -> None:
    new(site)
    cursor = last(site.engine)
    moved(site)
    with reading(site.engine) as connection:
        old, there = changes.read_changes(connection, Selection(), cursor, cursor + 2)
    assert old.article.url == "https://gazette.example/1"
    assert old.moved_to == there.article.url == "https://gazette.example/2"


MOVES = {
    "comes in": ("Sport", "Facts", "new"),
    "goes out": ("Facts", "Sport", "left"),
    "stays in": ("Facts", "facts", "changed"),
    "stays out": ("Sport", "Economy", None),
}


@pytest.mark.parametrize(("before", "after", "kind"), MOVES.values(), ids=MOVES)
def test_a_selection_is_told_who_comes_and_goes(
    site: Site, before: str, after: str, kind: str | None
) -> None:
    site.look(section=before)
    cursor = last(site.engine)
    site.look(section=after)
    expected = [] if kind is None else [("Story 1", kind, 2)]
    assert told(site.engine, cursor, section="Facts") == expected


def test_what_is_gone_is_told_to_who_had_it_alone(site: Site) -> None:
    site.look(section="Sport")
    cursor = last(site.engine)
    site.look(GONE)
    assert told(site.engine, cursor, section="Facts") == []
    assert told(site.engine, cursor, section="Sport") == [("Story 1", "unpublished", 1)]


def test_the_order_is_that_of_the_latest_change(site: Site) -> None:
    for number in (1, 2, 3):
        site.look(story=number)
    site.look(story=1, section="Sport")
    Site(site.engine, "herald").look(story=9)
    assert [title for title, _, _ in told(site.engine)] == [
        "Story 2",
        "Story 3",
        "Story 1",
        "Story 9",
    ]
    assert [title for title, _, _ in told(site.engine, site="herald")] == ["Story 9"]


def test_a_range_ends_where_it_is_told_to(site: Site) -> None:
    site.look(story=1)
    cursor = last(site.engine)
    site.look(story=2)
    with reading(site.engine) as connection:
        (one,) = changes.read_changes(connection, Selection(), 0, cursor)
    assert (one.number, one.at) == (cursor, NOW + dt.timedelta(hours=1))


def test_what_is_rolled_back_has_no_number(site: Site) -> None:
    with contextlib.suppress(ZeroDivisionError), writing(site.engine) as connection:
        changes.record(connection, SITE, [event_row(1)])
        raise ZeroDivisionError
    with writing(site.engine) as connection:
        changes.record(connection, SITE, [event_row(2)])
    assert last(site.engine) == 1


def event_row(page: int) -> dict[str, Any]:
    return {"page": page, "kind": "new", "revision": 1, "at": NOW}


WRITERS, TURNS = 4, 25


def test_no_commit_falls_behind_a_reader(ledger_address: str, engine: Engine) -> None:
    """Several crawls commit at once; a reader that goes on from what it saw sees all of it."""

    def write(writer: int) -> None:
        own = open_ledger(ledger_address)
        for turn in range(TURNS):
            with writing(own) as connection:
                if engine.dialect.name == "postgresql":  # begun, and committed when it may
                    connection.execute(text("SELECT pg_sleep(random() / 500)"))
                changes.record(connection, SITE, [event_row(writer * TURNS + turn)])
                if engine.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_sleep(random() / 500)"))
        own.dispose()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    cursor, seen = 0, []
    while any(thread.is_alive() for thread in threads) or cursor < last(engine):
        with reading(engine) as connection:
            rows = connection.execute(
                table.select().where(table.c.number > cursor).order_by(table.c.number)
            ).all()
        seen += [row.page for row in rows]
        cursor = rows[-1].number if rows else cursor
    assert sorted(seen) == list(range(WRITERS * TURNS))


def test_who_comes_second_waits_for_the_first_commit(ledger_address: str, engine: Engine) -> None:
    """The transaction that began first commits last, and has the higher number."""
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writing transaction at a time")
    other = open_ledger(ledger_address)
    with writing(other) as early:
        early.execute(text("SELECT 1"))  # begun
        with writing(engine) as late:
            changes.record(late, SITE, [event_row(2)])
        changes.record(early, SITE, [event_row(1)])
    other.dispose()
    with reading(engine) as connection:
        assert [row.page for row in connection.execute(table.select().order_by("number"))] == [2, 1]


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Callable[[int], Engine]]:
    """Makes SQLite ledgers of so many articles, each changed once."""
    made: list[Engine] = []

    def fill(count: int) -> Engine:
        made.append(open_ledger(f"sqlite:///{tmp_path / f'{count}.sqlite'}"))
        document = schema.to_json(Article(date=NOW.date(), title="t", revision=1)).decode()
        row = {"site": SITE, "url": "u", "date": "2026-01-21", "title": "t", "revision": 1}
        row |= {"content_hash": "", "first_seen": NOW, "last_seen": NOW, "related_hash": ""}
        with writing(made[-1]) as connection:
            connection.execute(
                insert(articles), [{**row, "page": n, "document": document} for n in range(count)]
            )
            changes.record(connection, SITE, [event_row(n) for n in range(count)])
        return made[-1]

    yield fill
    for engine in made:
        engine.dispose()


def test_a_small_delta_of_a_large_ledger_costs_what_it_holds(
    filled: Callable[[int], Engine],
) -> None:
    """Steps of SQLite's machine for ten changes: they do not grow with the ledger."""
    few, many = (steps(filled(count), count - 10) for count in (100, 10_000))
    assert many < 1.2 * few


def steps(engine: Engine, after: int) -> int:
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    with reading(engine) as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.set_progress_handler(step, 1)
        assert len(list(changes.read_changes(connection, Selection(), after, after + 10))) == 10
        raw.set_progress_handler(None, 1)
    return count


def test_postgresql_reads_it_by_index(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite's steps are counted")
    with writing(engine) as connection:
        changes.record(connection, SITE, [event_row(number) for number in range(20_000)])
        connection.execute(text("ANALYZE changes"))
        query = changes.select_changes(Selection(), 19_990, 20_000).compile(
            engine, compile_kwargs={"literal_binds": True}
        )
        plan = "\n".join(row[0] for row in connection.execute(text(f"EXPLAIN {query}")))
    assert "Seq Scan on changes" not in plan, plan


def test_a_group_without_a_change_takes_no_number(site: Site) -> None:
    site.look()
    statements: list[str] = []
    event.listen(
        site.engine, "before_cursor_execute", lambda *given: statements.append(str(given[2]))
    )
    site.look(SAME)
    assert last(site.engine) == 1
    assert not [one for one in statements if "advisory" in one]
    assert pages.name in " ".join(statements)
