"""An article's visit → its rows: the current version, a revision if it says anew, snapshots."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawler import article as schema
from crawler.article import Article, Headline, RelatedStory
from crawler.ledger import decide
from crawler.ledger.decide import Event, Known, State
from crawler.ledger.keeping import diff
from crawler.ledger.keeping.rows import (
    Context,
    Kept,
    KnownArticle,
    Row,
    Writes,
    change_row,
    page_row,
    page_update,
)
from crawler.ledger.tables import WHOLE_SITE, page_id
from crawler.ledger.visit import Visit
from crawler.link import Link, PageKind


def add_article(
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
    was_here = articles.get(page)
    if page != visit.page.id:
        _move_article(writes, visit, page, context, articles)
    before = articles.get(page)
    article, news = _as_kept(article, before, visit.at, context.numbers.get(page, 0))
    related = hash_of(article.related)
    writes.articles[page] = _article_row(page, article, related, context.site)
    if news != "unchanged":
        changes = diff.changes(before.article, article) if before else None
        writes.revisions.append(_revision_row(page, article, changes, context.crawl, visit.at))
    was_unpublished = was_here is not None and was_here.unpublished is not None
    event = decide.event_of(was_here is not None, was_unpublished, news == "revised", False)
    if event is not None:
        writes.changes.append(change_row(page, event, article.revision or 1, visit.at))
    _add_snapshots(writes, page, article, before, related, context.site, visit.at)
    articles[page] = KnownArticle(
        article,
        article.content_hash or "",
        related,
        article.revision or 1,
        article.first_seen or visit.at,
    )
    return replace(kept, article=article, news=news)


def _as_kept(
    article: Article, before: KnownArticle | None, at: dt.datetime, last: int
) -> tuple[Article, str]:
    """The article with its number and times, and whether it is new, revised or unchanged."""
    if before is None:
        return replace(article, revision=last + 1, first_seen=at, last_seen=at), "new"
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
        writes.page_inserts[page] = page_row(
            page, visit.key, link, visit.page.depth, standing, context, visit.at
        )
    known[page] = Known(standing.state, None, visit.page.depth, visit.page.published)
    writes.page_updates.append(page_update(replace(visit, page=target), standing))


def _move_article(
    writes: Writes,
    visit: Visit,
    new: int,
    context: Context,
    articles: dict[int, KnownArticle],
) -> None:
    """An article that was kept under its old address stands under the new one, once. Its versions
    come with it, unless the new address has versions of its own."""
    old = visit.page.id
    before = articles.pop(old, None)
    if before is None:
        return
    event = change_row(old, Event.MOVED, before.revision, visit.at)
    document = schema.to_json(before.article).decode()
    writes.changes.append({**event, "moved_to": visit.url, "document": document})
    writes.moved_away.append({"b_page": old})
    if new not in articles and new not in context.numbers:
        articles[new] = before
        writes.moved.append({"b_page": old, "page": new})


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
