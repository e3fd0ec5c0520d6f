"""The drafted file of a site: it loads, says what the page gives, and asks for the rest."""

from __future__ import annotations

import datetime as dt
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.cases.page_hints import find_feeds, find_headings, guess_zone, unruled
from crawler.cases.site_draft import draft_site, module_of
from crawler.page import Page
from crawler.site import Site

SEEN = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
URL = "https://news.example.ua/world/big-story-1143800.html"
STORY = "<p>" + "</p><p>".join(f"Sentence {n} of a story, long enough to be one." for n in range(9))
HEAD = """<html lang=en><head><meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2026-01-21T18:45:00+02:00">
<meta property="article:section" content="World"><meta name="author" content="Ann Other">
<meta name="news_keywords" content="one, two">
<link rel="alternate" type="application/rss+xml" href="/rss.xml">
<link rel="alternate" type="application/atom+xml" href="https://feeds.example/atom">
<link rel="alternate" type="application/rss+xml" href="/comments/rss.xml"></head><body>"""
FULL = f"{HEAD}<h1>Big story</h1><article>{STORY}</article>"
MORE = "<h3>More about</h3><ul>" + "".join(
    f'<li><a href="/world/other-{n}.html">Other story {n}</a></li>' for n in range(20000, 20003)
)


def page(markup: str, url: str = URL) -> Page:
    return Page(url, markup.encode(), SEEN)


def load(text: str) -> Site:
    names: dict[str, object] = {"__name__": __name__}
    exec(compile(text, "drafted.py", "exec"), names)
    found = [one for one in names.values() if isinstance(one, type) and issubclass(one, Site)]
    made: Site = found[-1]()
    return made


def test_what_the_page_gives_is_written() -> None:
    site = load(draft_site("example-news", page(FULL)))
    assert (site.name, site.source, site.home) == (
        "example-news",
        "Example News",
        "https://news.example.ua/",
    )
    assert (site.language, site.timezone) == ("en", "Europe/Kyiv")
    assert [place.url for place in site.discovery] == ["/rss.xml", "https://feeds.example/atom"]
    assert site.is_article(URL)


def test_nothing_is_asked_for_that_was_found() -> None:
    text = draft_site("example-news", page(FULL))
    assert "nothing answered" not in text
    assert "Fill in" not in text


MISSING = {
    "published": ("article:published_time", '# published = Text("…")'),
    "section": ("article:section", '# section = Text("…")'),
    "authors": ('name="author"', '# authors = Texts("…")'),
    "tags": ("news_keywords", '# tags = Texts("… a")'),
    "source": ("og:site_name", "# Fill in the publisher's name"),
    "feeds": ("alternate", "# Fill in where new articles are found"),
}


@pytest.mark.parametrize(("gone", "asked"), MISSING.values(), ids=MISSING)
def test_what_is_missing_is_asked_for(gone: str, asked: str) -> None:
    text = draft_site("example-news", page(FULL.replace(gone, "other")))
    assert asked in text
    load(text)


def test_a_title_that_differs_from_the_shown_one_is_told() -> None:
    og = '<meta property="og:title" content="Quite another headline">'
    assert '# title = Text("h1")  # shown there: "Big story"' in draft_site(
        "example-news", page(FULL.replace("<meta", f"{og}<meta", 1))
    )


def test_a_block_of_stories_is_suggested() -> None:
    text = draft_site("example-news", page(FULL + MORE))
    assert '# related = Block(headings=("More about",))  # 3 stories stand under it' in text
    assert find_headings(page(MORE + FULL)) == (), "menus stand before the title"


@pytest.mark.parametrize(
    ("host", "zone"),
    [
        ("news.example.ua", "Europe/Kyiv"),
        ("www.example.co.uk", "Europe/London"),
        ("example.fr", "Europe/Paris"),
        ("example.de:8080", "Europe/Berlin"),
        ("example.com", None),
        ("example.au", None),
        ("127.0.0.1:80", None),
    ],
)
def test_the_zone_of_a_country_that_has_one(host: str, zone: str | None) -> None:
    assert guess_zone(host) == zone


def test_feeds_are_few_and_addresses() -> None:
    links = '<link rel=alternate type="application/rss+xml" href="javascript:x">' + "".join(
        f'<link rel=alternate type="application/rss+xml" href="/{n}">' for n in range(50)
    )
    assert find_feeds(page(links)) == ("/0", "/1", "/2", "/3", "/4")


@pytest.mark.parametrize(
    ("name", "module"), [("a-b", "a_b"), ("20-minuten", "site_20_minuten"), ("bbc", "bbc")]
)
def test_the_module_s_name(name: str, module: str) -> None:
    assert module_of(name) == module
    load(draft_site(name, page(FULL)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=30))
def test_whatever_a_page_says_the_file_loads_and_runs_nothing(
    source: str, headline: str, feed: str
) -> None:
    hostile = source + '"""\nraise SystemExit\n' + "\\"
    markup = (
        f'<meta property="og:site_name" content="{escape(hostile)}">'
        f'<link rel="alternate" type="application/rss+xml" href="/{escape(feed)}">'
        f'{FULL}<h1>{headline}</h1><h3>{headline}"""\\</h3>{MORE}'
    )
    text = draft_site("example-news", page(markup))
    assert load(text).name == "example-news"


def test_a_site_of_which_nothing_is_said() -> None:
    site = unruled("https://news.example:8080/a/b-12345")
    assert site.home == "https://news.example:8080/"
    assert site.is_article("https://news.example:8080/a/b-12345")
