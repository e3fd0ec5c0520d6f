"""Draft, Page and Site → Article, through the one public door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.article import Article, Headline, RelatedStory, from_json, to_json
from crawler.draft import FIELDS, Draft, Found
from crawler.errors import Rejected
from crawler.link import Link, PageKind, Where
from crawler.normalization.normalize import normalize
from crawler.normalization.text import clean_line
from crawler.page import Page
from crawler.site import Site

URL = "https://news.example/news/general/1143800.html"
SEEN = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)  # 20:00 in Kyiv


class Example(Site):
    name = "example"
    source = "Example Agency"
    home = "https://news.example/"
    language = "en"
    timezone = "Europe/Kyiv"
    article_url = r"/news/[\w-]+/\d+\.html$"


class Bare(Site):
    name = "bare"
    home = "https://bare.example/"


PAGE = Page(URL, b"", SEEN)
COMPLETE: dict[str, Sequence[str]] = {
    "title": ["Example title – media"],
    "published": ["18:45 21.01.2026"],
    "body": ["First paragraph.", "Second paragraph."],
}


def normalized(site: Site | None = None, page: Page = PAGE, **fields: object) -> Article:
    """The article of a complete draft with ``fields`` replaced; None takes a field away."""
    return normalize(draft_of(**fields), page, site or Example())


def draft_of(**fields: object) -> Draft:
    blocks = {k: fields.pop(k) for k in ("related", "hot_news", "latest") if k in fields}
    found = {name: read_found(value) for name, value in {**COMPLETE, **fields}.items() if value}
    return Draft(URL, found, related_rule="heading: MORE ABOUT", **blocks)  # type: ignore[arg-type]


def read_found(value: object) -> tuple[Found, ...]:
    """One candidate for a list of strings, several for a tuple of (rule, strings)."""
    if isinstance(value, tuple):
        return tuple(Found(tuple(values), rule) for rule, values in value)
    assert isinstance(value, list)
    return (Found(tuple(value), "site: x"),)


def link(path: str, title: str | None, published: dt.datetime | None = None) -> Link:
    return Link(
        f"https://news.example{path}", PageKind.ARTICLE, Where.LATEST, URL, 0, title, published
    )


def test_a_whole_article() -> None:
    kyiv = dt.timezone(dt.timedelta(hours=2))
    announced = dt.datetime(2026, 1, 21, 15, 46, tzinfo=dt.UTC)
    article = normalized(
        section=[" Facts\n"],
        tags=["Tags: #putin #usa"],
        authors=["By Jane Doe"],
        reading_time=["3 min read"],
        lead=["A lead."],
        image=["/media/a.jpg"],
        modified=["19:00 21.01.2026"],
        language=["en-GB"],
        related=(link("/news/general/2.html", "Related", announced),),
        hot_news=(link("/news/general/3.html", "Hot"),),
        latest=(link("/news/general/4.html", "Latest"),),
    )
    assert article.source == "Example Agency"
    assert article.date == dt.date(2026, 1, 21)
    assert article.section == "Facts"
    assert article.published == dt.datetime(2026, 1, 21, 18, 45, tzinfo=kyiv)
    assert article.published.isoformat() == "2026-01-21T18:45:00+02:00"
    assert article.published_raw == "18:45 21.01.2026"
    assert article.title == "Example title – media"
    assert article.reading_minutes == 3
    assert article.body == ("First paragraph.", "Second paragraph.")
    assert article.tags == ("putin", "usa")
    assert article.authors == ("Jane Doe",)
    assert article.lead == "A lead."
    assert article.image == "https://news.example/media/a.jpg"
    assert article.modified == dt.datetime(2026, 1, 21, 19, 0, tzinfo=kyiv)
    assert article.language == "en-GB"
    assert article.related == (
        RelatedStory(
            dt.datetime(2026, 1, 21, 17, 46, tzinfo=kyiv),
            "Related",
            "https://news.example/news/general/2.html",
        ),
    )
    assert article.related[0].published is not None
    assert article.related[0].published.isoformat() == "2026-01-21T17:46:00+02:00"
    assert article.hot_news == (Headline("Hot", "https://news.example/news/general/3.html"),)
    assert article.latest == (Headline("Latest", "https://news.example/news/general/4.html"),)
    assert (article.url, article.site) == (URL, "example")
    assert article.first_seen == article.last_seen == SEEN
    assert article.revision is None
    assert article.content_hash is not None
    assert article.provenance["source"] == "site: source"
    assert article.provenance["related"] == "heading: MORE ABOUT"
    assert article.provenance["reading_minutes"] == "site: x"
    assert from_json(to_json(article)) == article


REJECTED = {
    "no title": ({"title": None}, "no-title", "no rule answered"),
    "blank title": ({"title": ["\u200b \u00a0"]}, "no-title", "site: x gave only ''"),
    "no time": ({"published": None}, "no-time", "no rule answered"),
    "impossible time": ({"published": ["18:45 31.02.2026"]}, "no-time", "'18:45 31.02.2026'"),
    "time in two days": ({"published": ["21:00 23.01.2026"]}, "no-time", "'21:00 23.01.2026'"),
    "no body": ({"body": None}, "no-body", "no rule answered"),
    "blank body": ({"body": [" ", "\u00ad"]}, "no-body", "site: x"),
    "title for a body": ({"body": ["EXAMPLE TITLE - media"]}, "no-body", "site: x"),
    "nothing": ({"title": None, "published": None, "body": None}, "no-title", ""),
}


@pytest.mark.parametrize(("fields", "reason", "detail"), REJECTED.values(), ids=REJECTED.keys())
def test_rejected(fields: dict[str, object], reason: str, detail: str) -> None:
    with pytest.raises(Rejected) as caught:
        normalized(**fields)
    assert caught.value.reason == reason
    assert detail in caught.value.detail


FIRST_THAT_HOLDS = {
    "title": (["\u00ad"], ["Second"], "Second"),
    "body": ([" "], ["Second"], ("Second",)),
    "section": ([""], ["Second"], "Second"),
    "tags": (["#"], ["second"], ("second",)),
    "authors": (["https://example.com/me"], ["Jane Doe"], ("Jane Doe",)),
    "image": (["data:image/png;base64,AAAA"], ["//cdn.example/a.jpg"], "https://cdn.example/a.jpg"),
    "language": (["English"], ["uk_UA"], "uk-UA"),
    "lead": ([" "], ["Second"], "Second"),
}


@pytest.mark.parametrize(
    ("field", "first", "second", "value"),
    [(field, *case) for field, case in FIRST_THAT_HOLDS.items()],
    ids=FIRST_THAT_HOLDS.keys(),
)
def test_the_first_candidate_that_holds_wins_and_is_named(
    field: str, first: list[str], second: list[str], value: object
) -> None:
    article = normalized(
        **{field: (("site: a", first), ("json-ld: b", second), ("meta: c", second))}
    )
    assert getattr(article, field) == value
    assert article.provenance[field] == "json-ld: b"


def test_reading_minutes_come_from_the_page_or_are_counted_and_say_so() -> None:
    told = normalized(reading_time=(("site: a", ["soon"]), ("generic: b", ["3 хв"])))
    assert (told.reading_minutes, told.provenance["reading_minutes"]) == (3, "generic: b")
    counted = normalized(body=["word " * 500])
    assert (counted.reading_minutes, counted.provenance["reading_minutes"]) == (3, "counted: words")


def test_what_nobody_answered_is_none_and_not_in_provenance() -> None:
    article = normalized()
    assert (article.section, article.lead, article.image, article.modified) == (None,) * 4
    assert article.tags == article.authors == article.related == article.latest == ()
    assert set(article.provenance) == {
        "title", "language", "published", "source", "reading_minutes", "body",
    }  # fmt: skip


TIMES = {
    "alone": ([("a", "18:45 21.01.2026")], "2026-01-21T18:45:00+02:00", "a"),
    "agreeing to the minute": (
        [("a", "2026-01-21T16:45:30Z"), ("b", "2026-01-21T16:45:59Z")],
        "2026-01-21T18:45:30+02:00",
        "a; agrees: b",
    ),
    "differing": (
        [("a", "18:45 21.01.2026"), ("b", "2026-01-21T16:44:59Z"), ("c", "21.01.2026")],
        "2026-01-21T18:45:00+02:00",
        "a; differs (2026-01-21T18:44+02:00): b; agrees: c",
    ),
    "the second, as the first is none": (
        [("a", "yesterday morning perhaps"), ("b", "2026-01-21T16:45:00Z")],
        "2026-01-21T18:45:00+02:00",
        "b",
    ),
    "the hour from the second, as the first has none": (
        [("a", "21.01.2026"), ("b", "2026-01-21T16:45:00Z")],
        "2026-01-21T18:45:00+02:00",
        "b; agrees: a",
    ),
    "too far ahead, the next": (
        [("a", "18:45 21.01.2027"), ("b", "18:45 20.01.2026")],
        "2026-01-20T18:45:00+02:00",
        "b",
    ),
    "future": ([("a", "21:00 21.01.2026")], "2026-01-21T21:00:00+02:00", "a; in the future"),
    "relative": (
        [("a", "2 hours ago")],
        "2026-01-21T18:00:00+02:00",
        "a; relative to the time of the look",
    ),
    "repeated hour": (
        [("a", "03:30 26.10.2025")],
        "2025-10-26T03:30:00+03:00",
        "a; repeated hour, first taken",
    ),
}


@pytest.mark.parametrize(("candidates", "moment", "rule"), TIMES.values(), ids=TIMES.keys())
def test_published(candidates: list[tuple[str, str]], moment: str, rule: str) -> None:
    article = normalized(published=tuple((name, [raw]) for name, raw in candidates))
    assert article.published is not None
    assert article.published.isoformat() == moment
    assert article.date == article.published.date()
    assert article.provenance["published"] == rule


def test_a_day_without_an_hour_is_kept_as_a_day() -> None:
    article = normalized(published=(("a", ["21.01.2026"]), ("b", ["2026-01-20T10:00:00Z"])))
    assert article.published is None
    assert article.date == dt.date(2026, 1, 21)
    assert article.published_raw == "21.01.2026"
    assert article.provenance["published"] == ("a; no hour given; differs (2026-01-20): b")


def test_the_date_is_local() -> None:
    assert normalized(published=["2026-01-20T23:30:00Z"]).date == dt.date(2026, 1, 21)


BODIES = {
    "dateline stays": (["KYIV. Jan 21 (Example) – Text."], ("KYIV. Jan 21 (Example) – Text.",)),
    "title repeated": (["Example title - MEDIA", "Text."], ("Text.",)),
    "title inside a paragraph": (["Example title – media says."], ("Example title – media says.",)),
    "title later": (["Text.", "Example title – media"], ("Text.", "Example title – media")),
    "paragraph twice": (["Text.", "Text."], ("Text.", "Text.")),
    "line break": (["One\n two"], ("One two",)),
}  # fmt: skip


@pytest.mark.parametrize(("raws", "body"), BODIES.values(), ids=BODIES.keys())
def test_body(raws: list[str], body: tuple[str, ...]) -> None:
    assert normalized(body=raws).body == body


IMAGES = {
    "absolute": ("https://cdn.example/a.jpg?w=1&h=2", "https://cdn.example/a.jpg?w=1&h=2"),
    "host-relative": ("/a.jpg", "https://news.example/a.jpg"),
    "page-relative": ("a.jpg", "https://news.example/news/general/a.jpg"),
    "blanks": (" https://cdn.example/a b.jpg ", "https://cdn.example/a%20b.jpg"),
    "Cyrillic": ("https://cdn.example/фото.jpg", "https://cdn.example/%D1%84%D0%BE%D1%82%D0%BE.jpg"),
    "script": ("javascript:alert(1)", None),
    "data": ("data:image/png;base64,AAAA", None),
    "file": ("file:///etc/passwd", None),
    "ftp": ("ftp://cdn.example/a.jpg", None),
    "broken host": ("http://[::1/a.jpg", None),
    "blank in the host": ("https://cdn example/a.jpg", None),
    "too long": ("/" + "a" * 3000, None),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "image"), IMAGES.values(), ids=IMAGES.keys())
def test_image(raw: str, image: str | None) -> None:
    assert normalized(image=[raw]).image == image


def test_side_blocks_are_keyed_by_address() -> None:
    article = normalized(
        latest=(
            link("/news/a/1.html", " Same\u00a0title "),
            link("/news/a/2.html", "Same title"),
            link("/news/a/1.html", "Once more"),
            link("/news/a/3.html", None),
            link("/news/a/4.html", " \u200b"),
            Link("javascript:void(0)", PageKind.ARTICLE, Where.LATEST, title="Script"),
            Link(URL, PageKind.ARTICLE, Where.LATEST, title="The article itself"),
        )
    )
    assert article.latest == (
        Headline("Same title", "https://news.example/news/a/1.html"),
        Headline("Same title", "https://news.example/news/a/2.html"),
        Headline("The article itself", URL),
    )


@pytest.mark.parametrize(
    "announced",
    [dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 1)],  # noqa: DTZ001
)
def test_an_announced_time_that_cannot_be_is_none(announced: dt.datetime) -> None:
    article = normalized(related=(link("/news/a/1.html", "Title", announced),))
    assert article.related[0].published is None


def test_announced_times_keep_their_offset_where_the_site_has_none() -> None:
    announced = dt.datetime(2026, 1, 21, 15, 46, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    article = normalized(Bare(), related=(link("/news/a/1.html", "Title", announced),))
    assert article.related[0].published is not None
    assert article.related[0].published.isoformat() == "2026-01-21T15:46:00+09:00"


def test_sources_and_languages_of_a_site_that_says_nothing() -> None:
    article = normalized(
        Bare(), source=["Example\u00a0Post"], published=["2026-01-21T18:45:00+05:30"]
    )
    assert article.source == "Example Post"
    assert article.language is None
    assert article.published is not None
    assert article.published.isoformat() == "2026-01-21T18:45:00+05:30"


def test_a_site_made_on_the_fly() -> None:
    site = Site()
    site.name, site.home, site.timezone = "live", "https://live.example/", "Asia/Tokyo"  # type: ignore[misc]
    article = normalized(site, published=["2026-01-21T16:45:00Z"])
    assert article.site == "live"
    assert article.date == dt.date(2026, 1, 22)


def test_the_values_are_bounded() -> None:
    links = tuple(link(f"/news/a/{i}.html", "T" * 5_000) for i in range(500))
    article = normalized(
        title=["T" * 100_000],
        body=["paragraph"] * 5_000,
        tags=[f"tag{i}" for i in range(500)],
        authors=[f"Jane D{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(200)],
        section=["S" * 5_000],
        related=links,
        latest=links,
    )
    assert len(article.title) == 1_000
    assert len(article.body) == 2_000
    assert (len(article.tags), len(article.authors)) == (100, 50)
    assert article.section is not None
    assert len(article.section) == 200
    assert (len(article.related), len(article.latest)) == (200, 200)
    assert len(article.latest[0].title) == 1_000


PIECE = st.sampled_from(
    ["18:45 21.01.2026", "2026-01-21", "2 hours ago", "\ud800", "\u202e", "http://[", "a b", "#x",
     "3 min", "en", "By Jane Doe", "\x00", "e\u0301", "//x.example/y", "Example", " "]
)  # fmt: skip
STRING = st.text(st.characters(exclude_categories=()), max_size=20) | PIECE
FOUND = st.builds(Found, st.lists(STRING, max_size=3).map(tuple), STRING)
MOMENT = st.none() | st.datetimes(timezones=st.none() | st.timezones())
LINKS = st.lists(
    st.builds(
        Link,
        STRING | st.just(URL),
        st.just(PageKind.ARTICLE),
        st.just(Where.RELATED),
        title=st.none() | STRING,
        published=MOMENT,
    ),
    max_size=3,
).map(tuple)
DRAFT = st.builds(
    Draft,
    STRING,
    st.dictionaries(st.sampled_from(FIELDS), st.lists(FOUND, max_size=3).map(tuple)).map(
        lambda fields: {**draft_of().fields, **fields}
    ),
    LINKS,
    LINKS,
    LINKS,
    st.none() | STRING,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(DRAFT, st.sampled_from([Example(), Bare()]))
def test_any_draft_gives_a_clean_article_or_is_rejected(draft: Draft, site: Site) -> None:
    try:
        article = normalize(draft, PAGE, site)
    except Rejected as error:
        rejected = error
    else:
        assert_clean(article)
        assert normalize(draft, PAGE, site) == article
        return
    assert rejected.reason in ("no-title", "no-time", "no-body")
    assert str(rejected) == clean_line(str(rejected))


def assert_clean(article: Article) -> None:
    assert from_json(to_json(article)) == article
    assert article.title
    assert article.body
    strings = [article.title, *article.body, *article.tags, *article.authors]
    strings += [item.title for item in article.latest]
    assert all(clean_line(text) == text for text in strings)
