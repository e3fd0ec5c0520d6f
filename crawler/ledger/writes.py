"""Visits and what is known → the rows to write. Pure: `keep` reads and executes around it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crawler import article as schema
from crawler.article import Article, Headline, RelatedStory
from crawler.ledger import decide, diff
from crawler.ledger.decide import Known, Policy, Standing, State, WalkState
from crawler.ledger.tables import page_id
from crawler.ledger.visit import DuePage, Visit
from crawler.link import Link, PageKind, Where

Row = dict[str, Any]
WHOLE_SITE = 0


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What the ledger holds of an article that was fetched again."""

    article: Article
    content_hash: str
    related_hash: str
    revision: int
    first_seen: dt.datetime


@dataclass(frozen=True, slots=True)
class KnownWalk:
    """A walk as it stands, and which of the pages seen now an earlier walk had seen."""

    id: int
    listing: int
    url: str
    floor: dt.datetime | None
    thorough: bool
    ceiling: dt.datetime | None
    knew_any: bool
    newest: dt.datetime | None
    oldest: dt.datetime | None
    pages: int
    known_newest: dt.datetime | None
    before: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Context:
    """What must be known to work out the rows for a group of visits."""

    site: str
    crawl: int
    policy: Policy
    now: dt.datetime
    pages: Mapping[int, Known]
    articles: Mapping[int, KnownArticle]
    walks: Mapping[int, KnownWalk]
    unchanged: Mapping[int, int]
    """How many looks in a row found an article unchanged."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the ledger says of a visit it has kept: ``article`` as it now stands there, with
    its revision; ``news`` is one of new, revised, unchanged, or None without an article."""

    visit: Visit
    standing: Standing
    article: Article | None = None
    news: str | None = None


@dataclass(slots=True)
class Writes:
    """Rows by table, in the order of the visits; keys make every write safe to repeat."""

    page_inserts: dict[int, Row] = field(default_factory=dict)
    page_updates: list[Row] = field(default_factory=list)
    taken_up: dict[int, Row] = field(default_factory=dict)
    looks: list[Row] = field(default_factory=list)
    articles: dict[int, Row] = field(default_factory=dict)
    last_seen: list[Row] = field(default_factory=list)
    unpublished: list[Row] = field(default_factory=list)
    revisions: list[Row] = field(default_factory=list)
    snapshots: dict[tuple[int, str, str], Row] = field(default_factory=dict)
    links: dict[tuple[int, int, str], Row] = field(default_factory=dict)
    walks: dict[int, Row] = field(default_factory=dict)
    gaps: dict[int, Row] = field(default_factory=dict)
    closed_gaps: list[Row] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


def work_out(visits: Sequence[Visit], context: Context) -> Writes:
    """All rows that a group of visits leads to."""
    writes = Writes()
    known = dict(context.pages)
    articles = dict(context.articles)
    for visit in visits:
        _add_visit(writes, visit, context, known, articles)
    return writes


def _add_visit(
    writes: Writes,
    visit: Visit,
    context: Context,
    known: dict[int, Known],
    articles: dict[int, KnownArticle],
) -> None:
    standing = decide.standing_after(
        visit, context.policy, context.unchanged.get(visit.page.id, 0), context.now
    )
    kept = Kept(visit, standing)
    if visit.article is not None:
        kept = _add_article(writes, kept, visit.article, context, known, articles)
    elif visit.answer.kind == "unchanged" and visit.page.id in articles:
        kept = replace(kept, article=articles[visit.page.id].article, news="unchanged")
        writes.last_seen.append({"b_page": visit.page.id, "last_seen": visit.at})
    if standing.state is State.UNPUBLISHED:
        writes.unpublished.append({"b_page": visit.page.id, "unpublished": visit.at})
    walk = context.walks.get(visit.page.walk) if visit.page.walk is not None else None
    _add_links(writes, visit, walk, context, known)
    if walk is not None:
        _add_walk(writes, visit, standing, walk, context, known)
    writes.page_updates.append(_page_update(visit, standing))
    writes.looks.append(_look(visit, context.crawl, kept.news))
    writes.kept.append(kept)


