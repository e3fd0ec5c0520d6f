"""`crawl URL`, `--urls` and `--warc` as a user runs them, on sites that nobody has described."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest

from crawler import article as schema
from crawler.article import Article

from .conftest import Run, run_crawler, serving
from .odd_shapes import scroll, wordpress
from .shapes import (
    SHAPES,
    Make,
    Shape,
    atom_pages,
    blog,
    json_ld_only,
    json_pages,
    nothing,
    paged,
    rel_next,
)

CRAWLED = SHAPES | {"scroll": scroll}

NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)


def record(url: str, body: bytes) -> bytes:
    """A response record of a WARC file."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2026-01-21T18:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:7d1f2c1e-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def kept(folder: Path) -> dict[str, Article]:
    """The articles of the only feed in a data folder, by address."""
    feeds = list((folder / "feeds").glob("*.jsonl"))
    lines = [line for feed in feeds for line in feed.read_text(encoding="utf-8").splitlines()]
    return {article.url or "": article for article in map(schema.from_json, lines)}


Crawled = tuple[str, Shape, Path, str]


@pytest.fixture(scope="module")
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """A shape, crawled once: its origin and itself, the data folder, and what was printed."""
    folder = tmp_path_factory.mktemp(request.param)
    with serving(CRAWLED[request.param]) as site:
        done = run_crawler("crawl", f"{site.origin}/", "--data", str(folder))
        assert done.returncode == 0, done.stdout + done.stderr
        return site.origin, site.shape, folder, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("crawled", CRAWLED, indirect=True)
def test_every_article_is_kept_and_nothing_else(crawled: Crawled) -> None:
    origin, shape, folder, said = crawled
    assert set(kept(folder)) == {origin + path for path in shape.articles}, said


@pytest.mark.slow
@pytest.mark.parametrize("crawled", CRAWLED, indirect=True)
def test_title_time_and_body_are_the_articles(crawled: Crawled) -> None:
    origin, shape, folder, _ = crawled
    found = kept(folder)
    for path, story in shape.articles.items():
        article = found[origin + path]
        assert article.title == story.title
        assert article.published == story.when
        assert article.body == story.paragraphs


@pytest.mark.slow
@pytest.mark.parametrize("crawled", ["paged"], indirect=True)
def test_related_stories_are_found_by_their_heading(crawled: Crawled) -> None:
    _, _, folder, _ = crawled
    assert all(len(article.related) == 2 for article in kept(folder).values())


@pytest.mark.slow
def test_a_dry_run_says_what_a_crawl_would_do_and_a_second_crawl_does_little(
    run: Run, tmp_path: Path
) -> None:
    with serving(blog) as site:
        words = ("crawl", f"{site.origin}/", "--data", str(tmp_path))
        dry = run(*words, "--dry-run")
        assert dry.returncode == 0, dry.stderr
        assert f"feed      {site.origin}/feed/ (6 articles)" in dry.stdout
        assert f"listing   {site.origin}/ (12 articles)" in dry.stdout
        assert "12 articles would be fetched" in dry.stdout
        assert not (tmp_path / "feeds").exists()
        run(*words)
        site.asked.clear()
        again = run(*words)
        assert "0 new, 0 revised; 12 articles in all" in again.stdout
        assert sorted(site.asked) == ["/", "/feed/", "/robots.txt"]


@pytest.mark.slow
@pytest.mark.parametrize(("make", "feed"), [(json_pages, "/feed.json"), (atom_pages, "/atom")])
def test_a_feed_in_pages_is_walked_once_and_no_further_than_what_is_known(
    run: Run, tmp_path: Path, make: Make, feed: str
) -> None:
    with serving(make) as site:
        words = ("crawl", f"{site.origin}/", "--data", str(tmp_path))
        first = run(*words)
        assert first.returncode == 0, first.stderr
        assert "20 new" in first.stdout
        assert "gap " not in first.stdout
        assert max(map(site.asked.count, site.asked)) <= 2  # by the survey and by the crawl
        site.asked.clear()
        again = run(*words)
        assert "0 new, 0 revised; 20 articles in all" in again.stdout
        assert sorted(site.asked) == [feed, "/robots.txt"]


