"""The last word of a crawl, printed from a ledger."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import Engine, insert

from crawler import registry
from crawler.cli.crawl_report import print_report
from crawler.feeds.publish import Published
from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.decide import State
from crawler.ledger.tables import articles, gaps, hosts, pages, walks
from crawler.spiders.run import CrawlEnd

SITE = registry.site("interfax-ukraine")
NOW = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)
ANSWERED = Counter({"requests": 3, "bytes": 1_500_000, "answer/ok": 2, "answer/unchanged": 1})


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    """A ledger in which one crawl has ended."""
    engine = open_ledger(address)
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE.name, "crawl", {}, NOW)
        crawls.finish(connection, SITE.name, crawl, "stopped", "SIG[/]INT", {}, NOW)
    yield engine
    engine.dispose()


def add_page(engine: Engine, number: int, state: State, reason: str | None, url: str = "u") -> None:
    row = {"id": number, "site": SITE.name, "key": str(number), "url": url, "kind": "article"}
    row |= {"place": "listing", "depth": 0, "first_seen": NOW, "first_crawl": 1, "priority": 1}
    with writing(engine) as connection:
        connection.execute(insert(pages).values(**row, state=state, reason=reason))


def add_article(engine: Engine, number: int, date: str) -> None:
    row = {"page": number, "site": SITE.name, "url": "u", "date": date, "title": "A title"}
    row |= {"revision": 1, "content_hash": "", "first_seen": NOW, "last_seen": NOW}
    with writing(engine) as connection:
        connection.execute(insert(articles).values(**row, related_hash="", document="{}"))


def add_gap(engine: Engine, url: str) -> None:
    walk = {"site": SITE.name, "listing": 1, "url": url, "crawl": 1, "started": NOW}
    walk |= {"state": "gap", "thorough": False, "pages": 1, "position": 1}
    with writing(engine) as connection:
        number = connection.execute(insert(walks).values(**walk).returning(walks.c.id)).scalar_one()
        row = {"site": SITE.name, "walk": number, "url": url, "opened": NOW, "reason": "max-pages"}
        connection.execute(insert(gaps).values(**row, newer=NOW))


def report(
    address: str,
    counts: Counter[str] = ANSWERED,
    feeds: tuple[Published, ...] = (),
    signal: int | None = None,
) -> tuple[int, list[str]]:
    out = io.StringIO()
    console = Console(file=out, highlight=False, width=80)
    code = print_report(console, address, SITE, CrawlEnd(SITE.name, 1, counts, signal), feeds)
    return code, out.getvalue().splitlines()


def test_what_was_asked_and_kept_is_told(engine: Engine, address: str) -> None:
    add_article(engine, 1, "2026-01-20")
    add_article(engine, 2, "2026-01-21")
    counts = ANSWERED + Counter({"article/new": 2, "article/revised": 1})
    feed = Published(Path("data/[b]/feeds.jsonl"), 2, 99)
    code, lines = report(address, counts, (feed,))
    assert code == 0
    assert lines == [
        "interfax-ukraine: crawl 1 stopped (SIG[/]INT)",
        "  asked     3 pages, 1.5 MB, 1 unchanged",
        "  kept      2 new, 1 revised; 2 articles in all, 2026-01-20 to 2026-01-21",
        "  missed    nothing",
        "  feed      data/[b]/feeds.jsonl (2 articles)",
    ]


def test_one_day_is_no_range(engine: Engine, address: str) -> None:
    add_article(engine, 1, "2026-01-20")
    assert report(address)[1][2].endswith("1 article in all, of 2026-01-20")


@pytest.mark.parametrize("url", ["https://x.example/[/b].html", "https://x.example/[red]"])
def test_addresses_are_printed_as_they_are(engine: Engine, address: str, url: str) -> None:
    add_article(engine, 9, "2026-01-20")
    add_page(engine, 1, State.GONE, "http-404", url)
    add_gap(engine, url)
    _, lines = report(address)
    assert lines[3] == f"  missed    1 gone, http-404: {url}"
    assert lines[4].startswith(f"  gap       {url} below 2026-01-21 14:00: max-pages")


def test_what_waits_and_what_was_left_is_told_but_no_pager(engine: Engine, address: str) -> None:
    add_article(engine, 9, "2026-01-20")
    add_page(engine, 1, State.DUE, "http-503")
    add_page(engine, 2, State.KNOWN, "beyond-depth")
    add_page(engine, 3, State.KNOWN, "pager")
    assert report(address)[1][3:] == [
        "  missed    nothing",
        "  waiting   1 page, for the next crawl: 1 http-503",
        "  left      1 beyond-depth (known, not asked for)",
    ]


WAITS: dict[str, tuple[dict[str | None, int], str]] = {
    "nothing was asked": ({None: 3}, "3 pages, for the next crawl"),
    "a pager's page was not asked": ({None: 1, "pager": 1}, "2 pages, for the next crawl"),
    "the most first": (
        {"http-503": 1, "challenge": 2},
        "3 pages, for the next crawl: 2 challenge, 1 http-503",
    ),
    "the unasked last": (
        {None: 3, "challenge": 1},
        "4 pages, for the next crawl: 1 challenge, 3 not asked yet",
    ),
    "as many as fit": (
        {None: 4, "challenge": 3, "connection-refused": 2, "http-503": 1},
        "10 pages, for the next crawl: 3 challenge, 7 others",
    ),
    "none that fits": ({"x" * 60: 1, "y": 1}, "2 pages, for the next crawl"),
}


@pytest.mark.parametrize(("reasons", "said"), WAITS.values(), ids=WAITS)
def test_why_pages_wait_is_told_in_one_line(
    engine: Engine, address: str, reasons: dict[str | None, int], said: str
) -> None:
    add_article(engine, 9, "2026-01-20")
    all_of_them = [reason for reason, count in reasons.items() for _ in range(count)]
    for number, reason in enumerate(all_of_them):
        add_page(engine, number, State.DUE, reason)
    (line,) = (line for line in report(address)[1] if line.startswith("  waiting"))
    assert line == f"  waiting   {said}"
    assert len(line) <= 80


@pytest.mark.parametrize(("rests", "said"), [(1, "2 resting host, 3 http-503"), (-1, "5 http-503")])
def test_pages_of_a_host_that_rested_at_the_end_wait_for_it(
    engine: Engine, address: str, rests: int, said: str
) -> None:
    add_article(engine, 9, "2026-01-20")
    for number, host in enumerate(("a", "a", "b", "b", "b")):
        add_page(engine, number, State.DUE, "http-503", f"https://{host}.example/{number}")
    until = NOW + dt.timedelta(minutes=rests)
    row = {"host": "a.example", "failures": 9, "reason": "http-503", "resting_until": until}
    with writing(engine) as connection:
        connection.execute(insert(hosts).values(**row))
    assert f"  waiting   5 pages, for the next crawl: {said}" in report(address)[1]


def test_many_gaps_are_counted_not_listed(engine: Engine, address: str) -> None:
    add_article(engine, 9, "2026-01-20")
    for number in range(5):
        add_gap(engine, f"https://x.example/{number}")
    told = [line for line in report(address)[1] if line.startswith("  gap ")]
    assert len(told) == 4
    assert told[-1] == "  gap       … and 2 more"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counter({"requests": 2, "answer/retry": 2}), "Nothing answered."),
        (ANSWERED, "Nothing was kept, though the site answered."),
    ],
    ids=["no answer", "no article"],
)
def test_a_crawl_that_gave_nothing_is_no_success(
    engine: Engine, address: str, counts: Counter[str], said: str
) -> None:
    code, lines = report(address, counts)
    assert code == 1
    assert any(line.startswith(said) for line in lines)


def test_a_crawl_that_was_stopped_before_an_answer_suspects_no_network(
    engine: Engine, address: str
) -> None:
    code, lines = report(address, Counter({"requests": 1}), signal=2)
    assert code == 1
    assert not any("Nothing answered" in line for line in lines)
