"""/api/articles: many by filter and cursor, one with all that is around it, a stream of lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection, Engine
from starlette.exceptions import HTTPException
from starlette.responses import Response

from crawler import registry
from crawler.article import Article, from_dict, to_json
from crawler.discovery.addresses import key
from crawler.discovery.given import site_of
from crawler.discovery.undescribed import read_home
from crawler.ledger.articles.catalogue import Kept, read_one
from crawler.ledger.articles.graph import read_links_of
from crawler.ledger.articles.history import read_history_of
from crawler.ledger.tables import page_id
from crawler.web.context import Ledger, Settings
from crawler.web.finding import find_page, follow, read_newest
from crawler.web.packing import pack_pieces, takes_gzip
from crawler.web.problems import NOT_FOUND
from crawler.web.selecting import Asked, Order, read_filter
from crawler.web.shapes.articles import ArticleLine, ArticleLines, ArticleWhole

MOST_LINKS = 500
LINES_AT_ONCE = 500
LARGEST = 2**63 - 1

router = APIRouter(prefix="/api/articles", tags=["articles"])
Filter = Annotated[Asked, Depends(read_filter)]
Number = Annotated[int, Path(ge=0, le=LARGEST, description="The article's id.")]


@router.get("")
def list_articles(
    asked: Filter,
    settings: Settings,
    order: Annotated[
        Order | None, Query(description="best, where words are asked for; else newest.")
    ] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ArticleLines:
    """Articles, a page at a time. Pages with the newest first never move; of those with the best
    first there are a thousand articles at most."""
    page = find_page(settings.engine, asked, asked.order(order), cursor, limit)
    items = [ArticleLine.of(entry) for entry in page.entries]
    return ArticleLines(items=items, next=page.next)


@router.get(
    ".ndjson",
    response_class=Response,
    responses={200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}},
)
def stream_articles(request: Request, asked: Filter, settings: Settings) -> StreamingResponse:
    """Whole articles, one line of JSON each, the newest first, however many there are."""
    if asked.words is not None:
        follow(settings.engine)
    lines, headers = _lines(settings.engine, asked), {"vary": "accept-encoding"}
    if takes_gzip(request.headers.get("accept-encoding", "")):
        lines, headers["content-encoding"] = pack_pieces(lines), "gzip"
    return StreamingResponse(lines, headers=headers, media_type="application/x-ndjson")


def _lines(engine: Engine, asked: Asked) -> Iterator[bytes]:
    """A short look at the ledger at a time: a slow reader holds up nobody."""
    after = None
    while True:
        page = read_newest(engine, asked, after, LINES_AT_ONCE)
        yield b"".join(to_json(kept.article) + b"\n" for kept in page.entries)
        after = page.after
        if after is None:
            return


@router.get("/by-address", responses=NOT_FOUND)
def get_article_by_address(
    connection: Ledger, url: Annotated[str, Query(max_length=1024)]
) -> ArticleWhole:
    """The article at an address, in whatever form it is written. Nothing is fetched."""
    return read_whole(connection, find_number(url))


@router.get("/{number}", responses=NOT_FOUND)
def get_article(connection: Ledger, number: Number) -> ArticleWhole:
    """One article with its revisions, links and placements."""
    return read_whole(connection, number)


@router.get("/{number}/revisions/{revision}", responses=NOT_FOUND)
def get_revision(
    connection: Ledger, number: Number, revision: Annotated[int, Path(ge=1, le=1_000_000)]
) -> Article:
    """One version of an article, whole."""
    history = read_history_of(connection, number)
    for version in history.versions if history is not None else ():
        if version.number == revision:
            return from_dict(version.document)
    raise HTTPException(404, "there is no such version of it")


def find_number(url: str) -> int:
    """The id that the article at an address has, if it is known. Raises BadAddress."""
    site = site_of(read_home(url), registry.sites().values())
    return page_id(site.name, key(url, site))


def read_whole(connection: Connection, number: int) -> ArticleWhole:
    """An article and what is around it. Raises HTTPException 404."""
    kept = require_article(connection, number)
    history = read_history_of(connection, number)
    if history is None:
        raise HTTPException(404, "there is no such article")
    return ArticleWhole.of(kept, history, read_links_of(connection, number, MOST_LINKS))


def require_article(connection: Connection, number: int) -> Kept:
    """The article of that id. Raises HTTPException 404."""
    kept = read_one(connection, number)
    if kept is None:
        raise HTTPException(404, "there is no such article; its id is in the list of articles")
    return kept
