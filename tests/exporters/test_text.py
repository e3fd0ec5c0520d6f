"""The text layout: the seed, a page copy of our own, any article, broken input."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.article import Article, Headline, RelatedStory
from crawler.errors import TextLayoutError
from crawler.exporters.characters import repair
from crawler.exporters.text import TextExporter, read_article, read_articles, write_article
from tests.exporters.strategies import articles, exact, lines, raw_texts

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "data/samples/page.txt"
SEED = ROOT.parent / "shared/seed/article.txt"
KYIV = ZoneInfo("Europe/Kyiv")
DAY = dt.date(2026, 1, 21)

needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the seed article is not on this machine")
page_copies = pytest.mark.parametrize(
    "path", [pytest.param(PAGE, id="page"), pytest.param(SEED, id="seed", marks=needs_seed)]
)


def without_copies(text: str) -> str:
    """A page copy without AD lines and without the titles that MORE ABOUT repeats."""
    kept: list[str] = []
    in_more_about = False
    for line in text.split("\n"):
        in_more_about = line == "MORE ABOUT" or (in_more_about and line != "HOT NEWS")
        copied = line == "AD" or (in_more_about and line and kept[-2:] == [line, ""])
        if not copied:
            kept.append(line)
        elif kept[-1] == "":
            kept.pop()
    return "\n".join(kept).rstrip("\n") + "\n"


@page_copies
def test_a_page_copy_is_written_back_to_the_byte(path: Path) -> None:
    text = path.read_bytes().decode()
    assert write_article(read_article(text, KYIV)) == without_copies(text)


@needs_seed
def test_the_seed_is_the_article_it_shows() -> None:
    article = read_article(SEED.read_bytes().decode(), KYIV)
    assert article.source == "Interfax-Ukraine"
    assert article.section == "Facts"
    assert article.title == "US hands Putin draft peace plan – media"
    assert article.date == DAY
    assert article.published == dt.datetime(2026, 1, 21, 18, 45, tzinfo=KYIV)
    assert article.published.isoformat() == "2026-01-21T18:45:00+02:00"
    assert article.reading_minutes == 3
    assert len(article.body) == 10
    assert article.body[0].startswith("In early January, the American side")
    assert article.body[-1].startswith("Kyiv is working out robust security guarantees")
    assert article.tags == ("putin", "usa")
    assert [story.published.isoformat() for story in article.related if story.published][::9] == [
        "2026-01-21T17:46:00+02:00",
        "2026-01-07T16:02:00+02:00",
    ]
    assert len({story.title for story in article.related}) == len(article.related) == 10
    assert len(article.hot_news) == 5
    assert len(article.latest) == 10
    assert len({one.title for one in article.latest}) == 9


def test_our_page_copy_is_the_article_it_shows() -> None:
    ferry = Headline("Ferry timetable changes on Sunday")
    assert read_article(PAGE.read_text("utf-8"), KYIV) == Article(
        source="The Harbour Herald",
        date=dt.date(2026, 3, 28),
        section="Facts",
        published=dt.datetime(2026, 3, 28, 9, 5, tzinfo=KYIV),
        title="Lighthouse lamp replaced after ninety years – keeper",
        reading_minutes=2,
        body=(
            "The lamp of the old lighthouse was replaced on Friday, the keeper said.",
            '"The old one never failed us, but spare parts have not been made since 1987."',
            "The new lamp uses a tenth of the power and is seen from 22 sea miles.",
        ),
        tags=("lighthouse", "energy/saving", "old town"),
        related=(
            RelatedStory(
                dt.datetime(2026, 3, 27, 17, 40, tzinfo=KYIV),
                "Crane lifts the new lamp onto the tower",
            ),
            RelatedStory(
                dt.datetime(2026, 3, 2, 8, 15, tzinfo=KYIV),
                "Council votes for a new lamp – 'about time,' says mayor",
            ),
        ),
        hot_news=(ferry, Headline("Crane lifts the new lamp onto the tower")),
        latest=(ferry, Headline("Fish market opens an hour earlier"), ferry),
    )


@settings(deadline=None)
@given(articles())
@example(Article(date=DAY, title="t", related=(RelatedStory(None, "a"),) * 3))
@example(Article(date=DAY, title="t", related=(RelatedStory(None, "\\a"),) * 3))
@example(
    Article(date=DAY, title="t", related=(RelatedStory(None, "\\AD"), RelatedStory(None, "AD")))
)
@example(Article(date=DAY, title="t", tags=("a #b", "#c", "d e")))
@example(Article(date=DAY, title="t", source="", section="", body=("",), tags=("",)))
def test_reading_what_was_written_gives_the_article(article: Article) -> None:
    assert exact(read_article(write_article(article), KYIV)) == exact(article)


@settings(deadline=None)
@given(articles(raw_texts))
def test_text_that_nobody_cleaned_survives_but_for_surrogates(article: Article) -> None:
    text = write_article(article)
    assert exact(read_article(text, KYIV)) == exact(repair(article))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@settings(deadline=None, max_examples=40)
@given(articles(), lines)
def test_where_there_is_a_record_the_reader_needs_no_zone(article: Article, url: str) -> None:
    text = write_article(replace(article, url=url))
    assert exact(read_article(text, dt.UTC)) == exact(replace(article, url=url))


@settings(deadline=None, max_examples=40)
@given(articles())
def test_any_splitting_into_lines_reads_the_same(article: Article) -> None:
    text = write_article(article)
    for split in (
        text,
        text.split("\n"),
        text.splitlines(),
        io.StringIO(text),
        io.StringIO(text, None),
    ):
        assert [exact(one) for one in read_articles(split, KYIV)] == [exact(article)]
    assert exact(read_article("\ufeff" + text.replace("\n", "\r\n"), KYIV)) == exact(article)


@settings(deadline=None, max_examples=25)
@given(st.lists(articles(), max_size=4))
def test_a_feed_holds_all_its_articles(many: list[Article]) -> None:
    file = io.BytesIO()
    exporter = TextExporter(file)
    for article in many:
        exporter.export_item(article)
    read = read_articles(io.StringIO(file.getvalue().decode()), KYIV)
    assert [exact(one) for one in read] == [exact(one) for one in many]


def test_a_feed_of_one_article_is_its_text_and_of_two_has_a_blank_line_between() -> None:
    one, two = Article(date=DAY, title="one"), Article(date=DAY, title="two")
    file = io.BytesIO()
    exporter = TextExporter(file)
    exporter.export_item(one)
    assert file.getvalue().decode() == write_article(one)
    exporter.export_item(two)
    assert file.getvalue().decode() == write_article(one) + "\n" + write_article(two)


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        pytest.param(Article(date=DAY, title="t"), " date 2026-01-21\n\nt\n", id="bare"),
        pytest.param(
            Article(date=DAY, title="LATEST", section="18:45 21.01.2026", body=("AD", "\\o/")),
            " date 2026-01-21\n\\18:45 21.01.2026\n\n\\LATEST\n\n\\AD\n\n\\\\o/\n",
            id="escaped",
        ),
        pytest.param(
            Article(date=DAY, title="t", published=dt.datetime(2026, 1, 21, 9, 5, tzinfo=KYIV)),
            " date 2026-01-21\n09:05 21.01.2026\n\nt\n",
            id="site time",
        ),
        pytest.param(
            Article(date=DAY, title="t", published=dt.datetime(2026, 1, 21, 9, 5, 7, tzinfo=KYIV)),
            " date 2026-01-21\n09:05 21.01.2026\n\nt\n\nRECORD\n\n"
            'published: "2026-01-21T09:05:07+02:00"\n',
            id="seconds",
        ),
        pytest.param(
            Article(date=DAY, title="a\nb", latest=(Headline("x", "https://x/"), Headline("y"))),
            " date 2026-01-21\n\na b\n\nLATEST\n\nx\n\ny\n\nRECORD\n\n"
            'title: "a\\nb"\nlatest.url: ["https://x/", null]\n',
            id="record",
        ),
    ],
)
def test_layout(article: Article, expected: str) -> None:
    assert write_article(article) == expected
    assert exact(read_article(expected, KYIV)) == exact(article)


def test_an_offset_with_seconds_is_kept() -> None:
    time = dt.datetime(1890, 1, 1, 12, tzinfo=KYIV)
    article = Article(date=time.date(), title="t", published=time, url="https://x/")
    assert read_article(write_article(article), dt.UTC).published == time


@pytest.mark.parametrize(
    "time",
    [
        pytest.param(dt.datetime(2026, 1, 21, 9, 5, 0, 1, tzinfo=KYIV), id="microsecond"),
        pytest.param(dt.datetime(2026, 1, 21, 9, 5, tzinfo=dt.UTC), id="other offset"),
        pytest.param(
            dt.datetime(2025, 10, 26, 3, 30, tzinfo=dt.timezone(dt.timedelta(hours=3))),
            id="repeated hour",
        ),
        pytest.param(
            dt.datetime(2026, 3, 29, 3, 30, tzinfo=dt.timezone(dt.timedelta(hours=2))),
            id="skipped hour",
        ),
    ],
)
def test_a_time_that_its_line_cannot_give_back_is_in_the_record(time: dt.datetime) -> None:
    story = RelatedStory(time, "s")
    article = Article(date=time.date(), title="t", published=time, related=(story,))
    text = write_article(article)
    assert f'published: "{time.isoformat()}"\nrelated.published: ["{time.isoformat()}"]' in text
    assert read_article(text, KYIV) == article


HEAD = " date 2026-01-21\n\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", "line 1: expected ' date YYYY-MM-DD source'", id="empty"),
        pytest.param("\nHello\n", "line 2: expected ' date", id="no first line"),
        pytest.param(" date 2026-02-30 X\n\nt\n", "line 1: 2026-02-30 is no day", id="no such day"),
        pytest.param(" date 2026-01-21\n", "line 1: an article without a title", id="no title"),
        pytest.param(
            " date 2026-01-21\n25:00 21.01.2026\n\nt", "line 2: 25:00 21.01.2026 is no", id="hour"
        ),
        pytest.param(" date 2026-01-21\nA\nB\n\nt\n", "line 3: expected a blank line", id="head"),
        pytest.param(f"{HEAD}t\n\n0 min read\n", "line 5: reading_minutes: ", id="minutes"),
        pytest.param(f"{HEAD}t\n\nTags: #a\n\nmore\n", "line 5: text after the tags", id="tags"),
        pytest.param(f"{HEAD}t\n\nLATEST\n\nx\n\nLATEST\n", "line 9: a second LATEST", id="twice"),
        pytest.param(
            f"{HEAD}t\n\nMORE ABOUT\n\n18:45 21.01.2026\n", "line 7: a time without", id="time only"
        ),
        pytest.param(
            f"{HEAD}t\n\nMORE ABOUT\n\n18:45 21.01.2026\n\n18:46 21.01.2026\nx\n",
            "line 9: a time where a title",
            id="two times",
        ),
        pytest.param(
            f"{HEAD}t\n\nRECORD\n\nnonsense\n", "line 7: expected name: JSON", id="record"
        ),
        pytest.param(
            f"{HEAD}t\n\nRECORD\n\nnope: 1\n", "line 7: no field is named nope", id="name"
        ),
        pytest.param(
            f"{HEAD}t\n\nRECORD\n\nbody.url: []\n",
            "line 7: no field is named body.url",
            id="column",
        ),
        pytest.param(f"{HEAD}t\n\nRECORD\n\nurl: nope\n", "line 7: url: Expecting", id="not json"),
        pytest.param(f"{HEAD}t\n\nRECORD\n\nurl: 1\n", "line 7: url: Input should be", id="type"),
        pytest.param(
            f"{HEAD}t\n\nLATEST\n\nx\n\nRECORD\n\nlatest.url: []\n",
            "line 11: latest: expected a list of 1 values",
            id="length",
        ),
        pytest.param(
            f"{HEAD}t\n\nRECORD\n\nmodified: 3\n", "line 7: modified: fromisoformat", id="time type"
        ),
        pytest.param(
            f"{HEAD}t\n\nRECORD\n\nbody: {'[' * 100_000}\n", "line 7: body: maximum", id="deep"
        ),
        pytest.param(f"{HEAD}t\n{HEAD}u\n", "line 4: a second article begins", id="two articles"),
    ],
)
def test_broken_text_is_refused_in_one_line(text: str, problem: str) -> None:
    with pytest.raises(TextLayoutError) as caught:
        read_article(text, KYIV)
    assert str(caught.value).startswith(problem)
    assert "\n" not in str(caught.value)


page_lines = st.sampled_from(PAGE.read_text("utf-8").split("\n"))


@settings(deadline=None, max_examples=50)
@given(st.text() | st.lists(page_lines).map("\n".join).map(HEAD.__add__))
def test_any_text_is_read_or_refused(text: str) -> None:
    article = None
    with contextlib.suppress(TextLayoutError):
        article = read_article(text, KYIV)
    if article:
        assert exact(read_article(write_article(article), KYIV)) == exact(article)
