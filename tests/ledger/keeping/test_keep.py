"""One contract for both databases: what visits lead to, read back from the ledger."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from crawler.article import Article, Headline, RelatedStory
from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls, frontier, places
from crawler.ledger.decide import Policy, State
from crawler.ledger.keeping import keep
from crawler.ledger.keeping.rows import Kept
from crawler.ledger.tables import (
    articles,
    gaps,
    links,
    looks,
    page_id,
    pages,
    revisions,
    snapshots,
    walks,
)
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import Link, PageKind, Where

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
LATEST = places.Place("gazette.example/latest", "https://gazette.example/latest", PageKind.LISTING)
OK = Answer("ok", status=200, bytes=1000)


class Desk:
    """A crawl on an engine, with a clock that the test moves."""

    def __init__(self, engine: Engine, since: dt.timedelta = dt.timedelta(days=3)) -> None:
        self.engine = engine
        self.now = NOW
        self.since = since
        self.policy = Policy()
        self.crawl = 0
        self.latest: DuePage | None = None

    def begin(self, *where: places.Place) -> None:
        with writing(self.engine) as connection:
            self.crawl = crawls.begin(connection, SITE, "crawl", {}, self.now)
            places.open_places(connection, SITE, self.crawl, where, self.now - self.since, self.now)

    def end(self, reason: str = "stopped") -> None:
        with writing(self.engine) as connection:
            places.close_places(connection, SITE, self.crawl, reason, self.now)
            crawls.finish(connection, SITE, self.crawl, "finished", None, {}, self.now)

    def due(self, limit: int = 50) -> list[DuePage]:
        with reading(self.engine) as connection:
            return frontier.draw_due(connection, SITE, self.now, limit, ())

    def keep(self, *visits: Visit) -> list[Kept]:
        with writing(self.engine) as connection:
            return keep.keep(connection, SITE, self.crawl, self.policy, visits, self.now)

    def rows(self, query: Any) -> Sequence[Any]:
        with reading(self.engine) as connection:
            return connection.execute(query).all()

    def count(self, table: Any) -> int:
        return int(self.rows(select(func.count()).select_from(table))[0][0])


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


def story(number: int) -> str:
    return f"https://gazette.example/news/{number}"


def key(url: str) -> str:
    return url.removeprefix("https://")


def listed(*numbers: int, hours_ago: Sequence[float] = ()) -> tuple[tuple[str, Link], ...]:
    times = [NOW - dt.timedelta(hours=hours) for hours in hours_ago] or [None] * len(numbers)
    return tuple(
        (
            key(story(number)),
            Link(
                story(number),
                PageKind.ARTICLE,
                Where.LISTING,
                LATEST.url,
                rank,
                f"Story {number}",
                time,
            ),
        )
        for rank, (number, time) in enumerate(zip(numbers, times, strict=True))
    )


def visit(page: DuePage, at: dt.datetime = NOW, **values: Any) -> Visit:
    filled = {"answer": OK, "url": page.url, "key": page.key, **values}
    return Visit(page=page, at=at, **filled)


def article(url: str, **values: Any) -> Article:
    filled = {
        "title": "A title",
        "date": NOW.date(),
        "published": NOW - dt.timedelta(hours=1),
        "body": ("One.", "Two."),
        "content_hash": "hash-1",
        "site": SITE,
        "url": url,
        **values,
    }
    return Article(**filled)


def test_a_listing_makes_its_stories_due(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(3, 2, 1)))
    assert {one.url for one in desk.due()} == {story(n) for n in (1, 2, 3)}
    assert desk.count(looks) == 1


def test_a_kept_article_is_not_due_again_soon(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(1)))
    (due,) = desk.due()
    (kept,) = desk.keep(visit(due, article=article(due.url)))
    assert (kept.news, kept.article.revision) == ("new", 1)  # type: ignore[union-attr]
    assert desk.due() == []
    desk.now += dt.timedelta(hours=2)
    assert [one.url for one in desk.due()] == [due.url]


def test_keeping_the_same_visit_twice_stores_it_once(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    seen = visit(page, links=listed(2, 1))
    desk.keep(seen, seen)
    desk.keep(seen)
    assert desk.count(pages) == 3
    assert desk.count(links) == 2


def test_a_change_is_a_revision_with_its_diff(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(1)))
    (due,) = desk.due()
    desk.keep(visit(due, article=article(due.url)))
    again = replace(due, state=State.KEPT)
    changed = article(due.url, title="Another title", content_hash="hash-2")
    (kept,) = desk.keep(visit(again, NOW + dt.timedelta(hours=1), article=changed))
    assert (kept.news, kept.article.revision) == ("revised", 2)  # type: ignore[union-attr]
    numbers = desk.rows(
        select(revisions.c.number, revisions.c.changes).order_by(revisions.c.number)
    )
    assert [row.number for row in numbers] == [1, 2]
    assert json.loads(numbers[1].changes) == [
        {"kind": "headline", "before": "A title", "after": "Another title"}
    ]
    (row,) = desk.rows(select(articles))
    assert (row.title, row.first_seen, row.last_seen) == (
        "Another title",
        NOW,
        NOW + dt.timedelta(hours=1),
    )


def test_the_same_content_again_is_no_revision(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(1)))
    (due,) = desk.due()
    first = article(due.url, related=(RelatedStory(None, "Old", story(8)),))
    desk.keep(visit(due, article=first))
    later = article(due.url, related=(RelatedStory(None, "New", story(9)),))
    (kept,) = desk.keep(visit(replace(due, state=State.KEPT), article=later))
    assert kept.news == "unchanged"
    assert desk.count(revisions) == 1
    assert [row.block for row in desk.rows(select(snapshots))] == ["related"]


def test_side_blocks_of_the_site_are_one_snapshot(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(2, 1)))
    block = (Headline("Hot", story(7)),)
    for due in desk.due():
        desk.keep(visit(due, article=article(due.url, hot_news=block, latest=block)))
    rows = desk.rows(select(snapshots.c.block, snapshots.c.page))
    assert sorted(rows) == [("hot_news", 0), ("latest", 0)]


def test_related_links_are_followed_to_the_depth(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(1)))
    for number in (1, 2, 3):
        (due,) = desk.due()
        assert due.url == story(number)
        found = Link(story(number + 1), PageKind.ARTICLE, Where.RELATED, due.url, 0, "Next")
        desk.keep(visit(due, article=article(due.url), links=((key(found.url), found),)))
        if number == 2:
            break
    assert desk.due() == []
    left = desk.rows(select(pages.c.url, pages.c.reason).where(pages.c.state == State.KNOWN))
    assert left == [(story(3), "beyond-depth")]


def test_an_address_left_for_its_depth_is_taken_up_when_a_listing_names_it(desk: Desk) -> None:
    desk.policy = Policy(depth=0)
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(1)))
    (due,) = desk.due()
    found = Link(story(2), PageKind.ARTICLE, Where.RELATED, due.url, 0, "Two")
    desk.keep(visit(due, article=article(due.url), links=((key(found.url), found),)))
    assert desk.due() == []
    desk.keep(visit(page, links=listed(2)))
    assert [one.url for one in desk.due()] == [story(2)]


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (Answer("gone", "http-404", 404), State.GONE, "http-404"),
        (Answer("refused", "robots-disallowed"), State.REFUSED, "robots-disallowed"),
        (Answer("retry", "http-503", 503), State.DUE, "http-503"),
        (Answer("blocked", "http-403", 403), State.DUE, "http-403"),
    ],
    ids=lambda value: getattr(value, "reason", None) or str(value),
)
def test_every_end_is_a_state_with_a_reason(
    desk: Desk, answer: Answer, state: State, reason: str
) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(1)))
    (due,) = desk.due()
    desk.keep(visit(due, answer=answer))
    row = desk.rows(select(pages.c.state, pages.c.reason).where(pages.c.id == due.id))
    assert row == [(state, reason)]
    assert desk.due() == []


def test_a_failing_page_is_tried_again_later_and_given_up_at_last(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(1)))
    waits = []
    while due := desk.due():
        desk.keep(visit(due[0], answer=Answer("retry", "timeout")))
        with reading(desk.engine) as connection:
            again = frontier.next_due(connection, SITE)
        if again is None:
            break
        waits.append(again - desk.now)
        desk.now = again
    assert len(waits) == desk.policy.max_attempts - 1
    assert waits == sorted(waits)
    assert desk.rows(select(pages.c.state).where(pages.c.url == story(1))) == [(State.FAILED,)]


def test_an_article_that_vanishes_is_unpublished_and_its_last_version_kept(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(1)))
    (due,) = desk.due()
    desk.keep(visit(due, article=article(due.url)))
    gone_at = NOW + dt.timedelta(days=1)
    desk.keep(
        visit(replace(due, state=State.KEPT), gone_at, answer=Answer("gone", "http-410", 410))
    )
    (row,) = desk.rows(select(articles))
    assert (row.unpublished, row.title) == (gone_at, "A title")
    assert desk.rows(select(pages.c.state).where(pages.c.id == due.id)) == [(State.UNPUBLISHED,)]


def test_a_redirect_to_another_article_keeps_it_under_its_own_key(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(1)))
    (due,) = desk.due()
    desk.keep(visit(due, url=story(2), key=key(story(2)), article=article(story(2))))
    states = desk.rows(select(pages.c.url, pages.c.state).order_by(pages.c.url))
    assert (story(1), State.MOVED) in states
    assert (story(2), State.KEPT) in states
    assert [row.url for row in desk.rows(select(articles))] == [story(2)]


# Walks and gaps


def pager(number: int) -> tuple[str, str]:
    url = f"{LATEST.url}-{number}"
    return key(url), url


def walk_states(desk: Desk) -> list[tuple[str, str | None]]:
    rows = desk.rows(select(walks.c.state, walks.c.reason).order_by(walks.c.id))
    return [tuple(row) for row in rows]


def test_an_article_that_moves_is_kept_once_with_all_its_versions(desk: Desk) -> None:
    old, new = kept_story(desk, 1), story(2)
    seen = visit(old, url=new, key=key(new), article=article(new, content_hash="hash-2"))
    (kept,) = desk.keep(seen)
    assert (kept.news, kept.article.revision) == ("revised", 2)  # type: ignore[union-attr]
    assert desk.rows(select(articles.c.url, articles.c.revision)) == [(new, 2)]
    numbers = select(revisions.c.page, revisions.c.number).order_by(revisions.c.number)
    assert desk.rows(numbers) == [(page_id(SITE, key(new)), n) for n in (1, 2)]
    assert desk.rows(select(pages.c.state).where(pages.c.id == old.id)) == [(State.MOVED,)]


def test_an_article_that_moves_onto_another_leaves_its_versions_where_they_were(
    desk: Desk,
) -> None:
    old, other = kept_story(desk, 1), kept_story(desk, 2)
    desk.keep(visit(old, url=other.url, key=other.key, article=article(other.url)))
    assert desk.rows(select(articles.c.url)) == [(other.url,)]
    assert desk.count(revisions) == 2
    back = visit(other, url=old.url, key=old.key, article=article(old.url, content_hash="hash-3"))
    (kept,) = desk.keep(back)  # the site thought better of it
    assert kept.article.revision == 2  # type: ignore[union-attr]
    assert desk.rows(select(articles.c.url)) == [(old.url,)]
    assert desk.count(revisions) == 3


def test_an_article_that_was_gone_by_mistake_is_back(desk: Desk) -> None:
    page = kept_story(desk, 1)
    desk.keep(visit(page, answer=Answer("gone", "http-404", 404)))
    assert desk.rows(select(articles.c.unpublished)) == [(NOW,)]
    desk.now += dt.timedelta(hours=1)
    (again,) = desk.due()
    desk.keep(visit(again, at=desk.now, answer=Answer("gone", "http-404", 404)))
    assert desk.rows(select(articles.c.unpublished)) == [(NOW,)], "the day it vanished"
    desk.now += dt.timedelta(days=1)
    (again,) = desk.due()
    desk.keep(visit(again, at=desk.now, answer=Answer("unchanged", status=304)))
    assert desk.rows(select(articles.c.unpublished)) == [(None,)]
    assert desk.rows(select(pages.c.state).where(pages.c.id == page.id)) == [(State.KEPT,)]


def test_a_story_that_a_listing_names_later_has_its_related_stories_followed(desk: Desk) -> None:
    """Whichever was seen first, the related link or the listing's."""
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(1)))
    (first,) = desk.due()
    desk.keep(visit(first, article=article(first.url), links=related(first, 2)))
    (second,) = desk.due()
    assert second.depth == 1
    desk.keep(visit(page, links=listed(2)))
    (second,) = desk.due()
    assert second.depth == 0
    desk.keep(visit(second, article=article(second.url), links=related(second, 3)))
    assert [one.url for one in desk.due()] == [story(3)]


