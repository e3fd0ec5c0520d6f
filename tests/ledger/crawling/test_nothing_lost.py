"""Whatever happens to a crawl, each story its listing showed is known or lies in an open gap.

A site of one listing is played through crawls and backfills that are killed, stopped early and
answered wrongly, while the site publishes, even between two pages of one walk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select

from crawler.article import Article
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.crawling import backfill, crawls, frontier, places
from crawler.ledger.crawling.backfill import Span
from crawler.ledger.decide import Policy, Priority
from crawler.ledger.keeping import keep
from crawler.ledger.tables import gaps, metadata, page_id, pages, walks
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import Link, PageKind, Where

SITE = "gazette"
HOME = "https://gazette.example"
START = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
FIRST_PAGE = places.Place("latest/1", f"{HOME}/latest/1", PageKind.LISTING)
MAIN = page_id(SITE, FIRST_PAGE.key)
A_PAGE = 4  # stories
ANSWERS = {
    "503": Answer("retry", "http-503", 503),
    "404": Answer("gone", "http-404", 404),
    "soft 404": Answer("gone", "not-found", 200),
    "challenge": Answer("blocked", "challenge", 200),
}


@dataclass
class Site:
    """Stories by their minute of publication, on at most ``depth`` pages, newest first."""

    depth: int
    times: list[dt.datetime]
    wrong: dict[int, str] = field(default_factory=dict)
    """Listing pages by number → how they are answered."""

    def shown(self) -> list[dt.datetime]:
        return self.times[::-1][: self.depth * A_PAGE]

    def answer(self, page: DuePage, at: dt.datetime) -> Visit:
        if page.kind is PageKind.ARTICLE:
            return self._story(page, at)
        number = int(page.url.rpartition("/")[2])
        if number in self.wrong:
            return Visit(page, at, ANSWERS[self.wrong[number]], page.url, page.key)
        first = (number - 1) * A_PAGE
        found = self.shown()[first : first + A_PAGE]
        following = f"latest/{number + 1}" if self.shown()[first + A_PAGE :] else None
        body = " ".join(map(key_of, found)) + f" {following}"  # which tells an unchanged page
        if page.fingerprint == body:
            return Visit(page, at, Answer("unchanged", status=200), page.url, page.key)
        return Visit(
            page,
            at,
            Answer("ok", status=200, fingerprint=body),
            page.url,
            page.key,
            links=tuple((key_of(time), link_to(time, rank)) for rank, time in enumerate(found)),
            following=(following, f"{HOME}/{following}") if following else None,
        )

    def _story(self, page: DuePage, at: dt.datetime) -> Visit:
        time = dt.datetime.fromisoformat(page.key.removeprefix("news/"))
        article = Article(
            title=page.key,
            date=time.date(),
            published=time,
            body=("One.",),
            content_hash=page.key,
            site=SITE,
            url=page.url,
        )
        return Visit(page, at, Answer("ok", status=200), page.url, page.key, article)


def key_of(time: dt.datetime) -> str:
    return f"news/{time.isoformat()}"


def link_to(time: dt.datetime, rank: int) -> Link:
    url = f"{HOME}/{key_of(time)}"
    return Link(url, PageKind.ARTICLE, Where.LISTING, FIRST_PAGE.url, rank, "A story", time)


@dataclass
class Play:
    """The site, the ledger, and a clock that only moves forward."""

    engine: Engine
    site: Site
    now: dt.datetime = START
    floor: dt.datetime | None = None
    was_walked: bool = False
    """Whether a crawl has walked the listing as far as it was told."""
    expected: set[dt.datetime] = field(default_factory=set)
    """What the listing showed when a crawl began that came to look at it."""

    def publish(self, stories: int) -> None:
        for _ in range(stories):
            self.now += MINUTE
            self.site.times.append(self.now)
        if not self.was_walked:  # nobody knows what fell off the list before it was walked once
            self.expected &= set(self.site.shown())

    def crawl(self, budget: int, during: int = 0, killed: bool = False) -> None:
        floor = self.now - dt.timedelta(minutes=30)
        self.floor = self.floor or floor
        self.expected |= {time for time in self.site.shown() if time >= self.floor}
        self._run(Policy(depth=0, floor=floor), floor, None, budget, during, killed)
        if not killed:
            self.check()

    def backfill(self, minutes: int, budget: int, during: int = 0, killed: bool = False) -> None:
        span = Span(self.now - dt.timedelta(minutes=minutes), self.now - 5 * MINUTE)
        policy = Policy(depth=0, since=span.start, until=span.end)
        shown = set(self.site.shown())
        done = self._run(policy, span.start, span, budget, during, killed)
        if done:
            shown &= set(self.site.shown())
            wanted = {time for time in shown if span.start <= time < span.end}
            assert wanted <= self.kept(), "a backfill that says it is done has all"

    def _run(
        self,
        policy: Policy,
        since: dt.datetime,
        span: Span | None,
        budget: int,
        during: int,
        killed: bool,
    ) -> bool:
        """True if the crawl ended with nothing left to do."""
        self.now += crawls.LEASE + MINUTE  # what was killed before holds the site no more
        with writing(self.engine) as connection:
            command = "backfill" if span else "crawl"
            crawl = crawls.begin(connection, SITE, command, {}, self.now)
            if span:
                backfill.take_up(connection, SITE, span, self.now)
            ceiling = span.end if span else None
            places.open_places(connection, SITE, crawl, [FIRST_PAGE], since, self.now, ceiling)
        only = backfill.in_span(span) if span else None
        while budget > 0:
            due = self._draw(min(3, budget), only)
            if not due and not self._go_on(span):
                break
            for page in due:
                if during:
                    self.publish(during)
                self.now += dt.timedelta(seconds=1)
                visit = self.site.answer(page, self.now)
                with writing(self.engine) as connection:
                    keep.keep(connection, SITE, crawl, policy, [visit], self.now)
                budget -= 1
        done = not killed and self._end(crawl, span, budget)
        self.was_walked = self.was_walked or self._is_walked()
        return done

    def _go_on(self, span: Span | None) -> bool:
        with writing(self.engine) as connection:
            return places.resume_waiting(connection, SITE, span, self.now)

    def _draw(self, limit: int, only: Any) -> list[DuePage]:
        with reading(self.engine) as connection:
            return frontier.draw_due(
                connection, SITE, self.now, limit, (), (Priority.PLACES, Priority.NEW), only
            )

    def _end(self, crawl: int, span: Span | None, budget: int) -> bool:
        with writing(self.engine) as connection:
            why = "max-pages" if budget <= 0 else None
            if span and backfill.count_waiting(connection, SITE, span):
                why = why or "pages-waiting"
            places.close_places(connection, SITE, crawl, why or "unfinished", self.now, [MAIN])
            if span and why is None and backfill.is_cut_short(connection, SITE, span, [MAIN]):
                why = "listings-cut-short"
            if span and why is None:
                places.close_spanned(connection, SITE, crawl, span, self.now, [MAIN], by_date=False)
            crawls.finish(connection, SITE, crawl, "finished", why, {}, self.now)
        return why is None

    def _is_walked(self) -> bool:
        query = select(walks.c.state, walks.c.newest).where(~walks.c.thorough)
        with reading(self.engine) as connection:
            found = connection.execute(query).all()
        over = not {walk.state for walk in found} & {"walking", "gap"}
        return over and any(walk.newest for walk in found)

    def known(self) -> set[dt.datetime]:
        return self._times(select(pages.c.key).where(pages.c.kind == PageKind.ARTICLE))

    def kept(self) -> set[dt.datetime]:
        return self._times(select(pages.c.key).where(pages.c.state == "kept"))

    def _times(self, query: Any) -> set[dt.datetime]:
        with reading(self.engine) as connection:
            return {
                dt.datetime.fromisoformat(row.key.removeprefix("news/"))
                for row in connection.execute(query)
            }

    def check(self) -> None:
        """Nothing is lost without being told."""
        with reading(self.engine) as connection:
            told = connection.execute(select(gaps).where(gaps.c.closed.is_(None))).all()
        for lost in sorted(self.expected - self.known()):
            assert any(
                (gap.older is None or lost >= gap.older)
                and (gap.newer is None or lost <= gap.newer)
                for gap in told
            ), (lost, told)

    def settle(self) -> None:
        """All is well again: what the listing shows is kept in the end."""
        self.site.wrong.clear()
        for _ in range(3):
            self.now += dt.timedelta(hours=1)
            self.crawl(500)
        shown = {time for time in self.site.shown() if self.floor and time >= self.floor}
        assert shown <= self.kept()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('lost') / 'ledger.sqlite'}")
    yield engine
    engine.dispose()


def play_on(engine: Engine, depth: int, stories: int) -> Play:
    with writing(engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    times = [START - (stories - n) * MINUTE for n in range(stories)]
    return Play(engine, Site(depth, times))


budgets = st.sampled_from((1, 2, 3, 5, 9, 500))
events = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.integers(1, 30)),
        st.tuples(st.just("wrong"), st.integers(1, 4), st.sampled_from(sorted(ANSWERS))),
        st.tuples(st.just("heal")),
        st.tuples(st.just("crawl"), budgets, st.sampled_from((0, 0, 1, 5)), st.booleans()),
        st.tuples(
            st.just("backfill"),
            st.sampled_from((20, 60, 200)),
            budgets,
            st.sampled_from((0, 0, 1, 5)),
            st.booleans(),
        ),
    ),
    max_size=9,
)


@given(st.integers(2, 12), st.integers(0, 60), events)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_each_story_is_known_or_told_missing(
    engine: Engine, depth: int, stories: int, events: list[tuple[Any, ...]]
) -> None:
    play = play_on(engine, depth, stories)
    for name, *told in events:
        if name == "wrong":
            play.site.wrong[told[0]] = told[1]
        elif name == "heal":
            play.site.wrong.clear()
        else:
            getattr(play, name)(*told)
    play.settle()
