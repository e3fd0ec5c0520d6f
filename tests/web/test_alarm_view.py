"""Alarms in, groups of them out."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.health.alarm import Alarm, Kind
from crawler.web.alarm_view import group_by_site, name_kind

NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)


def alarm(site: str, kind: Kind, minutes: int, subject: str = "title") -> Alarm:
    raised = NOW - dt.timedelta(minutes=minutes)
    return Alarm(
        site=site, kind=kind, subject=subject, raised=raised, last_seen=NOW, message="something"
    )


def test_alarms_of_one_site_stand_together() -> None:
    given = [
        alarm("unian", Kind.SILENT, 30),
        alarm("gazette.example", Kind.BLOCKED, 20),
        alarm("unian", Kind.CLOCK, 10),
    ]
    first, second = group_by_site(given, {"unian": "UNIAN"})
    assert (first.site, first.source, len(first.alarms)) == ("unian", "UNIAN", 2)
    assert [one.kind for one in first.alarms] == [Kind.CLOCK, Kind.SILENT]
    assert (second.site, second.source) == ("gazette.example", "gazette.example")
    assert group_by_site([], {}) == []


@pytest.mark.parametrize(
    ("kinds", "guess"),
    [
        ([Kind.RULE_BLIND] * 2, ""),
        ([Kind.RULE_BLIND] * 3, "3 rules went blind: probably a redesign"),
        ([Kind.FIELD_EMPTY] * 5, ""),
    ],
)
def test_rules_that_go_blind_together_are_a_redesign(kinds: list[Kind], guess: str) -> None:
    given = [alarm("unian", kind, 1, str(number)) for number, kind in enumerate(kinds)]
    (group,) = group_by_site(given, {})
    assert group.guess == guess


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_name(kind: Kind) -> None:
    assert name_kind(kind)


def test_alarms_of_a_kind_stand_together_what_says_most_first() -> None:
    kinds = (Kind.PLACE_STALE, Kind.RULE_BLIND, Kind.PLACE_STALE, Kind.BLOCKED)
    given = [alarm("unian", kind, n, str(n)) for n, kind in enumerate(kinds)]
    (group,) = group_by_site(given, {})
    told = [(kind, [one.subject for one in some]) for kind, some in group.by_kind]
    assert told == [
        (Kind.RULE_BLIND, ["1"]),
        (Kind.BLOCKED, ["3"]),
        (Kind.PLACE_STALE, ["0", "2"]),
    ]
