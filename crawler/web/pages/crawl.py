"""/sites/NAME/crawls/N: one crawl of a site: how it went, and the articles that it kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from crawler.ledger.reports.crawl_articles import read_crawl, read_kept_versions
from crawler.web.api.articles import LARGEST
from crawler.web.context import Ledger
from crawler.web.pages.site import Name
from crawler.web.rendering import render
from crawler.web.site_view import require_site

A_PAGE = 50
SHOWN_ON_TOP = ("article/new", "article/revised", "requests", "bytes")
_GROUPS: Mapping[str, str] = {
    "answer": "Answers",
    "page": "Pages that were read",
    "article": "Articles",
    "missed": "Missed, and why",
}

router = APIRouter()
Number = Annotated[int, Path(ge=0, le=LARGEST)]


@router.get("/sites/{name}/crawls/{number}")
def show_crawl(
    request: Request,
    connection: Ledger,
    name: Name,
    number: Number,
    skip: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> HTMLResponse:
    """One crawl."""
    known = require_site(connection, name)
    crawl = read_crawl(connection, number)
    if crawl is None or crawl.site != name:
        raise HTTPException(404, "that site had no such crawl; its page lists the latest")
    found = read_kept_versions(connection, number, A_PAGE + 1, skip)
    return render(
        request,
        "crawl.html",
        known=known,
        crawl=crawl,
        groups=group_counts(crawl.counts),
        kept=found[:A_PAGE],
        newer=max(skip - A_PAGE, 0) if skip else None,
        more=skip + A_PAGE if len(found) > A_PAGE else None,
        zone=known.site.timezone if known.site is not None else "UTC",
    )


def group_counts(counts: Mapping[str, int]) -> list[tuple[str, list[tuple[str, int]]]]:
    """What a crawl counted, by heading, the most first; without what stands on top. Pure."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        group, _, what = name.partition("/")
        if name not in SHOWN_ON_TOP and what:
            found.setdefault(_GROUPS.get(group, "Other"), []).append(
                (what.replace("-", " "), count)
            )
    headings = [*_GROUPS.values(), "Other"]
    return [(heading, found[heading]) for heading in headings if heading in found]
