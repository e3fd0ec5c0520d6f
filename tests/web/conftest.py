"""A ledger with a few articles, and the app over it on a port of loopback."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, insert, update

from crawler.access import tokens
from crawler.access.tokens import Scope
from crawler.article import Article, to_json
from crawler.jobs.listing import list_jobs
from crawler.ledger.articles import changes
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.decide import Event
from crawler.ledger.tables import articles, crawls, links, page_id, pages, revisions
from crawler.web.app import create_app
from crawler.web.server import serving
from crawler.web.settings import Limits, Rate, WebSettings

NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
SITE = "interfax-ukraine"
FREE = Rate(10_000, 10_000)
PATIENCE = 120.0  # seconds until a test gives up waiting: generous, the machine may be busy
NEW_JOB = {"kind": "feeds", "arguments": {}}
KYIV = dt.timezone(dt.timedelta(hours=2))


def story(number: int, **values: Any) -> Article:
    """The article of a number; a higher one is newer."""
    published = NOW.astimezone(KYIV) - dt.timedelta(minutes=30 * (100 - number))
    url = f"https://en.interfax.com.ua/news/general/{1_000_000 + number}.html"
    first = Article(
        title=f"Story number {number}",
        date=published.date(),
        published=published,
        source="Interfax-Ukraine",
        section="Facts" if number % 2 else "Economy",
        body=(f"The first paragraph of {number}.", "The second one, about grain and railways."),
        tags=("grain",) if number % 3 == 0 else ("rail",),
        authors=("Olena Kovalenko",) if number % 4 == 0 else (),
        language="en",
        url=url,
        site=SITE,
        first_seen=NOW,
        last_seen=NOW,
        revision=1,
        content_hash=f"{number:064d}",
        provenance={"title": "site: h1", "published": "site: div.time; agrees: json-ld"},
    )
    return replace(first, **values)


@dataclass
class Shelf:
    """Keeps articles as a crawl would."""

    engine: Engine

    def keep(self, article: Article) -> int:
        """The article's number in the ledger."""
        number = page_id(SITE, f"{article.url}")
        page = {
            "id": number,
            "site": SITE,
            "key": f"{article.url}",
            "url": article.url or "",
            "kind": "article",
            "place": "listing",
            "depth": 0,
            "published": article.published,
            "first_seen": NOW,
            "first_crawl": 1,
            "state": "kept",
            "priority": 3,
        }
        document = to_json(article).decode()
        row = {
            "page": number,
            "site": SITE,
            "url": article.url or "",
            "published": article.published,
            "date": article.date.isoformat(),
            "section": article.section,
            "title": article.title,
            "revision": article.revision,
            "content_hash": article.content_hash,
            "first_seen": NOW,
            "last_seen": NOW,
            "related_hash": "",
            "document": document,
        }
        version = {
            "page": number,
            "number": 1,
            "crawl": 1,
            "seen": NOW,
            "content_hash": article.content_hash,
            "document": document,
        }
        with writing(self.engine) as connection:
            connection.execute(insert(pages).values(page))
            connection.execute(insert(articles).values(row))
            connection.execute(insert(revisions).values(version))
            change = {"page": number, "kind": Event.NEW, "revision": 1, "at": NOW}
            changes.record(connection, SITE, [change])
        return number

    def withdraw(self, article: Article) -> None:
        """What is kept is gone from its site."""
        number = page_id(SITE, f"{article.url}")
        change = {"page": number, "kind": Event.UNPUBLISHED, "revision": 1, "at": NOW}
        with writing(self.engine) as connection:
            gone = update(articles).where(articles.c.page == number).values(unpublished=NOW)
            connection.execute(gone)
            changes.record(connection, SITE, [change])

    def revise(self, article: Article, changed: list[dict[str, Any]]) -> None:
        """A second version of what is kept, with what it changed."""
        number = page_id(SITE, f"{article.url}")
        version = {
            "page": number,
            "number": 2,
            "crawl": 1,
            "seen": NOW + dt.timedelta(hours=1),
            "content_hash": "2",
            "document": to_json(article).decode(),
            "changes": json.dumps(changed),
        }
        with writing(self.engine) as connection:
            connection.execute(insert(revisions).values(version))
            connection.execute(
                articles.update()
                .where(articles.c.page == number)
                .values(document=to_json(article).decode(), title=article.title, revision=2)
            )
            change = {"page": number, "kind": Event.REVISED, "revision": 2, "at": NOW}
            changes.record(connection, SITE, [change])

    def link(self, source: int, target: int, title: str, place: str = "related") -> None:
        """One page names another."""
        row = {
            "source": source,
            "target": target,
            "place": place,
            "rank": 0,
            "title": title,
            "first_seen": NOW,
            "last_seen": NOW,
        }
        with writing(self.engine) as connection:
            connection.execute(insert(links).values(row))


def form_key(client: httpx.Client, path: str = "/schedules") -> str:
    page = client.get(path, headers={"accept": "text/html"})
    found = re.search(r'name="form_key" value="([0-9a-f]{64})"', page.text)
    assert found is not None
    return found[1]


def count_jobs(engine: Engine) -> int:
    with reading(engine) as connection:
        return len(list_jobs(connection).jobs)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of one crawl; copied, because making one takes half a second."""
    path = tmp_path_factory.mktemp("template") / "ledger.sqlite"
    engine = open_ledger(f"sqlite:///{path}")
    with writing(engine) as connection:
        crawl = {"site": SITE, "command": "crawl", "arguments": "{}", "outcome": "finished"}
        connection.execute(insert(crawls).values(**crawl, started=NOW, ended=NOW, counts="{}"))
    engine.dispose()
    return path


@pytest.fixture
def engine(tmp_path: Path, template: Path) -> Iterator[Engine]:
    path = shutil.copy(template, tmp_path / "ledger.sqlite")
    engine = open_ledger(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def shelf(engine: Engine) -> Shelf:
    return Shelf(engine)


@contextmanager
def served(
    engine: Engine, data: Path, token: str | None = None, **values: Any
) -> Iterator[httpx.Client]:
    """A client of the app over a ledger. Keywords are those of WebSettings."""
    settings = WebSettings(engine=engine, data=data, **{"is_open": True, **values})
    headers = {"authorization": f"Bearer {token}"} if token else {}
    with (
        serving(create_app(settings)) as address,
        httpx.Client(base_url=address, headers=headers, timeout=PATIENCE, verify=False) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def module_engine(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Iterator[Engine]:
    """One ledger for the tests of a module that leave it as it is."""
    engine = open_ledger(f"sqlite:///{shutil.copy(template, tmp_path_factory.mktemp('module'))}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def standing(module_engine: Engine) -> Iterator[httpx.Client]:
    """A client of an app over it; an app takes half a second to its first answer."""
    limits = Limits(reads=FREE, writes=FREE)
    data = Path(str(module_engine.url.database)).parent
    with served(module_engine, data, limits=limits) as client:
        yield client


Serve = Callable[..., AbstractContextManager[httpx.Client]]


@pytest.fixture
def serve(engine: Engine, tmp_path: Path) -> Serve:
    """Serves the ledger; gives a client."""
    return functools.partial(served, engine, tmp_path)


@pytest.fixture
def client(serve: Serve) -> Iterator[httpx.Client]:
    with serve() as client:
        yield client


@pytest.fixture
def make_token(engine: Engine) -> Callable[[Scope], str]:
    def make(scope: Scope) -> str:
        with writing(engine) as connection:
            return tokens.add_token(connection, f"a-{scope}", scope, NOW)

    return make
