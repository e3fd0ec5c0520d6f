"""Side blocks: found by heading in any markup, and nothing else taken for one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.related import Blocks, read_blocks
from crawler.link import Link, PageKind, Where
from crawler.page import Page
from crawler.registry import site
from crawler.site import Block, Site
from tests.cpu_time import at_most

ENGLISH = site("interfax-ukraine")
URL = "https://en.interfax.com.ua/news/general/1143800.html"
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
KYIV_WINTER = dt.timezone(dt.timedelta(hours=2))
STORY = "<p>The council met on Tuesday, and the talks went on into the night.</p>" * 12

Item = tuple[int, str, str | None]
MORE: list[Item] = [(n, f"Related story number {n}", f"17:0{n} 21.01.2026") for n in range(1, 6)]
HOT: list[Item] = [(n, f"Hot headline number {n}", None) for n in range(11, 15)]
LATEST: list[Item] = [(n, f"Latest headline number {n}", None) for n in range(21, 29)]


def page(body: str, url: str = URL) -> Page:
    text = f"<!DOCTYPE html><html><head><title>LATEST</title></head><body>{body}</body></html>"
    return Page(url, text.encode(), SEEN)


def read(body: str, of: Site = ENGLISH) -> Blocks:
    return read_blocks(page(body), of)


def href(number: int) -> str:
    return f"/news/general/{number}.html"


def grid_item(item: Item) -> str:
    """As on a listing: time, picture link, title link."""
    number, title, time = item
    hour, _, day = (time or "").partition(" ")
    times = f"<div class='article-time'><span>{hour}</span><span>{day}</span></div>" if time else ""
    return f"""
      <div class="grid article">
        {times}
        <div class="col-23"><a href="{href(number)}"><img alt="{title}" src="/1.jpg"></a></div>
        <div class="col-57"><h1 class="article-link-wrapper">
          <a class="article-link" href="{href(number)}"> {title} </a></h1></div>
      </div>"""


def line_item(item: Item) -> str:
    return f"<li><a href='{href(item[0])}'>{item[1]}</a></li>"


def grid(items: list[Item]) -> str:
    return "".join(map(grid_item, items))


def lines(items: list[Item]) -> str:
    return f"<ul>{''.join(map(line_item, items))}</ul>"


ARTICLE = f"""
  <div class="article-time"><span>18:45</span><span>21.01.2026</span></div>
  <h1 class="article-content-title">A peace plan</h1>
  <div class="article-content">{STORY}</div>
  <div class="article-tags">Tags: <a href="/news/tag/usa.html">#usa</a></div>"""


def told(links: tuple[Link, ...]) -> list[Item]:
    """What the links say, in the form of the items that the page was made of."""
    return [
        (
            int(link.url.rpartition("/")[2].removesuffix(".html")),
            link.title or "",
            link.published.strftime("%H:%M %d.%m.%Y") if link.published else None,
        )
        for link in links
    ]


def containers(tag: str) -> str:
    return f"""
      <article class="article article-content-view">{ARTICLE}</article>
      <section><{tag}>MORE ABOUT</{tag}>{grid(MORE)}</section>
      <aside><div><{tag}>HOT NEWS</{tag}>{lines(HOT)}</div>
             <div><{tag}>LATEST</{tag}>{lines(LATEST)}</div></aside>
      <footer><a href="{href(99)}">A story at the foot</a></footer>"""


def siblings(tag: str) -> str:
    return f"""<div class="page">{ARTICLE}
      <{tag}>MORE ABOUT</{tag}>{grid(MORE)}
      <{tag}>HOT NEWS</{tag}>{lines(HOT)}
      <{tag}>LATEST</{tag}>{lines(LATEST)}
      <footer><a href="{href(99)}">A story at the foot</a></footer></div>"""


def before_the_article(tag: str) -> str:
    return f"""
      <{tag}>MORE ABOUT</{tag}>{grid(MORE)}
      <{tag}>HOT NEWS</{tag}>{lines(HOT)}
      <{tag}>LATEST</{tag}>{lines(LATEST)}
      <article class="article article-content-view">{ARTICLE}</article>"""


