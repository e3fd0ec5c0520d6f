"""Pages of the dashboard as a browser without a script is given them."""

from __future__ import annotations

import re

import httpx
import pytest
from sqlalchemy import Engine, delete, insert

from crawler.ledger.connect import writing
from crawler.ledger.tables import crawls, jobs
from crawler.search import index
from crawler.web import finding

from .conftest import NOW, SITE, Serve, Shelf, form_key, story

BROWSER = {"accept": "text/html"}
ARABIC = "استئناف المفاوضات في جنيف"


def read(client: httpx.Client, path: str, **headers: str) -> str:
    answer = client.get(path, headers=BROWSER | headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_site_that_is_held_but_was_never_crawled_has_a_card(serve: Serve, shelf: Shelf) -> None:
    shelf.keep(story(1, site="gazette.example"))
    with writing(shelf.engine) as connection:
        connection.execute(delete(crawls))
        connection.exec_driver_sql("UPDATE articles SET site = 'gazette.example'")
    with serve() as client:
        page = read(client, "/")
        assert 'id="card-gazette.example"' in page
        assert "never crawled here" in page
        assert 'value="https://gazette.example/"' in page
        assert '<option value="gazette.example">' in read(client, "/articles")


def test_a_card_shows_what_runs_before_what_waits(serve: Serve, engine: Engine) -> None:
    row = {"kind": "crawl", "site": SITE, "arguments": "{}", "created": NOW, "losses": 0}
    with writing(engine) as connection:
        for state in ("queued", "running", "queued"):
            connection.execute(insert(jobs).values(**row, state=state, attempt=1))
    with serve() as client:
        page = read(client, "/")
    assert "watch job 2" in page
    assert '<span class="state running">' in page


def test_sites_of_one_name_are_told_apart(serve: Serve, shelf: Shelf) -> None:
    with writing(shelf.engine) as connection:
        for name in ("euronews", "euronews-de"):
            crawl = {"site": name, "command": "crawl", "arguments": "{}", "outcome": "finished"}
            connection.execute(insert(crawls).values(**crawl, started=NOW, ended=NOW))
    with serve() as client:
        page = read(client, "/articles?site=euronews-de")
        assert re.findall(r"<option[^>]*>(Euro[^<]+)<", page) == [
            "Euronews (euronews)",
            "Euronews (euronews-de)",
        ]
        assert '<option value="euronews-de" selected>' in page
        assert "<title>Euronews (euronews-de) · News crawler" in read(client, "/sites/euronews-de")


def test_why_a_job_failed_stands_out(serve: Serve, engine: Engine) -> None:
    row = {"kind": "feeds", "arguments": "{}", "created": NOW, "attempt": 1, "losses": 0}
    with writing(engine) as connection:
        for state in ("failed", "cancelled"):
            connection.execute(insert(jobs).values(**row, state=state, reason="too <long>"))
    told = '<p class="problem"><bdi>too &lt;long&gt;</bdi></p>'
    with serve() as client:
        assert told in read(client, "/jobs/1")
        assert told not in read(client, "/jobs/2")


def test_a_title_of_a_megabyte_is_cut(serve: Serve, shelf: Shelf) -> None:
    number = shelf.keep(story(1, title="endless " * 130_000))
    with serve() as client:
        for path in ("/articles", f"/articles/{number}", "/articles?words=endless&order=best"):
            page = read(client, path)
            assert "endless endless" in re.sub("</?mark>", "", page)
            assert len(page) < 60_000, path


def test_what_is_written_from_the_right_stands_on_the_right(serve: Serve, shelf: Shelf) -> None:
    number = shelf.keep(story(1, title=ARABIC, language="ar", body=(ARABIC,)))
    with serve() as client:
        page = read(client, f"/articles/{number}")
    assert '<article class="reading" dir="rtl"' in page
    assert f'<p dir="auto">{ARABIC}</p>' in page
    assert 'lang="ar"' in page


def test_a_time_names_its_zone(serve: Serve, shelf: Shelf) -> None:
    number = shelf.keep(story(100))
    with serve() as client:
        page = read(client, f"/articles/{number}")
    assert "21 Jan 2026, 20:00 EET" in page


def test_what_was_done_to_a_schedule_is_told(serve: Serve) -> None:
    with serve() as client:
        key = {"form_key": form_key(client)}
        added = client.post("/schedules", data={**key, "site": SITE, "when": "every 2 hours"})
        assert f"<bdi>{SITE}</bdi></b> was added." in read(client, added.headers["location"])
        paused = client.post(f"/schedules/{SITE}/pause", data=key)
        assert "</b> is paused." in read(client, paused.headers["location"])
        removed = client.post(f"/schedules/{SITE}/remove", data=key)
        assert "</b> was removed." in read(client, removed.headers["location"])


@pytest.mark.parametrize(
    "query", ["did=add&name=nothing", "did=burn&name=unian", "did=remove", "name=unian"]
)
def test_nothing_is_told_that_was_not_done(standing: httpx.Client, query: str) -> None:
    assert 'class="notice"' not in read(standing, f"/schedules?{query}")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"kind": "crawl", "site": "no-such-site", "since": "2026-01-05"}, "No site is named"),
        ({"kind": "backfill", "site": SITE, "from": "2026-01-09", "to": "2026-01-05"}, "swap them"),
        ({"kind": "<script>", "site": SITE}, "No job is a"),
    ],
)
def test_what_was_typed_stands_in_the_form_again(
    standing: httpx.Client, fields: dict[str, str], problem: str
) -> None:
    answer = standing.post(
        "/jobs", data={**fields, "form_key": form_key(standing)}, headers=BROWSER
    )
    assert answer.status_code == 422
    assert problem in answer.text
    assert "<script>" not in answer.text
    for name, value in fields.items():
        shown = value.replace("<", "&lt;").replace(">", "&gt;")
        assert f'name="{name}" value="{shown}"' in answer.text


