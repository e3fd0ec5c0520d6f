"""What a person does with the service, in a real browser, over a real crawl of the newsroom."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, update

from crawler.demo import Fault, Kind, Newsroom, Origin, serving
from crawler.demo.edit import Change
from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.tables import articles, pages, schedules

from .browser import PATIENCE, Watched, chromium, new_page

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

ROOT = Path(__file__).parents[2]
SITE = "interfax-ukraine"
UNNAMED = """[...document.querySelectorAll(
    'input:not([type=hidden]), select, button, a, table, svg[role=img]')]
  .filter(one => !(one.labels?.length || one.innerText?.trim() || one.ariaLabel
    || one.caption || one.title || one.textContent.trim()))
  .map(one => one.outerHTML.slice(0, 120))"""
"""What a screen reader could say nothing of."""


@dataclass
class Scene:
    """The newsroom, the service's folder and ledger, and a browser's page."""

    origin: Origin
    engine: Engine
    watched: Watched

    @property
    def page(self) -> Page:
        return self.watched.page


@contextlib.contextmanager
def service(folder: Path) -> Iterator[str]:
    """A real service in a process of its own; gives its address."""
    command = [sys.executable, "-m", "crawler", "serve", "--port", "0", "--allow-private"]
    log = folder / "service.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*command, "--data", str(folder)], cwd=ROOT, stdout=file, stderr=file
        )
    try:
        give_up = time.monotonic() + PATIENCE / 1000
        while not (found := re.search(r"dashboard and API: (\S+)", log.read_text())):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < give_up
            time.sleep(0.1)
        yield found[1]
    finally:
        process.terminate()
        process.wait(PATIENCE / 1000)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    folder = tmp_path / "data"
    folder.mkdir()
    now = dt.datetime.now(dt.UTC) - dt.timedelta(hours=6)
    newsroom = Newsroom.opened(now=now, articles=60, seed=5, per_day=60)
    with (
        chromium() as browser,
        serving(newsroom) as origin,
        service(folder) as address,
        contextlib.closing(new_page(browser)) as page,
    ):
        engine = open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
        yield Scene(origin, engine, Watched(page, address))
        engine.dispose()


def crawl(scene: Scene) -> None:
    """Press the button on the site's page, and watch the job until it is over."""
    scene.watched.open(f"/sites/{SITE}")
    form = scene.page.locator("form", has_text="Crawl now")
    form.get_by_label("Ask this host instead").fill(scene.origin.url)
    form.get_by_role("button").click()
    expect(scene.page.get_by_role("status")).to_have_text("done")


def a_schedule_is_added_and_its_crawl_goes_by(scene: Scene) -> None:
    page = scene.page
    scene.watched.open("/")
    page.get_by_role("link", name="Schedules").click()
    form = page.locator("form", has=page.get_by_role("button", name="Add"))
    form.get_by_label("Site, by name or address").fill(SITE)
    form.get_by_label("When").fill("now and then")
    form.get_by_label("Ask this host instead").fill(scene.origin.url)
    form.get_by_role("button", name="Add").click()
    expect(page.get_by_role("alert")).to_contain_text("now and then")
    scene.watched.forgive("422")
    form.get_by_label("When").fill("* * * * *")
    form.get_by_role("button", name="Add").click()
    row = page.get_by_role("row", name=SITE)
    expect(row).to_contain_text("* * * * *")

    page.get_by_role("link", name="Jobs").click()
    expect(page.get_by_text("Nothing waits, nothing runs.")).to_be_visible()
    # Slow enough to be seen, at a page that is renewed every few seconds.
    scene.origin.house.fail(Fault(kind=Kind.SLOW, pattern="/robots.txt", delay=8))
    let_fall_due(scene.engine)
    # No reload: the page renews itself.
    expect(page.locator("#under-way .state.running")).to_be_visible()
    scene.origin.house.heal()
    expect(page.locator("#under-way .state.done")).to_be_visible()

    page.get_by_role("link", name="Schedules").click()
    page.get_by_role("button", name=f"Pause {SITE}").click()
    expect(page.get_by_role("row", name=SITE)).to_contain_text("paused")
    assert scene.watched.complaints == []


def let_fall_due(engine: Engine) -> None:
    """As if the schedule had been added a minute ago."""
    with writing(engine) as connection:
        since = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
        connection.execute(update(schedules).where(schedules.c.name == SITE).values(since=since))