@pytest.mark.slow
def test_a_feed_whose_pages_are_cut_off_leaves_a_gap_that_the_next_crawl_fills(
    run: Run, tmp_path: Path
) -> None:
    with serving(json_pages) as site:
        words = ("crawl", f"{site.origin}/", "--data", str(tmp_path))
        cut = run(*words, "--max-pages", "1")
        assert f"gap       {site.origin}/feed.json below" in cut.stdout
        whole = run(*words)
        assert "20 articles in all" in whole.stdout
        assert "gap " not in whole.stdout


@pytest.mark.slow
def test_a_crawl_says_what_it_asked_to_find_its_places(run: Run, tmp_path: Path) -> None:
    with serving(blog) as site:
        done = run("crawl", f"{site.origin}/", "--data", str(tmp_path))
        places = (line.split() for line in done.stdout.splitlines())
        told = {words[0]: int(words[1]) for words in places if words[0] in ("asked", "survey")}
        assert sum(told.values()) == len(site.asked) - 1  # robots.txt, for its rules


@pytest.mark.slow
def test_a_backfill_goes_back_by_the_pager(run: Run, tmp_path: Path) -> None:
    with serving(paged) as site:
        days_of = {s.title: s.when.astimezone(dt.UTC).date() for s in site.shape.articles.values()}
        newest = max(days_of.values())
        days = ("--from", str(newest), "--to", str(newest))
        done = run("backfill", f"{site.origin}/", *days, "--data", str(tmp_path))
        assert done.returncode == 0, done.stderr
        wanted = {title for title, day in days_of.items() if day == newest}
        # Its listing tells no times, so what is older is known only once it is read.
        assert {article.title for article in kept(tmp_path).values()} >= wanted


@pytest.mark.slow
def test_a_backfill_goes_back_by_the_days_and_by_a_feed_in_pages(run: Run, tmp_path: Path) -> None:
    now = dt.datetime.now(dt.UTC)
    with serving(wordpress, now) as site:
        days_of = {s.title: s.when.astimezone(dt.UTC).date() for s in site.shape.articles.values()}
        first, last = sorted(set(days_of.values()))[3], now.date()
        days = ("--from", str(first), "--to", str(last), "--data", str(tmp_path))
        done = run("backfill", f"{site.origin}/", *days)
        assert done.returncode == 0, done.stderr
        wanted = {title for title, day in days_of.items() if day >= first}
        assert {article.title for article in kept(tmp_path).values()} >= wanted
        assert "missed    nothing" in done.stdout  # many a day has no page, as today may
        assert "gap " not in done.stdout
        assert "reach " not in done.stdout
        assert site.asked.count("/feed/?paged=2") == 1
        assert f"/{first:%Y/%m/%d}/" in site.asked
        asked = [target for target in site.asked if target != "/robots.txt"]
        assert max(map(asked.count, asked)) <= 2  # by the survey and by the backfill


@pytest.mark.slow
def test_a_pager_that_leads_nowhere_is_a_gap_and_leaves_nothing_waiting(
    run: Run, tmp_path: Path
) -> None:
    with serving(rel_next) as site:
        del site.shape.answers["/en/news/oldest"]
        day = min(s.when for s in site.shape.articles.values()).astimezone(dt.UTC).date()
        days = ("--from", str(day - dt.timedelta(days=3)), "--to", str(day + dt.timedelta(days=2)))
        done = run("backfill", f"{site.origin}/", *days, "--data", str(tmp_path))
        assert "http-404" in done.stdout
        assert "nothing waits" in done.stdout
        assert site.asked.count("/en/news/oldest") == 1


