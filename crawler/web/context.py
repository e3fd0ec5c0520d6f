"""What a handler needs of the app and of the request: settings, visitor, a connection."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from crawler.health.store import count_open
from crawler.ledger.connect import at_one_moment, reading
from crawler.web.guarding.visitor import Visitor
from crawler.web.settings import WebSettings

FORM_TYPE = "application/x-www-form-urlencoded"
JSON_TYPE = "application/json"
MOST_FIELDS = 40


async def get_settings(request: Request) -> WebSettings:
    """What the app was made with."""
    settings: WebSettings = request.app.state.settings
    return settings


async def get_visitor(request: Request) -> Visitor:
    """Who asks; the gate put it there."""
    visitor: Visitor = request.state.visitor
    return visitor


Settings = Annotated[WebSettings, Depends(get_settings)]
Who = Annotated[Visitor, Depends(get_visitor)]


def get_connection(settings: Settings) -> Iterator[Connection]:
    """A connection that reads, for as long as the handler runs."""
    with reading(at_one_moment(settings.engine)) as connection:
        yield connection


def note_alarms(request: Request, settings: Settings) -> None:
    """Let every page say how many alarms are open: ``request.state.open_alarms``."""
    with reading(settings.engine) as connection:
        request.state.open_alarms = count_open(connection)


Ledger = Annotated[Connection, Depends(get_connection, scope="function")]


async def get_form(request: Request, visitor: Who) -> Mapping[str, str]:
    """The fields of a form of ours, without those left empty. Raises HTTPException for another's.

    The gate has looked where it comes from; this is whether we made it for that browser.
    """
    if request.headers.get("content-type", "").partition(";")[0] != FORM_TYPE:
        raise HTTPException(415, f"send a form: {FORM_TYPE}")
    try:
        text = (await request.body()).decode()
        fields = dict(parse_qsl(text, max_num_fields=MOST_FIELDS, errors="strict"))
    except ValueError:
        raise HTTPException(422, "that form cannot be read") from None
    if not hmac.compare_digest(fields.pop("form_key", "").encode(), visitor.form_key.encode()):
        raise HTTPException(403, "that form is too old, or not ours; load the page again")
    return {name: value.strip() for name, value in fields.items() if value.strip()}


async def require_json(request: Request) -> None:
    """Raises HTTPException 415 for a body of another kind."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON_TYPE:
        raise HTTPException(415, f"send JSON, and say so: Content-Type: {JSON_TYPE}")


Form = Annotated[Mapping[str, str], Depends(get_form)]