def kept_story(desk: Desk, number: int) -> DuePage:
    """The page of a story that was fetched once, as it is when it is due again."""
    if not desk.crawl:
        desk.begin(LATEST)
        desk.latest = desk.due()[0]
    assert desk.latest is not None
    desk.keep(visit(desk.latest, links=listed(number)))
    (due,) = desk.due()
    desk.keep(visit(due, article=article(due.url)))
    return replace(due, state=State.KEPT)


def related(page: DuePage, number: int) -> tuple[tuple[str, Link], ...]:
    link = Link(story(number), PageKind.ARTICLE, Where.RELATED, page.url, 0, f"Story {number}")
    return ((key(link.url), link),)


def test_a_first_walk_ends_at_its_floor(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(4, 3, hours_ago=(1, 30)), following=pager(2)))
    second = next(one for one in desk.due() if one.kind is PageKind.LISTING)
    desk.keep(visit(second, links=listed(2, 1, hours_ago=(60, 90)), following=pager(3)))
    assert walk_states(desk) == [("floor", None)]
    assert {one.url for one in desk.due()} == {story(4), story(3), story(2)}
    assert desk.count(gaps) == 0


def test_the_page_that_follows_a_feed_s_is_read_as_a_feed(desk: Desk) -> None:
    desk.begin(replace(LATEST, kind=PageKind.FEED))
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(4, 3, hours_ago=(1, 30)), following=pager(2)))
    second = next(one for one in desk.due() if one.kind is not PageKind.ARTICLE)
    assert (second.url, second.kind, second.place) == (pager(2)[1], PageKind.FEED, Where.FEED)