@pytest.mark.slow
def test_a_backfill_that_nothing_leads_far_enough_back_says_so(run: Run, tmp_path: Path) -> None:
    with serving(json_pages) as site:
        oldest = min(story.when for story in site.shape.articles.values()).astimezone(dt.UTC)
        first = oldest.date() - dt.timedelta(days=30)
        days = ("--from", str(first), "--to", str(oldest.date()), "--data", str(tmp_path))
        done = run("backfill", f"{site.origin}/", *days)
        assert done.returncode == 0, done.stderr
        assert f"was seen to go back further than {oldest.date()}" in done.stdout
        assert kept(tmp_path)


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("http://10.0.0.1/", 2, "not a public address"),
        ("http://[::1/", 2, "cannot be crawled"),
        ("ftp://news.example/", 2, "write https://host/"),
        ("news.example", 2, "neither a site's name nor an address"),
        ("http://127.0.0.1:9/", 1, "could not be read"),
    ],
)
def test_an_address_that_cannot_be_crawled_is_told_in_one_line(
    run: Run, tmp_path: Path, address: str, code: int, said: str
) -> None:
    done = run("crawl", address, "--data", str(tmp_path))
    assert done.returncode == code
    assert said in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_site_with_nothing_to_crawl_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    with serving(nothing) as site:
        done = run("crawl", f"{site.origin}/", "--data", str(tmp_path))
    assert done.returncode == 1
    assert "shows no feed, sitemap or list of articles" in done.stderr.splitlines()[-1]


def test_a_list_gives_its_articles_and_tells_its_bad_lines(run: Run, tmp_path: Path) -> None:
    with serving(blog) as site:
        paths = list(site.shape.articles)[:3]
        lines = [f"https://news.example{path}" for path in paths]
        text = "\n".join([lines[0], "# a remark", "no address", *lines, "http://10.1.1.1/x"])
        words = ("crawl", "--urls", "-", "--origin", site.origin, "--data", str(tmp_path))
        done = run(*words, given=text)
        assert done.returncode == 0, done.stderr
        assert "line 3: 'no address' is left out: no http or https address" in done.stderr
        assert "line 7: 'http://10.1.1.1/x' is left out" in done.stderr
        assert set(kept(tmp_path)) == set(lines)
        asked = [path for path in site.asked if path != "/robots.txt"]
        assert sorted(asked) == sorted(paths)


def test_a_warc_file_gives_its_articles_without_the_network(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    shape = paged("https://news.example", NOW)
    file = tmp_path / "pages.warc.gz"
    records = [
        gzip.compress(record(f"https://news.example{path}", shape.answers[path][1]))
        for path in shape.articles
    ]
    file.write_bytes(b"".join(records)[:-90])
    done = run("crawl", "--warc", str(file), "--data", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "passed over 1 torn" in done.stderr
    found = kept(tmp_path)
    assert set(found) == {f"https://news.example{path}" for path in list(shape.articles)[:-1]}
    again = run("crawl", "--warc", str(file), "--data", str(tmp_path))
    assert "0 new, 0 revised" in again.stdout
    twice = run("crawl", "--warc", str(file), str(file), "--data", str(tmp_path))
    assert (twice.returncode, "--warc before each file" in twice.stderr) == (2, True)


def test_one_bad_page_of_a_warc_file_loses_no_other(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    shape = paged("https://news.example", NOW)
    path = next(iter(shape.articles))
    story = shape.answers[path][1]
    bodies = {
        "/a/11111": b"<div>" * 200_000,
        "/a/22222": b"<base href='http://[::1'>" + story,
        "/a/33333": story.replace(b"utf-8", b"base64"),
        path: story,
    }
    file = tmp_path / "pages.warc"
    file.write_bytes(b"".join(record(f"https://news.example{p}", b) for p, b in bodies.items()))
    done = run("crawl", "--warc", str(file), "--data", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "4 read, 3 new, 0 revised; missed: 1 too-many-tags" in done.stdout


def test_a_page_of_a_site_without_a_file_is_checked_whatever_its_address(
    run: Run, tmp_path: Path
) -> None:
    with serving(json_ld_only) as site:
        path = next(iter(site.shape.articles))
        done = run("check", f"{site.origin}/", f"{site.origin}{path}", "--data", str(tmp_path))
        assert done.returncode == 0, done.stderr
        assert "json-ld: headline" in done.stdout
        foreign = run("check", f"{site.origin}/", "https://other.example/1")
        assert (foreign.returncode, foreign.stderr.count("\n")) == (2, 1)
        assert "give a page of that site" in foreign.stderr