def _page_update(visit: Visit, standing: Standing) -> Row:
    answer = visit.answer
    return {
        "b_id": visit.page.id,
        "state": standing.state,
        "reason": standing.reason,
        "attempts": standing.attempts,
        "priority": standing.priority,
        "next_look": standing.next_look,
        "last_look": visit.at,
        "etag": answer.etag or visit.page.etag,
        "last_modified": answer.last_modified or visit.page.last_modified,
        "fingerprint": answer.fingerprint or visit.page.fingerprint,
    }


def _look(visit: Visit, crawl: int, news: str | None) -> Row:
    answer = visit.answer
    return {
        "page": visit.page.id,
        "crawl": crawl,
        "at": visit.at,
        "status": answer.status,
        "bytes": answer.bytes,
        "outcome": answer.kind,
        "reason": visit.rejected or answer.reason,
        "changed": answer.kind == "ok" and news != "unchanged",
    }


# Articles


def _add_article(
    writes: Writes,
    kept: Kept,
    article: Article,
    context: Context,
    known: dict[int, Known],
    articles: dict[int, KnownArticle],
) -> Kept:
    """The article under the key where the look ended; a new revision only if it says anew."""
    visit = kept.visit
    page = page_id(context.site, visit.key)
    if page != visit.page.id:
        _add_moved_to(writes, visit, page, context, known)
    before = articles.get(page)
    article, news = _as_kept(article, before, visit.at)
    related = hash_of(article.related)
    writes.articles[page] = _article_row(page, article, related, context.site)
    if news != "unchanged":
        changes = diff.changes(before.article, article) if before else None
        writes.revisions.append(_revision_row(page, article, changes, context.crawl, visit.at))
    _add_snapshots(writes, page, article, before, related, context.site, visit.at)
    articles[page] = KnownArticle(
        article,
        article.content_hash or "",
        related,
        article.revision or 1,
        article.first_seen or visit.at,
    )
    return replace(kept, article=article, news=news)


def _as_kept(article: Article, before: KnownArticle | None, at: dt.datetime) -> tuple[Article, str]:
    """The article with its number and times, and whether it is new, revised or unchanged."""
    if before is None:
        return replace(article, revision=1, first_seen=at, last_seen=at), "new"
    same = article.content_hash == before.content_hash
    number = before.revision if same else before.revision + 1
    article = replace(article, revision=number, first_seen=before.first_seen, last_seen=at)
    return article, "unchanged" if same else "revised"


def _add_moved_to(
    writes: Writes, visit: Visit, page: int, context: Context, known: dict[int, Known]
) -> None:
    """The page a redirect led to: kept, as if it had been asked itself."""
    target = replace(visit.page, id=page, key=visit.key, url=visit.url, state=State.DUE)
    standing = decide.standing_after(
        replace(visit, page=target), context.policy, context.unchanged.get(page, 0), context.now
    )
    if page not in known:
        link = Link(visit.url, PageKind.ARTICLE, visit.page.place)
        writes.page_inserts[page] = _page_row(
            page, visit.key, link, visit.page.depth, standing, context, visit.at
        )
    known[page] = Known(standing.state, None, visit.page.depth, visit.page.published)
    writes.page_updates.append(_page_update(replace(visit, page=target), standing))


def _article_row(page: int, article: Article, related: str, site: str) -> Row:
    return {
        "page": page,
        "site": site,
        "url": article.url or "",
        "published": article.published,
        "date": article.date.isoformat(),
        "section": article.section,
        "title": article.title,
        "revision": article.revision,
        "content_hash": article.content_hash or "",
        "first_seen": article.first_seen,
        "last_seen": article.last_seen,
        "unpublished": None,
        "related_hash": related,
        "document": schema.to_json(article).decode(),
    }


def _revision_row(
    page: int, article: Article, changes: list[Row] | None, crawl: int, at: dt.datetime
) -> Row:
    return {
        "page": page,
        "number": article.revision,
        "crawl": crawl,
        "seen": at,
        "content_hash": article.content_hash or "",
        "document": schema.to_json(article).decode(),
        "changes": None if changes is None else json.dumps(changes, ensure_ascii=False),
    }


