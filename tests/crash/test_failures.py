"""What the site does wrong: tried again in time, given up with a reason, never waited for."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

PAUSE = "100"  # seconds of Retry-After: longer than a crawl waits for a page
SCRIPT = Path(__file__).with_name("crawl_with.py")


def path_of_a_story(desk: Any) -> str:
    """The newest story's path, with any section."""
    number = desk.newsroom.truths()[0].url.rpartition("/")[2]
    return f"/news/*/{number}*"


def failing_page(desk: Any, pattern: str) -> tuple[Any, ...]:
    like = f"%{pattern.rpartition('/')[2].rstrip('*')}"
    query = "SELECT state, reason, attempts, next_look, last_look FROM pages WHERE url LIKE "
    (row,) = desk.rows(f"{query}'{like}'")
    return tuple(row)


def test_a_page_that_keeps_failing_is_given_up_and_can_be_asked_again(desk: Any) -> None:
    story = path_of_a_story(desk)
    desk.newsroom.fail("status", story, status=500, retry_after=PAUSE)
    assert desk.crawl("--feeds", "none").code == 0
    assert failing_page(desk, story)[:3] == ("due", "http-500", 1)
    desk.change("UPDATE pages SET attempts = 5, next_look = last_look WHERE reason = 'http-500'")
    given_up = desk.crawl("--feeds", "none")
    assert "1 failed, http-500" in given_up.out
    assert failing_page(desk, story)[:3] == ("failed", "http-500", 6)
    asked = desk.newsroom.asked()
    desk.newsroom.order("heal")
    desk.crawl("--feeds", "none")
    again = desk.newsroom.asked() - asked
    assert not [path for path in again if path.endswith(story.rpartition("/")[2].rstrip("*"))]
    retry = desk.start("retry", "interfax-ukraine", "--reason", "http-500", "--ledger", desk.ledger)
    assert "asks for 1 pages again" in retry.end().out
    assert desk.crawl("--feeds", "none").code == 0
    desk.assert_complete()


@pytest.mark.parametrize(
    ("asked", "waited"), [("100", 100), ("999999999", 3600)], ids=["honoured", "capped"]
)
def test_retry_after_is_honoured_and_capped(desk: Any, asked: str, waited: int) -> None:
    story = path_of_a_story(desk)
    desk.newsroom.fail("status", story, status=503, retry_after=asked)
    assert desk.crawl("--feeds", "none").code == 0
    state, reason, _, next_look, last_look = failing_page(desk, story)
    assert (state, reason) == ("due", "http-503")
    pause = dt.datetime.fromisoformat(next_look) - dt.datetime.fromisoformat(last_look)
    assert waited <= pause.total_seconds() < waited + 5


def test_a_host_that_keeps_failing_is_left_alone(desk: Any) -> None:
    desk.newsroom.fail("status", "/news/*/*.html", status=503, retry_after=PAUSE)
    first = desk.crawl("--feeds", "none")
    assert first.code == 1
    assert "keeps failing; left alone until" in first.out
    stories = [path for path in desk.newsroom.asked() if path.count("/") == 3]
    assert 8 <= len(stories) <= 8 + 48  # what was on its way already
    desk.newsroom.order("forget")
    second = desk.crawl("--feeds", "none")
    assert second.code == 1
    assert desk.newsroom.asked().total() == 0
    desk.newsroom.order("heal")
    retry = desk.start("retry", "interfax-ukraine", "--ledger", desk.ledger).end()
    assert retry.code == 0, retry
    assert desk.crawl("--feeds", "none").code == 0
    desk.assert_complete()


def test_a_site_that_stops_answering_in_mid_crawl_is_no_success(desk: Any) -> None:
    assert desk.crawl("--feeds", "none", "--max-pages", "30").code == 0
    desk.newsroom.fail("status", "/news/*/*.html", status=503)
    ended = desk.crawl("--feeds", "none")
    assert ended.code == 1
    assert "keeps failing; left alone until" in ended.out
    desk.newsroom.order("heal")
    desk.change("DELETE FROM hosts")
    desk.change("UPDATE pages SET next_look = last_look WHERE state = 'due'")
    assert desk.crawl("--feeds", "none").code == 0
    desk.assert_complete()


def test_a_soft_404_is_no_article(desk: Any) -> None:
    story = path_of_a_story(desk)
    desk.newsroom.fail("soft-404", story)
    ended = desk.crawl("--feeds", "none")
    assert "1 gone, not-found" in ended.out
    assert failing_page(desk, story)[:2] == ("gone", "not-found")
    assert desk.one("SELECT count(*) FROM articles") == 39


@pytest.mark.thorough
def test_faults_that_pass_are_got_over_in_the_same_crawl(desk: Any) -> None:
    for kind in ("reset", "truncate", "status"):
        desk.newsroom.fail(kind, "/news/*/*.html", times=1)
    ended = desk.crawl("--feeds", "none")
    assert ended.code == 0, ended
    reasons = {row[0] for row in desk.rows("SELECT reason FROM looks WHERE reason IS NOT NULL")}
    assert {"half-page", "http-503"} <= reasons  # a reset is asked again by Twisted itself
    desk.assert_complete()


@contextlib.contextmanager
def silent_server() -> Iterator[str]:
    """Accepts every connection, and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        held: list[socket.socket] = []

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    held.append(server.accept()[0])

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        for one in held:
            one.close()


def test_a_server_that_never_answers_is_not_waited_for(desk: Any) -> None:
    with silent_server() as origin:
        desk.newsroom.origin, real = origin, desk.newsroom.origin
        try:
            wrapper = (
                sys.executable,
                str(SCRIPT),
                json.dumps({"crawler.settings.DOWNLOAD_TIMEOUT": 1}),
            )
            ended = desk.crawl("--feeds", "none", wrapper=wrapper)
        finally:
            desk.newsroom.origin = real
    assert ended.code == 1
    assert "Nothing answered" in ended.out
    assert desk.one("SELECT count(*) FROM pages WHERE reason = 'robots-unreachable'") > 0
