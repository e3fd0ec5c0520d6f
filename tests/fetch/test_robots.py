"""robots.txt: what RFC 9309 says, and what sites do instead."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.robots import (
    MAX_SIZE,
    Robots,
    no_rules,
    not_reachable,
    read_answer,
)
from tests.cpu_time import at_most

NOW = dt.datetime(2026, 1, 21, 16, 45, tzinfo=dt.UTC)
TOKEN = "News-Crawler"
HOME = "https://news.example"


def read(text: str | bytes, status: int = 200) -> Robots:
    body = text.encode() if isinstance(text, str) else text
    return read_answer(status, body, TOKEN, NOW)


# Each: the file, what it allows, what it does not.
RULES = {
    "empty file": ("", ["/", "/a"], []),
    "one group for all": ("user-agent: *\ndisallow: /a", ["/", "/b"], ["/a", "/a/b", "/ab"]),
    "our group": ("user-agent: news-crawler\ndisallow: /", [], ["/", "/a"]),
    "our group beats the one for all": (
        "user-agent: *\ndisallow: /\nuser-agent: news-crawler\ndisallow: /a",
        ["/", "/b"],
        ["/a"],
    ),
    "the one for all holds without ours": (
        "user-agent: other\nallow: /\nuser-agent: *\ndisallow: /",
        [],
        ["/"],
    ),
    "another's group": ("user-agent: other\ndisallow: /", ["/"], []),
    "a beginning of our token": ("user-agent: news\ndisallow: /", ["/"], []),
    "more than our token": ("user-agent: news-crawler-image\ndisallow: /", ["/"], []),
    "our token with a version": ("user-agent: News-Crawler/2.0\ndisallow: /", [], ["/"]),
    "our token with words": ("user-agent: news-crawler (beta)\ndisallow: /", [], ["/"]),
    "our token in capitals": ("USER-AGENT: NEWS-CRAWLER\nDISALLOW: /a", ["/"], ["/a"]),
    "several agents, one group": (
        "user-agent: other\nuser-agent: news-crawler\ndisallow: /a",
        ["/b"],
        ["/a"],
    ),
    "groups of one agent are one": (
        (
            "user-agent: news-crawler\ndisallow: /a\n"
            "user-agent: x\ndisallow: /\nuser-agent: news-crawler\ndisallow: /b"
        ),
        ["/c"],
        ["/a", "/b"],
    ),
    "rules before any agent": ("disallow: /\nuser-agent: x\nallow: /", ["/"], []),
    "empty disallow": ("user-agent: *\ndisallow:", ["/"], []),
    "empty group is ours": (
        "user-agent: *\ndisallow: /\n\nuser-agent: news-crawler\ndisallow:\n",
        ["/"],
        [],
    ),
    "blank lines do not end a group": ("user-agent: *\n\n\ndisallow: /a", ["/"], ["/a"]),
    "longest match": (
        "user-agent: *\ndisallow: /a\nallow: /a/b\ndisallow: /a/b/c",
        ["/a/b", "/a/b/x"],
        ["/a", "/a/c", "/a/b/c"],
    ),
    "allow wins a tie": ("user-agent: *\ndisallow: /a\nallow: /a", ["/a"], []),
    "order does not matter": ("user-agent: *\nallow: /a\ndisallow: /", ["/a"], ["/", "/b"]),
    "paths are case-sensitive": ("user-agent: *\ndisallow: /A", ["/a"], ["/A"]),
    "wildcard": ("user-agent: *\ndisallow: /a*.html", ["/a", "/b.html"], ["/a/x.html", "/a.htmlx"]),
    "wildcard alone": ("user-agent: *\ndisallow: *", [], ["/", "/a"]),
    "anchor": ("user-agent: *\ndisallow: /a$", ["/ab", "/a/"], ["/a"]),
    "wildcard and anchor": ("user-agent: *\ndisallow: /*.pdf$", ["/a.pdfx"], ["/a.pdf"]),
    "only the home page": ("user-agent: *\ndisallow: /\nallow: /$", ["/"], ["/a"]),
    "query": ("user-agent: *\ndisallow: /*?sort=", ["/a?x"], ["/a?sort=b"]),
    "query with an address": ("user-agent: *\ndisallow: /a?u=http://x", ["/a"], ["/a?u=http://x"]),
    "escapes are alike": ("user-agent: *\ndisallow: /%d0%b0", ["/b"], ["/а", "/%D0%B0"]),
    "letters and escapes are alike": ("user-agent: *\ndisallow: /а", ["/b"], ["/%D0%B0"]),
    "an escaped slash is no slash": ("user-agent: *\ndisallow: /a%2Fb", ["/a/b"], ["/a%2fb"]),
    "unreserved escapes": ("user-agent: *\ndisallow: /%7Ea", [], ["/~a", "/%7ea"]),
    "comments": ("user-agent: * # all\ndisallow: /a # not this\n#disallow: /", ["/b"], ["/a"]),
    "sitemap inside a group": (
        "user-agent: *\nsitemap: https://news.example/s.xml\ndisallow: /a",
        ["/b"],
        ["/a"],
    ),
    "unknown lines": ("user-agent: *\nfoo: bar\nnonsense\ndisallow: /a", ["/b"], ["/a"]),
    "carriage returns only": ("user-agent: *\rdisallow: /a\rallow: /a/b", ["/a/b"], ["/a"]),
    "both line ends": ("user-agent: *\r\ndisallow: /a\r\n\r\n", ["/b"], ["/a"]),
    "no last line end": ("user-agent: *\ndisallow: /a", ["/b"], ["/a"]),
    "blanks around everything": (" user-agent : * \n\tdisallow :\t/a\t", ["/b"], ["/a"]),
    "BOM": ("\ufeffuser-agent: *\ndisallow: /a", ["/b"], ["/a"]),
    "NUL": ("user-agent: *\ndis\0allow: /\ndisallow: /a", ["/b"], ["/a"]),
    "bad bytes": (b"user-agent: *\n\xff\xfe: \x80\ndisallow: /a", ["/b"], ["/a"]),
    "a line separator is no line end": ("user-agent: x\u2028\ndisallow: /", ["/"], []),
    "a rule after a form feed is part of the line": (
        "user-agent: *\nallow: /b\x0cdisallow: /",
        ["/", "/a"],
        [],
    ),
    "a page in place of the file": (
        "<!doctype html>\n<pre>\nuser-agent: *\ndisallow: /\n</pre>",
        ["/"],
        [],
    ),
    "robots.txt itself": ("user-agent: *\ndisallow: /", ["/robots.txt"], ["/robots.txt.html"]),
}


@pytest.mark.parametrize(("text", "allowed", "forbidden"), RULES.values(), ids=RULES.keys())
def test_rules(text: str | bytes, allowed: list[str], forbidden: list[str]) -> None:
    robots = read(text)
    assert [path for path in allowed if not robots.allows(HOME + path)] == []
    assert [path for path in forbidden if robots.allows(HOME + path)] == []


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (200, False),
        (206, False),
        (300, True),
        (301, True),
        (400, True),
        (401, True),
        (403, True),
        (404, True),
        (410, True),
        (429, False),
        (451, True),
        (500, False),
        (503, False),
        (599, False),
    ],
)
def test_status(status: int, allowed: bool) -> None:
    assert read("user-agent: *\ndisallow: /", status).allows(HOME + "/a") == allowed


def test_unreachable_forbids_for_now_and_says_why() -> None:
    robots = read("", 503)
    assert robots.unreachable == "http-503"
    assert not robots.allows(HOME + "/")
    assert not not_reachable("timeout", TOKEN, NOW).allows(HOME + "/")


def test_endless_redirects_mean_no_rules() -> None:
    assert no_rules(TOKEN, NOW).allows(HOME + "/")


MINUTES = {
    "rules": (read(""), 24 * 60),
    "no file": (read("", 404), 24 * 60),
    "unreachable": (read("", 500), 5),
    "asked to wait longer": (not_reachable("http-503", TOKEN, NOW, 1800), 30),
    "asked to wait shorter": (not_reachable("http-503", TOKEN, NOW, 1), 5),
}


@pytest.mark.parametrize(("robots", "minutes"), MINUTES.values(), ids=MINUTES.keys())
def test_how_long_it_holds(robots: Robots, minutes: int) -> None:
    assert robots.is_fresh(NOW + dt.timedelta(minutes=minutes - 1))
    assert not robots.is_fresh(NOW + dt.timedelta(minutes=minutes))


DELAYS = {
    "none": ("user-agent: *\ndisallow: /a", None),
    "stated": ("user-agent: *\ncrawl-delay: 5", 5),
    "fraction": ("user-agent: *\ncrawl-delay: 0.5", 0.5),
    "capped": ("user-agent: *\ncrawl-delay: 86400", 60),
    "ours": ("user-agent: *\ncrawl-delay: 9\nuser-agent: news-crawler\ncrawl-delay: 2", 2),
    "another's": ("user-agent: other\ncrawl-delay: 9", None),
    "negative": ("user-agent: *\ncrawl-delay: -1", None),
    "not a number": ("user-agent: *\ncrawl-delay: nan", None),
    "endless": ("user-agent: *\ncrawl-delay: inf", None),
    "words": ("user-agent: *\ncrawl-delay: slowly", None),
}


@pytest.mark.parametrize(("text", "seconds"), DELAYS.values(), ids=DELAYS.keys())
def test_crawl_delay(text: str, seconds: float | None) -> None:
    assert read(text).crawl_delay == seconds


def test_only_whole_rules_within_the_limit_are_read() -> None:
    head = b"user-agent: *\ndisallow: /a\n"
    filler = b"#" * (MAX_SIZE - len(head) - len(b"\ndisallow: /long")) + b"\n"
    robots = read(head + filler + b"disallow: /longer\ndisallow: /b")
    assert not robots.allows(HOME + "/a")
    assert robots.allows(HOME + "/long")
    assert robots.allows(HOME + "/b")


@pytest.mark.parametrize(
    "line", ["user-agent:", "user-agent: a", "disallow: /*a*b*c", "a", ":", " ", "user-agent \t"]
)
def test_file_of_the_largest_size_is_read_in_time(line: str) -> None:
    body = b"user-agent: *\n" + f"{line}\n".encode() * (MAX_SIZE // (len(line) + 1))
    with at_most(3):
        read(body).allows(HOME + "/aaaaaaaaaa")


@given(st.binary())
def test_any_bytes_are_read(body: bytes) -> None:
    read(body).allows(HOME + "/a")
    read(b"user-agent: *\ndisallow: /" + body).allows(HOME + "/a")
