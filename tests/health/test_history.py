from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from crawler.health.alarm import Alarm, Kind
from crawler.health.history import History, weaker
from crawler.health.sample import Sample, from_json, to_json

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SAMPLES = tuple(Sample(crawl=number, at=START + number * HOUR) for number in range(8))


def alarm(raised: int, closed: int | None, **says: Any) -> Alarm:
    told = {
        "site": "gazette",
        "kind": Kind.FIELD_EMPTY,
        "subject": "tags",
        "raised": START + raised * HOUR,
        "last_seen": START + raised * HOUR,
        "message": "",
        "closed": None if closed is None else START + closed * HOUR,
    }
    return Alarm(**{**told, **says})


@pytest.mark.parametrize(
    ("alarms", "expected"),
    [
        pytest.param([], [0, 1, 2, 3, 4, 5, 6, 7], id="no alarm"),
        pytest.param([alarm(5, None)], [0, 1, 2, 3, 4], id="open"),
        pytest.param([alarm(2, 5)], [0, 1, 5, 6, 7], id="healed"),
        pytest.param([alarm(2, 5, is_accepted=True)], [2, 3, 4, 5, 6, 7], id="accepted"),
        pytest.param(
            [alarm(6, None), alarm(1, 3, is_accepted=True)], [1, 2, 3, 4, 5], id="accepted, open"
        ),
        pytest.param([alarm(2, 5, subject="title")], list(range(8)), id="another's"),
    ],
)
def test_what_is_usual_is_what_no_alarm_was_about(alarms: list[Alarm], expected: list[int]) -> None:
    history = History(SAMPLES, alarms)
    assert [one.crawl for one in history.usual(Kind.FIELD_EMPTY, "tags")] == expected


@pytest.mark.parametrize(
    ("minutes", "articles", "expected"),
    [
        pytest.param((0, 119), (3, 5), 0, id="one span, the first shows less"),
        pytest.param((0, 119), (5, 3), 1, id="one span, the second does"),
        pytest.param((0, 119), (3, 3), 1, id="alike"),
        pytest.param((119, 120), (3, 5), None, id="two spans"),
    ],
)
def test_of_two_in_a_span_one_is_kept(
    minutes: tuple[int, int], articles: tuple[int, int], expected: int | None
) -> None:
    pair = [
        Sample(crawl=n, at=START + minute * HOUR / 60, articles=count)
        for n, (minute, count) in enumerate(zip(minutes, articles, strict=True))
    ]
    needless = weaker(*pair)
    assert (None if needless is None else needless.crawl) == expected


def test_sixty_crawls_and_four_weeks_are_usual() -> None:
    daily = [Sample(crawl=n, at=START + n * 24 * HOUR) for n in range(100)]
    assert [one.crawl for one in History(daily).usual(Kind.FIELD_EMPTY, "tags")] == [
        *range(40, 100)
    ]
    spans = [Sample(crawl=n, at=START + n * 2 * HOUR) for n in range(400)]
    assert len(History(spans).usual(Kind.FIELD_EMPTY, "tags")) == 28 * 12


def test_a_sample_is_read_as_it_was_written() -> None:
    sample = Sample(
        crawl=1, at=START, articles=2, rules={"title": {"site: h1": 2}},
        compared={"published": (1, 2)},
        lengths=(10, 20), late=0, silences=(1.5,), newest=START,
    )  # fmt: skip
    assert from_json(to_json(sample)) == sample
    later = to_json(sample)[:-1] + ',"of_a_later_version":1}'
    assert from_json(later) == sample
