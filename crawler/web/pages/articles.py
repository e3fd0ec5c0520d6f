"""/articles: what was kept, found by words, site, section, tag, author, and day."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from crawler.errors import UsageError
from crawler.ledger.connect import reading
from crawler.web.context import Settings
from crawler.web.finding import EntryPage, find_page
from crawler.web.rendering import render
from crawler.web.selecting import Order, read_filter, read_selection
from crawler.web.site_view import read_sites

A_PAGE = 30
NAMES = ("words", "site", "section", "tag", "author", "language", "since", "until")

router = APIRouter()
Typed = Annotated[str, Query(max_length=500)]


@router.get("/articles")
def show_articles(
    request: Request,
    settings: Settings,
    words: Typed = "",
    site: Typed = "",
    section: Typed = "",
    tag: Typed = "",
    author: Typed = "",
    language: Typed = "",
    since: Typed = "",
    until: Typed = "",
    order: Typed = "",
    cursor: Typed = "",
) -> HTMLResponse:
    """A form, and a page of what it finds."""
    values = (words, site, section, tag, author, language, since, until)
    typed = dict(zip(NAMES, (value.replace("\0", "") for value in values), strict=True))
    problem, page, chosen = None, EntryPage(), Order.NEWEST
    try:
        chosen_by = {name: value for name, value in typed.items() if name != "words"}
        asked = read_filter(read_selection(**chosen_by), typed["words"])
        chosen = asked.order(_read_order(order) if asked.words is not None else None)
        page = find_page(settings.engine, asked, chosen, cursor, A_PAGE)
    except UsageError as error:
        problem = str(error)
    with reading(settings.engine) as connection:
        sites = [one for one in read_sites(connection) if one.is_held]
    given = {name: value for name, value in typed.items() if value}
    return render(
        request,
        "articles.html",
        422 if problem else 200,
        typed=typed,
        problem=problem,
        page=page,
        is_best_first=chosen is Order.BEST,
        has_filters=bool(given),
        best=f"/articles?{urlencode(given | {'order': 'best'})}",
        newest=f"/articles?{urlencode(given | {'order': 'newest'})}",
        first=f"/articles?{urlencode(given | {'order': str(chosen)})}" if cursor else None,
        more=f"/articles?{urlencode(given | {'order': str(chosen), 'cursor': page.next})}",
        stream=f"/api/articles.ndjson?{urlencode(given)}",
        sites=sites,
        has_more_filters=any(typed[name] for name in NAMES[2:]),
    )


def _read_order(text: str) -> Order | None:
    """None for what is no order: then the usual one."""
    return Order(text) if text in tuple(Order) else None
