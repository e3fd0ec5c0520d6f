"""Real processes: a newsroom and crawls of it that are killed, stopped and starved."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from crawler import article as schema
from crawler.article import Article
from crawler.demo.comparison import compare
from crawler.feeds.selection import Selection
from crawler.ledger.articles.library import read_articles
from crawler.ledger.connect import open_ledger, reading

ROOT = Path(__file__).parents[2]
SITE = "interfax-ukraine"
HOST = "en.interfax.com.ua"
ARTICLES = 40  # of the usual newsroom
OPEN_END = 300.0  # seconds until a test gives up waiting: generous, the machine may be busy

SILENCE = 3 * OPEN_END  # seconds until an answer that no test waits for
STORIES = "/news/*/*.html"


@dataclass
class Newsroom:
    """A newsroom in a process of its own."""

    origin: str

    def ask(self, method: str, path: str, values: Any = None) -> bytes:
        connection = http.client.HTTPConnection(
            self.origin.removeprefix("http://"), timeout=OPEN_END
        )
        body = None if values is None else json.dumps(values)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        with contextlib.closing(connection):
            answer = connection.getresponse()
            read = answer.read()
            assert answer.status == 200, read
            return read

    def order(self, order: str, **values: Any) -> Any:
        return json.loads(self.ask("POST", f"/_newsroom/{order}", values))["result"]

    def fail(self, kind: str, pattern: str = "*", **values: Any) -> None:
        self.order("fail", kind=kind, pattern=pattern, **values)

    def fall_silent_after(self, answers: int) -> None:
        """Answer so many requests for articles as usual, and no more of them until healed: a crawl
        that is to be ended half-way does not end by itself, however long nobody looks at it."""
        self.fail("slow", STORIES, times=answers)
        self.fail("slow", STORIES, delay=SILENCE)

    def asked(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(json.loads(self.ask("GET", "/_newsroom/requests"))["paths"])

    def truths(self) -> list[Article]:
        return [schema.from_json(line) for line in self.ask("GET", "/_newsroom/truth").splitlines()]


@contextlib.contextmanager
def running_newsroom(articles: int) -> Iterator[Newsroom]:
    command = [sys.executable, "-m", "crawler.demo", "--port", "0", "--articles", str(articles)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Newsroom(process.stdout.readline().strip())
        finally:
            process.kill()


@pytest.fixture(scope="session")
def busy_newsroom() -> Callable[[int], contextlib.AbstractContextManager[Newsroom]]:
    """A newsroom with as many articles as asked for."""
    return running_newsroom


@pytest.fixture(scope="module")
def _newsroom() -> Iterator[Newsroom]:
    with running_newsroom(ARTICLES) as newsroom:
        yield newsroom


@pytest.fixture
def newsroom(_newsroom: Newsroom) -> Newsroom:
    """A newsroom of forty articles without faults."""
    _newsroom.order("heal")
    _newsroom.order("forget")
    return _newsroom


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code and its two outputs."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line that a failed command says."""
        lines = [line for line in self.err.splitlines() if line.strip()]
        assert len(lines) == 1, self.err
        return lines[0]


@dataclass
class Command:
    """A command of this program, running."""

    process: subprocess.Popen[str]

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def end(self) -> Ended:
        out, err = self.process.communicate(timeout=OPEN_END)
        return Ended(self.process.returncode, out, err)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=OPEN_END)


