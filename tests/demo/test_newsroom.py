from __future__ import annotations

import datetime as dt
import itertools
import tracemalloc
import unicodedata
from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import from_json, to_json
from crawler.demo import LATEST, Change, Newsroom, Place
from crawler.demo.desk import id_of, serial_of
from crawler.demo.editions import EDITIONS, SECTION_KEYS
from crawler.demo.events import change, publish, remove
from crawler.errors import UsageError

NOW = dt.datetime.fromisoformat("2026-01-21T18:50+02:00")


def test_same_arguments_same_newsroom() -> None:
    one, other = (Newsroom.opened(now=NOW, articles=80, seed=7) for _ in range(2))
    assert list(one.truths()) == list(other.truths())


@pytest.mark.parametrize(
    "changes",
    [{"seed": 2}, {"edition": "uk"}, {"now": NOW + dt.timedelta(hours=1)}, {"per_day": 90}],
    ids=["seed", "edition", "now", "per-day"],
)
def test_another_argument_another_newsroom(changes: dict[str, object]) -> None:
    usual = {"now": NOW, "articles": 40, "seed": 1}
    one, other = Newsroom.opened(**usual), Newsroom.opened(**{**usual, **changes})  # type: ignore[arg-type]
    assert list(one.truths()) != list(other.truths())


def test_known_story_stays_the_same(newsroom: Newsroom) -> None:
    """Pins the generator: a change of it shows as another first story."""
    first = newsroom.truth("https://en.interfax.com.ua/news/economic/1143803.html")
    assert first.published == dt.datetime.fromisoformat("2026-01-21T18:46+02:00")
    assert first.title == "Vegetables in Ozeriany-on-Sluch cheaper by 32%: what is behind it"
    assert first.section == "Economy"
    assert first.tags == ("railways",)


def test_number_of_articles_changes_no_recent_story(newsroom: Newsroom) -> None:
    more = Newsroom.opened(now=NOW, articles=3000)
    assert list(itertools.islice(more.urls(), 300)) == list(newsroom.urls())
    newest = next(newsroom.urls())
    assert replace(more.truth(newest), related=()) == replace(newsroom.truth(newest), related=())


def test_newest_article_is_minutes_old_and_times_fall(newsroom: Newsroom) -> None:
    times = [one.published for one in newsroom.truths()]
    assert times[0] == NOW - dt.timedelta(minutes=4)
    assert times == sorted(times, key=lambda one: one or NOW, reverse=True)


@pytest.mark.parametrize("per_day", [20, 60, 240])
def test_a_mean_day_has_as_many_as_asked(per_day: int) -> None:
    room = Newsroom.opened(now=NOW, articles=per_day * 28, per_day=per_day)
    oldest = room.story(room.oldest).published
    assert (NOW - oldest) / dt.timedelta(days=28) == pytest.approx(1, rel=0.02)


def test_days_are_busier_than_nights() -> None:
    room = Newsroom.opened(now=NOW, articles=5000)
    hours = Counter(one.published.hour for one in map(room.story, room.serials(LATEST)))
    assert min(hours[hour] for hour in range(9, 18)) > 5 * max(hours[hour] for hour in (1, 2, 4))


@pytest.mark.parametrize("language", EDITIONS)
def test_every_field_is_true_to_the_schema(language: str) -> None:
    room = Newsroom.opened(now=NOW, articles=120, edition=language)
    for article in room.truths():
        assert from_json(to_json(article)) == article
        assert article.url is not None
        assert article.url.startswith(room.edition.origin + "/news/")
        assert article.published is not None
        assert article.date == article.published.date()
        assert article.language == language
        assert article.lead is None
        texts = (article.title, *article.body, *article.tags)
        assert all(" ".join(text.split()) == text for text in texts)
        assert all(unicodedata.normalize("NFC", text) == text for text in texts)
        assert all(braces not in text for braces in "{}" for text in texts)


