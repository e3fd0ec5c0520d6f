"""Visits and what is known → rows, as values: no database is asked."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from crawler.article import Article, Headline, RelatedStory
from crawler.ledger.decide import Known, Policy, Priority, State, WalkState
from crawler.ledger.keeping.rows import Context, KnownArticle, KnownWalk, Writes
from crawler.ledger.keeping.write_article import hash_of
from crawler.ledger.keeping.writes import work_out
from crawler.ledger.tables import WHOLE_SITE, page_id
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import Link, PageKind, Where

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
OK = Answer("ok", "ok", 200, 1000, etag='"e"', last_modified="then", fingerprint="f")
UNCHANGED = Answer("unchanged", "http-304", 304)
GONE = Answer("gone", "http-410", 410)
FAILED = Answer("retry", "timeout")


NO_BLOCK = hash_of(())


def number(key: str) -> int:
    return page_id(SITE, key)


def page(key: str, **values: Any) -> DuePage:
    filled = {"kind": PageKind.ARTICLE, "place": Where.LISTING, "state": State.DUE, **values}
    return DuePage(number(key), SITE, key, f"https://{key}", **filled)


def listing(key: str = "latest", **values: Any) -> DuePage:
    return page(key, **{"kind": PageKind.LISTING, "walk": 1, **values})


def visit(due: DuePage, answer: Answer = OK, **values: Any) -> Visit:
    filled = {"url": due.url, "key": due.key, **values}
    return Visit(due, NOW, answer, **filled)


def article(**values: Any) -> Article:
    filled = {"title": "A title", "date": NOW.date(), "published": NOW - DAY, "body": ("One.",)}
    return Article(
        **{**filled, "content_hash": "h1", "url": "https://story", "site": SITE, **values}
    )


def held(**values: Any) -> KnownArticle:
    kept = KnownArticle(article(revision=2), "h1", NO_BLOCK, 2, NOW - DAY)
    return replace(kept, **values)


def walk(**values: Any) -> KnownWalk:
    filled: dict[str, Any] = {
        "id": 1,
        "listing": number("latest"),
        "url": "https://latest",
        "floor": NOW - 3 * DAY,
        "thorough": False,
        "ceiling": None,
        "knew_any": False,
        "newest": None,
        "oldest": None,
        "pages": 0,
        "known_newest": None,
    }
    return KnownWalk(**{**filled, **values})


def links(*ages: float | None, where: Where = Where.LISTING, **values: Any) -> Any:
    """Stories ``s0``, ``s1`` …, announced so many days ago."""
    return tuple(
        (
            f"s{rank}",
            Link(
                f"https://s{rank}",
                PageKind.ARTICLE,
                where,
                rank=rank,
                published=None if age is None else NOW - age * DAY,
                **values,
            ),
        )
        for rank, age in enumerate(ages)
    )


def work(
    *visits: Visit,
    policy: Policy | None = None,
    pages: dict[str, Known] | None = None,
    articles: dict[str, KnownArticle] | None = None,
    walks: tuple[KnownWalk, ...] = (),
    numbers: dict[str, int] | None = None,
) -> Writes:
    context = Context(
        site=SITE,
        crawl=9,
        policy=policy or Policy(),
        now=NOW,
        pages={number(key): known for key, known in (pages or {}).items()},
        articles={number(key): known for key, known in (articles or {}).items()},
        walks={one.id: one for one in walks},
        unchanged={},
        numbers={number(key): count for key, count in (numbers or {}).items()},
    )
    return work_out(visits, context)


def events(writes: Writes) -> list[tuple[int, str, int]]:
    return [(row["page"], str(row["kind"]), row["revision"]) for row in writes.changes]


NEXT = ("latest?2", "https://latest?2")
STORY = page("story", state=State.KEPT)
GONE_STORY = page("story", state=State.UNPUBLISHED)
HELD = {"story": held()}
AWAY = {"story": held(unpublished=NOW - DAY)}


# What became of an article: news, revision, events, and whether it is noted as unpublished.
ARTICLES: dict[str, tuple[Visit, dict[str, KnownArticle], Any]] = {
    "new": (visit(STORY, article=article()), {}, ("new", 1, ["new"], [], 1)),
    "the same": (visit(STORY, article=article()), HELD, ("unchanged", 2, [], [], 0)),
    "revised": (
        visit(STORY, article=article(content_hash="h2")),
        HELD,
        ("revised", 3, ["revised"], [], 1),
    ),
    "not modified": (visit(STORY, UNCHANGED), HELD, ("unchanged", 2, [], [], 0)),
    "not modified, back": (
        visit(GONE_STORY, UNCHANGED),
        AWAY,
        ("unchanged", 2, ["back"], [None], 0),
    ),
    "back as it was": (
        visit(GONE_STORY, article=article()),
        AWAY,
        ("unchanged", 2, ["back"], [], 0),
    ),
    "back and revised": (
        visit(GONE_STORY, article=article(content_hash="h2")),
        AWAY,
        ("revised", 3, ["back"], [], 1),
    ),
    "gone": (visit(STORY, GONE), HELD, (None, None, ["unpublished"], [NOW], 0)),
    "gone, and not at hand": (visit(STORY, GONE), {}, (None, None, [], [], 0)),
    "gone still": (visit(GONE_STORY, GONE), AWAY, (None, None, [], [], 0)),
    "gone, never kept": (visit(page("story"), GONE), {}, (None, None, [], [], 0)),
    "not modified, never kept": (visit(page("story"), UNCHANGED), {}, (None, None, [], [], 0)),
    "failed": (visit(STORY, FAILED), HELD, (None, None, [], [], 0)),
}


@pytest.mark.parametrize(("seen", "known", "expected"), ARTICLES.values(), ids=ARTICLES)
def test_what_became_of_an_article(
    seen: Visit, known: dict[str, KnownArticle], expected: Any
) -> None:
    writes = work(seen, articles=known)
    (kept,) = writes.kept
    news, revision, kinds, unpublished, revisions = expected
    assert (kept.news, kept.article and kept.article.revision) == (news, revision)
    assert [kind for _, kind, _ in events(writes)] == kinds
    assert [row["unpublished"] for row in writes.unpublished] == unpublished
    assert len(writes.revisions) == revisions
    (look,) = writes.looks
    assert look["changed"] == (news in ("new", "revised"))
    if seen.answer is UNCHANGED and known:
        assert writes.last_seen == [{"b_page": STORY.id, "last_seen": NOW}]


def test_an_article_is_first_seen_once() -> None:
    first = work(visit(STORY, article=article()))
    assert first.articles[STORY.id]["first_seen"] == NOW
    again = work(visit(STORY, article=article()), articles=HELD)
    assert again.articles[STORY.id]["first_seen"] == NOW - DAY
    assert again.articles[STORY.id]["last_seen"] == NOW


def test_versions_that_an_address_had_before_are_counted_on() -> None:
    writes = work(visit(STORY, article=article()), numbers={"story": 4})
    assert [row["number"] for row in writes.revisions] == [5]


def test_two_visits_of_a_group_know_of_each_other() -> None:
    seen = visit(STORY, article=article())
    writes = work(seen, replace(seen, article=article(content_hash="h2")))
    assert [kind for _, kind, _ in events(writes)] == ["new", "revised"]
    assert [row["number"] for row in writes.revisions] == [1, 2]


MOVED = visit(STORY, article=article(), url="https://new", key="new")


@pytest.mark.parametrize(
    ("known", "numbers", "kinds", "moved"),
    [
        pytest.param({}, {}, ["new"], [], id="never kept"),
        pytest.param(HELD, {}, ["moved", "new"], ["story"], id="with its versions"),
        pytest.param({**HELD, "new": held()}, {}, ["moved"], [], id="onto another"),
        pytest.param(HELD, {"new": 3}, ["moved", "new"], [], id="onto what had versions"),
    ],
)
def test_an_article_that_moved(
    known: dict[str, KnownArticle], numbers: dict[str, int], kinds: list[str], moved: list[str]
) -> None:
    writes = work(MOVED, articles=known, numbers=numbers)
    assert [kind for _, kind, _ in events(writes)] == kinds
    assert [row["b_page"] for row in writes.moved] == [number(key) for key in moved]
    assert bool(writes.moved_away) == ("story" in known)
    assert list(writes.articles) == [number("new")]
    states = {row["b_id"]: row["state"] for row in writes.page_updates}
    assert states == {number("story"): State.MOVED, number("new"): State.KEPT}
    assert list(writes.page_inserts) == [number("new")]


def test_a_page_that_is_known_is_not_found_again() -> None:
    kept = Known(State.KEPT, None, 0, None)
    assert not work(MOVED, pages={"new": kept}).page_inserts


BLOCK = (Headline("A", "https://a"),)
STORIES = (RelatedStory(NOW, "B", "https://b"), RelatedStory(None, "C", "https://c"))


@pytest.mark.parametrize(
    ("block", "before", "shown"),
    [
        pytest.param({"hot_news": BLOCK}, {}, [(WHOLE_SITE, "hot_news")], id="the site's"),
        pytest.param({"latest": BLOCK}, {}, [(WHOLE_SITE, "latest")], id="the other"),
        pytest.param({"related": STORIES}, {}, [], id="the first of a story"),
        pytest.param({"related": STORIES}, HELD, [(STORY.id, "related")], id="another"),
        pytest.param({}, HELD, [], id="the same"),
    ],
)
def test_snapshots(block: Any, before: dict[str, KnownArticle], shown: list[Any]) -> None:
    writes = work(visit(STORY, article=article(**block)), articles=before)
    assert [(page, name) for page, name, _ in writes.snapshots] == shown


def test_a_block_seen_twice_is_seen_for_longer() -> None:
    one = visit(STORY, article=article(latest=BLOCK))
    later = replace(one, page=page("other"), key="other", at=NOW + DAY)
    (row,) = work(one, later).snapshots.values()
    assert (row["first_seen"], row["last_seen"]) == (NOW, NOW + DAY)


# What a listing's page leads to: the walk's state and reason, and what the gap becomes.
FOLLOWED = {"following": NEXT}
WALKS: dict[str, tuple[Visit, KnownWalk, Any]] = {
    "goes on": (
        visit(listing(), links=links(1), **FOLLOWED),
        walk(),
        (WalkState.WALKING, None, None),
    ),
    "ends": (visit(listing(), links=links(1)), walk(), (WalkState.END, None, "closed")),
    "at its floor": (
        visit(listing(), links=links(1, 4), **FOLLOWED),
        walk(),
        (WalkState.FLOOR, None, "closed"),
    ),
    "meets the known": (
        visit(listing(), links=links(1), **FOLLOWED),
        walk(before=frozenset([number("s0")])),
        (WalkState.MET, None, "closed"),
    ),
    "thorough, passes the known": (
        visit(listing(), links=links(1), **FOLLOWED),
        walk(before=frozenset([number("s0")]), thorough=True),
        (WalkState.WALKING, None, None),
    ),
    "not modified": (visit(listing(), UNCHANGED), walk(), (WalkState.MET, None, "closed")),
    "ends before the known": (
        visit(listing(), links=links(1)),
        walk(knew_any=True),
        (WalkState.GAP, "listing-ends-before-the-known", "opened"),
    ),
    "thorough, ends": (
        visit(listing(), links=links(1)),
        walk(knew_any=True, thorough=True),
        (WalkState.END, None, "closed"),
    ),
    "repeats itself": (
        visit(listing(), links=links(1), **FOLLOWED),
        walk(knew_any=True, again=frozenset([number("s0")])),
        (WalkState.GAP, "listing-repeats-itself", "opened"),
    ),
    "gone": (visit(listing(), GONE), walk(), (WalkState.GAP, "http-410", "opened")),
    "gone, with a gap": (
        visit(listing(), GONE),
        walk(has_gap=True, oldest=NOW - DAY),
        (WalkState.GAP, "http-410", "moved"),
    ),
    "gone, with a gap of no day": (
        visit(listing(), GONE),
        walk(has_gap=True),
        (WalkState.GAP, "http-410", None),
    ),
    "goes on into a gap": (
        visit(listing(), links=links(2), **FOLLOWED),
        walk(has_gap=True),
        (WalkState.WALKING, None, "moved"),
    ),
    "undated, tenth page": (
        visit(listing(), links=links(None), **FOLLOWED),
        walk(pages=9),
        (WalkState.END, None, "closed"),
    ),
    "undated, ninth page": (
        visit(listing(), links=links(None), **FOLLOWED),
        walk(pages=8),
        (WalkState.WALKING, None, None),
    ),
    "undated, tenth page, thorough": (
        visit(listing(), links=links(None), **FOLLOWED),
        walk(pages=9, thorough=True),
        (WalkState.WALKING, None, None),
    ),
    "dated by a change, tenth page": (
        visit(listing(), links=links(None, changed=NOW), **FOLLOWED),
        walk(pages=9),
        (WalkState.WALKING, None, None),
    ),
}


def gap_of(writes: Writes) -> str | None:
    told = {
        "opened": bool(writes.gaps),
        "closed": bool(writes.closed_gaps),
        "moved": bool(writes.gap_bounds),
    }
    found = [name for name, is_so in told.items() if is_so]
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(("seen", "known", "expected"), WALKS.values(), ids=WALKS)
def test_how_a_walk_stands(seen: Visit, known: KnownWalk, expected: Any) -> None:
    writes = work(seen, walks=(known,), pages={"latest": Known(State.DUE, None, 0, None, 1)})
    row = writes.walks[1]
    assert (row["state"], row["reason"], gap_of(writes)) == expected
    goes_on = row["state"] is WalkState.WALKING
    assert row["ended"] == (None if goes_on else NOW)
    assert row["pages"] == known.pages + 1
    following = writes.page_inserts.get(number(NEXT[0]))
    assert (following is not None) == (seen.following is not None)
    if following is not None:
        assert following["state"] == (State.DUE if goes_on else State.KNOWN)
        assert following["walk"] == (1 if goes_on else None)
        assert (following["priority"], following["depth"]) == (Priority.PLACES, 0)


def test_a_walk_waits_for_a_page_that_is_tried_again() -> None:
    writes = work(visit(listing(), FAILED), walks=(walk(),))
    assert not writes.walks
    assert not gap_of(writes)


def test_a_pager_that_leads_back_ends_the_walk() -> None:
    seen = visit(listing("latest?2"), links=links(1), following=("latest", "https://latest"))
    here, other = (Known(State.READ, None, 0, None, of) for of in (1, 2))
    for known, state in ((here, WalkState.END), (other, WalkState.WALKING)):
        writes = work(seen, walks=(walk(),), pages={"latest": known})
        assert writes.walks[1]["state"] is state


def test_the_times_of_a_walk() -> None:
    seen = visit(listing(), links=links(2, 1, None), **FOLLOWED)
    row = work(seen, walks=(walk(newest=NOW, oldest=NOW),)).walks[1]
    assert (row["newest"], row["oldest"]) == (NOW, NOW - DAY)
    assert row["position"] == number(NEXT[0])
    undated = visit(listing(), links=links(None))
    row = work(undated, walks=(walk(oldest=NOW - DAY),)).walks[1]
    assert (row["newest"], row["oldest"]) == (None, NOW - DAY)
    assert row["position"] == number("latest")


@pytest.mark.parametrize(
    ("known", "older"),
    [
        (walk(known_newest=NOW - 2 * DAY), NOW - 2 * DAY),
        (walk(), NOW - 3 * DAY),
        (walk(known_newest=NOW - 2 * DAY, thorough=True), NOW - 3 * DAY),
    ],
)
def test_the_ends_of_a_gap(known: KnownWalk, older: dt.datetime) -> None:
    known = replace(known, oldest=NOW - DAY)
    (gap,) = work(visit(listing(), GONE), walks=(known,)).gaps.values()
    assert (gap["newer"], gap["older"], gap["reason"]) == (NOW - DAY, older, "http-410")


@pytest.mark.parametrize(
    ("due", "known", "kept"),
    [
        pytest.param(listing(), walk(), True, id="first page"),
        pytest.param(listing("latest?2"), walk(), False, id="another page"),
        pytest.param(listing(), walk(thorough=True), False, id="of a backfill"),
    ],
)
def test_only_a_first_page_vouches_for_the_rest(due: DuePage, known: KnownWalk, kept: bool) -> None:
    row = work(visit(due, links=links(1)), walks=(known,)).page_updates[0]
    assert (row["etag"], row["last_modified"], row["fingerprint"]) == (
        ('"e"', "then", "f") if kept else (None, None, None)
    )


def test_a_page_that_another_walk_came_to_stays_due_for_that_one() -> None:
    for of, is_left in ((2, True), (1, False), (None, False)):
        known = {"latest": Known(State.DUE, None, 0, None, of)}
        row = work(visit(listing(), links=links(1)), walks=(walk(),), pages=known).page_updates[0]
        assert (set(row) == {"b_id", "last_look"}) == is_left


def test_a_row_of_an_article_says_what_it_says() -> None:
    said = article(content_hash="h2", related=STORIES, section="Facts")
    writes = work(visit(STORY, article=said), articles=HELD)
    row = writes.articles[STORY.id]
    assert (row["url"], row["content_hash"], row["revision"]) == ("https://story", "h2", 3)
    assert (row["section"], row["date"], row["unpublished"]) == ("Facts", "2026-01-21", None)
    (revision,) = writes.revisions
    assert (revision["number"], revision["content_hash"], revision["crawl"]) == (3, "h2", 9)
    assert json.loads(revision["changes"])
    assert json.loads(revision["document"])["section"] == "Facts"
    (block,) = writes.snapshots.values()
    assert json.loads(block["items"]) == [
        {"title": "B", "url": "https://b", "published": NOW.isoformat()},
        {"title": "C", "url": "https://c", "published": None},
    ]


def test_a_first_revision_changes_nothing() -> None:
    (revision,) = work(visit(STORY, article=article())).revisions
    assert revision["changes"] is None


def test_revisions_of_a_group_are_counted_on() -> None:
    seen = [visit(STORY, article=article(content_hash=text)) for text in ("h2", "h2", "h1")]
    writes = work(*seen, articles=HELD)
    assert [row["number"] for row in writes.revisions] == [3, 4]
    assert [one.news for one in writes.kept] == ["revised", "unchanged", "revised"]
    assert writes.articles[STORY.id]["first_seen"] == NOW - DAY
    assert [(kind, number) for _, kind, number in events(writes)] == [
        ("revised", 3),
        ("revised", 4),
    ]


@pytest.mark.parametrize(
    ("seen", "reason", "published"),
    [
        (visit(STORY, article=article()), "ok", NOW - DAY),
        (visit(STORY, article=article(published=None)), "ok", None),
        (visit(page("story", published=NOW), article=article()), "ok", NOW - DAY),
        (visit(page("story", published=NOW), rejected="no-body"), "no-body", NOW),
        (visit(page("story", published=NOW), FAILED), "timeout", NOW),
    ],
    ids=["its time", "no time", "its time, not the announced", "rejected", "failed"],
)
def test_what_is_noted_of_a_look(seen: Visit, reason: str, published: dt.datetime | None) -> None:
    writes = work(seen)
    assert writes.looks[0]["reason"] == reason
    assert writes.page_updates[0]["published"] == published
    assert writes.page_updates[0]["last_look"] == NOW


def test_a_page_that_follows_is_of_the_same_kind() -> None:
    for due, place in ((listing(), Where.LISTING), (listing(kind=PageKind.FEED), Where.FEED)):
        row = work(visit(due, links=links(1), **FOLLOWED), walks=(walk(),)).page_inserts
        assert (row[number(NEXT[0])]["kind"], row[number(NEXT[0])]["place"]) == (due.kind, place)


def test_a_page_that_follows_is_looked_at_again_whatever_it_was() -> None:
    known = {NEXT[0]: Known(State.READ, None, 0, None, 7)}
    writes = work(visit(listing(), links=links(1), **FOLLOWED), walks=(walk(),), pages=known)
    rows = {row["b_id"]: row for row in writes.page_updates}
    assert rows[number(NEXT[0])]["state"] is State.DUE
    assert (rows[number(NEXT[0])]["walk"], rows[number(NEXT[0])]["attempts"]) == (1, 0)
    assert not {number(NEXT[0])} & set(writes.page_inserts)


def test_one_time_in_a_listing_dates_it() -> None:
    seen = visit(listing(), links=links(None, 1, None), **FOLLOWED)
    assert work(seen, walks=(walk(pages=20),)).walks[1]["state"] is WalkState.WALKING


def test_a_floor_is_met_by_what_a_sitemap_says_was_changed() -> None:
    seen = visit(listing(), links=links(None, changed=NOW - 4 * DAY), **FOLLOWED)
    assert work(seen, walks=(walk(),)).walks[1]["state"] is WalkState.FLOOR


def test_what_was_rejected_vouches_for_nothing() -> None:
    before = page("story", etag='"old"', last_modified="old", fingerprint="old")
    (row,) = work(visit(before, rejected="no-body")).page_updates
    assert (row["etag"], row["last_modified"], row["fingerprint"]) == ('"old"', "old", "f")
    (row,) = work(visit(before, UNCHANGED)).page_updates
    assert (row["etag"], row["last_modified"], row["fingerprint"]) == ('"old"', "old", "old")


def known_link(depth: int = 2, **values: Any) -> dict[str, Known]:
    filled = {"state": State.KNOWN, "reason": "beyond-depth", "depth": depth, "published": None}
    return {"s0": Known(**{**filled, **values})}


KEPT = {"s0": Known(State.KEPT, None, 2, None)}
FOUND: dict[str, tuple[DuePage, Where, dict[str, Known], Any]] = {
    "new": (listing(), Where.LISTING, {}, ("page_inserts", 0)),
    "new, related": (page("story"), Where.RELATED, {}, ("page_inserts", 1)),
    "taken up": (listing(), Where.LISTING, known_link(), ("taken_up", 0)),
    "nearer": (listing(), Where.LISTING, KEPT, ("nearer", 0)),
    "no nearer": (page("story", depth=1), Where.RELATED, KEPT, None),
    "left as it is": (page("story", depth=3), Where.RELATED, known_link(4), None),
}


@pytest.mark.parametrize(("due", "where", "known", "expected"), FOUND.values(), ids=FOUND)
def test_what_a_link_leads_to(
    due: DuePage, where: Where, known: dict[str, Known], expected: Any
) -> None:
    writes = work(visit(due, links=links(1, where=where)), walks=(walk(),), pages=known)
    found = {
        name: rows[number("s0")]["depth"]
        for name in ("page_inserts", "taken_up", "nearer")
        if number("s0") in (rows := getattr(writes, name))
    }
    assert found == ({expected[0]: expected[1]} if expected else {})


@pytest.mark.parametrize("known", [{}, known_link(3)], ids=["new", "taken up"])
def test_a_link_found_nearer_in_the_same_group(known: dict[str, Known]) -> None:
    far = visit(page("a", depth=0), links=links(1, where=Where.RELATED))
    near = visit(listing(), links=links(1))
    writes = work(far, near, walks=(walk(),), pages=known)
    (row,) = (writes.page_inserts | writes.taken_up).values()
    assert row["depth"] == 0
    assert not writes.nearer


LINKED = {
    "of a story": (page("story"), Where.RELATED, None, ("story", None, None)),
    "of a listing": (listing(), Where.LISTING, walk(), ("latest", 1, 1)),
    "of its second page": (listing("latest?2"), Where.LISTING, walk(), ("latest", 1, 1)),
    "of a backfill": (listing(), Where.LISTING, walk(thorough=True), ("latest", None, 1)),
    "of the site": (page("story"), Where.HOT_NEWS, None, (None, None, None)),
    "of the site, too": (page("story"), Where.LATEST, None, (None, None, None)),
}


@pytest.mark.parametrize(("due", "where", "known", "expected"), LINKED.values(), ids=LINKED)
def test_who_names_whom(due: DuePage, where: Where, known: KnownWalk | None, expected: Any) -> None:
    walks = (known,) if known is not None else ()
    (row,) = work(visit(due, links=links(1, where=where)), walks=walks).links.values()
    source, of_walk, last = expected
    assert row["source"] == (WHOLE_SITE if source is None else number(source))
    assert (row["target"], row["rank"], row["walk"], row["last_walk"]) == (
        number("s0"),
        0,
        of_walk,
        last,
    )


RANGE = Policy(floor=NOW - DAY, since=NOW - 2 * DAY, until=NOW)
STRETCH = walk(thorough=True, floor=NOW - 5 * DAY, ceiling=NOW - 3 * DAY)
# Of a story announced so many days ago, the reason for which it is left.
RANGES = {
    "a walk's floor": (listing(), walk(), 4, "before-floor"),
    "a walk has no range": (listing(), walk(), 2.5, None),
    "a backfill's range, before": (listing(), STRETCH, 6, "before-range"),
    "a backfill's range, after": (listing(), STRETCH, 2, "after-range"),
    "a backfill's range": (listing(), STRETCH, 4, None),
    "a story's links, before": (page("story"), None, 3, "before-range"),
    "a story's links have no floor": (page("story"), None, 1.5, None),
    "a sitemap's floor": (page("map", kind=PageKind.SITEMAP), None, 1.5, "before-floor"),
}


@pytest.mark.parametrize(("due", "known", "age", "reason"), RANGES.values(), ids=RANGES)
def test_which_range_holds(
    due: DuePage, known: KnownWalk | None, age: float, reason: str | None
) -> None:
    walks = (known,) if known is not None else ()
    writes = work(visit(due, links=links(age)), walks=walks, policy=RANGE)
    row = writes.page_inserts[number("s0")]
    assert row["reason"] == reason
    assert row["state"] == (State.DUE if reason is None else State.KNOWN)
