"""/feeds/: feeds at stable addresses, made so that polling costs next to nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from crawler.web.feed_desk import FeedDesk, Rendered, endings
from crawler.web.packing import is_known_tag, takes_gzip
from crawler.web.problems import NOT_FOUND
from crawler.web.selecting import LINE

router = APIRouter(prefix="/feeds", tags=["feeds"])
Name = Annotated[str, Path(max_length=100, pattern=LINE, description="all, a site, or a feed.")]
Ending = Annotated[str, Path(max_length=10, description="rss, atom, json or jsonl.")]
_SENT: dict[str, Any] = {
    "content": {
        "application/rss+xml": {"schema": {"type": "string"}},
        "application/atom+xml": {"schema": {"type": "string"}},
        "application/feed+json": {"schema": {"type": "object"}},
        "application/x-ndjson": {"schema": {"type": "string"}},
    },
    "headers": {
        "ETag": {"schema": {"type": "string"}, "description": "Send it as If-None-Match."},
        "Last-Modified": {"schema": {"type": "string"}},
    },
}


@router.get(
    "/{name}.{ending}",
    response_class=Response,
    responses={200: _SENT, 304: {"description": "Nothing is new."}, **NOT_FOUND},
)
async def get_feed(request: Request, name: Name, ending: Ending) -> Response:
    """The newest articles of a site, of all sites (``all``), or of a feed of feeds.toml."""
    desk: FeedDesk = request.app.state.feeds
    if ending not in endings():
        raise HTTPException(404, f"feeds end in {', '.join(endings())}")
    feed = await desk.get(name, ending)
    if feed is None:
        raise HTTPException(404, "there is no such feed; its name is all, a site's, or a feed's")
    return answer_feed(request, feed)


def answer_feed(request: Request, feed: Rendered) -> Response:
    """The feed, or 304 for who has it; packed for who can unpack."""
    is_packed = takes_gzip(request.headers.get("accept-encoding", ""))
    etag = f'"{feed.digest}-gz"' if is_packed else f'"{feed.digest}"'
    headers = {"etag": etag, "cache-control": "private, no-cache", "vary": "accept-encoding"}
    if feed.modified is not None:
        headers["last-modified"] = format_datetime(feed.modified.replace(microsecond=0), True)
    if is_known(request.headers, etag, feed.modified):
        return Response(status_code=304, headers=headers)
    if is_packed:
        headers["content-encoding"] = "gzip"
    body = feed.packed if is_packed else feed.plain
    return Response(body, headers=headers, media_type=feed.media_type)


def is_known(headers: Mapping[str, str], etag: str, modified: dt.datetime | None) -> bool:
    """True if the asker has it already (RFC 9110, 13.2.2: a tag goes before a time)."""
    tags = headers.get("if-none-match")
    if tags is not None:
        return is_known_tag(tags, etag)
    since = headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return False
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)
    return modified.replace(microsecond=0) <= moment
