"""Values → a page of the dashboard. All text is escaped; links lead to http and https alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from crawler import VERSION
from crawler.access.tokens import Scope
from crawler.jobs.job import Job
from crawler.search.snippet import Snippet
from crawler.web.alarm_view import name_kind
from crawler.web.guarding.visitor import Way, path_of
from crawler.web.static_files import find_address
from crawler.web.table_roles import add_roles
from crawler.web.wording import find_direction, keep_language, tell_length, tell_wait, write_age

FOLDER = Path(__file__).parent
LONGEST = 300
"""Characters of a title in a list."""


@cache
def environment() -> Environment:
    """The templates; made once."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "ago": write_age,
        "clock": write_time,
        "moment": write_moment,
        "lasting": tell_length,
        "direction": find_direction,
        "language": keep_language,
        "kind": name_kind,
        "marked": mark_words,
        "count": write_count,
        "object": tell_object,
        "result": tell_result,
        "share": write_share,
        "web": keep_web_address,
        "with_roles": add_roles,
        "wait": tell_wait,
        "size": write_size,
    }
    made.globals |= {"version": VERSION, "static_address": find_address}
    return made


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page. What every template is given stands here; ``open_alarms`` is 0 where
    the page is about a problem, perhaps of the ledger itself."""
    state = request.app.state.settings
    visitor = getattr(request.state, "visitor", None)
    values = {
        "path": path_of(request),
        "visitor": visitor,
        "may_operate": visitor is not None and visitor.may(Scope.OPERATE),
        "form_key": visitor.form_key if visitor is not None else "",
        "is_open": visitor is not None and visitor.way is Way.OPEN,
        "now": state.clock(),
        "open_alarms": getattr(request.state, "open_alarms", 0),
        **values,
    }
    return HTMLResponse(environment().get_template(template).render(values), status)


def write_time(
    moment: dt.datetime | None, zone: dt.tzinfo = dt.UTC, seconds: bool = False
) -> Markup:
    """A ``time`` element by a site's clock."""
    if moment is None:
        return Markup("–")
    local = moment.astimezone(zone)
    text = f"{local:%Y-%m-%d %H:%M:%S}" if seconds else f"{local:%Y-%m-%d %H:%M}"
    told = f"{local:%Y-%m-%d %H:%M:%S %Z}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(local.isoformat(), told, text)


def write_moment(moment: dt.datetime | None, zone: dt.tzinfo | None = None) -> Markup:
    """A ``time`` element to be read in a sentence: ``28 Nov 2026, 18:09 EET``. Without a zone it
    is by the moment's own offset."""
    if moment is None:
        return Markup("–")
    local = moment.astimezone(zone) if zone is not None else moment
    text = f"{local.day} {local:%b %Y, %H:%M %Z}".rstrip()
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(), text)


def mark_words(snippet: Snippet) -> Markup:
    """The text with a ``mark`` around each hit, no longer than anybody reads in a list."""
    pieces, end = [], 0
    for start, stop in snippet.hits:
        if stop > LONGEST:
            break
        pieces.append(escape(snippet.text[end:start]))
        pieces.append(Markup("<mark>{}</mark>").format(snippet.text[start:stop]))
        end = stop
    rest = snippet.text[end:LONGEST] + ("…" if len(snippet.text) > LONGEST else "")
    return Markup("").join([*pieces, escape(rest)])


def write_count(number: float) -> str:
    """``12 345``, parted by narrow blanks."""
    return f"{number:,}".replace(",", "\u202f")


def write_share(share: float | None) -> str:
    """``97 %``; what is not quite all is not told as all."""
    if share is None:
        return "–"
    percent = share * 100
    whole = 99 if 99 <= percent < 100 else 1 if 0 < percent < 1 else round(percent)
    return f"{whole}\u202f%"


def tell_object(job: Job) -> str:
    """What a job works on: its site, else the file, the delta or the feed."""
    named = (job.arguments.get(name) for name in ("out", "delta", "name"))
    return job.site or next((str(one) for one in named if one), "")


def tell_result(result: Mapping[str, Any]) -> str:
    """What a crawl's counts, or another job's, come to: ``12 new, 3 revised, 40 requests``."""
    counts = {name: value for name, value in result.items() if type(value) is int}
    counts.pop("crawl", None)  # its number
    missed = sum(value for name, value in counts.items() if name.startswith("missed/"))
    known = {
        "new": counts.get("article/new", 0),
        "revised": counts.get("article/revised", 0),
        "missed": missed,
        "requests": counts.get("requests", 0),
    }
    told = {name: value for name, value in known.items() if value} or dict(list(counts.items())[:4])
    return ", ".join(
        write_size(value) if name == "bytes" else f"{write_count(value)} {name.replace('_', ' ')}"
        for name, value in told.items()
    )


def write_size(size: int) -> str:
    """``4.7 MB``."""
    for unit, name in ((1_000_000, "MB"), (1_000, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} B"


def keep_web_address(url: str | None) -> str:
    """The address if a click on it can do no harm, else nothing."""
    if not url or any(one <= " " or one == "\x7f" for one in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""