def within_the_article(tag: str) -> str:
    return f"""<article class="article article-content-view">{ARTICLE}
        <div class="more"><{tag}>MORE ABOUT</{tag}>{grid(MORE)}</div></article>
      <aside><{tag}>HOT NEWS</{tag}>{lines(HOT)}<{tag}>LATEST</{tag}>{lines(LATEST)}</aside>"""


def wrapped_headings(tag: str) -> str:
    def head(words: str) -> str:
        return f"<div class='head'><{tag}>{words}</{tag}><a href='/news/latest.html'>All</a></div>"

    return f"""<div>{ARTICLE}</div>
      <div>{head("MORE ABOUT")}<div>{grid(MORE)}</div></div>
      <div>{head("HOT NEWS")}<div>{lines(HOT)}</div></div>
      <div>{head("LATEST")}<div>{lines(LATEST)}</div></div>"""


LAYOUTS = (containers, siblings, before_the_article, within_the_article, wrapped_headings)


@pytest.mark.parametrize("tag", ["h2", "h3", "h4", "div", "span", "p", "strong"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_blocks_are_found_by_their_headings(layout, tag: str) -> None:
    blocks = read(layout(tag))
    assert told(blocks.related) == MORE
    assert told(blocks.hot_news) == HOT
    assert told(blocks.latest) == LATEST


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_article_stands_outside_the_region_and_all_items_in_it(layout) -> None:
    looked_at = page(layout("h3"))
    blocks = read_blocks(looked_at, ENGLISH)
    root = looked_at.selector.root
    for css in ("h1.article-content-title", "div.article-content p", "div.article-tags a"):
        assert not any(blocks.hold(element) for element in root.cssselect(css))
    times = root.cssselect("div.article-time")
    assert [blocks.hold(time) for time in times].count(False) == 1
    assert all(blocks.hold(a) for a in root.cssselect("ul a, div.grid a"))


def test_a_link_says_where_it_stood() -> None:
    assert read(containers("h3")).related[1] == Link(
        url="https://en.interfax.com.ua/news/general/2.html",
        kind=PageKind.ARTICLE,
        where=Where.RELATED,
        found_on=URL,
        rank=1,
        title="Related story number 2",
        published=dt.datetime(2026, 1, 21, 17, 2, tzinfo=KYIV_WINTER),
    )


HEADINGS = {
    "lower case": ("interfax-ukraine", "<h3>more about</h3>"),
    "colon": ("interfax-ukraine", "<h3>More about:</h3>"),
    "arrow": ("interfax-ukraine", "<h3>MORE ABOUT →</h3>"),
    "guillemet": ("interfax-ukraine", "<h3>MORE ABOUT&nbsp;»</h3>"),
    "no-break space": ("interfax-ukraine", "<h3>MORE&nbsp;ABOUT</h3>"),
    "line break": ("interfax-ukraine", "<h3>\n  MORE\n  ABOUT\n</h3>"),
    "in two parts": ("interfax-ukraine", "<h3><span>MORE</span> ABOUT</h3>"),
    "behind an icon": ("interfax-ukraine", "<h3><i class='icon'></i> MORE ABOUT</h3>"),
    "behind a comment": ("interfax-ukraine", "<h3><!-- more -->MORE ABOUT</h3>"),
    "a link": ("interfax-ukraine", "<h3><a href='/news/tag/usa.html'>MORE ABOUT</a></h3>"),
    "Ukrainian": ("interfax-ukraine-uk", "<div>БІЛЬШЕ ПРО</div>"),
    "Ukrainian, another": ("interfax-ukraine-uk", "<h4>Читайте також:</h4>"),
    "Russian": ("interfax-ukraine-ru", "<div>БОЛЬШЕ О</div>"),
    "Russian, another": ("interfax-ukraine-ru", "<h2>Ещё по теме</h2>"),
}


@pytest.mark.parametrize(("name", "heading"), HEADINGS.values(), ids=HEADINGS)
def test_a_heading_is_known_however_it_is_written(name: str, heading: str) -> None:
    edition = site(name)
    looked_at = page(f"{ARTICLE}<div>{heading}{grid(MORE)}</div>", f"{edition.home}{URL[26:]}")
    assert told(read_blocks(looked_at, edition).related) == MORE


@pytest.mark.parametrize(
    ("name", "hot", "latest"),
    [
        ("interfax-ukraine-uk", "ГАРЯЧІ НОВИНИ", "ОСТАННІ"),
        ("interfax-ukraine-ru", "ГОРЯЧИЕ НОВОСТИ", "ПОСЛЕДНИЕ"),
    ],
)
def test_the_other_editions_blocks(name: str, hot: str, latest: str) -> None:
    edition = site(name)
    body = f"<h3>{hot}</h3>{lines(HOT)}<h3>{latest}</h3>{lines(LATEST)}"
    blocks = read_blocks(page(body, edition.home), edition)
    assert (told(blocks.hot_news), told(blocks.latest)) == (HOT, LATEST)


def test_equal_titles_with_different_addresses_are_two() -> None:
    items = [(1, "The same title", None), (2, "Another", None), (3, "The same title", None)]
    assert told(read(f"<div><h3>LATEST</h3>{lines(items)}</div>").latest) == items


def test_an_address_that_repeats_in_a_block_counts_once() -> None:
    items = [(1, "First", None), (2, "Second", None), (1, "First again", None)]
    assert told(read(f"<div><h3>LATEST</h3>{lines(items)}</div>").latest) == items[:2]


def test_a_story_may_stand_in_two_blocks() -> None:
    blocks = read(f"<h3>HOT NEWS</h3>{lines(HOT)}<h3>LATEST</h3>{lines(HOT)}")
    assert told(blocks.hot_news) == told(blocks.latest) == HOT


def anchor(number: int, inner: str) -> str:
    return f"<a href='{href(number)}'>{inner}</a>"


T1, T2 = "17:01 21.01.2026", "05:02 05.01.2026"
TWO = ((1, T1, "One"), (2, T2, "Two"))
TITLE_AND_TIME = {
    "before, flat": (f"<i>{T1}</i>{anchor(1, 'One')}<i>{T2}</i>{anchor(2, 'Two')}", (T1, T2)),
    "after, flat": (f"{anchor(1, 'One')}<i>{T1}</i>{anchor(2, 'Two')}<i>{T2}</i>", (T1, T2)),
    "bare text": (f"{T1} {anchor(1, 'One')}<br>{T2} {anchor(2, 'Two')}", (T1, T2)),
    "between picture and title": (
        "".join(f"{anchor(n, '<img>')}<i>{t}</i>{anchor(n, w)}" for n, t, w in TWO),
        (T1, T2),
    ),
    "in the link": (
        f"{anchor(1, f'<i>{T1}</i> One')}{anchor(2, f'<b>Two</b> <i>{T2}</i>')}",
        (T1, T2),
    ),
    "hour and day apart": (
        f"<p><b>17:01</b><b>21.01.2026</b>{anchor(1, 'One')}</p><p>{anchor(2, 'Two')}</p>",
        (T1, None),
    ),
    "behind a comment": (f"<p><!-- time -->{T1} {anchor(1, 'One')}</p>{anchor(2, 'Two')}",
                         (T1, None)),
    "first without": (f"<p>{anchor(1, 'One')}</p><p>{T2} {anchor(2, 'Two')}</p>", (None, T2)),
    "second without": (f"<p>{T1} {anchor(1, 'One')}</p><p>{anchor(2, 'Two')}</p>", (T1, None)),
    "after, in items": (f"<p>{anchor(1, 'One')} {T1}</p><p>{anchor(2, 'Two')}</p>", (T1, None)),
    "time element": (
        f"<p><time datetime='2026-01-21T17:01:00+02:00'>2 hours ago</time>{anchor(1, 'One')}"
        + anchor(2, "Two"),
        (T1, None),
    ),
    "an hour alone is no time": (f"<p>17:01 {anchor(1, 'One')}</p>{anchor(2, 'Two')}", (None,) * 2),
    "no times": (f"{anchor(1, 'One')}{anchor(2, 'Two')}", (None, None)),
}  # fmt: skip


@pytest.mark.parametrize(("items", "times"), TITLE_AND_TIME.values(), ids=TITLE_AND_TIME)
def test_a_time_belongs_to_the_link_it_stands_with(items: str, times) -> None:
    blocks = read(f"{ARTICLE}<div><h3>MORE ABOUT</h3>{items}</div>")
    assert told(blocks.related) == [(1, "One", times[0]), (2, "Two", times[1])]


TITLES = {
    "picture, then text": (f"{anchor(1, '<img alt=Story>')}{anchor(1, 'Story')}", "Story"),
    "picture with text in one link": (anchor(1, "<img alt=Story>Story"), "Story"),
    "picture alone": (anchor(1, "<img alt='A picture'>"), "A picture"),
    "neither": (anchor(1, "<img>"), None),
    "a number in the title": (anchor(1, "Budget <b>2026</b> adopted"), "Budget 2026 adopted"),
    "spaces and lines": (anchor(1, "\n  A\n  <b>story</b> "), "A story"),
    "script": (anchor(1, "Story<script>var latest = 1</script>"), "Story"),
}


@pytest.mark.parametrize(("items", "title"), TITLES.values(), ids=TITLES)
def test_an_item_has_one_title(items: str, title: str | None) -> None:
    (link,) = read(f"<div><h3>LATEST</h3>{items}</div>").latest
    assert link.title == title


NO_BLOCK = {
    "a word in the story": f"<div class=article-content><p>The latest</p>{STORY}</div>",
    "a word alone in the story": (
        f"<div><p><b>Latest</b></p>{STORY}<p>See {anchor(1, 'this')}.</p>{STORY}</div>"
    ),
    "a menu": f"<nav><ul><li><a>Latest</a></li><li>{anchor(1, 'A story')}</li></ul></nav>",
    "a menu without nav": (
        "<div class=head><div><ul><li><a href='/news/latest.html'>Latest</a></li><li>Economy</li>"
        f"</ul></div></div><div>{anchor(1, 'A story')}</div>"
    ),
    "a comment": f"<!-- LATEST --><ul><li>{anchor(1, 'A story')}</li></ul>",
    "no links": "<h3>LATEST</h3><p>Nothing yet</p>",
    "other links": "<h3>LATEST</h3><a href='/about/'>About</a><a href='https://x.example/1'>X</a>",
    "nothing": "",
}


@pytest.mark.parametrize("body", [v for k, v in NO_BLOCK.items() if k != "a menu without nav"],
                         ids=[k for k in NO_BLOCK if k != "a menu without nav"])  # fmt: skip
def test_what_is_no_block(body: str) -> None:
    assert read(body) == Blocks()


@pytest.mark.parametrize("body", NO_BLOCK.values(), ids=NO_BLOCK)
def test_a_false_heading_does_not_hide_the_block(body: str) -> None:
    blocks = read(f"{body}{ARTICLE}<div><h3>LATEST</h3>{lines(LATEST)}</div>")
    assert told(blocks.latest) == LATEST


ENDS = {
    "another heading": f"<h3>POPULAR</h3><ul>{line_item((99, 'Popular', None))}</ul>",
    "another heading of that class": f"<h3>POPULAR</h3>{anchor(99, 'Popular')}",
    "the article": f"{ARTICLE}<p>See also {anchor(99, 'this')}</p>",
    "the foot": f"<footer>{anchor(99, 'Foot')}</footer>",
}


@pytest.mark.parametrize("after", ENDS.values(), ids=ENDS)
def test_a_block_without_a_container_ends(after: str) -> None:
    assert told(read(f"<h3>LATEST</h3>{lines(LATEST)}{after}").latest) == LATEST


def test_an_empty_block_takes_nothing_from_the_next() -> None:
    blocks = read(f"<div><h3>HOT NEWS</h3></div><div><h3>LATEST</h3>{lines(LATEST)}</div>")
    assert blocks.hot_news == ()
    assert told(blocks.latest) == LATEST


def test_a_block_that_stands_twice_is_read_once_and_held_twice() -> None:
    block = f"<div class=narrow><h3>LATEST</h3>{lines(LATEST)}</div>"
    looked_at = page(f"{block}{ARTICLE}{block}")
    blocks = read_blocks(looked_at, ENGLISH)
    assert told(blocks.latest) == LATEST
    assert all(blocks.hold(a) for a in looked_at.selector.root.cssselect("ul a"))


def test_one_bad_href_loses_no_other() -> None:
    bad = "<a href='javascript:x'>a</a><a href='http://[::1'>b</a><a>c</a><a href=''>d</a>"
    blocks = read(f"<div><h3>LATEST</h3>{bad}{lines(LATEST)}{bad}</div>")
    assert told(blocks.latest) == LATEST


def test_relative_addresses_follow_the_base_element() -> None:
    text = (
        "<head><base href='https://en.interfax.com.ua/news/general/'></head>"
        "<div><h3>LATEST</h3><a href='5.html'>Five</a></div>"
    )
    looked_at = Page("https://en.interfax.com.ua/print/1", text.encode(), SEEN)
    assert told(read_blocks(looked_at, ENGLISH).latest) == [(5, "Five", None)]


class Contained(Site):
    name = "contained"
    home = "https://news.example/"
    article_url = r"^/\d+$"
    related = Block(container="div.related", item="li", time="b")


def test_a_container_is_enough_and_its_rules_give_the_time() -> None:
    text = """<div class="related"><li><a href="/1">One</a><u>10:00 01.01.2026</u>
      <b>11:00 02.01.2026</b></li></div><a href="/2">Two</a>"""
    (link,) = read_blocks(Page("https://news.example/9", text.encode(), SEEN), Contained()).related
    assert link.url == "https://news.example/1"
    assert link.published == dt.datetime(2026, 1, 2, 11, tzinfo=dt.UTC)


def test_a_site_without_blocks_has_none() -> None:
    class Bare(Site):
        name = "bare"
        home = "https://en.interfax.com.ua/"

    assert read(containers("h3"), Bare()) == Blocks()


_PIECES = st.sampled_from(
    ["<div>", "</div>", "<h3>LATEST</h3>", "<h1>", "</h1>", "LATEST", "<p>MORE", " ABOUT", "</p>",
     "<a href='/news/a/1.html'>", "<a href='/news/a/2.html'>", "<img alt=x>", "</a>", "<nav>",
     "17:00 01.01.2026", "<!-- HOT NEWS -->", "<time datetime=2026-01-01T00:00Z>", "<footer>",
     "<a href='javascript:'>", "<script>", "HOT NEWS", "<table><tr>", "<li>", "\x00"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_any_markup_is_harmless_and_every_link_is_held(body: str) -> None:
    looked_at = page(body)
    blocks = read_blocks(looked_at, ENGLISH)
    for links in (blocks.related, blocks.hot_news, blocks.latest):
        assert [link.rank for link in links] == list(range(len(links)))
        assert len({link.url for link in links}) == len(links)
    if blocks.related or blocks.hot_news or blocks.latest:
        assert any(blocks.hold(a) for a in looked_at.selector.root.iter("a"))


@given(st.binary(max_size=300))
def test_any_bytes_are_harmless(body: bytes) -> None:
    read_blocks(Page(URL, body, SEEN), ENGLISH)


HOSTILE = {
    "headings": "<div>LATEST</div>" * 20_000 + anchor(1, "x"),
    "pictures": "<div>" * 3 + ("LATEST" + "<a href='/x'><img></a>" * 300) * 100 + anchor(1, "x"),
    "a heading around all": f"<div><p>LATEST</p><i>{'x' * 2_000_000}</i></div>" * 2
    + anchor(1, "x"),
    "times": f"<h3>LATEST</h3>{anchor(1, 'x')}" + "<b>17:00</b>" * 50_000,
    "depth": "<h3>LATEST</h3>" + "<div>" * 1000 + anchor(1, "x") + "1" * 100,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_costs_no_time(body: str) -> None:
    looked_at = page(body)
    assert looked_at.selector is not None
    with at_most(1.5):
        read_blocks(looked_at, ENGLISH)
