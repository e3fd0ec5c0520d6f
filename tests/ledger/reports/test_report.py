"""The report of a crawled newsroom says what the newsroom knows, day by day."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler import registry
from crawler.article import Article
from crawler.demo import LATEST, Change, Conduct, Fault, Kind, Newsroom, Origin, Place, serving
from crawler.demo.announced import in_feed, in_listing
from crawler.demo.editions import SECTION_KEYS
from crawler.discovery.addresses import key

NOW = dt.datetime.fromisoformat("2026-01-21T18:50+02:00")
SITE = registry.site("interfax-ukraine")
CONDUCT = Conduct(listing_size=5, listing_pages=1, feed_size=12)
ARTICLES = 150

pytestmark = pytest.mark.slow
Report = dict[str, Any]


@dataclass
class Expected:
    """What the newsroom knows of the addresses that a crawl can find, worked out without one."""

    origin: Origin
    refused: dict[str, str]
    """What goes wrong: key → "state/reason"."""
    days: dict[str, str] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=dict)

    held: list[Article] = field(default_factory=list)

    def announce(self, place: str, url: str | None, published: dt.datetime | None) -> None:
        assert url is not None
        assert published is not None
        found = key(url, SITE)
        self.days[found] = published.date().isoformat()
        self.places.setdefault(found, set()).add(place)

    def follow(self) -> None:
        """Listings and feed, then MORE ABOUT of all that is kept, as deep as it goes."""
        newsroom = self.origin.newsroom
        for place in (LATEST, *(Place(section=one) for one in SECTION_KEYS)):
            for one in in_listing(newsroom, place, CONDUCT):
                self.announce("listing", one.url, one.published)
        for one in in_feed(newsroom, LATEST, CONDUCT):
            self.announce("feed", one.url, one.published)
        for block in (newsroom.hot_news, newsroom.latest):
            for line in block:
                self.announce("side", line.url, newsroom.truth(line.url or "").published)
        truths = {key(one.url or "", SITE): one for one in newsroom.truths()}
        done: set[str] = set()
        while left := set(self.days) - done - set(self.refused):
            for found in left:
                done.add(found)
                self.held.append(truths[found])
                for story in truths[found].related:
                    self.announce("side", story.url, story.published)

    def by_day(self, keys: Iterable[str]) -> Counter[str]:
        return Counter(self.days[one] for one in keys)

    def announced_by(self, place: str) -> Counter[str]:
        return self.by_day(one for one, places in self.places.items() if place in places)


@dataclass
class Crawled:
    """Reports after each of the crawls, and what each should say."""

    address: str
    begun: Report
    first: Report
    first_text: str
    last: Report
    expected: Expected
    revised: str
    removed: str


@pytest.fixture(scope="module")
def crawled(module_address: str, crawler_of: Any, command: Callable[..., Any]) -> Iterator[Crawled]:
    def report(*words: str) -> str:
        said = command("report", SITE.name, "--ledger", module_address, *words)
        assert said.code == 0, said.err
        out: str = said.out
        return out

    newsroom = Newsroom.opened(now=NOW, articles=ARTICLES)
    with serving(newsroom, conduct=CONDUCT) as origin:
        crawler = crawler_of(origin, module_address)
        refused = _break(origin)
        expected = Expected(origin, refused)
        expected.follow()
        crawler.crawl(NOW, since="2026-01-01", max_pages=3, depth=9)
        begun = json.loads(report("--format", "json"))
        crawler.crawl(NOW, since="2026-01-01", depth=9)
        first = json.loads(report("--format", "json", "--missed"))
        text = report("--missed")
        origin.house.heal()
        listed = [one.url for one in in_listing(newsroom, LATEST, CONDUCT)]
        revised, removed = listed[1], listed[2]
        origin.house.change(revised, Change.PARAGRAPH)
        origin.house.remove(removed, 410)
        crawler.crawl(NOW + dt.timedelta(days=1), depth=9)
        last = json.loads(report("--format", "json"))
        yield Crawled(module_address, begun, first, text, last, expected, revised, removed)


def _break(origin: Origin) -> dict[str, str]:
    """Take away stories that only MORE ABOUT still names, and let listed ones fail."""
    newsroom = origin.newsroom
    named = [one.url for truth in newsroom.truths() for one in truth.related]
    listed = {
        one.url
        for place in (LATEST, *(Place(section=one) for one in SECTION_KEYS))
        for one in in_listing(newsroom, place, CONDUCT)
    }
    beside = [url for url in dict.fromkeys(named) if url is not None and url not in listed]
    refused = {}
    for url, status in zip(beside, (404, 410, 301), strict=False):
        origin.house.remove(url, status)
        reason = "redirected-to-other-page" if status == 301 else f"http-{status}"
        refused[key(url, SITE)] = f"gone/{reason}"
    faults = {
        "gone/not-found": Fault(kind=Kind.SOFT_404),
        "due/challenge": Fault(kind=Kind.CHALLENGE, status=200),
        "due/http-503": Fault(kind=Kind.STATUS, status=503, retry_after="3600"),
    }
    for url, (why, fault) in zip(sorted(listed), faults.items(), strict=False):
        path = urlsplit(url).path
        origin.house.fail(Fault(**{**_fields(fault), "pattern": path}))
        refused[key(url, SITE)] = why
    return refused


def _fields(fault: Fault) -> dict[str, Any]:
    return {name: getattr(fault, name) for name in ("kind", "status", "retry_after")}


def column(report: Report, name: str) -> Counter[str]:
    return +Counter({one["day"]: one[name] for one in report["days"]})


def place(report: Report, name: str) -> Counter[str]:
    return +Counter({one["day"]: one["announced_by"][name] for one in report["days"]})


@pytest.mark.parametrize("name", ["listing", "feed", "side"])
def test_what_was_announced_is_what_the_newsroom_announces(crawled: Crawled, name: str) -> None:
    assert place(crawled.first, name) == crawled.expected.announced_by(name)


def test_all_that_was_announced_is_counted(crawled: Crawled) -> None:
    expected = crawled.expected
    assert column(crawled.first, "announced") == expected.by_day(expected.days)
    kept = set(expected.days) - set(expected.refused)
    assert column(crawled.first, "kept") == expected.by_day(kept)
    assert crawled.first["total"]["left"] == 0


def test_what_was_missed_is_told_with_its_reason_and_address(crawled: Crawled) -> None:
    expected = crawled.expected
    assert Counter(crawled.first["total"]["reasons"]) == Counter(expected.refused.values())
    listed = {key(one["url"], SITE): one for one in crawled.first["missed_addresses"]}
    assert {one: f"{row['state']}/{row['reason']}" for one, row in listed.items()} == (
        expected.refused
    )
    waiting = {one for one, why in expected.refused.items() if why.startswith("due/")}
    assert column(crawled.first, "missed") == expected.by_day(set(expected.refused) - waiting)
    assert column(crawled.first, "waiting") == expected.by_day(waiting)


def test_a_later_crawl_keeps_what_had_failed_and_tells_what_changed(crawled: Crawled) -> None:
    last, expected = crawled.last, crawled.expected
    assert last["total"]["waiting"] == 0
    assert column(last, "unpublished") == expected.by_day([key(crawled.removed, SITE)])
    assert column(last, "revisions") == expected.by_day([key(crawled.revised, SITE)])
    assert last["total"]["reasons"]["unpublished/http-410"] == 1


def test_a_crawl_that_was_cut_short_leaves_gaps_until_one_fills_them(crawled: Crawled) -> None:
    assert crawled.begun["gaps"]
    assert all(gap["closed"] is None for gap in crawled.begun["gaps"])
    assert all(gap["reason"] == "max-pages" for gap in crawled.begun["gaps"])
    assert crawled.first["gaps"]
    assert all(gap["closed"] for gap in crawled.first["gaps"])


def test_every_day_adds_up(crawled: Crawled) -> None:
    ends = ("kept", "unpublished", "missed", "waiting", "left", "moved")
    for report in (crawled.begun, crawled.first, crawled.last):
        for day in (*report["days"], report["total"]):
            assert day["announced"] == sum(day[name] for name in ends)


def test_the_footprint_is_what_the_newsroom_was_asked(crawled: Crawled) -> None:
    total = crawled.last["total"]
    log = crawled.expected.origin.house.log
    asked = Counter({path: n for path, n in log.paths.items() if path != "/robots.txt"})
    redirects = log.statuses["301"]
    assert total["requests"] + total["places"]["requests"] == asked.total() - redirects
    assert total["requests_an_article"] == pytest.approx(
        (total["requests"] + total["places"]["requests"]) / total["articles"]
    )


@pytest.mark.parametrize("name", ["tags", "related", "image", "title", "lead"])
def test_the_share_of_a_field_is_that_of_the_newsroom(crawled: Crawled, name: str) -> None:
    held = crawled.expected.held
    assert crawled.first["total"]["articles"] == len(held)
    share = sum(bool(getattr(one, name)) for one in held) / len(held)
    assert crawled.first["total"]["shares"][name] == pytest.approx(share, abs=1e-4)


def test_the_text_fits_a_terminal_and_lists_addresses_whole(crawled: Crawled) -> None:
    table, _, addresses = crawled.first_text.partition("\ndue\n")
    body = table.splitlines()
    assert max(len(line) for line in body if "://" not in line) <= 80
    for day in crawled.first["days"]:
        assert any(line.startswith(day["day"]) for line in body)
    for one in crawled.first["missed_addresses"]:
        assert f"{one['reason']}  {one['url']}\n" in addresses


def test_days_can_be_chosen(crawled: Crawled, command: Callable[..., Any]) -> None:
    days = [one["day"] for one in crawled.last["days"]]
    said = command(
        *("report", SITE.name, "--ledger", crawled.address, "--format", "json"),
        *("--from", days[1], "--to", days[1]),
    )
    (only,) = json.loads(said.out)["days"]
    assert only == crawled.last["days"][1]


def test_csv_has_a_line_a_day_and_a_line_a_missed_address(
    crawled: Crawled, command: Callable[..., Any], tmp_path: Path
) -> None:
    words = ("report", SITE.name, "--ledger", crawled.address, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(command(*words).out)))
    assert [row["day"] for row in rows] == [one["day"] for one in crawled.last["days"]]
    assert [int(row["kept"]) for row in rows] == [one["kept"] for one in crawled.last["days"]]
    out = tmp_path / "missed.csv"
    assert command(*words, "--missed", "--out", str(out)).out == ""
    missed = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert len(missed) == crawled.last["total"]["missed"]