def test_a_later_walk_ends_where_it_meets_the_known(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(2, 1)))
    desk.end()
    desk.now += dt.timedelta(hours=1)
    desk.begin(LATEST)
    page = next(one for one in desk.due() if one.kind is PageKind.LISTING)
    desk.keep(visit(page, links=listed(4, 3, 2), following=pager(2)))
    assert walk_states(desk)[1] == ("met", None)
    assert not [one for one in desk.due() if one.kind is PageKind.LISTING]


def test_an_old_story_pinned_on_top_does_not_end_a_walk(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(2, 1)))
    desk.end()
    desk.begin(LATEST)
    page = next(one for one in desk.due() if one.kind is PageKind.LISTING)
    desk.keep(visit(page, links=listed(1, 6, 5, 4), following=pager(2)))
    assert [one.url for one in desk.due() if one.kind is PageKind.LISTING] == [pager(2)[1]]


def test_a_walk_cut_short_is_a_gap_until_the_next_run_fills_it(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(2, 1)))
    desk.end()
    desk.begin(LATEST)
    page = next(one for one in desk.due() if one.kind is PageKind.LISTING)
    desk.keep(visit(page, links=listed(9, 8), following=pager(2)))
    desk.end("max-pages")
    assert desk.rows(select(gaps.c.reason, gaps.c.closed)) == [("max-pages", None)]

    desk.now += dt.timedelta(hours=1)
    desk.begin(LATEST)
    listing = [one for one in desk.due() if one.kind is PageKind.LISTING]
    assert {one.url for one in listing} == {LATEST.url, pager(2)[1]}
    for one in listing:
        if one.url == LATEST.url:
            desk.keep(visit(one, links=listed(10, 9, 8), following=pager(2)))
        else:
            desk.keep(visit(one, links=listed(7, 6, 2), following=pager(3)))
    desk.end()
    assert [state for state, _ in walk_states(desk)] == ["end", "met", "met"]
    assert all(row.closed for row in desk.rows(select(gaps.c.closed)))


