"""/articles: what was kept, found by words, site, section, tag, author, and day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from crawler.errors import UsageError
from crawler.ledger.connect import reading
from crawler.web.context import Settings
from crawler.web.finding import EntryPage, find_page
from crawler.web.rendering import render
from crawler.web.selecting import Order, read_filter, read_selection
from crawler.web.site_view import read_sites

A_PAGE = 30
NAMES = ("words", "site", "section", "tag", "author", "language", "since", "until")
_TOLD: Mapping[str, str] = {"since": "from", "until": "to"}

router = APIRouter()
Typed = Annotated[str, Query(max_length=500)]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A filter that is set, and where the list is without it."""

    name: str
    value: str
    address: str


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
) -> Response:
    """A form, and a page of what it finds, at an address that says no more than what is asked."""
    if "" in request.query_params.values():  # as a form sends what was left empty
        asked_for = {name: one for name, one in request.query_params.items() if one}
        return RedirectResponse(_address(asked_for), 303)
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
    ordered = given | {"order": str(chosen)}
    return render(
        request,
        "articles.html",
        422 if problem else 200,
        typed=typed,
        problem=problem,
        page=page,
        is_best_first=chosen is Order.BEST,
        dropped=[
            Dropped(_TOLD.get(name, name), given[name], _without(given, name)) for name in given
        ],
        best=_address(given | {"order": "best"}),
        newest=_address(given | {"order": "newest"}),
        first=_address(ordered) if cursor else None,
        more=_address(ordered | {"cursor": page.next or ""}),
        stream=f"/api/articles.ndjson?{urlencode(given)}",
        sites=sites,
        has_more_filters=any(typed[name] for name in NAMES[2:]),
    )


def _without(given: Mapping[str, str], name: str) -> str:
    return _address({one: value for one, value in given.items() if one != name})


def _address(values: Mapping[str, str]) -> str:
    return f"/articles?{urlencode(values)}" if values else "/articles"


def _read_order(text: str) -> Order | None:
    """None for what is no order: then the usual one."""
    return Order(text) if text in tuple(Order) else None
