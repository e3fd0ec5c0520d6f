"""A crawl's places made due, and what is left of their walks at its end."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, insert, select, update

from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls, frontier, places
from crawler.ledger.crawling.backfill import Span
from crawler.ledger.tables import gaps, links, page_id, pages, walks
from crawler.link import PageKind

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def place(name: str, kind: PageKind = PageKind.LISTING, every: dt.timedelta = HOUR) -> places.Place:
    return places.Place(name, f"https://gazette.example/{name}", kind, every)


MAIN, SPORT, MAP = place("main"), place("sport"), place("sitemap", PageKind.SITEMAP)


@pytest.fixture
def crawl(engine: Engine) -> int:
    with writing(engine) as connection:
        return crawls.begin(connection, SITE, "crawl", {}, NOW)


def open_them(
    engine: Engine, *where: places.Place, now: dt.datetime = NOW, backfill: bool = False
) -> list[str]:
    """The keys that are due once the places were opened."""
    ceiling = NOW if backfill else None
    with writing(engine) as connection:
        places.open_places(connection, SITE, 1, where, NOW - 3 * DAY, now, ceiling)
    with reading(engine) as connection:
        return sorted(one.key for one in frontier.draw_due(connection, SITE, now, 99, ()))


def look_at(engine: Engine, *where: places.Place) -> None:
    """As if each had been asked and read, its walk over."""
    with writing(engine) as connection:
        for one in where:
            found = pages.c.id == page_id(SITE, one.key)
            values = {"state": "read", "next_look": None, "last_look": NOW, "etag": "e"}
            connection.execute(update(pages).where(found).values(**values))
        connection.execute(update(walks).values(state="met"))


def test_listings_are_walked_sitemaps_only_read(engine: Engine, crawl: int) -> None:
    assert open_them(engine, MAIN, MAP) == ["main", "sitemap"]
    with reading(engine) as connection:
        (walk,) = connection.execute(select(walks)).all()
    assert (walk.listing, walk.floor, walk.thorough) == (
        page_id(SITE, "main"),
        NOW - 3 * DAY,
        False,
    )


@pytest.mark.parametrize(
    ("passed", "backfill", "due"),
    [
        (HOUR / 2, False, ["sport"]),
        (HOUR, False, ["main", "sport"]),
        (HOUR / 2, True, ["main", "sport"]),
    ],
    ids=["asked lately", "time has passed", "a backfill asks all"],
)
def test_a_place_is_not_asked_again_too_soon(
    engine: Engine, crawl: int, passed: dt.timedelta, backfill: bool, due: list[str]
) -> None:
    open_them(engine, MAIN)
    look_at(engine, MAIN)
    assert open_them(engine, MAIN, SPORT, now=NOW + passed, backfill=backfill) == due


@pytest.mark.parametrize(("backfill", "etag"), [(False, "e"), (True, None)])
def test_only_a_backfill_forgets_what_tells_an_unchanged_page(
    engine: Engine, crawl: int, backfill: bool, etag: str | None
) -> None:
    open_them(engine, MAIN)
    look_at(engine, MAIN)
    with writing(engine) as connection:  # a story that an earlier crawl saw there
        source = connection.execute(select(pages.c.id)).scalar_one()
        seen = {"target": 1, "place": "listing", "rank": 0, "first_seen": NOW, "last_seen": NOW}
        connection.execute(insert(links).values(source=source, walk=1, **seen))
    open_them(engine, MAIN, now=NOW + HOUR, backfill=backfill)
    with reading(engine) as connection:
        assert connection.execute(select(pages.c.etag)).scalar_one() == etag


def test_an_unfinished_walk_goes_on_and_none_begins_beside_it(engine: Engine, crawl: int) -> None:
    open_them(engine, MAIN)
    assert open_them(engine, MAIN, now=NOW + DAY) == ["main"]
    with reading(engine) as connection:
        assert len(connection.execute(select(walks)).all()) == 1


def test_what_is_not_walked_at_the_end_is_one_gap(engine: Engine, crawl: int) -> None:
    open_them(engine, MAIN, MAP)
    for _ in range(2):
        with writing(engine) as connection:
            places.close_places(connection, SITE, crawl, "max-pages", NOW)
    with reading(engine) as connection:
        found = connection.execute(select(gaps.c.url, gaps.c.reason, gaps.c.closed)).all()
    assert found == [(MAIN.url, "max-pages", None)]


def add_walk(engine: Engine, listing: places.Place, state: str, newest: int, oldest: int) -> int:
    """A walk over the stories between so many hours ago."""
    values = {"site": SITE, "listing": page_id(SITE, listing.key), "url": listing.url, "crawl": 1}
    times = {"newest": NOW - newest * HOUR, "oldest": NOW - oldest * HOUR, "started": NOW}
    row = {**values, **times, "state": state, "thorough": False, "pages": 1}
    row["position"] = row["listing"]
    with writing(engine) as connection:
        number = connection.execute(insert(walks).values(**row).returning(walks.c.id))
        return int(number.scalar_one())


def add_gap(engine: Engine, walk: int, newer: int, older: int) -> None:
    row = {"site": SITE, "walk": walk, "url": "u", "opened": NOW, "reason": "max-pages"}
    with writing(engine) as connection:
        times = {"newer": NOW - newer * HOUR, "older": NOW - older * HOUR}
        connection.execute(insert(gaps).values(**row, **times))


def closed(engine: Engine) -> bool:
    with reading(engine) as connection:
        return connection.execute(select(gaps.c.closed_by)).scalar_one() is not None


@pytest.mark.parametrize(
    ("listing", "state", "newest", "oldest", "is_filled"),
    [
        (SPORT, "met", 5, 20, True),
        (SPORT, "floor", 5, 20, True),
        (SPORT, "gap", 5, 20, False),
        (SPORT, "met", 11, 20, False),
        (SPORT, "met", 5, 19, False),
        (MAIN, "met", 5, 20, True),
        (place("culture"), "met", 5, 20, False),
    ],
    ids=[
        *("over all of it", "to the floor", "itself a gap", "not its newest", "not its oldest"),
        *("over the main listing", "over another section"),
    ],
)
def test_a_gap_is_filled_by_a_sound_walk_over_all_of_its_time(
    engine: Engine,
    crawl: int,
    listing: places.Place,
    state: str,
    newest: int,
    oldest: int,
    is_filled: bool,
) -> None:
    add_gap(engine, add_walk(engine, SPORT, "gap", 1, 10), newer=10, older=20)
    add_walk(engine, listing, state, newest, oldest)
    with writing(engine) as connection:
        places.close_places(connection, SITE, crawl, "x", NOW, [page_id(SITE, "main")])
    assert closed(engine) is is_filled


@pytest.mark.parametrize(
    ("start", "end", "walk", "by_date", "is_filled"),
    [
        (20, 9, "floor", False, True),
        (20, 10, "floor", False, False),
        (19, 9, "floor", False, False),
        (20, 9, "end", False, False),
        (20, 9, "end", True, True),
    ],
    ids=[
        *("within its days", "up to its end", "begins later"),
        *("the listing ended before", "but archives do not"),
    ],
)
def test_a_whole_backfill_fills_the_gaps_within_its_days(
    engine: Engine,
    crawl: int,
    start: int,
    end: int,
    walk: str,
    by_date: bool,
    is_filled: bool,
) -> None:
    add_gap(engine, add_walk(engine, SPORT, "gap", 1, 10), newer=10, older=20)
    span = Span(NOW - start * HOUR, NOW - end * HOUR)
    through = add_walk(engine, SPORT, walk, 1, 20)
    with writing(engine) as connection:
        values = {"thorough": True, "floor": span.start, "ceiling": span.end}
        connection.execute(update(walks).where(walks.c.id == through).values(**values))
        places.close_spanned(connection, SITE, crawl, span, NOW, (), by_date)
    assert closed(engine) is is_filled
