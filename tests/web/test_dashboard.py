"""Ways through the dashboard: what each list offers, and where its links lead."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, insert, update

from crawler.ledger.connect import writing
from crawler.ledger.tables import alarms, jobs, looks, pages, revisions
from crawler.web.settings import Limits

from .conftest import FREE, NOW, SITE, Shelf, served, story

BROWSER = {"accept": "text/html"}


def read(client: httpx.Client, path: str, status: int = 200) -> str:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == status, answer.text
    return answer.text


def plain(page: str) -> str:
    """The words of a page, blanks and tags aside."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture(scope="module")
def shelf(module_engine: Engine) -> Shelf:
    """Sixty articles of one crawl, one of them with a second version and one long ago; jobs of two
    sites; pages that wait; two alarms."""
    shelf = Shelf(module_engine)
    numbers = [shelf.keep(story(number)) for number in range(1, 61)]
    old = dt.datetime(2024, 3, 5, 9, 0, tzinfo=dt.UTC)
    shelf.keep(story(61, published=old, date=old.date()))
    shelf.revise(story(7, title="Changed since"), [])
    with writing(module_engine) as connection:
        for number in numbers:
            look = {"page": number, "crawl": 1, "at": NOW, "bytes": 9, "outcome": "ok"}
            connection.execute(insert(looks).values(**look, changed=True))
        connection.execute(update(revisions).where(revisions.c.number == 2).values(crawl=2))
        for number, reason in enumerate((None, None, "http-503")):
            page = {"id": number, "site": SITE, "key": str(number), "url": "https://x.example/"}
            page |= {"kind": "article", "place": "listing", "depth": 0, "first_seen": NOW}
            page |= {"first_crawl": 1, "state": "due", "reason": reason, "priority": 1}
            connection.execute(insert(pages).values(**page))
        for kind in ("silent", "clock"):
            alarm = {"site": SITE, "kind": kind, "subject": "", "message": kind, "evidence": "{}"}
            connection.execute(insert(alarms).values(**alarm, raised=NOW, last_seen=NOW))
        for number in range(70):
            state, site = ("done", SITE) if number % 2 else ("failed", "unian")
            job = {"kind": "crawl", "site": site, "arguments": "{}", "state": state}
            job |= {"result": '{"crawl": 1}', "created": NOW, "ended": NOW}
            connection.execute(insert(jobs).values(**job, attempt=1, losses=0))
    return shelf


@pytest.fixture(scope="module")
def client(module_engine: Engine, shelf: Shelf) -> Iterator[httpx.Client]:
    data = Path(str(module_engine.url.database)).parent
    limits = Limits(reads=FREE, writes=FREE)
    with served(module_engine, data, clock=lambda: NOW, limits=limits) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/articles", "/jobs", "/alarms", f"/sites/{SITE}", "/docs"])
def test_every_page_counts_the_open_alarms(client: httpx.Client, path: str) -> None:
    badge = re.search(r'<span id="open-alarms"[^>]*>(.*?)</a>', read(client, path))
    assert badge is not None
    assert plain(badge[1]) == "2 open"