def hash_of(items: Iterable[Headline | RelatedStory]) -> str:
    """A digest of a side block: its titles, addresses and announced times, in order."""
    text = "\n".join(
        f"{item.url}\t{item.title}\t{getattr(item, 'published', None)}" for item in items
    )
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _add_snapshots(
    writes: Writes,
    page: int,
    article: Article,
    before: KnownArticle | None,
    related: str,
    site: str,
    at: dt.datetime,
) -> None:
    """HOT NEWS and LATEST once for the site; MORE ABOUT only where it is another than before."""
    if article.hot_news:
        _add_snapshot(writes, site, WHOLE_SITE, "hot_news", article.hot_news, at)
    if article.latest:
        _add_snapshot(writes, site, WHOLE_SITE, "latest", article.latest, at)
    if before is not None and before.related_hash != related:
        _add_snapshot(writes, site, page, "related", article.related, at)


def _add_snapshot(
    writes: Writes,
    site: str,
    page: int,
    block: str,
    items: Sequence[Headline | RelatedStory],
    at: dt.datetime,
) -> None:
    digest = hash_of(items)
    row = writes.snapshots.get((page, block, digest))
    if row is not None:
        row["last_seen"] = at
        return
    writes.snapshots[page, block, digest] = {
        "site": site,
        "page": page,
        "block": block,
        "content_hash": digest,
        "items": json.dumps([_item(item) for item in items], ensure_ascii=False),
        "first_seen": at,
        "last_seen": at,
    }


def _item(item: Headline | RelatedStory) -> Row:
    values: Row = {"title": item.title, "url": item.url}
    if isinstance(item, RelatedStory):
        values["published"] = item.published.isoformat() if item.published else None
    return values


# Links


def _add_links(
    writes: Writes,
    visit: Visit,
    walk: KnownWalk | None,
    context: Context,
    known: dict[int, Known],
) -> None:
    policy = _policy_for(visit.page, walk, context.policy)
    source = walk.listing if walk is not None else visit.page.id
    for key, link in visit.links:
        target = page_id(context.site, key)
        depth = decide.depth_of(link, visit.page)
        _add_found(writes, target, key, link, depth, policy, context, known, visit.at)
        # HOT NEWS and LATEST are kept as snapshots of the site: a row a page would say the same.
        if link.where not in (Where.HOT_NEWS, Where.LATEST):
            _add_link(writes, source, target, link, walk, visit.at)
    if visit.following is not None and walk is not None:
        _add_following(writes, visit, visit.following, context, known)


def _policy_for(page: DuePage, walk: KnownWalk | None, policy: Policy) -> Policy:
    """A walk's own range or floor; sitemaps and articles have the crawl's."""
    if walk is None:
        return policy if page.kind is PageKind.SITEMAP else replace(policy, floor=None)
    if walk.thorough:
        return replace(policy, floor=None, since=walk.floor, until=walk.ceiling)
    return replace(policy, floor=walk.floor)


def _add_found(
    writes: Writes,
    target: int,
    key: str,
    link: Link,
    depth: int,
    policy: Policy,
    context: Context,
    known: dict[int, Known],
    at: dt.datetime,
) -> None:
    standing = decide.standing_of_link(known.get(target), link, depth, policy, context.now)
    if standing is None:
        return
    if target in writes.page_inserts or target not in known:
        writes.page_inserts[target] = _page_row(target, key, link, depth, standing, context, at)
    else:
        writes.taken_up[target] = {
            "b_id": target,
            "state": standing.state,
            "reason": standing.reason,
            "priority": standing.priority,
            "next_look": standing.next_look,
            "depth": depth,
        }
    known[target] = Known(standing.state, standing.reason, depth, link.published)


def _page_row(
    page: int,
    key: str,
    link: Link,
    depth: int,
    standing: Standing,
    context: Context,
    at: dt.datetime,
) -> Row:
    return {
        "id": page,
        "site": context.site,
        "key": key,
        "url": link.url,
        "kind": link.kind,
        "place": link.where,
        "depth": depth,
        "title": link.title,
        "published": link.published,
        "first_seen": at,
        "first_crawl": context.crawl,
        "state": standing.state,
        "reason": standing.reason,
        "attempts": 0,
        "priority": standing.priority,
        "next_look": standing.next_look,
        "walk": None,
    }


