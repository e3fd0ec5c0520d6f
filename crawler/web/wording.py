"""Values → the words, and the attributes, that pages of the dashboard say them with. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping

from markupsafe import Markup

from crawler.ledger.crawling.waits import NOT_ASKED, ON_RESTING_HOST

_STEPS = ((86_400 * 2, 86_400, "d"), (5_400, 3_600, "h"), (90, 60, "min"))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_LEFT, _RIGHT = "L", frozenset({"R", "AL"})
_STATUS: Mapping[int, str] = {
    400: "Not understood",
    403: "Not allowed",
    404: "Nothing here",
    405: "Not possible here",
    409: "Busy",
    413: "Too much at once",
    421: "Not this host",
    422: "That cannot be done",
    429: "Too fast",
    500: "Something went wrong",
    503: "Not available just now",
}

_WAITS: Mapping[str, str] = {
    NOT_ASKED: "not asked yet",
    ON_RESTING_HOST: "the host keeps failing, and is left alone for a while",
}


def name_status(status: int, usual: str) -> str:
    """What a person is told of a status; ``usual`` where nothing better is known."""
    return _STATUS.get(status, usual)


def write_age(moment: dt.datetime | None, now: dt.datetime) -> Markup | str:
    """A ``time`` element that says ``3 min ago``, with the moment as its title; ``never`` for
    None."""
    if moment is None:
        return "never"
    exact = moment.astimezone(dt.UTC)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        exact.isoformat(), f"{exact:%Y-%m-%d %H:%M:%S} UTC", tell_age(moment, now)
    )


def tell_age(moment: dt.datetime, now: dt.datetime) -> str:
    """``3 min ago``; ``in 2 h`` for what is to come."""
    seconds = (now - moment).total_seconds()
    told = _length(abs(seconds))
    if told is None:
        return "just now" if seconds >= 0 else "now"
    return f"{told} ago" if seconds > 0 else f"in {told}"


def tell_length(length: dt.timedelta) -> str:
    """``3 min``, ``12 s``; ``0 s`` at least."""
    seconds = length.total_seconds()
    return _length(seconds) or f"{max(round(seconds), 0)} s"


def tell_wait(reason: str) -> str:
    """Why pages wait, in words: ``last answer: http-503``."""
    return _WAITS.get(reason, f"last answer: {reason}")


def find_direction(text: str | None) -> str:
    """``rtl`` if the first letter that has a direction is of a script written from the right."""
    for letter in (text or "")[:500]:
        kind = unicodedata.bidirectional(letter)
        if kind == _LEFT:
            return "ltr"
        if kind in _RIGHT:
            return "rtl"
    return "ltr"


def keep_language(tag: str | None) -> str:
    """The language's tag if it is one (BCP 47), else nothing."""
    return tag if tag and _LANGUAGE.fullmatch(tag) else ""


def _length(seconds: float) -> str | None:
    for least, unit, name in _STEPS:
        if seconds >= least:
            return f"{round(seconds / unit)}\u00a0{name}"
    return f"{int(seconds)}\u00a0s" if seconds >= 5 else None
