"""Text of an attacker in every field of everything that is shown, looked at in a real browser."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine, insert

from crawler.access import audit
from crawler.access.audit import Deed
from crawler.article import Headline, RelatedStory
from crawler.ledger.connect import writing
from crawler.ledger.tables import (
    alarms,
    crawls,
    gaps,
    health_samples,
    jobs,
    looks,
    schedules,
    walks,
)

from .browser import Watched, chromium, new_page
from .conftest import NOW, SITE, Serve, Shelf, served, story

pytestmark = pytest.mark.slow

SCRIPT = "<script>window.owned=1;fetch('http://evil.example/')</script>"
ATTACKS = {
    "script": SCRIPT,
    "image": "<img src=http://evil.example/x.png onerror=window.owned=1>",
    "attribute": "\" autofocus onfocus=window.owned=1 x='",
    "closing": f"</title></textarea></style></noscript></svg></a></pre>{SCRIPT}",
    "template": "{{ 7*7 }}{% for x in () %}${7*7}",
    "svg": "<svg onload=window.owned=1><a xlink:href='javascript:window.owned=1'>x</a></svg>",
    "base": "<base href=http://evil.example/><meta http-equiv=refresh content='0;http://evil.example'>",
    "override": "\u202egnp.exe\u2066\u2067 <b>bold</b>\u200f",
    "form": "<form action=http://evil.example/><button>Crawl</button></form>",
}
LINKS = (
    "javascript:window.owned=1",
    "JaVaScRiPt:window.owned=1//https://",
    "data:text/html,<script>window.owned=1</script>",
    "vbscript:x",
    "\x01javascript:window.owned=1",
    'https://evil.example/" onmouseover="window.owned=1',
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def fill(shelf: Shelf, attack: str, link: str, number: int) -> int:
    """An article whose every field is an attack, named by another, with two versions."""
    attacked = story(
        number,
        title=attack,
        source=attack,
        section=attack,
        lead=attack,
        body=(attack, f"plain {attack}"),
        tags=(attack,),
        authors=(attack,),
        image=link,
        language=attack[:30],
        published_raw=attack,
        related=(RelatedStory(None, attack, link),),
        hot_news=(Headline(attack, link),),
        latest=(Headline(attack, link),),
        provenance={"title": attack, attack: attack},
        revision=2,
    )
    kept = shelf.keep(attacked)
    changes = [
        {"kind": "headline", "before": f"old {attack}", "after": attack},
        {"kind": "paragraphs", "at": 0, "removed": [f"old {attack}"], "added": [attack]},
        {"kind": "tags", "removed": [attack], "added": [f"new {attack}"]},
        {"kind": attack, "removed": [attack], "added": []},
    ]
    shelf.revise(attacked, changes)
    other = shelf.keep(story(number + 40, title=attack, url=f"{attacked.url}?{number}"))
    shelf.link(other, kept, attack)
    shelf.link(kept, other, attack)
    shelf.link(0, kept, attack, "hot_news")
    look = {"page": kept, "crawl": 1, "at": NOW, "bytes": 9, "outcome": "ok", "changed": True}
    with writing(shelf.engine) as connection:
        connection.execute(insert(looks).values(look))
    return kept


def fill_rest(engine: Engine, attack: str, number: int) -> None:
    """The same in what crawls, jobs, alarms and operations say."""
    crawl = {"site": SITE, "command": attack[:20], "arguments": "{}", "outcome": attack[:20]}
    alarm = {"site": SITE, "kind": "rule-blind", "subject": attack, "message": attack}
    job = {"kind": "crawl", "site": SITE, "arguments": "{}", "state": "failed", "reason": attack}
    walk = {
        "site": SITE,
        "listing": number,
        "url": attack,
        "crawl": 1,
        "started": NOW,
        "position": 1,
    }
    counts = json.dumps({f"missed/{attack}": 1, f"{attack}/x": 2, "article/new": 1})
    with writing(engine) as connection:
        run = {**crawl, "started": NOW, "ended": NOW, "reason": attack, "counts": counts}
        connection.execute(insert(crawls).values(run))
        rule = f'{{"rule": {attack!r}}}'.replace("'", '"') if '"' not in attack else "{}"
        evidence = rule if "\\" not in rule and rule.count('"') == 4 else "{}"
        connection.execute(
            insert(alarms).values(**alarm, raised=NOW, last_seen=NOW, evidence=evidence)
        )
        connection.execute(insert(walks).values(**walk, state="gap"))
        gap = {"site": SITE, "walk": number + 1, "url": attack, "opened": NOW, "reason": attack}
        connection.execute(insert(gaps).values(gap))
        connection.execute(
            insert(jobs).values(
                **job, created=NOW, attempt=1, losses=0, log=f"job-{number + 1}.log"
            )
        )
        schedule = {"name": f"x{number}", "definition": attack, "mark": "", "since": NOW}
        connection.execute(insert(schedules).values(schedule))
        audit.record(connection, Deed(attack[:64], attack[:40], attack, attack, attack[:64]), NOW)
        numbers = (
            '{"crawl": 1, "at": "2026-01-21T18:00:00Z", "articles": 2, "filled": {"title": 1}}'
        )
        sample = {"crawl": number + 1, "site": SITE, "at": NOW, "numbers": numbers}
        connection.execute(insert(health_samples).values(sample))


@dataclass(frozen=True)
class Stage:
    """An open page, and the number of the article that each attack filled."""

    watched: Watched
    articles: Mapping[str, int]


@pytest.fixture(scope="module")
def stage(browser: Browser, module_engine: Engine) -> Iterator[Stage]:
    """A ledger that holds all of the attacks, served."""
    data = Path(str(module_engine.url.database)).parent
    pairs = zip(ATTACKS.items(), cycle(LINKS), strict=False)
    shelf, articles = Shelf(module_engine), {}
    for number, ((name, attack), link) in enumerate(pairs):
        articles[name] = fill(shelf, attack, link, number)
        fill_rest(module_engine, attack, number)
    (data / "logs").mkdir()
    for number, attack in enumerate(ATTACKS.values(), 1):
        (data / "logs" / f"job-{number}.log").write_text(attack, encoding="utf-8")
    with served(module_engine, data, clock=lambda: NOW + dt.timedelta(hours=2)) as client:
        watched = Watched(new_page(browser), str(client.base_url).rstrip("/"))
        yield Stage(watched, articles)
        watched.page.close()


LISTS = (
    "/",
    f"/sites/{SITE}",
    *(f"/sites/{SITE}/crawls/{number}" for number in range(1, len(ATTACKS) + 2)),
    "/articles",
    "/jobs",
    "/alarms",
    "/audit",
    "/schedules",
    "/docs",
)


@pytest.mark.parametrize("path", LISTS)
def test_lists_of_attacks_are_shown_as_text(path: str, stage: Stage) -> None:
    stage.watched.open(path)
    look_over(stage.watched, path)
    assert stage.watched.complaints == []


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_shown_as_text(name: str, stage: Stage) -> None:
    attack, watched = ATTACKS[name], stage.watched
    watched.open(f"/jobs/{list(ATTACKS).index(name) + 1}")
    look_over(watched, "its log")
    assert attack in (watched.page.text_content("pre") or "")
    for query in ({"words": attack, "order": "best"}, {"author": attack, "since": attack}):
        watched.page.goto(f"{watched.origin}/articles?{httpx.QueryParams(query)}")
        look_over(watched, "what was typed")
    for query in ({"site": attack}, {"state": "done", "site": attack}):
        watched.page.goto(f"{watched.origin}/jobs?{httpx.QueryParams(query)}")
        look_over(watched, "what was typed")
    watched.open(f"/articles/{stage.articles[name]}")
    assert attack in (watched.page.text_content("h1") or "")
    for line in watched.page.query_selector_all("details:not([open]) summary"):
        line.click()
    look_over(watched, "opened")
    problems = [one for one in watched.complaints if "422" not in one]
    watched.complaints.clear()
    assert problems == []


def look_over(watched: Watched, path: str) -> None:
    """Nothing ran, nothing leads anywhere but to http and https, nothing else is loaded."""
    page = watched.page
    assert page.evaluate("window.owned") is None, path
    links = page.evaluate(
        "[...document.querySelectorAll('[href]')].map(one => one.href.baseVal ?? one.href)"
    )
    assert {link.partition(":")[0] for link in links if ":" in link} <= {"http", "https"}, path
    strange = page.evaluate(
        "document.querySelectorAll('img, iframe, object, embed, base, script:not([src]), style,"
        " [style], [onerror], [onfocus], [onload], [onmouseover]').length"
    )
    assert strange == 0, path
    actions = page.evaluate("[...document.forms].map(one => one.action)")
    assert all(action.startswith(watched.origin) for action in actions), path


def test_even_what_slipped_through_would_not_run(browser: Browser, serve: Serve) -> None:
    """The policy by itself: a script that is put into a page as if escaping had failed."""
    with serve() as client:
        page = new_page(browser)
        told: list[str] = []
        page.on("console", lambda one: told.append(one.text))
        page.goto(str(client.base_url))
        page.evaluate(
            """() => {
            const script = document.createElement("script");
            script.textContent = "window.owned = 1";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.owned=2'>");
            document.body.insertAdjacentHTML("beforeend", "<img src='http://127.0.0.1:1/x.png'>");
            }"""
        )
        while len([line for line in told if "Content Security Policy" in line]) < 3:
            page.wait_for_event("console")
        assert page.evaluate("window.owned") is None
        page.close()
