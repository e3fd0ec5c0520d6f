"""Settings → the app: routes, what stands before them, errors in one shape."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

import crawler.web.api
import crawler.web.pages
from crawler import VERSION
from crawler.errors import CrawlerError
from crawler.monitoring.metrics import Metrics
from crawler.web import static_files
from crawler.web.context import note_alarms
from crawler.web.feed_desk import FeedDesk
from crawler.web.guarding.bodies import SmallBodies
from crawler.web.guarding.gate import Gate
from crawler.web.guarding.headers import SecureHeaders
from crawler.web.guarding.heads import HeadAsGet
from crawler.web.guarding.hosts import KnownHosts
from crawler.web.guarding.queries import refuse_unknown
from crawler.web.guarding.visitor import Doorkeeper
from crawler.web.packing import PackedAnswers
from crawler.web.problems import MEDIA_TYPE, PROBLEMS, answer_problem
from crawler.web.settings import WebSettings

JSON = "application/json"
ABOUT = """What a news crawler kept, and what it is doing.

Errors are `application/problem+json` (RFC 9457). A token is sent as `Authorization: Bearer …`;
without one everything is open to whoever is on the service's own machine.
"""


def create_app(settings: WebSettings) -> ASGIApp:
    """The whole app, guarded."""
    app = FastAPI(
        title="News crawler",
        version=VERSION,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation,
    )
    app.state.settings = settings
    app.state.feeds = FeedDesk(settings)
    app.state.metrics = Metrics(settings.engine)
    app.state.doorkeeper = Doorkeeper(settings)
    for kind in (HTTPException, RequestValidationError, CrawlerError, Exception):
        app.add_exception_handler(kind, answer_problem)
    _include(app, crawler.web.api.__name__, crawler.web.api.__path__, True)
    _include(app, crawler.web.pages.__name__, crawler.web.pages.__path__, False)
    app.include_router(static_files.router)
    _describe_problems(app)
    return guard(app, settings)


def guard(app: FastAPI, settings: WebSettings) -> ASGIApp:
    """What stands before the routes, the outermost last."""
    gated: ASGIApp = Gate(app, settings, app.state.doorkeeper)
    gated = PackedAnswers(gated)
    gated = SmallBodies(gated, settings.limits.body, settings.limits.sending)
    gated = KnownHosts(gated, settings.hosts)
    return HeadAsGet(SecureHeaders(gated))


def _include(app: FastAPI, package: str, path: Sequence[str], is_api: bool) -> None:
    """The routers of a package: a file of it that has one is part of the app."""
    for info in pkgutil.iter_modules(path):
        router = getattr(importlib.import_module(f"{package}.{info.name}"), "router", None)
        if router is not None:
            shown = PROBLEMS if is_api else None
            needed = _needed(router, is_api)
            app.include_router(
                router, include_in_schema=is_api, responses=shown, dependencies=needed
            )


def _needed(router: APIRouter, is_api: bool) -> list[Any]:
    """What is done before each answer: a page tells open alarms, the API refuses what it does not
    know."""
    if not is_api:
        return [Depends(note_alarms)]
    return [Depends(refuse_unknown)] if router.prefix.startswith("/api") else []


def _describe_problems(app: FastAPI) -> None:
    """Let OpenAPI say of what media type problems are; FastAPI takes all for JSON."""
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            for operation in _operations(describe()):
                for code, response in operation["responses"].items():
                    if code >= "400" and JSON in response.get("content", {}):
                        response["content"][MEDIA_TYPE] = response["content"].pop(JSON)
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _operations(description: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in description["paths"].values():
        yield from methods.values()


def _operation(route: APIRoute) -> str:
    return route.name
