"""The links that a visit found → rows: new addresses, those taken up, who names whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from crawler.ledger import decide
from crawler.ledger.decide import Known, Policy
from crawler.ledger.keeping.rows import Context, KnownWalk, Writes, page_row
from crawler.ledger.tables import WHOLE_SITE, page_id
from crawler.ledger.visit import DuePage, Visit
from crawler.link import Link, PageKind, Where


def add_links(
    writes: Writes,
    visit: Visit,
    walk: KnownWalk | None,
    context: Context,
    known: dict[int, Known],
) -> None:
    """All links of a visit: those of a listing's pages belong to its first page."""
    policy = _policy_for(visit.page, walk, context.policy)
    source = walk.listing if walk is not None else visit.page.id
    for key, link in visit.links:
        target = page_id(context.site, key)
        depth = decide.depth_of(link, visit.page)
        _add_found(writes, target, key, link, depth, policy, context, known, visit.at)
        # HOT NEWS and LATEST are the site's: a row for each page they stand on would say the same.
        of_site = link.where in (Where.HOT_NEWS, Where.LATEST)
        _add_link(writes, WHOLE_SITE if of_site else source, target, link, walk, visit.at)


def _policy_for(page: DuePage, walk: KnownWalk | None, policy: Policy) -> Policy:
    """A walk's own range or floor; sitemaps and articles have the crawl's."""
    if walk is None:
        return policy if page.kind is PageKind.SITEMAP else replace(policy, floor=None)
    if walk.thorough:
        return replace(policy, floor=None, since=walk.floor, until=walk.ceiling)
    return replace(policy, floor=walk.floor, since=None, until=None)


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
    before = known.get(target)
    standing = decide.standing_of_link(before, link, depth, policy, context.now)
    if standing is None:
        if before is not None and depth < before.depth:
            _bring_nearer(writes, target, depth)
            known[target] = replace(before, depth=depth)
        return
    if target in writes.page_inserts or target not in known:
        writes.page_inserts[target] = page_row(target, key, link, depth, standing, context, at)
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


def _bring_nearer(writes: Writes, target: int, depth: int) -> None:
    """So that its own related links are followed, whichever was seen first."""
    if target in writes.page_inserts:
        writes.page_inserts[target]["depth"] = depth
    elif target in writes.taken_up:
        writes.taken_up[target]["depth"] = depth
    else:
        writes.nearer[target] = {"b_id": target, "depth": depth}


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
        # A backfill passes over what is newer than its days: to be seen by it is not to be known.
        "walk": walk.id if walk is not None and not walk.thorough else None,
        "last_walk": walk.id if walk is not None else None,
    }