def test_a_listing_that_ends_before_the_known_leaves_a_gap(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(2, 1, hours_ago=(30, 31))))
    desk.end()
    desk.begin(LATEST)
    page = next(one for one in desk.due() if one.kind is PageKind.LISTING)
    desk.keep(visit(page, links=listed(9, 8, hours_ago=(1, 2))))
    assert walk_states(desk)[1] == ("gap", "listing-ends-before-the-known")
    (gap,) = desk.rows(select(gaps))
    assert (gap.newer, gap.older) == (NOW - dt.timedelta(hours=2), NOW - dt.timedelta(hours=30))


def test_a_failed_group_leaves_nothing(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    broken = visit(page, links=listed(1), article=article(page.url, published=None))
    object.__setattr__(broken.article, "title", None)
    with pytest.raises(IntegrityError):
        desk.keep(visit(page, links=listed(2)), broken)
    assert desk.count(looks) == 0
    assert [one.url for one in desk.due()] == [LATEST.url]


def test_a_backfill_walks_each_day_of_an_archive_once(desk: Desk) -> None:
    """Each day's page leads to the day before, which the backfill opens anyway."""
    days = [places.Place(*pager(day), PageKind.LISTING) for day in (3, 2, 1)]
    with writing(desk.engine) as connection:
        desk.crawl = crawls.begin(connection, SITE, "backfill", {}, NOW)
        span = (NOW - dt.timedelta(days=9), NOW, NOW)
        places.open_places(connection, SITE, desk.crawl, days, *span)
    third, second, first = sorted(desk.due(), key=lambda one: one.url, reverse=True)
    desk.keep(visit(third, links=listed(4, 3), following=pager(2)))
    desk.keep(visit(second, links=listed(2), following=pager(1)))
    desk.keep(visit(first, links=listed(1), following=pager(0)))
    assert [state for state, _ in walk_states(desk)] == ["end", "end", "walking"]
    assert [one.url for one in desk.due() if one.kind is PageKind.LISTING] == [pager(0)[1]]
    assert desk.count(gaps) == 0


def test_a_pager_that_leads_back_ends_the_walk(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(4, 3), following=pager(2)))
    second = next(one for one in desk.due() if one.kind is PageKind.LISTING)
    desk.keep(visit(second, links=listed(2, 1), following=(LATEST.key, LATEST.url)))
    assert walk_states(desk) == [("end", None)]
    assert not [one for one in desk.due() if one.kind is PageKind.LISTING]


