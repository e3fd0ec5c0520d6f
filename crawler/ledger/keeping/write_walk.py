"""A visit to a page of a listing or feed → rows: how its walk stands, what follows, gaps."""

from __future__ import annotations

import datetime as dt

from crawler.ledger import decide
from crawler.ledger.decide import Known, Standing, State, WalkState
from crawler.ledger.keeping.rows import Context, KnownWalk, Writes, page_row
from crawler.ledger.tables import page_id
from crawler.ledger.visit import Visit
from crawler.link import Link, PageKind, Where

MAX_UNDATED_PAGES = 10
"""Pages of a listing without times that are walked to meet what is known."""


def add_walk(
    writes: Writes,
    visit: Visit,
    standing: Standing,
    walk: KnownWalk,
    context: Context,
    known: dict[int, Known],
) -> None:
    """How the walk stands after this page, and the gap that opens or closes with it."""
    if visit.following is not None:
        _add_following(writes, visit, visit.following, context, known)
    if standing.state is State.DUE:  # the page will be tried again; the walk waits for it
        return
    if standing.state is not State.READ:
        state, reason = WalkState.GAP, standing.reason
    elif visit.answer.kind == "unchanged":
        state, reason = WalkState.MET, None
    else:
        knew_any = walk.knew_any and not walk.thorough
        state, reason = decide.walk_after(
            _seen_items(visit, walk, context),
            _goes_on(visit, walk, context, known),
            walk.floor,
            knew_any,
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
        # Where this page ends: the listing may have moved up by more than a page meanwhile.
        "oldest": times[-1] if times else walk.oldest,
        "pages": walk.pages + 1,
        "position": page_id(context.site, visit.following[0]) if visit.following else visit.page.id,
    }
    _add_gap(writes, walk, state, reason, context, visit.at)


def _goes_on(visit: Visit, walk: KnownWalk, context: Context, known: dict[int, Known]) -> bool:
    """False where the pager ends, leads to a page that this walk has been on or that its backfill
    walks anyway (the day before, of an archive by days), and on a listing that announces no
    times, which says nothing of how far back it is, after some pages."""
    if visit.following is None or walk.meets_place:
        return False
    dated = any(link.published or link.changed for _, link in visit.links)
    if not dated and not walk.thorough and walk.pages + 1 >= MAX_UNDATED_PAGES:
        return False
    following = known.get(page_id(context.site, visit.following[0]))
    return following is None or following.walk != walk.id


def _seen_items(visit: Visit, walk: KnownWalk, context: Context) -> list[decide.Seen]:
    found = (
        (page_id(context.site, key), link.published or link.changed) for key, link in visit.links
    )
    return [
        decide.Seen(published, not walk.thorough and page in walk.before, page in walk.again)
        for page, published in found
    ]


def _add_gap(
    writes: Writes,
    walk: KnownWalk,
    state: WalkState,
    reason: str | None,
    context: Context,
    at: dt.datetime,
) -> None:
    if state is WalkState.GAP and not walk.has_gap:
        writes.gaps[walk.id] = {
            "site": context.site,
            "walk": walk.id,
            "url": walk.url,
            "opened": at,
            "newer": writes.walks[walk.id]["oldest"],
            "older": walk.floor if walk.thorough else walk.known_newest or walk.floor,
            "reason": reason or "unknown",
        }
    elif state not in (WalkState.WALKING, WalkState.GAP):
        writes.closed_gaps.append({"b_walk": walk.id, "closed": at, "closed_by": context.crawl})
    elif walk.has_gap and (oldest := writes.walks[walk.id]["oldest"]) is not None:
        writes.gap_bounds.append({"b_walk": walk.id, "newer": oldest})


def _add_following(
    writes: Writes,
    visit: Visit,
    following: tuple[str, str],
    context: Context,
    known: dict[int, Known],
) -> None:
    """The next page of a listing or feed, known at first; the walk makes it due if it goes on."""
    key, url = following
    target = page_id(context.site, key)
    if target in known:
        return
    kind = visit.page.kind
    link = Link(url, kind, Where.FEED if kind is PageKind.FEED else Where.LISTING)
    standing = Standing(State.KNOWN, decide.PAGER, priority=decide.Priority.PLACES)
    writes.page_inserts[target] = page_row(target, key, link, 0, standing, context, visit.at)
    known[target] = Known(State.KNOWN, decide.PAGER, 0, None)


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
    known[target] = Known(State.DUE, None, 0, visit.page.published, walk.id)
