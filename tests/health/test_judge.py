from __future__ import annotations

import datetime as dt
import random
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import BODY, HOUR, START, TITLE, Watcher, crawl_of, document, random_site, sample_of

from crawler.health.alarm import Alarm, Kind
from crawler.health.history import History
from crawler.health.judge import ACCEPTED_AFTER, judge
from crawler.health.measure import CrawlRead, ReadArticle
from crawler.health.sample import PlaceSample, Sample

STEADY: dict[str, Any] = {
    "fields": {"tags": (0.9, 1.0), "section": (1.0, 0.5)},
    "articles": 8,
    "spread": 0.4,
    "compared": 1.0,
    "differs": 0.0,
    "failing": 0.0,
    "rejected": 0.0,
}
Change = Callable[[CrawlRead], CrawlRead]


def crawls(dice: random.Random, count: int, first: int = 0) -> list[CrawlRead]:
    made = (crawl_of(dice, STEADY, number) for number in range(first, first + 10 * count))
    return [one for one in made if len(one.articles) >= 4][:count]


def with_documents(
    read: CrawlRead, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> CrawlRead:
    changed = [replace(one, document=change(dict(one.document))) for one in read.articles]
    return replace(read, articles=changed)


def with_rules(**rules: str | None) -> Change:
    """Fields answered by other rules, or by none."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        provenance = dict(document["provenance"])
        for name, rule in rules.items():
            provenance.pop(name, None)
            document.pop(name, None)
            if rule is not None:
                provenance[name], document[name] = rule, ["v"]
        return {**document, "provenance": provenance}

    return lambda read: with_documents(read, change)


def with_looks(**looks: tuple[str, str, str | None]) -> Change:
    return lambda read: replace(read, looks=dict.fromkeys(looks.values(), 4), articles=[])


def with_shift(minutes: int) -> Change:
    def change(read: CrawlRead) -> CrawlRead:
        by = dt.timedelta(minutes=minutes)
        moved = [replace(one, published=one.published + by) for one in read.articles]
        return replace(read, articles=moved)

    return change


def with_bodies(length: int) -> Change:
    return lambda read: with_documents(read, lambda one: {**one, "body": ["x" * length]})


def differing(read: CrawlRead) -> CrawlRead:
    def change(document: dict[str, Any]) -> dict[str, Any]:
        note = "site: time; differs (18:00): json-ld: datePublished"
        return {**document, "provenance": {**document["provenance"], "published": note}}

    return with_documents(read, change)


@pytest.mark.parametrize(
    ("change", "expected", "named"),
    [
        pytest.param(with_rules(title="html: h1"), ("rule-blind", "title: the site's rules"), TITLE,
                     id="a rule goes blind, another answers"),
        pytest.param(with_rules(title="json-ld: headline"),
                     ("rule-blind", "title: the site's rules"), TITLE,
                     id="a rule goes blind, data answers"),
        pytest.param(with_rules(tags=None), ("field-empty", "tags"), "site: .tags",
                     id="a field empties"),
        pytest.param(with_looks(a=("article", "ok", "no-body")), ("rejected", "no-body"), BODY,
                     id="no article can be made"),
        pytest.param(with_looks(a=("listing", "blocked", "challenge")), ("blocked", "challenge"),
                     None, id="a challenge page"),
        pytest.param(with_looks(a=("listing", "blocked", "http-403")), ("blocked", "http-403"),
                     None, id="refused"),
        pytest.param(with_looks(a=("listing", "refused", "robots-disallowed")),
                     ("blocked", "robots-disallowed"), None, id="robots.txt shuts us out"),
        pytest.param(with_looks(a=("listing", "retry", "timeout")), ("unreachable", "requests"),
                     None, id="no answer"),
        pytest.param(with_shift(+180), ("clock", "ahead"), "site: time", id="the clock goes ahead"),
        pytest.param(with_shift(-180), ("clock", "behind"), "site: time", id="the clock goes back"),
        pytest.param(with_bodies(100), ("body-length", "body"), None, id="bodies shrink"),
        pytest.param(with_bodies(40_000), ("body-length", "body"), None, id="bodies grow"),
        pytest.param(differing, ("disagreement", "published"), "site: time",
                     id="visible and structured values differ"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("known", [3, 30], ids=["after three crawls", "after thirty"])
def test_a_change_is_told_within_one_crawl_and_closes_when_it_heals(
    change: Change, expected: tuple[str, str], named: str | None, known: int
) -> None:
    dice, watcher = random.Random(f"{expected}{known}"), Watcher()
    *before, changed, after, later = crawls(dice, known + 3)
    for one in before:
        assert watcher.see(sample_of(one)).raised == ()
    raised = watcher.see(sample_of(change(changed))).raised
    assert [one.name for one in raised] == [expected]
    assert raised[0].rule == named
    assert named is None or named in raised[0].message
    assert watcher.see(sample_of(change(after))).raised == ()
    assert [one.name for one in watcher.open] == [expected]
    closed = watcher.see(sample_of(later)).closed
    assert [one.name for one in closed] == [expected]
    assert watcher.open == []


def test_a_site_file_that_says_more_is_no_redesign() -> None:
    """A more trusted rule answers from now on."""
    dice, watcher = random.Random(4), Watcher()
    *before, last = crawls(dice, 12)
    for one in before:
        watcher.see(sample_of(with_rules(title="json-ld: headline")(one)))
    assert watcher.see(sample_of(last)).raised == ()


def test_a_rewritten_rule_heals_what_the_old_one_left() -> None:
    dice, watcher = random.Random(5), Watcher()
    *before, changed, mended = crawls(dice, 8)
    for one in before:
        watcher.see(sample_of(one))
    watcher.see(sample_of(with_rules(title="html: h1")(changed)))
    verdict = watcher.see(sample_of(with_rules(title="site: h1.new")(mended)))
    assert [one.rule for one in verdict.closed] == [TITLE]


def test_quiet_crawls_are_judged_together() -> None:
    """One article a crawl says nothing; a few crawls of one do."""
    dice, watcher = random.Random(6), Watcher()
    *before, changed = crawls(dice, 10)
    for one in before:
        watcher.see(sample_of(one))
    changed = with_rules(title="html: h1")(changed)
    told: list[int] = []
    for number in range(1, 6):
        at = changed.ended + number * HOUR
        single = replace(
            changed, crawl=1000 + number, ended=at, articles=changed.articles[:1], looks={}
        )
        told += [number] * len(watcher.see(sample_of(single)).raised)
    assert told
    assert told[0] <= 5
    assert len(told) == 1


def test_what_lasts_is_how_the_site_is_now() -> None:
    dice, watcher = random.Random(7), Watcher()
    read = crawls(dice, 60)
    for one in read[:10]:
        watcher.see(sample_of(one))
    closed: list[Alarm] = []
    for number, one in enumerate(read[10:]):
        at = START + dt.timedelta(days=2 + number)
        changed = replace(with_rules(title="html: h1")(one), ended=at, before=None)
        closed += watcher.see(sample_of(changed)).closed
    assert [(one.kind, one.is_accepted) for one in closed] == [(Kind.RULE_BLIND, True)]
    assert closed[0].closed is not None
    assert closed[0].closed - closed[0].raised >= ACCEPTED_AFTER
    assert watcher.open == []


DAY = dt.timedelta(days=1)
# An alarm of a kind, raised so many days ago, and so many crawls since: closed, and how.
LASTED = [
    (Kind.CLOCK, 30, 20, True),
    (Kind.RULE_BLIND, 90, 20, True),
    (Kind.CLOCK, 29, 20, None),
    (Kind.CLOCK, 30, 19, None),
    (Kind.SILENT, 90, 60, None),
    (Kind.BLOCKED, 90, 60, None),
]


@pytest.mark.parametrize(("kind", "days", "crawls_since", "accepted"), LASTED)
def test_how_long_a_trouble_is_one(
    kind: Kind, days: int, crawls_since: int, accepted: bool | None
) -> None:
    raised = START + 10 * DAY
    now = raised + days * DAY
    told = {"site": "s", "kind": kind, "subject": "x", "last_seen": raised, "message": "m"}
    alarm = Alarm(raised=raised, **told)
    before = replace(alarm, raised=START, closed=START + DAY)
    samples = [Sample(crawl=n, at=raised + n * HOUR) for n in range(-5, crawls_since)]
    verdict = judge("s", History(samples, [before, alarm]), Sample(crawl=999, at=now), now)
    assert [one.is_accepted for one in verdict.closed] == ([] if accepted is None else [accepted])
    assert all(one.closed == now and one.raised == raised for one in verdict.closed)
    assert (verdict.raised, verdict.kept) == ((), ())


@pytest.mark.slow
def test_false_alarms_on_sites_that_do_not_change_are_rare() -> None:
    """At most one crawl in a hundred, whatever the site is like."""
    seen, raised = 0, []
    for seed in range(40):
        dice, watcher = random.Random(seed), Watcher()
        site = random_site(dice)
        for number in range(30):
            raised += watcher.see(sample_of(crawl_of(dice, site, number))).raised
            seen += 1
    assert len(raised) <= seen / 100, [(one.kind, one.message) for one in raised]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 2])
def test_after_a_week_nights_and_weekends_are_no_redesign(seed: int) -> None:
    """A crawl an hour; at night and at weekends a few short stories come, most without authors and
    pictures. The newest sixty crawls alone would be a weekend, and no Monday is like that."""
    dice, watcher, raised = random.Random(seed), Watcher(), []
    by_day = {"fields": {"authors": (0.9, 1.0), "image": (0.95, 1.0)}, "spread": 0.6}
    by_night = {"fields": {"authors": (0.1, 1.0), "image": (0.4, 1.0)}, "spread": 0.6}
    rest = {"compared": 0.0, "failing": 0.01, "rejected": 0.0}
    for number in range(21 * 24):
        moment = START + number * HOUR
        is_busy = 8 <= moment.hour < 20 and moment.weekday() < 5
        site = (by_day if is_busy else by_night) | rest
        count = dice.randint(6, 18) if is_busy else dice.randint(0, 12)
        documents = [document(dice, site) for _ in range(count)]
        if not is_busy:
            documents = [{**one, "body": [one["body"][0][::3]]} for one in documents]
        raised += watcher.see(sample_of(crawl_of(dice, site, number, documents))).raised
    late = [one for one in raised if one.raised - START > dt.timedelta(days=7)]
    assert late == []


small = st.integers(0, 12)
words = st.sampled_from(["ok", "blocked challenge", "retry timeout", "refused http-400", "odd"])
samples = st.builds(
    Sample,
    crawl=st.just(1),
    at=st.just(START),
    articles=small,
    filled=st.dictionaries(st.sampled_from(["title", "tags"]), small),
    rules=st.dictionaries(
        st.sampled_from(["title", "tags"]),
        st.dictionaries(st.sampled_from([TITLE, "json-ld: x", "?", ""]), small),
    ),
    compared=st.dictionaries(st.just("published"), st.just((2, 3))),
    lengths=st.lists(st.integers(0, 9000), max_size=5).map(lambda found: tuple(sorted(found))),
    outcomes=st.dictionaries(words, small),
    rejected=st.dictionaries(st.sampled_from(["", "no-body"]), small),
    new=st.just(12),
    future=small,
    late=st.none() | small,
    expected=st.none() | st.floats(0, 1e6),
    silences=st.lists(st.floats(0, 1e6), max_size=3).map(tuple),
    places=st.dictionaries(
        st.just("https://x.example/"),
        st.builds(PlaceSample, st.booleans(), st.none() | st.floats(0, 1e6)),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(samples, max_size=12))
def test_whatever_comes_alarms_are_raised_once_and_closed_once(found: list[Sample]) -> None:
    watcher = Watcher()
    for number, one in enumerate(found):
        before = {alarm.name for alarm in watcher.open}
        # More filled than there were articles is no sample that measuring makes.
        bounded = {name: min(count, one.articles) for name, count in one.filled.items()}
        at = START + number * HOUR
        verdict = watcher.see(replace(one, crawl=number, at=at, filled=bounded))
        assert not before & {alarm.name for alarm in verdict.raised}
        assert {alarm.name for alarm in (*verdict.closed, *verdict.kept)} <= before
        names = [alarm.name for alarm in watcher.open]
        assert len(names) == len(set(names))
        assert all(alarm.message for alarm in verdict.raised)


def test_a_first_crawl_raises_nothing() -> None:
    sample = sample_of(crawl_of(random.Random(1), STEADY, 1))
    assert judge("site", History(), sample, START).raised == ()


def test_an_article_is_only_counted() -> None:
    """Nothing of a page's text reaches a sample but its rules."""
    secret = ReadArticle({"title": "secret", "body": ["secret"], "provenance": {"title": TITLE}})
    read = CrawlRead(1, START, None, {}, [secret], [])
    assert "secret" not in repr(sample_of(read))


class Counted(dict[str, Any]):
    """A document that weak references may name."""

    __hash__ = object.__hash__  # type: ignore[assignment]


def test_articles_are_read_one_by_one() -> None:
    """However many a crawl read, and however long each is."""

    alive: weakref.WeakSet[Counted] = weakref.WeakSet()
    most = 0

    def articles() -> Iterator[ReadArticle]:
        nonlocal most
        for number in range(50):
            document = Counted({"title": f"T{number}", "body": ["text"]})
            alive.add(document)
            most = max(most, len(alive))
            yield ReadArticle(document)

    sample = sample_of(CrawlRead(1, START, None, {}, articles(), []))
    assert sample.articles == sample.filled["title"] == 50
    assert most <= 2