def _add_link(
    writes: Writes, source: int, target: int, link: Link, walk: KnownWalk | None, at: dt.datetime
) -> None:
    writes.links[source, target, link.where] = {
        "source": source,
        "target": target,
        "place": link.where,
        "rank": link.rank,
        "title": link.title,
        "published": link.published,
        "first_seen": at,
        "last_seen": at,
        "walk": walk.id if walk is not None else None,
    }


# Walks


def _add_walk(
    writes: Writes,
    visit: Visit,
    standing: Standing,
    walk: KnownWalk,
    context: Context,
    known: dict[int, Known],
) -> None:
    """How the walk stands after this page, and the gap that opens or closes with it."""
    if standing.state is State.DUE:  # the page will be tried again; the walk waits for it
        return
    if standing.state is not State.READ:
        state, reason = WalkState.GAP, standing.reason
    elif visit.answer.kind == "unchanged":
        state, reason = WalkState.MET, None
    else:
        knew_any = walk.knew_any and not walk.thorough
        state, reason = decide.walk_after(
            _seen_items(visit, walk, context), visit.following is not None, walk.floor, knew_any
        )
    times = [link.published for _, link in visit.links if link.published is not None]
    over = state is not WalkState.WALKING
    if not over and visit.following is not None:
        _make_due(writes, visit, visit.following, walk, context, known)
    writes.walks[walk.id] = {
        "b_id": walk.id,
        "state": state,
        "reason": reason,
        "ended": visit.at if over else None,
        "newest": max([*times, *([walk.newest] if walk.newest else [])], default=None),
        "oldest": min([*times, *([walk.oldest] if walk.oldest else [])], default=None),
        "pages": walk.pages + 1,
        "position": visit.following[1] if visit.following else visit.page.url,
    }
    _add_gap(writes, walk, state, reason, context, visit.at)


def _seen_items(visit: Visit, walk: KnownWalk, context: Context) -> list[decide.Seen]:
    return [
        decide.Seen(link.published, not walk.thorough and page_id(context.site, key) in walk.before)
        for key, link in visit.links
    ]


def _add_gap(
    writes: Writes,
    walk: KnownWalk,
    state: WalkState,
    reason: str | None,
    context: Context,
    at: dt.datetime,
) -> None:
    if state is WalkState.GAP:
        writes.gaps[walk.id] = {
            "site": context.site,
            "walk": walk.id,
            "url": walk.url,
            "opened": at,
            "newer": writes.walks[walk.id]["oldest"],
            "older": walk.known_newest,
            "reason": reason or "unknown",
        }
    elif state is not WalkState.WALKING:
        writes.closed_gaps.append({"b_walk": walk.id, "closed": at, "closed_by": context.crawl})


def _add_following(
    writes: Writes,
    visit: Visit,
    following: tuple[str, str],
    context: Context,
    known: dict[int, Known],
) -> None:
    """The next page of a listing, known at first; the walk makes it due if it goes on."""
    key, url = following
    target = page_id(context.site, key)
    if target in known:
        return
    link = Link(url, PageKind.LISTING, Where.LISTING)
    standing = Standing(State.KNOWN, "pager", priority=decide.Priority.PLACES)
    writes.page_inserts[target] = _page_row(target, key, link, 0, standing, context, visit.at)
    known[target] = Known(State.KNOWN, "pager", 0, None)


def _make_due(
    writes: Writes,
    visit: Visit,
    following: tuple[str, str],
    walk: KnownWalk,
    context: Context,
    known: dict[int, Known],
) -> None:
    """The next page of the listing is looked at in this walk, whatever it was before."""
    target = page_id(context.site, following[0])
    row = {
        "b_id": target,
        "state": State.DUE,
        "reason": None,
        "priority": decide.Priority.PLACES,
        "next_look": context.now,
        "walk": walk.id,
        "attempts": 0,
    }
    if target in writes.page_inserts:
        writes.page_inserts[target] |= {k: v for k, v in row.items() if k != "b_id"}
    else:
        writes.page_updates.append(row)
    known[target] = Known(State.DUE, None, 0, visit.page.published)
