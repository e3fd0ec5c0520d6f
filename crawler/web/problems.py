"""Whatever goes wrong → one shape: application/problem+json (RFC 9457), or a page of the dashboard.

Members: ``type`` (about:blank, or the address of what the word means), ``title``, ``status``,
``detail`` (one line that says what to do), and of invalid input ``errors``: where and what.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from crawler.errors import (
    CrawlerError,
    LedgerBusy,
    LedgerUnusable,
    StorageFailed,
    UsageError,
)
from crawler.web.guarding.visitor import path_of
from crawler.web.rendering import render
from crawler.web.wording import name_status

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
_STATUS_OF: Sequence[tuple[type[CrawlerError], int]] = (
    (UsageError, 422),
    (LedgerBusy, 409),
    (StorageFailed, 503),
    (LedgerUnusable, 503),
)
LONGEST = 500
_USUAL: Mapping[int, str] = {
    404: "there is nothing at this address",
    405: "this address does not take that method; see /docs",
}
"""What to say where only the status is known."""


class Fault(BaseModel):
    """One thing that is wrong with what was sent."""

    where: str = Field(description="Which part: query.limit, body.site …")
    what: str = Field(description="What is wrong with it.")


class Problem(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    errors: list[Fault] | None = None


def describe(status: int) -> str:
    """``Not Found`` for 404."""
    return HTTPStatus(status).phrase


def problem_response(
    status: int,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    """The answer that tells a problem."""
    values: dict[str, Any] = {"type": "about:blank", "title": describe(status), "status": status}
    if detail:
        values["detail"] = detail
    if errors is not None:
        values["errors"] = errors
    text = json.dumps(values, ensure_ascii=True)
    return Response(text, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def read_problem(error: Exception) -> tuple[int, str | None, Mapping[str, str]]:
    """Status, one line, and headers of an error."""
    if isinstance(error, HTTPException):
        is_told = error.detail != describe(error.status_code)
        told = error.detail if is_told else _USUAL.get(error.status_code)
        return error.status_code, told, error.headers or {}
    if isinstance(error, RequestValidationError):
        return 422, "what was sent is not understood; errors says which part", {}
    for kind, status in _STATUS_OF:
        if isinstance(error, kind):
            return status, " ".join(str(error).split())[:LONGEST], _patience(status)
    logger.error("A request failed", exc_info=error)
    return 500, "something went wrong here; the service's log says what", {}


def _patience(status: int) -> Mapping[str, str]:
    return {"retry-after": "5"} if status == 503 else {}


PROGRAMS = ("/api/", "/feeds/", "/metrics", "/openapi.json")
"""Paths that programs ask for."""


def is_for_people(request: Request) -> bool:
    """True if a browser is to show the answer as a page."""
    path = path_of(request)
    return not path.startswith(PROGRAMS) and "text/html" in request.headers.get("accept", "")


def answer_page(request: Request, error: Exception) -> Response:
    """A page that tells what is wrong."""
    status, detail, headers = read_problem(error)
    if isinstance(error, RequestValidationError):
        detail = "; ".join(f"{one['where']}: {one['what']}" for one in _faults(error)[:3])
    return refuse(request, status, detail, headers)


def refuse(
    request: Request, status: int, detail: str | None, headers: Mapping[str, str] | None = None
) -> Response:
    """What tells a program or a person that it will not be."""
    if not is_for_people(request):
        return problem_response(status, detail, headers)
    title = name_status(status, describe(status))
    back = find_way_back(request)
    values = {"number": status, "title": title, "detail": detail, "back": back}
    is_tried_again = status == 503 and request.method in ("GET", "HEAD")
    values["again"] = (headers or {}).get("retry-after") if is_tried_again else None
    answer = render(request, "problem.html", status, **values)
    answer.headers.update(headers or {})
    return answer


def find_way_back(request: Request) -> str | None:
    """The page of this service that led here, as the browser tells it."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return None
    is_ours = came_from.netloc == request.headers.get("host") and came_from.path.startswith("/")
    if (
        not is_ours
        or came_from.path.startswith(("//", "/\\"))
        or came_from.path == request.url.path
    ):
        return None
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


def answer_problem(request: Request, error: Exception) -> Response:
    """For Starlette's table of exception handlers."""
    if isinstance(error, HTTPException) and error.status_code == 405:
        error = HTTPException(405, headers={"allow": ", ".join(find_methods(request))})
    if is_for_people(request):
        return answer_page(request, error)
    status, detail, headers = read_problem(error)
    errors = _faults(error) if isinstance(error, RequestValidationError) else None
    return problem_response(status, detail, headers, errors)


def find_methods(request: Request) -> list[str]:
    """The methods that an address takes. Starlette names those of one route, of several that there
    are of it."""
    found = [
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]
    return ["GET", "HEAD", *found[1:]] if "GET" in found else found


def _faults(error: RequestValidationError) -> list[dict[str, str]]:
    """What was sent is not sent back: it may be long, or a secret."""
    return [
        {"where": ".".join(str(part) for part in one["loc"])[:LONGEST], "what": str(one["msg"])}
        for one in error.errors()[:20]
    ]


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": describe(status)}
    for status in (400, 401, 403, 408, 413, 421, 422, 429, 500, 503)
}
"""For OpenAPI: what any operation may answer."""
NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "Not Found"}}
CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": Problem, "description": "Conflict"}}
NOT_JSON: dict[int | str, dict[str, Any]] = {
    415: {"model": Problem, "description": "Unsupported Media Type"}
}