def test_side_blocks_have_their_sizes(newsroom: Newsroom) -> None:
    articles = list(newsroom.truths())
    assert {len(one.hot_news) for one in articles} == {5}
    assert {len(one.latest) for one in articles} == {10}
    sizes = {len(one.related) for one in articles}
    assert {0, 10} <= sizes
    assert max(sizes) == 10


def test_latest_repeats_a_title_under_another_address(newsroom: Newsroom) -> None:
    titles = Counter(one.title for one in newsroom.latest)
    assert max(titles.values()) == 2
    assert len({one.url for one in newsroom.latest}) == 10


def test_related_stories_are_earlier_ones_with_the_times_they_have(newsroom: Newsroom) -> None:
    article = newsroom.truth(next(newsroom.urls()))
    assert len(article.related) == 10
    for story in article.related:
        assert story.url is not None
        other = newsroom.truth(story.url)
        assert (other.published, other.title) == (story.published, story.title)
        assert other.section == article.section
        assert other.published is not None
        assert article.published is not None
        assert other.published <= article.published


def test_a_story_in_thirty_has_two_addresses(newsroom: Newsroom) -> None:
    double = [url for url in newsroom.urls() if len(newsroom.addresses(url)) == 2]
    assert 5 <= len(double) <= 15
    first, second = newsroom.addresses(double[0])
    here, there = newsroom.truth(first), newsroom.truth(second)
    assert there == replace(here, url=second)
    assert first.rsplit("/", 1)[1] == second.rsplit("/", 1)[1]
    section = urlsplit(second).path.split("/")[2]
    listed = [
        newsroom.announcement(one, Place(section=section)).url
        for one in newsroom.serials(Place(section=section))
    ]
    assert second in listed
    assert first not in listed


def test_a_page_with_two_addresses_bears_no_canonical_one(newsroom: Newsroom) -> None:
    stories = [newsroom.story(one) for one in newsroom.serials(LATEST)]
    double = [newsroom.variant(one) for one in stories if one.second_section]
    assert not any(variant.structured for variant in double)


def test_sections_and_tags_hold_what_bears_them(newsroom: Newsroom) -> None:
    stories = [newsroom.story(one) for one in newsroom.serials(LATEST)]
    for section in SECTION_KEYS:
        expected = [s.serial for s in stories if section in (s.section, s.second_section)]
        assert list(newsroom.serials(Place(section=section))) == expected
        assert expected
    for tag in {tag for story in stories for tag in story.tags}:
        expected = [story.serial for story in stories if tag in story.tags]
        assert list(newsroom.serials(Place(tag=tag))) == expected


def test_cases_of_content_occur(newsroom: Newsroom) -> None:
    articles = list(newsroom.truths())
    texts = [text for one in articles for text in (one.title, *one.body)]
    assert any(not one.tags for one in articles)
    assert any(one.image is None for one in articles)
    assert any(one.reading_minutes is None for one in articles)
    assert any(one.body[0].startswith("KYIV. Jan ") for one in articles)
    assert any("річкова варта" in one.tags for one in articles)
    for mark in ("&", "<", '"', "'", "“", "–"):
        assert any(mark in text for text in texts), mark


@given(st.integers(-100_000, 100_000))
def test_numbers_in_addresses_lead_back(serial: int) -> None:
    assert serial_of(id_of(serial)) == serial


@pytest.mark.parametrize(
    "url",
    [
        "https://en.interfax.com.ua/news/sport/1143803.html",
        "https://en.interfax.com.ua/news/economic/1143804.html",
        "https://en.interfax.com.ua/news/economic/1.html",
        "https://en.interfax.com.ua/news/latest.html",
    ],
    ids=["wrong-section", "gap", "too-old", "listing"],
)
def test_unknown_address_has_no_truth(newsroom: Newsroom, url: str) -> None:
    with pytest.raises(KeyError):
        newsroom.truth(url)


