"""/articles: what was kept, found by words, site, section, tag, author, and day."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from crawler.errors import UsageError
from crawler.ledger.catalogue import CataloguePage, read_page
from crawler.web.context import Ledger
from crawler.web.rendering import render
from crawler.web.selecting import read_cursor, read_filter, write_cursor
from crawler.web.site_view import read_sites

A_PAGE = 30
NAMES = ("words", "site", "section", "tag", "author", "language", "since", "until")

router = APIRouter()
Typed = Annotated[str, Query(max_length=500)]


@router.get("/articles")
def show_articles(
    request: Request,
    connection: Ledger,
    words: Typed = "",
    site: Typed = "",
    section: Typed = "",
    tag: Typed = "",
    author: Typed = "",
    language: Typed = "",
    since: Typed = "",
    until: Typed = "",
    cursor: Typed = "",
) -> HTMLResponse:
    """A form, and a page of what it finds."""
    values = (words, site, section, tag, author, language, since, until)
    typed = dict(zip(NAMES, (value.replace("\0", "") for value in values), strict=True))
    problem, page = None, CataloguePage((), None)
    try:
        page = _find(connection, typed, cursor)
    except UsageError as error:
        problem = str(error)
    asked = {name: value for name, value in typed.items() if value}
    after = write_cursor(page.after) if page.after is not None else None
    return render(
        request,
        "articles.html",
        422 if problem else 200,
        typed=typed,
        problem=problem,
        page=page,
        is_first=not cursor,
        older=f"/articles?{urlencode(asked | {'cursor': after})}" if after else None,
        stream=f"/api/articles.ndjson?{urlencode(asked)}",
        sites=[one for one in read_sites(connection) if one.is_crawled],
        has_more_filters=any(typed[name] for name in NAMES[2:]),
    )


def _find(connection: Connection, typed: dict[str, str], cursor: str) -> CataloguePage:
    return read_page(connection, read_filter(**typed), read_cursor(cursor), A_PAGE)
