"""/login: a token typed once → a session; /logout ends it."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from crawler.access import audit, sessions, tokens
from crawler.access.audit import Deed
from crawler.ledger.connect import reading, writing
from crawler.web.context import Form, Settings, Who
from crawler.web.guarding.gate import write_cookie
from crawler.web.guarding.visitor import Doorkeeper, Visitor
from crawler.web.rendering import render
from crawler.web.settings import WebSettings

router = APIRouter()


@router.get("/login")
def show_login(request: Request, visitor: Who) -> Response:
    """A field for a token. The form is bound to a cookie that this page sets."""
    answer = render(
        request, "login.html", problem=None, target=_target(request.query_params.get("next"))
    )
    if not visitor.has_cookie:
        answer.headers.append("set-cookie", write_cookie(visitor.cookie, request))
    return answer


@router.post("/login")
def log_in(request: Request, settings: Settings, visitor: Who, form: Form) -> Response:
    """A session, if the token is one."""
    target = _target(form.get("next"))
    cookie = _open_session(settings, visitor, form.get("token", ""))
    if cookie is None:
        problem = "That is not a token of this service, or it was revoked."
        return render(request, "login.html", 403, problem=problem, target=target)
    answer = RedirectResponse(target, 303)
    lasts = int(sessions.LASTS / dt.timedelta(seconds=1))
    answer.headers.append("set-cookie", write_cookie(cookie, request, lasts))
    return answer


@router.post("/logout")
def log_out(request: Request, settings: Settings, visitor: Who, _form: Form) -> Response:
    """End the session of this browser."""
    with writing(settings.engine) as connection:
        sessions.close_session(connection, visitor.cookie)
        audit.record(connection, _deed(visitor.name, "logout", visitor), settings.clock())
    doorkeeper: Doorkeeper = request.app.state.doorkeeper
    doorkeeper.forget()
    answer = RedirectResponse("/login", 303)
    answer.headers.append("set-cookie", write_cookie("", request, 0))
    return answer


def _open_session(settings: WebSettings, visitor: Visitor, text: str) -> str | None:
    now = settings.clock()
    with reading(settings.engine) as connection:
        token = tokens.find_token(connection, text)
    with writing(settings.engine) as connection:
        if token is None:
            audit.record(connection, _deed("nobody", "login", visitor, "refused"), now)
            return None
        audit.record(connection, _deed(token.name, "login", visitor), now)
        return sessions.open_session(connection, token, now)


def _deed(who: str, operation: str, visitor: Visitor, outcome: str = "done") -> Deed:
    return Deed(who, operation, "session", outcome, visitor.origin)


def _target(text: str | None) -> str:
    """A path of this service to go on to; anything that could lead elsewhere is the overview."""
    is_path = text is not None and text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if text is not None and is_path and text.isprintable() else "/"
