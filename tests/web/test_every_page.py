"""Every page: whether who cannot see it can use it, how quiet it is, and what it weighs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from sqlalchemy import Engine, insert

from crawler.article import RelatedStory
from crawler.ledger import tables
from crawler.ledger.connect import writing
from crawler.web.settings import Limits

from .browser import Watched, chromium, new_page
from .conftest import FREE, NOW, SITE, Shelf, served, story

pytestmark = pytest.mark.slow

ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ON_A_PHONE = ["aria-required-children", "aria-required-parent", "target-size", "color-contrast"]
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({type: "layout-shift", buffered: true});
"""
HEAVIEST = 200_000  # bytes of a page's HTML


@dataclass(frozen=True)
class Stage:
    """A service over a ledger in which something stands of everything there is to show."""

    browser: Browser
    origin: str
    paths: tuple[str, ...]

    def open(self, size: ViewportSize) -> Page:
        page = new_page(self.browser, viewport=size)
        page.add_init_script(SHIFTS)
        return page


def fill(shelf: Shelf) -> int:
    """The number of an article with two versions, related stories, and places where it stood."""
    related = (RelatedStory(None, "Another", "https://en.interfax.com.ua/news/general/1.html"),)
    article = story(90, related=related, authors=("Olena",), lead="In short.")
    numbers = [shelf.keep(story(number)) for number in range(60, 90)]
    kept = shelf.keep(article)
    shelf.keep(story(91, title="استئناف المفاوضات في جنيف", language="ar", section="سياسة"))
    changes = [
        {"kind": "headline", "before": "Story 90", "after": article.title},
        {"kind": "paragraphs", "at": 0, "removed": ["Grain"], "added": ["Grain and rail"]},
    ]
    shelf.revise(article, changes)
    shelf.withdraw(story(61))
    for number in numbers[:3]:
        shelf.link(number, kept, "Named")
        shelf.link(kept, number, "Names")
    shelf.link(0, kept, article.title, "hot_news")
    _fill_rest(shelf.engine, numbers)
    return kept


def _fill_rest(engine: Engine, numbers: list[int]) -> None:
    with writing(engine) as connection:

        def add(table: Any, **values: Any) -> None:
            connection.execute(insert(table).values(**values))

        for number in numbers:
            look = {"page": number, "crawl": 1, "at": NOW, "bytes": 9, "outcome": "ok"}
            add(tables.looks, **look, changed=True)
        run = {"site": SITE, "command": "crawl", "arguments": "{}", "started": NOW, "ended": NOW}
        counts = {"article/new": 3, "requests": 40, "answer/ok": 40, "missed/http-500": 2}
        for outcome in ("failed", "stopped", "killed", "finished"):
            add(
                tables.crawls, **run, outcome=outcome, reason="max-pages", counts=json.dumps(counts)
            )
        for number, state in enumerate(("due", "failed")):
            page = {"id": number, "site": SITE, "key": str(number), "url": "https://x.example/"}
            page |= {"kind": "article", "place": "listing", "depth": 0, "first_seen": NOW}
            add(
                tables.pages,
                **page,
                first_crawl=1,
                state=state,
                reason="http-503",
                published=NOW,
                priority=1,
            )
        walk = {"site": SITE, "listing": 1, "url": "https://x.example/", "crawl": 1, "position": 1}
        add(tables.walks, **walk, started=NOW, state="gap")
        gap = {"site": SITE, "walk": 1, "url": "https://x.example/", "opened": NOW}
        add(tables.gaps, **gap, older=NOW - dt.timedelta(days=3), newer=NOW, reason="max-pages")
        for number, share in enumerate((9, 9, 9, 1)):
            numbers_of = {"crawl": number, "at": NOW.isoformat(), "articles": 10}
            numbers_of |= {"filled": {"title": 10, "lead": share}}
            add(
                tables.health_samples,
                crawl=number,
                site=SITE,
                at=NOW,
                numbers=json.dumps(numbers_of),
            )
        for number, kind in enumerate(("rule-blind", "rule-blind", "place-stale", "clock")):
            alarm = {"site": SITE, "kind": kind, "subject": str(number), "message": "gone"}
            closed = NOW if kind == "clock" else None
            add(tables.alarms, **alarm, raised=NOW, last_seen=NOW, evidence="{}", closed=closed)
        states = ("running", "queued", "done", "failed", "cancelled", "skipped")
        for state in states:
            job = {"kind": "crawl", "site": SITE, "arguments": '{"site": "x"}', "created": NOW}
            ended = None if state in ("running", "queued") else NOW
            add(tables.jobs, **job, state=state, started=NOW, ended=ended, attempt=1, losses=0)
        for name, paused in (("unian", None), ("reuters", NOW), ("broken", None)):
            when = "nonsense" if name == "broken" else "every 2 hours"
            definition = json.dumps({"name": name, "site": name, "when": when})
            add(
                tables.schedules,
                name=name,
                definition=definition,
                mark="",
                since=NOW,
                paused=paused,
            )