@dataclass
class Desk:
    """One data folder, the commands run on it, and what lies in it afterwards."""

    folder: Path
    newsroom: Newsroom
    ledger: str = ""
    started: list[Command] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger = self.ledger or f"sqlite:///{self.folder / 'ledger.sqlite'}"

    @property
    def file(self) -> Path:
        return self.folder / "ledger.sqlite"

    def start(self, *words: str, wrapper: tuple[str, ...] = (), **options: Any) -> Command:
        process = subprocess.Popen(
            [*(wrapper or (sys.executable, "-m", "crawler")), *words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"},
            stdout=subprocess.PIPE,
            text=True,
            **{"stderr": subprocess.PIPE, **options},
        )
        self.started.append(Command(process))
        return self.started[-1]

    def start_crawl(self, *words: str, **options: Any) -> Command:
        known = ["--origin", self.newsroom.origin, "--since", "2000-01-01", "--ledger", self.ledger]
        pages = ["--max-pages", "100000", "--data", str(self.folder)]
        return self.start("crawl", SITE, *known, *pages, *words, **options)

    def crawl(self, *words: str, **options: Any) -> Ended:
        return self.start_crawl(*words, **options).end()

    def looks(self) -> int:
        """How many answers the ledger holds, read beside a running crawl."""
        with contextlib.suppress(sqlite3.Error):
            where = f"file:{self.file}?mode=ro"
            with contextlib.closing(sqlite3.connect(where, uri=True)) as connection:
                found: int = connection.execute(
                    "SELECT coalesce(max(id), 0) FROM looks"
                ).fetchone()[0]
                return found
        return 0

    def wait_for_looks(self, count: int, command: Command) -> bool:
        """Wait until the ledger holds that many answers. False if the command ended before."""
        return self.wait_until(lambda: self.looks() >= count, command)

    def wait_until(self, condition: Callable[[], bool], command: Command) -> bool:
        """Wait for a condition while a command runs. False if the command ended before."""
        give_up = time.monotonic() + OPEN_END
        while not condition():
            if command.process.poll() is not None:
                return False
            assert time.monotonic() < give_up, "what was waited for did not come"
            time.sleep(0.005)
        return True

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        engine = open_ledger(self.ledger, create=False)
        try:
            with reading(engine) as connection:
                return [tuple(row) for row in connection.execute(text(query))]
        finally:
            engine.dispose()

    def one(self, query: str) -> Any:
        return self.rows(query)[0][0]

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, begun: no other is under way until it ends."""
        engine = open_ledger(self.ledger, create=False)
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()

    def change(self, statement: str, **values: Any) -> None:
        with self.writing() as connection:
            connection.execute(text(statement), values)

    def outcomes(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT outcome FROM crawls ORDER BY id")]

    def kept(self) -> list[Article]:
        engine = open_ledger(self.ledger, create=False)
        try:
            with reading(engine) as connection:
                return list(read_articles(connection, Selection(site=SITE)))
        finally:
            engine.dispose()

    def assert_complete(self) -> None:
        """Every article is kept once and as it is, with its links; nothing waits, no gap."""
        kept = {number_of(article.url): article for article in self.kept()}
        truths = {number_of(truth.url): truth for truth in self.newsroom.truths()}
        assert kept.keys() == truths.keys()
        for number, truth in truths.items():
            same_address = replace(truth, url=kept[number].url)
            assert not compare(same_address, kept[number])
        assert self.one("SELECT count(*) FROM articles") == len(truths)
        assert self.one("SELECT count(*) FROM revisions") == len(truths)
        assert self.one("SELECT count(*) FROM pages WHERE state = 'due'") == 0
        assert self.rows("SELECT url, reason FROM gaps WHERE closed IS NULL") == []
        self.assert_linked(kept)

    def assert_linked(self, kept: dict[str, Article]) -> None:
        """What each article's page names is in the ledger: in `links`, and as pages."""
        found: dict[str, set[str]] = {}
        query = (
            "SELECT s.url, t.url FROM links JOIN pages s ON s.id = links.source "
            "JOIN pages t ON t.id = links.target WHERE links.place = 'related'"
        )
        for source, target in self.rows(query):
            found.setdefault(number_of(source), set()).add(number_of(target))
        named = {
            number: {number_of(story.url) for story in article.related}
            for number, article in kept.items()
            if article.related
        }
        assert found == named


def number_of(url: str | None) -> str:
    """What all addresses of one article share."""
    return (url or "").rpartition("/")[2]


@pytest.fixture
def desk(tmp_path: Path, newsroom: Newsroom) -> Iterator[Desk]:
    """A fresh data folder, and commands on it; none outlives the test."""
    desk = Desk(tmp_path / "data", newsroom)
    yield desk
    end_all(desk)


def end_all(desk: Desk) -> None:
    for command in desk.started:
        if command.process.stdout is not None and not command.process.stdout.closed:
            command.kill()


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Further data folders."""
    made: list[Desk] = []

    def make(newsroom: Newsroom, name: str = "other", ledger: str = "") -> Desk:
        made.append(Desk(tmp_path / name, newsroom, ledger))
        return made[-1]

    yield make
    for desk in made:
        end_all(desk)
