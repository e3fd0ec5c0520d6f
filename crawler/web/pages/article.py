"""/articles/ID: an article with its text, who said what of it, its versions, and what is around."""

from __future__ import annotations

import dataclasses
import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from crawler import registry
from crawler.article import Article, to_dict
from crawler.ledger.articles.graph import read_links_of
from crawler.ledger.articles.history import History, Version, read_history_of
from crawler.link import Where
from crawler.web.api.articles import LARGEST, MOST_LINKS, find_number, require_article
from crawler.web.context import Ledger
from crawler.web.drawing.neighbours import draw_neighbours
from crawler.web.drawing.side_by_side import Row, lay_side_by_side
from crawler.web.rendering import render

LONGEST = 160  # characters of a value in the table of fields
LONGEST_TITLE = 400  # characters of the headline; whole it stands in the JSON
MOST_VERSIONS = 50
_SIDE = (Where.HOT_NEWS, Where.LATEST)

router = APIRouter()


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A field as the table shows it: its value, cut, and the rule that gave it."""

    name: str
    value: str
    rule: str


@router.get("/articles/by-address")
def find_article(url: Annotated[str, Query(max_length=1024)]) -> Response:
    """The page of the article at an address, if there is one."""
    return RedirectResponse(f"/articles/{find_number(url)}", 303)


@router.get("/articles/{number}")
def show_article(
    request: Request, connection: Ledger, number: Annotated[int, Path(ge=0, le=LARGEST)]
) -> HTMLResponse:
    """One article."""
    kept = require_article(connection, number)
    article = kept.article
    site = registry.sites().get(article.site or "")
    rows = read_links_of(connection, number, MOST_LINKS)
    history = read_history_of(connection, number)
    return render(
        request,
        "article.html",
        kept=kept,
        article=article,
        site=site,
        longest=LONGEST_TITLE,
        zone=site.zone if site is not None else None,
        zone_name=site.timezone if site is not None else "UTC",
        fields=list_fields(article),
        history=history,
        versions=_versions(history),
        graph=draw_neighbours(article.url or "", rows),
        announced=[row for row in rows if row.target == article.url and row.source is not None],
        placements=[row for row in rows if row.place in _SIDE and row.source is None],
    )


def list_fields(article: Article) -> list[Field]:
    """Every field of the schema that has a value or of which something is said."""
    values = to_dict(article)
    said = article.provenance
    return [
        Field(name, _short(value), said.get(name, ""))
        for name, value in values.items()
        if name != "provenance" and (value not in (None, "", []) or name in said)
    ]


def _short(value: Any) -> str:
    if isinstance(value, list):
        count = f"{len(value)} × " if len(value) != 1 else ""
        value = count + "; ".join(_item(one) for one in value[:4])
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _item(value: Any) -> str:
    return str(value.get("title") or value.get("url")) if isinstance(value, dict) else str(value)


def _versions(history: History | None) -> list[tuple[Version, list[Row]]]:
    """Newest first, each with what it changed."""
    found = history.versions[-MOST_VERSIONS:] if history is not None else ()
    return [(version, lay_side_by_side(version.changes)) for version in reversed(found)]
