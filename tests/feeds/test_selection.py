"""Which articles a feed holds."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import Article
from crawler.errors import UsageError
from crawler.feeds.selection import Selection, parse_bound, parse_selection, parse_words, tell_words

KYIV = ZoneInfo("Europe/Kyiv")
ARTICLE = Article(
    site="harbour-herald",
    date=dt.date(2026, 1, 21),
    section="Facts",
    published=dt.datetime(2026, 1, 21, 0, 30, tzinfo=KYIV),  # 22:30 on the 20th in UTC
    title="Lamp of the Lighthouse replaced",
    body=("Straße “new lamp” shines.", "Путіна бачили в порту; C++ too."),
    tags=("Energy/Saving", "old town"),
)
UNTIMED = Article(date=dt.date(2026, 1, 21), title="t")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({}, True, id="nothing asked"),
        pytest.param({"site": "harbour-herald"}, True, id="site"),
        pytest.param({"site": "other"}, False, id="other site"),
        pytest.param({"since": "2026-01-21", "until": "2026-01-21"}, True, id="its day"),
        pytest.param({"since": "2026-01-22"}, False, id="since the day after"),
        pytest.param({"until": "2026-01-20"}, False, id="until the day before"),
        pytest.param({"since": "2026-01-21T00:30"}, True, id="since its minute"),
        pytest.param({"since": "2026-01-21T00:31"}, False, id="since a minute later"),
        pytest.param({"until": "2026-01-21T00:30"}, True, id="until its minute"),
        pytest.param({"until": "2026-01-21T00:29"}, False, id="until a minute before"),
        pytest.param({"since": "2026-01-20T22:30:00Z"}, True, id="since its minute in UTC"),
        pytest.param({"since": "2026-01-20T22:30:01Z"}, False, id="since a second later in UTC"),
        pytest.param({"until": "2026-01-20T22:30+00:00"}, True, id="until its minute in UTC"),
        pytest.param({"section": "FACTS "}, True, id="section whatever its case"),
        pytest.param({"section": "Fact"}, False, id="half a section"),
        pytest.param({"tag": "#energy/saving"}, True, id="tag with its sign"),
        pytest.param({"tag": "energy"}, False, id="half a tag"),
        pytest.param({"words": "lamp PORTU"}, False, id="transliterated"),
        pytest.param({"words": "LIGHTHOUSE порту"}, True, id="title and body"),
        pytest.param({"words": "light"}, False, id="half a word"),
        pytest.param({"words": "light*"}, True, id="beginning of a word"),
        pytest.param({"words": "house*"}, False, id="end of a word"),
        pytest.param({"words": '"lamp of the lighthouse"'}, True, id="phrase"),
        pytest.param({"words": "“new lamp”"}, True, id="phrase in curly quotes"),
        pytest.param({"words": '"lighthouse lamp"'}, False, id="phrase in another order"),
        pytest.param({"words": '"shines путіна"'}, False, id="phrase over two paragraphs"),
        pytest.param({"words": "strasse"}, True, id="folded"),
        pytest.param({"words": "c++"}, True, id="word with signs"),
        pytest.param({"words": "lamp ferry"}, False, id="one of two words"),
        pytest.param({"words": "lamp", "section": "Sport"}, False, id="one of two conditions"),
    ],
)
def test_admits(asked: dict[str, Any], expected: bool) -> None:
    assert parse_selection(**asked).admits(ARTICLE) is expected


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        pytest.param("2026-01-21", "2026-01-21", True, id="its day"),
        pytest.param("2026-01-21T23:59", "2026-01-22", True, id="a time on its day"),
        pytest.param("2026-01-20", "2026-01-21T00:00Z", True, id="until a time on its day"),
        pytest.param("2026-01-22", None, False, id="later"),
        pytest.param(None, "2026-01-20", False, id="earlier"),
    ],
)
def test_an_article_without_a_time_counts_by_its_date(
    since: str | None, until: str | None, expected: bool
) -> None:
    assert parse_selection(since=since, until=until).admits(UNTIMED) is expected


NO_DATES = ["", "yesterday", "21.01.2026", "2026-02-30", "2026-01-21T25:00", "2026-01", "2026W03"]


@pytest.mark.parametrize("text", NO_DATES)
def test_another_date_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(UsageError, match=r"is no date.* as 2026-01-31") as caught:
        parse_bound(text)
    assert "\n" not in str(caught.value)


def test_dates_and_times() -> None:
    assert parse_bound(" 2026-01-31 ") == dt.date(2026, 1, 31)
    assert parse_bound("2026-01-31 18:45") == dt.datetime.fromisoformat("2026-01-31T18:45")
    two = dt.timezone(dt.timedelta(hours=2))
    assert parse_bound("2026-01-31T18:45+02:00") == dt.datetime(2026, 1, 31, 18, 45, tzinfo=two)


@pytest.mark.parametrize(
    ("since", "until", "possible"),
    [
        pytest.param("2026-01-31", "2026-01-31", True, id="one day"),
        pytest.param("2026-01-31T23:00", "2026-01-31", True, id="a time and its day"),
        pytest.param("2026-01-31T10:00", "2026-01-31T10:00", True, id="one moment"),
        pytest.param("2026-02-01T10:00", "2026-01-31T09:00Z", True, id="one offset, near"),
        pytest.param("2026-02-01", "2026-01-31", False, id="days"),
        pytest.param("2026-01-31T10:00", "2026-01-31T09:59", False, id="times"),
        pytest.param("2026-01-31T10:00Z", "2026-01-31T11:00+02:00", False, id="offsets"),
        pytest.param("2026-01-31T10:00", "2026-01-31T09:00Z", True, id="one offset"),
        pytest.param("2026-02-02T10:00", "2026-01-31T09:00Z", False, id="one offset, far"),
    ],
)
def test_since_after_until_is_refused(since: str, until: str, possible: bool) -> None:
    if possible:
        assert parse_selection(since=since, until=until)
        return
    with pytest.raises(UsageError, match=r"since 2026.* is after until 2026.*; swap them"):
        Selection(since=parse_bound(since), until=parse_bound(until))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", (), id="empty"),
        pytest.param("  a  b ", ("a", "b"), id="words"),
        pytest.param('a "b  c" d', ("a", "b c", "d"), id="phrase"),
        pytest.param('"" * "*"', (), id="nothing in them"),
        pytest.param('"\t" a', ("a",), id="blanks alone"),
        pytest.param("«мирний план»", ("мирний план",), id="angle quotes"),
    ],
)
def test_words(text: str, expected: tuple[str, ...]) -> None:
    assert parse_words(text) == expected


@given(st.text(st.sampled_from('ab*" “”«\t')) | st.text())
def test_words_are_told_as_they_are_typed(text: str) -> None:
    with contextlib.suppress(UsageError):
        words = parse_words(text)
        assert parse_words(tell_words(words)) == words


@given(st.text(st.sampled_from("0123456789-:+TZ. ")) | st.text())
def test_any_text_is_a_bound_or_refused(text: str) -> None:
    with contextlib.suppress(UsageError):
        assert isinstance(parse_bound(text), dt.date)


@given(st.dates() | st.datetimes() | st.datetimes(timezones=st.timezones()))
def test_a_bound_is_read_as_it_is_written(bound: dt.date | dt.datetime) -> None:
    assert parse_bound(bound.isoformat()) == bound


def test_an_open_quote_is_refused() -> None:
    with pytest.raises(UsageError, match="a quote is not closed"):
        parse_words('peace "plan')


SEEN = replace(
    ARTICLE,
    first_seen=dt.datetime(2026, 1, 23, 1, 0, tzinfo=KYIV),  # the 22nd in UTC
    authors=("Ben Pier", "Ada Quay"),
    language="en-GB",
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"by": "seen", "since": "2026-01-22"}, True),
        ({"by": "seen", "since": "2026-01-23"}, False),
        ({"by": "seen", "until": "2026-01-22T23:00"}, True),
        ({"by": "seen", "until": "2026-01-22T22:59"}, False),
        ({"by": "published", "since": "2026-01-22"}, False),
        ({"author": "ADA QUAY "}, True),
        ({"author": "Ada"}, False),
        ({"language": "EN"}, True),
        ({"language": "en_gb"}, True),
        ({"language": "en-US"}, False),
        ({"language": "e"}, False),
        ({"revisions": "all"}, True),
    ],
    ids=str,
)
def test_more_that_is_asked_for(asked: dict[str, str], expected: bool) -> None:
    assert parse_selection(**asked).admits(SEEN) is expected


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "printed"}, "by 'printed' is not understood; write published or seen"),
        ({"revisions": "first"}, "revisions 'first' is not understood; write latest or all"),
    ],
)
def test_another_choice_is_refused(asked: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_selection(**asked)