@pytest.mark.parametrize(
    "values",
    [
        {"articles": 0},
        {"articles": 100_001},
        {"per_day": 1},
        {"edition": "de"},
        {"now": dt.datetime(2026, 1, 1)},  # noqa: DTZ001 - the mistake
    ],
    ids=str,
)
def test_bad_argument_is_one_clear_line(values: dict[str, object]) -> None:
    with pytest.raises(UsageError) as caught:
        Newsroom.opened(**{"now": NOW, **values})  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_a_hundred_thousand_articles_take_no_room() -> None:
    tracemalloc.start()
    room = Newsroom.opened(now=NOW, articles=100_000)
    assert len(room) == 100_000
    room.truth(room.url(room.story(room.oldest)))
    size = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size < 4_000_000


def test_publishing_moves_the_clock_and_the_side_blocks(newsroom: Newsroom) -> None:
    later = publish(newsroom, 3)
    assert len(later) == len(newsroom) + 3
    assert later.now > newsroom.now
    fresh = list(later.urls())[:3]
    assert [one.url for one in later.latest[:3]] == fresh
    assert list(later.urls())[3:] == list(newsroom.urls())
    times = [later.truth(url).published for url in fresh]
    assert all(one is not None and one <= later.now for one in times)


def test_publishing_at_once_or_one_by_one_is_the_same(newsroom: Newsroom) -> None:
    one_by_one = publish(publish(publish(newsroom)))
    assert list(one_by_one.truths()) == list(publish(newsroom, 3).truths())


CHANGED_FIELDS = {
    Change.HEADLINE: {"title"},
    Change.PARAGRAPH: {"body"},
    Change.TAGS: {"tags"},
    Change.SECTION: {"section", "url"},
    Change.TIME: {"published"},
    Change.SIDES: {"related"},
}


@pytest.mark.parametrize("what", Change)
def test_a_change_touches_its_field_alone(newsroom: Newsroom, what: Change) -> None:
    url = list(newsroom.urls())[20]
    changed = change(newsroom, url, what)
    before = newsroom.truth(url)
    after = changed.truth(changed.addresses(url)[0])
    names = {name for name in before.__slots__ if getattr(before, name) != getattr(after, name)}
    assert names - {"modified", "reading_minutes"} == CHANGED_FIELDS[what]
    again = change(changed, url, what)
    assert again.truth(again.addresses(url)[0]) != after
    others = [one for one in newsroom.urls() if one != url][30:]
    assert [changed.truth(one).body for one in others] == [
        newsroom.truth(one).body for one in others
    ]


def test_a_changed_article_is_listed_where_it_belongs_now(newsroom: Newsroom) -> None:
    url = list(newsroom.urls())[20]
    story = newsroom.find(urlsplit(url).path)
    assert story is not None
    moved = change(change(newsroom, url, Change.SECTION), url, Change.TAGS)
    now_there = moved.story(story.serial)
    assert story.serial not in moved.serials(Place(section=story.section))
    assert story.serial in moved.serials(Place(section=now_there.section))
    assert list(moved.serials(Place(tag="update 2"))) == [story.serial]


def test_a_removed_article_is_gone_but_old_pages_still_link_it(newsroom: Newsroom) -> None:
    url = newsroom.truth(next(newsroom.urls())).related[0].url
    assert url is not None
    without = remove(newsroom, url)
    assert url not in set(without.urls())
    assert len(without) == len(newsroom) - 1
    with pytest.raises(KeyError):
        without.truth(url)
    assert url in {one.url for one in without.truth(next(without.urls())).related}


def test_a_removed_article_leaves_the_side_blocks(newsroom: Newsroom) -> None:
    url = newsroom.hot_news[0].url
    assert url is not None
    without = remove(newsroom, url)
    assert url not in {one.url for one in (*without.hot_news, *without.latest)}


@pytest.mark.parametrize("deed", ["change", "remove"])
def test_what_is_not_there_cannot_be_changed(newsroom: Newsroom, deed: str) -> None:
    url = "https://en.interfax.com.ua/news/general/1.html"
    with pytest.raises(UsageError, match=r"no article at .*/1\.html"):
        change(newsroom, url, Change.TAGS) if deed == "change" else remove(newsroom, url)