def test_a_pager_that_repeats_its_last_page_for_ever_ends_the_walk(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(2, 1), following=pager(2)))
    for number in (3, 4):
        onward = [one for one in desk.due() if one.kind is PageKind.LISTING]
        if not onward:
            break
        desk.keep(visit(onward[0], links=listed(2, 1), following=pager(number)))
    assert walk_states(desk) == [("end", None)]
    assert desk.count(looks) == 2


def test_a_walk_that_a_failing_page_cut_short_is_tried_again_by_the_next_run(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(2, 1), following=pager(2)))
    second = next(one for one in desk.due() if one.kind is PageKind.LISTING)
    desk.keep(visit(second, answer=Answer("gone", "http-404", 404)))
    desk.end()
    assert walk_states(desk) == [("gap", "http-404")]
    desk.now += dt.timedelta(hours=1)
    desk.begin(LATEST)
    again = {one.url: one for one in desk.due() if one.kind is PageKind.LISTING}
    assert set(again) == {LATEST.url, pager(2)[1]}
    desk.keep(visit(again[pager(2)[1]], links=listed(0)))
    assert walk_states(desk)[0] == ("end", None)
    assert all(row.closed for row in desk.rows(select(gaps.c.closed)))


def test_the_articles_own_time_is_what_the_page_is_remembered_by(desk: Desk) -> None:
    desk.begin(LATEST)
    (page,) = desk.due()
    desk.keep(visit(page, links=listed(1)))
    (due,) = desk.due()
    long_ago = NOW - dt.timedelta(days=400)
    desk.keep(visit(due, article=article(due.url, published=long_ago)))
    (row,) = desk.rows(select(pages).where(pages.c.id == due.id))
    assert (row.published, row.next_look) == (long_ago, None)