def test_a_page_of_a_problem_counts_none(client: httpx.Client) -> None:
    assert '<span id="open-alarms" class="badge" data-along></span>' in read(client, "/no", 404)


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("", ("Job 69", "Job 70"), ()),
        ("?state=failed", ("Job 69", "Job 1"), ("Job 70",)),
        ("?state=done&site=unian", ("None is done of",), ("Job 69", "Job 70")),
        ("?site=unian", ("Job 69", "Jobs of"), ("Job 70",)),
        ("?state=running", ("Job 69", "Job 70"), ()),
        ("?state=cancelled", ("None is cancelled",), ("Job 69",)),
    ],
)
def test_jobs_are_listed_by_state_and_site(
    client: httpx.Client, query: str, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    page = read(client, f"/jobs{query}")
    for one in shown:
        assert one in page
    for one in hidden:
        assert f'"{one}"' not in page


def test_the_pages_of_a_list_keep_its_filters(client: httpx.Client) -> None:
    page = read(client, "/jobs?state=failed&site=unian")
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older is not None
    last = read(client, older[1].replace("&amp;", "&"))
    assert '"Job 1"' in last
    assert '"Job 2"' not in last
    assert '<a href="/jobs?state=failed&amp;site=unian">Newest</a>' in last
    assert '<a href="/jobs?state=done&amp;site=unian">done</a>' in last


@pytest.mark.parametrize("query", ["?state=nonsense", "?site=%00", "?cursor=-1"])
def test_no_filter_of_jobs_breaks_the_page(client: httpx.Client, query: str) -> None:
    assert "That cannot be done" in read(client, f"/jobs{query}", 422)


def test_a_crawl_lists_what_it_kept_and_a_job_leads_there(client: httpx.Client) -> None:
    assert f'href="/sites/{SITE}/crawls/1"' in read(client, "/jobs/70")
    page = read(client, f"/sites/{SITE}/crawls/1")
    assert ">Story number 60<" in page
    assert ">Story number 10<" not in page
    assert ">new<" in page
    rest = read(client, f"/sites/{SITE}/crawls/1?skip=50")
    assert ">Story number 10<" in rest
    assert "Story number 60" not in rest
    assert 'href="?skip=0" rel="prev"' in rest


@pytest.mark.parametrize("path", [f"/sites/{SITE}/crawls/9", "/sites/unian/crawls/1"])
def test_another_sites_crawl_is_not_there(client: httpx.Client, path: str) -> None:
    assert "no such crawl" in read(client, path, 404)


def test_a_site_tells_why_its_pages_wait(client: httpx.Client) -> None:
    page = read(client, f"/sites/{SITE}")
    waiting = plain(page[page.index('id="waiting"') :].partition("</section>")[0])
    assert waiting.endswith("why pages last answer: http-503 1 not asked yet 2")
    assert 'href="/sites/interfax-ukraine/crawls/1"' in page


@pytest.mark.parametrize(
    ("query", "month", "current"),
    [
        ("", "Jan 2026", "last 12 months"),
        ("?year=2024", "Mar 2024", "2024"),
        ("?year=2025", None, "2025"),
        ("?year=1815", "Jan 2026", "last 12 months"),
        ("?year=9999", "Jan 2026", "last 12 months"),
    ],
)
def test_the_calendar_goes_by_years(
    client: httpx.Client, query: str, month: str | None, current: str
) -> None:
    page = read(client, f"/sites/{SITE}{query}")
    years = re.search(r'<nav class="years".*?</nav>', page, re.DOTALL)
    assert years is not None
    assert plain(years[0]) == "last 12 months 2026 2025 2024"
    assert re.findall(r'aria-current="page">([^<]+)', years[0]) == [current]
    months = re.search(r'<ul class="months".*?</ul>', page, re.DOTALL)
    assert months is not None
    assert re.findall(r"<a [^>]+>([^<]+)</a>", months[0])[:1] == ([month] if month else [])


def test_a_month_leads_to_its_articles(client: httpx.Client) -> None:
    page = read(client, f"/sites/{SITE}?year=2024")
    way = re.search(r'<a href="([^"]+)">Mar 2024</a>1 kept', page)
    assert way is not None
    found = read(client, way[1].replace("&amp;", "&"))
    assert re.findall(r'<a href="/articles/\d+">([^<]+)', found) == ["Story number 61"]


def test_a_year_of_no_number_is_told_so(client: httpx.Client) -> None:
    assert "That cannot be done" in read(client, f"/sites/{SITE}?year=x", 422)


def test_a_filter_that_is_set_can_be_dropped(client: httpx.Client) -> None:
    page = read(client, f"/articles?site={SITE}&tag=no+such&order=newest")
    chosen = re.search(r'<ul class="tags chosen".*?</ul>', page, re.DOTALL)
    assert chosen is not None
    assert re.findall(r'href="([^"]+)"', chosen[0]) == [
        "/articles?tag=no+such",
        f"/articles?site={SITE}",
        "/articles",
    ]
    assert "Take a filter away" in page
    assert "tags chosen" not in read(client, "/articles")


def test_what_a_form_left_empty_is_not_in_the_address(client: httpx.Client) -> None:
    answer = client.get("/articles?words=a%26b&site=&tag=&until=&order=best", headers=BROWSER)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/articles?words=a%26b&order=best"
    empty = client.get("/articles?words=&site=", headers=BROWSER)
    assert empty.headers["location"] == "/articles"


@pytest.mark.parametrize(
    ("query", "help_"),
    [
        ("words=nowhere", "try fewer of them"),
        (f"words=nowhere&site={SITE}", "See which days are kept of this site"),
        ("author=nobody", "Take a filter away"),
    ],
)
def test_where_nothing_fits_the_page_says_what_to_try(
    client: httpx.Client, query: str, help_: str
) -> None:
    page = read(client, f"/articles?{query}")
    assert "Nothing fits" in page
    assert help_ in page


def test_a_site_that_was_never_crawled_says_what_to_do(client: httpx.Client) -> None:
    page = read(client, "/sites/unian")
    assert "Not crawled yet" in page
    assert "<button>Crawl now</button>" in page
    assert "calendar" not in page
