"""A child of a test: keeps a group of visits in a process that dies by SIGKILL after statement n.

Arguments: a folder for the ledgers. Forks one process each for n = 1, 2 … until one lives to the
end; the ledger of n is ``n.sqlite``. Prints how many statements there were.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from crawler.article import Article, Headline, RelatedStory
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.crawling import crawls, frontier, places
from crawler.ledger.crawling.desk import Desk
from crawler.ledger.decide import Policy
from crawler.ledger.tables import page_id, pages
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import Link, PageKind, Where

SITE = "gazette"
HOME = "https://gazette.example"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
LATEST = places.Place(f"{HOME}/latest", f"{HOME}/latest", PageKind.LISTING)
STORY = f"{HOME}/news/1"


def main(folder: Path) -> None:
    for deadly in itertools.count(1):
        child = os.fork()
        if child == 0:
            keep_until(f"sqlite:///{folder / f'{deadly}.sqlite'}", deadly)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            print(deadly - 1)
            return


def keep_until(address: str, deadly: int) -> None:
    engine = open_ledger(address)
    crawl, visits = prepare(engine)
    count = 0

    def die(*_: Any) -> None:
        nonlocal count
        count += 1
        if count == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "after_cursor_execute", die)
    asyncio.run(keep_all(Desk(engine, SITE, crawl, Policy(), lambda: NOW), visits))


async def keep_all(desk: Desk, visits: list[Visit]) -> None:
    """Through the door that a crawl uses; both visits form one group."""
    await asyncio.gather(*(desk.keep(visit) for visit in visits))
    await desk.close()


def prepare(engine: Engine) -> tuple[int, list[Visit]]:
    """A crawl with a listing and a story on their way: its number, and what their looks led to."""
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, NOW)
        places.open_places(connection, SITE, crawl, [LATEST], NOW - dt.timedelta(days=3), NOW)
        _add_story(connection, crawl)
    with reading(engine) as connection:
        due = frontier.draw_due(connection, SITE, NOW, 10, ())
    return crawl, [_read_listing(page) if page.walk else _read_story(page) for page in due]


def _add_story(connection: Connection, crawl: int) -> None:
    connection.execute(
        pages.insert().values(
            id=page_id(SITE, STORY),
            site=SITE,
            key=STORY,
            url=STORY,
            kind=PageKind.ARTICLE,
            place=Where.LISTING,
            depth=0,
            first_seen=NOW,
            first_crawl=crawl,
            state="due",
            attempts=0,
            priority=1,
            next_look=NOW,
        )
    )


def _read_listing(page: DuePage) -> Visit:
    urls = [f"{HOME}/news/{number}" for number in (1, 2, 3)]
    links = tuple((url, Link(url, PageKind.ARTICLE, Where.LISTING)) for url in urls)
    following = (f"{HOME}/latest/2", f"{HOME}/latest/2")
    ok = Answer("ok", status=200, bytes=1000)
    return Visit(page, NOW, ok, page.url, page.key, links=links, following=following)


def _read_story(page: DuePage) -> Visit:
    other = f"{HOME}/news/9"
    article = Article(
        source="Gazette",
        date=NOW.date(),
        title="A title",
        published=NOW,
        body=("A paragraph.",),
        related=(RelatedStory(NOW, "Another", other),),
        hot_news=(Headline("Hot", other),),
        url=page.url,
        site=SITE,
        language="en",
        content_hash="0" * 64,
    )
    links = ((other, Link(other, PageKind.ARTICLE, Where.RELATED, title="Another")),)
    ok = Answer("ok", status=200, bytes=1000)
    return Visit(page, NOW, ok, page.url, page.key, article=article, links=links)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