def an_article_is_found_by_its_words(scene: Scene) -> None:
    page = scene.page
    scene.watched.open("/articles")
    title = page.locator(".story h3").nth(3).inner_text()
    words = " ".join(title.split()[:4])
    page.get_by_label("Words").fill(f'"{words}"')
    page.get_by_role("button", name="Find").click()
    found = page.locator(".story").first
    expect(found.locator("h3 a")).to_have_text(title)
    assert " ".join(found.locator("h3 mark").all_inner_texts()) == words
    found.locator("h3 a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".provenance")).to_contain_text("site: h1")
    assert scene.watched.complaints == []


def its_change_is_shown_side_by_side(scene: Scene) -> None:
    page = scene.page
    scene.watched.open("/articles")
    page.locator(".story h3 a").nth(2).click()
    address = page.url
    before = page.get_by_role("heading", level=1).inner_text()
    url = page.get_by_role("link", name="on its site").get_attribute("href")
    assert url is not None
    scene.origin.house.change(url, Change.HEADLINE)
    scene.origin.house.change(url, Change.PARAGRAPH)
    make_due(scene.engine, url)
    crawl(scene)
    page.goto(address)
    after = page.get_by_role("heading", level=1).inner_text()
    assert after != before
    diff = page.locator(".diff")
    expect(diff.locator("tr", has_text="Headline").locator(".before")).to_have_text(before)
    expect(diff.locator("tr", has_text="Headline").locator(".after")).to_have_text(after)
    assert diff.locator("ins").count() > 0
    assert scene.watched.complaints == []


def make_due(engine: Engine, url: str) -> None:
    """As if it were time to look at an article again."""
    with writing(engine) as connection:
        number = connection.execute(articles.select().where(articles.c.url == url)).one().page
        now = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
        connection.execute(update(pages).where(pages.c.id == number).values(next_look=now))


def a_running_job_is_cancelled(scene: Scene) -> None:
    page = scene.page
    scene.origin.house.publish(10)
    scene.origin.house.fail(Fault(kind=Kind.SLOW, pattern="/news/*", delay=20))
    scene.watched.open(f"/sites/{SITE}")
    form = page.locator("form", has_text="Crawl now")
    form.get_by_label("Ask this host instead").fill(scene.origin.url)
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text("running")
    page.get_by_role("button", name="Cancel this job").click()
    expect(page.get_by_role("status")).not_to_have_text(re.compile("running|stopping"))
    expect(page.get_by_role("status")).to_have_text("cancelled")
    scene.origin.house.heal()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("status")).to_have_text("done")
    assert scene.watched.complaints == []


def a_redesign_raises_an_alarm(scene: Scene) -> None:
    house = scene.origin.house
    house.behave(replace(house.conduct, redesigned=True))
    house.publish(12)
    crawl(scene)
    scene.watched.open("/")
    scene.page.get_by_role("navigation", name="Main").get_by_role("link", name="Alarms").click()
    group = scene.page.locator(".alarm-group").filter(has_text=SITE)
    alarms = group.locator(".alarm.open")
    expect(alarms.first).to_be_visible()
    expect(alarms.filter(has_text="site: div.article-time")).not_to_have_count(0)
    expect(group).to_contain_text("probably a redesign")
    assert scene.watched.complaints == []


def what_was_done_is_written_down(scene: Scene) -> None:
    scene.watched.open("/audit")
    told = scene.page.get_by_role("table").inner_text()
    for operation in ("schedule add", "schedule pause", "job create", "job cancel", "job retry"):
        assert operation in told
    assert "refused" in told


def pages_fit_and_can_be_used_with_the_keyboard(scene: Scene, width: int) -> None:
    browser = scene.page.context.browser
    assert browser is not None
    page = new_page(browser, viewport={"width": width, "height": 844})
    scene.watched.open("/articles")
    article = scene.page.locator(".story h3 a").first.get_attribute("href")
    for path in (
        "/",
        f"/sites/{SITE}",
        "/articles",
        article,
        "/jobs",
        "/jobs/1",
        "/schedules",
        "/alarms",
        "/audit",
        "/docs",
    ):
        page.goto(f"{scene.watched.origin}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        unnamed = page.evaluate(UNNAMED)
        assert unnamed == [], path
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        assert page.locator("h1").count() == 1
    page.close()


def it_works_without_a_script(scene: Scene) -> None:
    browser = scene.page.context.browser
    assert browser is not None
    page = new_page(browser, java_script_enabled=False)
    page.goto(f"{scene.watched.origin}/schedules")
    page.get_by_role("button", name=f"Resume {SITE}").click()
    expect(page.get_by_role("status").first).to_have_text(
        f"Schedule {SITE} counts again, from now."
    )
    page.locator("summary", has_text="Remove").click()
    page.get_by_role("button", name=f"Remove {SITE}").click()
    expect(page.get_by_role("status").first).to_have_text(f"Schedule {SITE} was removed.")
    expect(page.get_by_text("Nothing is done by itself yet")).to_be_visible()
    page.close()


def test_a_story(scene: Scene) -> None:
    """One test, because each part goes on where the one before it ended, and is not another's."""
    a_schedule_is_added_and_its_crawl_goes_by(scene)
    an_article_is_found_by_its_words(scene)
    its_change_is_shown_side_by_side(scene)
    a_running_job_is_cancelled(scene)
    a_redesign_raises_an_alarm(scene)
    what_was_done_is_written_down(scene)
    pages_fit_and_can_be_used_with_the_keyboard(scene, 1280)
    pages_fit_and_can_be_used_with_the_keyboard(scene, 390)
    it_works_without_a_script(scene)