@pytest.fixture(scope="module")
def stage(module_engine: Engine) -> Iterator[Stage]:
    kept = fill(Shelf(module_engine))
    data = Path(str(module_engine.url.database)).parent
    paths = (
        "/",
        "/articles",
        "/articles?words=story&tag=rail",
        "/articles?words=nowhere",
        f"/articles/{kept}",
        f"/sites/{SITE}",
        f"/sites/{SITE}/crawls/1",
        "/sites/unian",
        "/jobs",
        "/jobs?state=failed",
        "/jobs/1",
        "/jobs/4",
        "/schedules",
        "/alarms",
        "/audit",
        "/docs",
        "/login",
    )
    limits = Limits(reads=FREE, writes=FREE)
    with (
        chromium() as browser,
        served(module_engine, data, clock=lambda: NOW, limits=limits) as client,
    ):
        yield Stage(browser, str(client.base_url).rstrip("/"), paths)


@pytest.mark.thorough
def test_who_cannot_see_a_page_can_use_it(stage: Stage) -> None:
    """In daylight all that axe looks for; by night the contrasts, on a phone what changes there."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = stage.open(WIDE)
    found = {}
    for path in stage.paths:
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        page.goto(stage.origin + path)
        _open_all(page)
        told = _look(axe, page, ALL)
        page.emulate_media(color_scheme="dark")
        told += _look(axe, page, ["color-contrast"])
        page.set_viewport_size(NARROW)
        told += _look(axe, page, ON_A_PHONE)
        found[path] = told
    page.close()
    assert {path: told for path, told in found.items() if told} == {}


def _look(axe: Any, page: Page, rules: list[str]) -> list[str]:
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    return [_tell(one) for one in axe.run(page, options=options).response["violations"]]


def _open_all(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def _tell(violation: dict[str, Any]) -> str:
    places = [str(node["target"]) for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']}: {', '.join(places)}"


def test_a_page_is_quiet_still_and_light(stage: Stage) -> None:
    page = stage.open(NARROW)
    watched = Watched(page, stage.origin)
    asked: list[str] = []
    page.on("console", lambda one: watched.complaints.append(f"console: {one.text}"))
    page.on("requestfinished", lambda one: asked.append(one.url.removeprefix(stage.origin)))
    for path in stage.paths:
        asked.clear()
        answer = page.goto(stage.origin + path)
        assert answer is not None
        assert len(answer.body()) < HEAVIEST, path
        page.wait_for_load_state()
        assert len(set(asked).difference(stage.paths)) <= 3, (path, asked)  # style, script, icon
        assert page.evaluate("window.shifted") < 0.02, path
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
    page.close()
    assert watched.complaints == []


def test_a_table_is_one_on_a_phone_too(stage: Stage) -> None:
    """It is laid out as cards there; who listens still hears rows, cells and what heads them."""
    page = stage.open(NARROW)
    page.goto(f"{stage.origin}/jobs")
    over = page.get_by_role("table", name="Jobs that are over")
    assert over.get_by_role("columnheader").all_inner_texts() == [
        "job",
        "work",
        "state",
        "result",
        "ended",
    ]
    row = over.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Job 4"))
    assert row.get_by_role("cell").nth(1).inner_text() == "failed"
    assert page.locator("table").first.evaluate("one => getComputedStyle(one).display") == "block"
    page.context.close()
