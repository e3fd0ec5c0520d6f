"""A page that renews itself leaves a person's focus, typing, scrolling and opened parts alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, insert, update

from crawler.ledger.connect import writing
from crawler.ledger.tables import alarms, jobs, schedules

from .browser import Watched, chromium, new_page
from .conftest import NOW, SITE, served

pytestmark = pytest.mark.slow

DEFINITION = {"name": "unian", "site": "unian", "when": "every 2 hours"}


@dataclass
class Stage:
    """A page that watches a ledger."""

    watched: Watched
    engine: Engine
    data: Path

    @property
    def page(self) -> Page:
        return self.watched.page

    def add_job(self, **values: object) -> None:
        """A job that nobody does."""
        row = {"kind": "crawl", "site": SITE, "arguments": "{}", "state": "running"}
        times = {"created": NOW, "started": NOW, "attempt": 1, "losses": 0}
        with writing(self.engine) as connection:
            connection.execute(insert(jobs).values(row | times | values))

    def change_job(self, number: int, **values: object) -> None:
        with writing(self.engine) as connection:
            connection.execute(update(jobs).where(jobs.c.id == number).values(values))


@pytest.fixture
def stage(engine: Engine, tmp_path: Path) -> Iterator[Stage]:
    with (
        chromium() as browser,
        served(engine, tmp_path, clock=lambda: NOW) as client,
    ):
        page = new_page(browser)
        yield Stage(Watched(page, str(client.base_url).rstrip("/")), engine, tmp_path)
        page.close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def test_a_button_keeps_the_focus_while_rows_come_and_go(stage: Stage) -> None:
    for number in (1, 2):
        stage.add_job(progress=json.dumps({"done": number, "total": 10, "message": ""}))
    stage.watched.open("/jobs")
    page = stage.page
    button = page.get_by_role("button", name="Cancel job 1")
    button.focus()
    mark = page.evaluate("document.activeElement.mark = 'the same'")
    stage.add_job(state="queued", started=None)
    stage.change_job(1, progress=json.dumps({"done": 7, "total": 10, "message": "7 kept"}))
    expect(page.get_by_text("7 of 10")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel job 3")).to_be_visible()
    assert focused(page) == "Cancel job 1"
    assert page.evaluate("document.activeElement.mark") == mark
    expect(page.locator("#job-1 progress")).to_have_attribute("value", "7")

    stage.change_job(1, state="done", ended=NOW)
    expect(page.get_by_role("button", name="Cancel job 1")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "under-way"
    assert stage.watched.complaints == []


def test_what_was_opened_and_typed_stays(stage: Stage) -> None:
    schedule = {"name": "unian", "definition": json.dumps(DEFINITION), "mark": "", "since": NOW}
    with writing(stage.engine) as connection:
        connection.execute(insert(schedules).values(schedule))
    stage.watched.open("/schedules")
    page = stage.page
    page.locator("summary", has_text="Remove").click()
    page.get_by_label("When").fill("every ")
    expect(page.get_by_role("button", name="Yes, remove unian")).to_be_visible()
    with writing(stage.engine) as connection:
        connection.execute(update(schedules).values(paused=NOW))
    expect(page.locator("#schedules .state.paused")).to_be_visible()
    expect(page.get_by_role("button", name="Yes, remove unian")).to_be_visible()
    page.keyboard.type("3 hours")
    expect(page.get_by_label("When")).to_have_value("every 3 hours")
    assert stage.watched.complaints == []


def test_a_log_stays_where_it_is_read_and_follows_at_its_end(stage: Stage) -> None:
    log = stage.data / "logs" / "job-1.log"
    log.parent.mkdir()
    log.write_text("".join(f"line {number}\n" for number in range(200)))
    stage.add_job(log="logs/job-1.log")
    stage.watched.open("/jobs/1")
    page = stage.page
    at_end = (
        "(() => { const one = document.querySelector('pre');"
        " return one.scrollHeight - one.scrollTop - one.clientHeight < 5; })()"
    )
    assert page.evaluate(at_end)
    with log.open("a") as file:
        file.write("a later line\n")
    expect(page.locator("pre")).to_contain_text("a later line")
    assert page.evaluate(at_end)
    page.evaluate("document.querySelector('pre').scrollTop = 120")
    with log.open("a") as file:
        file.write("the last line\n")
    expect(page.locator("pre")).to_contain_text("the last line")
    assert page.evaluate("document.querySelector('pre').scrollTop") == 120
    stage.change_job(1, state="done", ended=NOW)
    expect(page.get_by_role("status").first).to_have_text("done")
    expect(page.locator("[data-live]")).to_have_count(0)
    assert stage.watched.complaints == []


def test_an_order_is_sent_once(stage: Stage) -> None:
    stage.watched.open(f"/sites/{SITE}")
    submit = """() => [...document.forms].find(one => one.textContent.includes("Crawl now"))
        .dispatchEvent(new SubmitEvent("submit", {bubbles: true, cancelable: true}))"""
    assert [stage.page.evaluate(submit) for _ in range(3)] == [True, False, False]
    stage.page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow'))")  # came back
    assert stage.page.evaluate(submit)
    assert stage.watched.complaints == []


def test_the_count_of_alarms_goes_along(stage: Stage) -> None:
    stage.add_job()
    stage.watched.open("/jobs")
    badge = stage.page.locator("#open-alarms")
    expect(badge).to_have_text("")
    alarm = {"site": SITE, "kind": "silent", "subject": "", "message": "", "evidence": "{}"}
    with writing(stage.engine) as connection:
        connection.execute(insert(alarms).values(**alarm, raised=NOW, last_seen=NOW))
    expect(badge).to_have_text("1 open")
    assert stage.watched.complaints == []


def test_a_time_is_told_by_the_clock_of_who_looks(stage: Stage) -> None:
    browser = stage.page.context.browser
    assert browser is not None
    page = new_page(browser, timezone_id="Asia/Tokyo", locale="en-GB")
    page.goto(f"{stage.watched.origin}/sites/{SITE}")
    time = page.locator("#crawls ~ * time").first
    for _ in range(2):
        time.hover()
        page.mouse.move(0, 0)
        title = str(time.get_attribute("title"))
        assert title == "2026-01-21 20:00:00 EET\n22 Jan 2026, 03:00 by this computer's clock"
    page.close()
