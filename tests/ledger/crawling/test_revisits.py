"""What changes in a newsroom between two crawls, and what the ledger says of it afterwards."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from crawler import registry
from crawler.article import Article
from crawler.article import from_json as read_article
from crawler.demo import Change, Newsroom, Origin, compare, serving
from crawler.discovery.addresses import key
from crawler.ledger.articles.history import History, read_history
from crawler.ledger.connect import open_ledger, reading
from crawler.ledger.tables import articles, looks, page_id, revisions

NOW = dt.datetime.fromisoformat("2026-01-21T18:50+02:00")
DAY = dt.timedelta(days=1)
SITE = registry.site("interfax-ukraine")
ARTICLES = 70
CHANGED = {change: -41 - number for number, change in enumerate(Change)}
REMOVED = {
    404: -50,
    410: -51,
    301: -52,
}  # none of them in HOT NEWS or LATEST, which stand on every page

pytestmark = pytest.mark.slow


@dataclass
class Story:
    """A newsroom crawled on one day, changed, and crawled on the next two."""

    engine: Engine
    before: dict[str, Article]
    after: dict[str, Article]
    urls: dict[Any, str]
    """By what was done to the article there: a Change, or the status of its removal."""
    counts: list[Counter[str]]

    def history(self, what: Any) -> History:
        with reading(self.engine) as connection:
            found = read_history(connection, SITE.name, key(self.urls[what], SITE))
        assert found is not None
        return found

    def rows(self, query: Any) -> list[Any]:
        with reading(self.engine) as connection:
            return list(connection.execute(query).all())

    def id(self, url: str) -> int:
        return page_id(SITE.name, key(url, SITE))


@pytest.fixture(scope="module")
def story(module_address: str, crawler_of: Any) -> Iterator[Story]:
    with serving(Newsroom.opened(now=NOW, articles=ARTICLES)) as origin:
        crawler = crawler_of(origin, module_address)
        counts = [crawler.crawl(NOW)]
        before = {key(one.url or "", SITE): one for one in origin.newsroom.truths()}
        urls = _edit(origin)
        counts += [crawler.crawl(NOW + DAY), crawler.crawl(NOW + DAY)]
        after = {key(one.url or "", SITE): one for one in origin.newsroom.truths()}
    engine = open_ledger(module_address, create=False)
    yield Story(engine, before, after, urls, counts)
    engine.dispose()


def _edit(origin: Origin) -> dict[Any, str]:
    newsroom = origin.newsroom
    urls = {
        what: newsroom.url(newsroom.story(serial))
        for what, serial in {**CHANGED, **REMOVED}.items()
    }
    for change in CHANGED:
        origin.house.change(urls[change], change)
    for status in REMOVED:
        origin.house.remove(urls[status], status)
    return urls


def test_each_article_was_looked_at_once_a_day(story: Story) -> None:
    first, second, third = story.counts
    assert first["article/new"] == ARTICLES
    assert second["article/revised"] == len(Change) - 1
    assert third["page/article"] == 0


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (Change.HEADLINE, "headline"),
        (Change.TAGS, "tags"),
        (Change.SECTION, "section"),
        (Change.TIME, "time-moved"),
        (Change.PARAGRAPH, "paragraphs"),
    ],
)
def test_a_change_is_one_revision_with_exactly_its_diff(
    story: Story, change: Change, kind: str
) -> None:
    first, second = story.history(change).versions
    (found,) = second.changes
    assert found["kind"] == kind
    old, new = (_article(one.document) for one in (first, second))
    name = {"headline": "title", "time-moved": "published", "paragraphs": "body"}.get(kind, kind)
    was, now = getattr(old, name), getattr(new, name)
    assert was == getattr(story.before[_key(story, change)], name)
    assert now == getattr(story.after[_key(story, change)], name)
    if kind == "tags":
        assert found == {"kind": kind, "added": [now[-1]], "removed": []}
    elif kind == "paragraphs":
        assert found == {"kind": kind, "at": len(was), "removed": [], "added": [now[-1]]}
    elif kind == "time-moved":
        assert found == {"kind": kind, "before": was.isoformat(), "after": now.isoformat()}
    else:
        assert found == {"kind": kind, "before": was, "after": now}


def test_side_blocks_alone_make_a_snapshot_and_no_revision(story: Story) -> None:
    history = story.history(Change.SIDES)
    assert len(history.versions) == 1
    at_first, later = history.related
    for truths, seen in ((story.before, at_first), (story.after, later)):
        truth = truths[_key(story, Change.SIDES)]
        assert [item["url"] for item in seen.items] == [one.url for one in truth.related]
    assert later.seen >= NOW + DAY


@pytest.mark.parametrize(
    ("status", "reason"),
    [(404, "http-404"), (410, "http-410"), (301, "redirected-to-other-page")],
)
def test_what_vanished_is_unpublished_with_the_day_and_its_last_version(
    story: Story, status: int, reason: str
) -> None:
    history = story.history(status)
    assert (history.state, history.reason) == ("unpublished", reason)
    assert history.unpublished is not None
    assert history.unpublished.astimezone(SITE.zone).date() == (NOW + DAY).date()
    (row,) = story.rows(select(articles).where(articles.c.page == story.id(story.urls[status])))
    assert not compare(story.before[_key(story, status)], read_article(row.document))


def test_what_did_not_change_cost_one_conditional_request(story: Story) -> None:
    same = [truth for one, truth in story.before.items() if story.after.get(one) == truth]
    assert len(same) > 20
    for truth in same:
        page = story.id(truth.url or "")
        found = story.rows(
            select(looks.c.status, looks.c.outcome, looks.c.bytes, looks.c.changed)
            .where(looks.c.page == page)
            .order_by(looks.c.id)
        )
        assert [row.status for row in found] == [200, 304]
        assert tuple(found[1])[1:] == ("unchanged", 0, False)


def test_what_is_kept_is_what_the_newsroom_says(story: Story) -> None:
    rows = story.rows(select(articles.c.page, articles.c.document, articles.c.unpublished))
    kept = {row.page: row for row in rows}
    for truth in story.after.values():
        row = kept.pop(story.id(truth.url or ""))
        assert row.unpublished is None
        article = read_article(row.document)
        differences = [one for one in compare(truth, article) if one.field != "url"]
        assert not differences
    assert set(kept) == {story.id(story.urls[status]) for status in REMOVED}


def test_only_changed_articles_have_another_revision(story: Story) -> None:
    rows = story.rows(select(revisions.c.page, func.max(revisions.c.number)).group_by("page"))
    numbers = dict(map(tuple, rows))
    more = {story.id(story.urls[change]) for change in Change if change is not Change.SIDES}
    assert {page for page, number in numbers.items() if number > 1} == more


def _key(story: Story, what: Any) -> str:
    return key(story.urls[what], SITE)


def _article(document: dict[str, Any]) -> Article:
    return read_article(json.dumps(document))
