"""Pages are read back with the selectors that are firm for the real site, and nothing else."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import unicodedata
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsel import Selector

from crawler.article import Article, Headline, RelatedStory
from crawler.demo import Newsroom, Variant, addressed, compare, render
from crawler.demo.editions import EDITIONS
from crawler.demo.redesign import redesign
from crawler.demo.rhythm import localize
from crawler.demo.typesetting import typeset

BLOCKS = {
    "related": ("MORE ABOUT", "ЩЕ ЗА ТЕМОЮ", "ЕЩЕ ПО ТЕМЕ"),
    "hot_news": ("HOT NEWS", "ГОЛОВНЕ", "ГЛАВНОЕ"),
    "latest": ("LATEST", "ОСТАННЄ", "ПОСЛЕДНЕЕ"),
}


def clean(text: str | None) -> str:
    kept = re.sub("[\u00ad\u200b]", "", unicodedata.normalize("NFC", text or ""))
    return " ".join(kept.split())


def texts(selectors: Any) -> list[str]:
    return [clean(one.xpath("string()").get()) for one in selectors]


def moment(selector: Selector) -> dt.datetime:
    clock, day = texts(selector.css("span"))
    return localize(dt.datetime.strptime(f"{clock} {day}", "%H:%M %d.%m.%Y"))  # noqa: DTZ007


def block(page: Selector, name: str) -> list[Any]:
    """The elements between a block's heading and the next block's, in document order."""
    headings = {text: name for name, names in BLOCKS.items() for text in names}
    current, found = None, []
    for element in page.css("body *"):
        if element.root.tag in ("h2", "h3", "h4", "div"):
            current = headings.get(clean(element.xpath("text()").get()), current)
        if current == name:
            found.append(element)
    return found


def read_back(html: str, origin: str) -> Article:
    page = Selector(html)
    view = page.css("article.article.article-content-view")
    paragraphs = texts(view.xpath("./div[@class='article-content']/p"))
    published = moment(page.css("div.article-time")[0])
    secondary = clean(" ".join(view.css(".article-content-secondary-header > span::text").getall()))
    minutes = re.search(r"\d+", secondary)
    related = [one for one in block(page, "related") if one.css("div.grid.article")[:1]]
    items = [one for one in block(page, "related") if one.attrib.get("class") == "grid article"]
    assert bool(related) == bool(items)
    return Article(
        date=published.date(),
        published=published,
        section=texts(page.css("h3.category-title > a"))[0],
        title=texts(view.css("h1.article-content-title"))[0],
        reading_minutes=int(minutes[0]) if minutes else None,
        body=tuple(paragraphs),
        tags=tuple(one.removeprefix("#") for one in texts(view.css("div.article-tags a"))),
        related=tuple(
            RelatedStory(
                moment(one.css("div.article-time")[0]),
                texts(one.css("a.article-link"))[0],
                origin + one.css("a.article-link").attrib["href"],
            )
            for one in items
        ),
        hot_news=headlines(page, "hot_news", origin),
        latest=headlines(page, "latest", origin),
        language=page.css("html").attrib["lang"],
        image=picture(view, origin),
    )


def headlines(page: Selector, name: str, origin: str) -> tuple[Headline, ...]:
    links = [one for one in block(page, name) if one.root.tag == "a"]
    return tuple(Headline(texts([one])[0], origin + one.attrib["href"]) for one in links)


def picture(view: Any, origin: str) -> str | None:
    source = view.css("img.article-content-image").attrib.get("src")
    return origin + source if source else None


@pytest.mark.parametrize("language", EDITIONS)
def test_pages_say_what_is_true(language: str) -> None:
    now = dt.datetime.fromisoformat("2025-10-27T09:00+02:00")  # the clock change is in the range
    room = Newsroom.opened(now=now, articles=200, edition=language)
    for truth in room.truths():
        story = room.find((truth.url or "").removeprefix(room.edition.origin))
        assert story is not None
        read = read_back(render(truth, room.variant(story)), room.edition.origin)
        unseen = {"source": truth.source, "url": truth.url, "modified": truth.modified}
        assert compare(truth, replace(read, **unseen)) == ()


def test_the_newsroom_uses_every_variant(newsroom: Newsroom) -> None:
    variants = [newsroom.variant(newsroom.story(one)) for one in range(newsroom.oldest, 1)]
    for field in fields(Variant):
        values = {getattr(one, field.name) for one in variants}
        expected = {"heading_tag": 4, "language": 1}.get(field.name, 2)
        assert len(values) == expected, field.name


def has(css: str) -> Any:
    return lambda page: bool(page.css(css))


def heading_is(tag: str) -> Any:
    return lambda page: "LATEST" in texts(page.css(tag))


def time_is_first(page: Selector) -> bool:
    return bool(page.css("div.article-time ~ h1.article-content-title"))


CASES = {
    "h2": (Variant(heading_tag="h2"), Variant(), heading_is("h2")),
    "h3": (Variant(heading_tag="h3"), Variant(heading_tag="h2"), heading_is("h3")),
    "h4": (Variant(heading_tag="h4"), Variant(), heading_is("h4")),
    "div": (Variant(heading_tag="div"), Variant(), heading_is("div.side-block-title")),
    "section-inside": (Variant(), Variant(section_inside=False), has("article h3.category-title")),
    "time-first": (Variant(), Variant(time_first=False), time_is_first),
    "json-ld": (Variant(structured=True), Variant(), has("script[type='application/ld+json']")),
    "opengraph": (Variant(structured=True), Variant(), has("meta[property='og:title']")),
    "canonical": (Variant(structured=True), Variant(), has("link[rel=canonical]")),
    "subscribe": (Variant(subscribe=True), Variant(), has(".article-content .subscribe-us p")),
    "advert": (Variant(advert=True), Variant(), has(".article-content > p + div.ad + p")),
    "big-time": (Variant(big_time=True), Variant(), has("article span.article-time-big")),
    "social": (Variant(social=True), Variant(), has(".social-links")),
    "follow": (Variant(social=True), Variant(), has(".article-content > .art-follow p")),
    "comments": (Variant(social=True), Variant(), has("article .fb-comments")),
    "ad-picture": (Variant(advert=True), Variant(), has(".article-content img[src^='/media/ads']")),
    "pictures": (Variant(), Variant(pictures=False), has(".more-about img.article-image[alt]")),
}


@pytest.mark.parametrize(("with_it", "without", "shows"), CASES.values(), ids=CASES)
def test_a_variant_shows_and_its_opposite_does_not(
    newsroom: Newsroom, with_it: Variant, without: Variant, shows: Any
) -> None:
    article = newsroom.truth(next(newsroom.urls()))
    assert shows(Selector(render(article, with_it)))
    assert not shows(Selector(render(article, without)))


@pytest.mark.parametrize(
    ("language", "reading", "more_about"),
    [
        ("en", "3 min read", "MORE ABOUT"),
        ("uk", "3 хв читання", "ЩЕ ЗА ТЕМОЮ"),
        ("ru", "3 мин чтения", "ЕЩЕ ПО ТЕМЕ"),
    ],
)
def test_headings_in_any_language(
    newsroom: Newsroom, language: str, reading: str, more_about: str
) -> None:
    article = replace(newsroom.truth(next(newsroom.urls())), reading_minutes=3)
    page = Selector(render(article, Variant(language=language)))
    assert texts(page.css(".article-content-secondary-header > span")) == [reading]
    assert texts(page.css(".more-about-title")) == [more_about]


def test_links_on_pages_are_host_relative_and_nothing_is_loaded_from_elsewhere(
    newsroom: Newsroom,
) -> None:
    for truth in itertools.islice(newsroom.truths(), 60):
        page = Selector(render(truth, Variant(structured=True)))
        assert all(one.startswith(("/", "#")) for one in page.css("body a::attr(href)").getall())
        assert all(one.startswith("/media/") for one in page.css("img::attr(src)").getall())
        assert not page.css("script[src], link[rel=stylesheet], iframe")


def test_a_tag_with_a_blank_and_cyrillic_is_encoded() -> None:
    article = Article(date=dt.date(2026, 1, 5), title="T", tags=("річкова варта", "a & b/c"))
    links = Selector(render(article)).css(".article-tags a::attr(href)").getall()
    encoded = "%D1%80%D1%96%D1%87%D0%BA%D0%BE%D0%B2%D0%B0_%D0%B2%D0%B0%D1%80%D1%82%D0%B0"
    assert links == [f"/news/tag/{encoded}.html", "/news/tag/a_%26_b%2Fc.html"]


def test_structured_data_says_the_same(newsroom: Newsroom) -> None:
    hostile = 'Quote " and </script><b>& ampersand'
    article = replace(newsroom.truth(next(newsroom.urls())), title=hostile)
    page = Selector(render(article, Variant(structured=True)))
    values = json.loads(page.css("script[type='application/ld+json']::text").get() or "")
    assert values["headline"] == hostile
    assert values["datePublished"] == "2026-01-21T18:46:00+02:00"
    assert values["image"] == article.image
    assert "dateModified" not in values
    assert page.css("meta[property='og:title']").attrib["content"] == hostile
    assert page.css("link[rel=canonical]").attrib["href"] == article.url
    assert texts(page.css("h1.article-content-title")) == [hostile]
    assert not page.css("b b, h1 b")


def test_an_article_without_anything_is_still_a_page() -> None:
    article = Article(date=dt.date(2026, 1, 5), title="Alone")
    page = Selector(render(article))
    assert texts(page.css("h1.article-content-title")) == ["Alone"]
    assert not page.css("div.article-time, .article-tags, .more-about, .side-block, article img")


def test_a_redesign_leaves_the_text_and_takes_every_class(newsroom: Newsroom) -> None:
    html = render(newsroom.truth(next(newsroom.urls())))
    before, after = Selector(html), Selector(redesign(html))
    assert texts(before.css("body")) == texts(after.css("body"))
    names = {name for one in before.css("[class]") for name in one.attrib["class"].split()}
    renamed = {name for one in after.css("[class]") for name in one.attrib["class"].split()}
    assert not names & renamed


WORDS = st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\u00ad\u200b"))


@given(st.lists(WORDS.filter(bool), min_size=1, max_size=30), st.booleans())
def test_typesetting_is_undone_by_normalisation(words: list[str], rough: bool) -> None:
    text = clean(" ".join(words))
    html = f"<p>{typeset(text, rough=rough)}</p>"
    assert clean(Selector(html).css("p").xpath("string()").get()) == text


def test_rough_text_is_rough() -> None:
    text = "A word/another, Київ and an extraordinarily long йод: one two three four five six"
    html = typeset(text, rough=True)
    for mark in ("&nbsp;", "&shy;", "\u200b", "\n", "\u0306"):
        assert mark in html


def test_addresses_for_an_article_that_bears_none() -> None:
    lines = (Headline("Twice"), Headline("Once"), Headline("Twice"))
    article = Article(
        date=dt.date(2026, 1, 21),
        title="T",
        section="Facts",
        related=(RelatedStory(None, "Once"),),
        hot_news=(Headline("Twice"), Headline("Known", "https://en.interfax.com.ua/k")),
        latest=lines,
    )
    full = addressed(article)
    assert full.latest[0].url != full.latest[2].url
    assert full.hot_news[0].url == full.latest[0].url
    assert full.related[0].url == full.latest[1].url
    assert full.hot_news[1].url == "https://en.interfax.com.ua/k"
    assert (full.url or "").startswith("https://en.interfax.com.ua/news/general/")
    assert addressed(full) == full
