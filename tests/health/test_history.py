from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from crawler.health.alarm import Alarm, Kind
from crawler.health.history import History
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


def test_a_sample_is_read_as_it_was_written() -> None:
    sample = Sample(
        crawl=1, at=START, articles=2, rules={"title": {"site: h1": 2}},
        compared={"published": (1, 2)},
        lengths=(10, 20), late=0, silences=(1.5,), newest=START,
    )  # fmt: skip
    assert from_json(to_json(sample)) == sample
    later = to_json(sample)[:-1] + ',"of_a_later_version":1}'
    assert from_json(later) == sample
