"""How the demo tells what was kept from what is true."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import insert

from crawler import article as schema
from crawler.article import Article
from crawler.cli.demo import SHOWN, SITE, newsroom, print_comparison
from crawler.errors import UsageError
from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.tables import articles

NOW = dt.datetime(2026, 1, 21, tzinfo=dt.UTC)
TRUTHS = [
    Article(
        title=f"Story [{number}]",
        date=NOW.date(),
        site=SITE,
        url=f"https://en.interfax.com.ua/news/general/{number}.html",
    )
    for number in range(SHOWN + 2)
]


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """A server that knows what is true."""
    lines = b"\n".join(map(schema.to_json, TRUTHS)) + b"\n"

    class Truth(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/_newsroom/truth" else 404)
            self.end_headers()
            self.wfile.write(lines)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Truth) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def compared(folder: Path, origin: str, kept: list[Article]) -> tuple[int, list[str]]:
    address = f"sqlite:///{folder / 'ledger.sqlite'}"
    engine = open_ledger(address)
    with writing(engine) as connection:
        for number, one in enumerate(kept):
            connection.execute(insert(articles).values(**row(number, one)))
    engine.dispose()
    out = io.StringIO()
    code = print_comparison(Console(file=out, highlight=False, width=80), address, origin)
    return code, out.getvalue().splitlines()


def row(number: int, article: Article) -> dict[str, object]:
    values = {"page": number, "site": SITE, "url": article.url, "date": "2026-01-21"}
    seen = {"first_seen": NOW, "last_seen": NOW}
    hashes = {"content_hash": "", "related_hash": ""}
    document = schema.to_json(article).decode()
    return {**values, **seen, **hashes, "title": article.title, "revision": 1, "document": document}


def test_a_newsroom_that_cannot_start_says_why(origin: str) -> None:
    taken = origin.rpartition(":")[2]
    with (
        pytest.raises(UsageError, match=f"did not start: .*port {taken}"),
        newsroom(["--port", taken]),
    ):
        pass


def test_all_as_it_should_be_is_success(tmp_path: Path, origin: str) -> None:
    said = f"{len(TRUTHS)} of {len(TRUTHS)} articles are exactly as the newsroom says."
    assert compared(tmp_path, origin, TRUTHS) == (0, [said])


def test_a_story_under_another_sections_address_is_the_same(tmp_path: Path, origin: str) -> None:
    moved = [replace(one, url=str(one.url).replace("general", "sport")) for one in TRUTHS]
    assert compared(tmp_path, origin, moved)[0] == 0


def test_what_differs_is_named(tmp_path: Path, origin: str) -> None:
    first, second, *others = TRUTHS
    code, lines = compared(tmp_path, origin, [replace(first, title="[/b]"), *others])
    assert code == 1
    assert lines == [
        f"{len(others)} of {len(TRUTHS)} articles are exactly as the newsroom says.",
        f"  {first.url}: title: '[/b]' instead of 'Story [0]'",
        f"  {second.url}: not kept",
    ]


def test_only_the_first_differences_are_shown(tmp_path: Path, origin: str) -> None:
    code, lines = compared(tmp_path, origin, [])
    assert (code, len(lines)) == (1, 1 + SHOWN)
    assert lines[0].startswith(f"0 of {len(TRUTHS)} articles")