def test_a_form_without_a_kind_is_told_so(standing: httpx.Client) -> None:
    answer = standing.post("/jobs", data={"form_key": form_key(standing)}, headers=BROWSER)
    assert answer.status_code == 422
    assert "No job is a" in answer.text


@pytest.mark.parametrize(
    ("came_from", "way"),
    [
        ("{}/articles?words=a%22b", "/articles?words=a%22b"),
        ("https://evil.example/articles", None),
        ("{}//evil.example/", None),
        ("{}/\\evil.example/", None),
        ("javascript:x", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_the_way_back_stays_here(standing: httpx.Client, came_from: str, way: str | None) -> None:
    referer = came_from.format(str(standing.base_url).rstrip("/"))
    answer = standing.get("/nothing", headers=BROWSER | {"referer": referer})
    found = re.search(r'<a href="([^"]*)">Back to where you were', answer.text)
    assert answer.status_code == 404
    assert "Nothing here" in answer.text
    assert (found[1] if found else None) == way


def test_what_is_wrong_with_an_address_is_said(standing: httpx.Client) -> None:
    answer = standing.get("/jobs/abc", headers=BROWSER)
    assert answer.status_code == 422
    assert "integer" in answer.text


def test_a_search_that_has_to_wait_tries_again_by_itself(
    serve: Serve, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PATIENCE", 0)
    monkeypatch.setattr(index, "CHANGES_AT_ONCE", 1)
    for number in range(2):
        shelf.keep(story(number))
    again = '<meta http-equiv="refresh" content="2">'
    with serve() as client:
        waiting = client.get("/articles?words=grain", headers=BROWSER)
        assert (waiting.status_code, again in waiting.text) == (503, True)
        assert "This page tries again by itself." in waiting.text
        found = read(client, "/articles?words=grain")
        assert again not in found
        assert again not in client.get("/nothing", headers=BROWSER).text
