"""Visits and what is known → the rows to write. Pure: `keep` reads and executes around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crawler.ledger import decide
from crawler.ledger.decide import Known, State
from crawler.ledger.keeping.rows import (
    NO_VALIDATORS,
    Context,
    Kept,
    KnownArticle,
    Writes,
    change_row,
    look_row,
    page_update,
)
from crawler.ledger.keeping.write_article import add_article
from crawler.ledger.keeping.write_links import add_links
from crawler.ledger.keeping.write_walk import add_walk
from crawler.ledger.visit import Visit


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
        kept = add_article(writes, kept, visit.article, context, known, articles)
    elif visit.answer.kind == "unchanged" and visit.page.id in articles:
        kept = replace(kept, article=articles[visit.page.id].article, news="unchanged")
        writes.last_seen.append({"b_page": visit.page.id, "last_seen": visit.at})
        _note_standing(writes, visit, articles, unpublished=False)
    if standing.state is State.UNPUBLISHED:
        _note_standing(writes, visit, articles, unpublished=True)
    walk = context.walks.get(visit.page.walk) if visit.page.walk is not None else None
    add_links(writes, visit, walk, context, known)
    if walk is not None:
        add_walk(writes, visit, standing, walk, context, known)
    row = page_update(visit, standing)
    if walk is not None and (walk.thorough or visit.page.id != walk.listing):
        # Unchanged says "all of it is known" only of a first page that a crawl has read.
        row |= NO_VALIDATORS
    now_known = known.get(visit.page.id)
    if walk is not None and now_known is not None and now_known.walk not in (None, walk.id):
        # Another walk came to this page while it was on its way: it stays due for that one.
        row = {name: row[name] for name in ("b_id", "last_look")}
    writes.page_updates.append(row)
    writes.looks.append(look_row(visit, context.crawl, kept.news))
    writes.kept.append(kept)


def _note_standing(
    writes: Writes, visit: Visit, articles: dict[int, KnownArticle], unpublished: bool
) -> None:
    """A kept article whose page is gone from the site, or there as it was."""
    page = visit.page.id
    known = articles.get(page)
    if known is None:
        return
    event = decide.event_of(True, known.unpublished is not None, False, unpublished)
    if event is None:
        return
    moment = visit.at if unpublished else None
    writes.unpublished.append({"b_page": page, "unpublished": moment})
    writes.changes.append(change_row(page, event, known.revision, visit.at))
    articles[page] = replace(known, unpublished=moment)
