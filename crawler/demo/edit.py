"""An Edit: all that was done to a story since it was first published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What of a story can be changed on demand."""

    HEADLINE = "headline"
    PARAGRAPH = "paragraph"
    TAGS = "tags"
    SECTION = "section"
    TIME = "time"
    SIDES = "sides"


@dataclass(frozen=True, slots=True)
class Edit:
    """Fields that are None are as first written. ``gone`` is the status that a removed story's
    address answers: 404, 410, or 301 to its section. ``more_about_skipped`` counts the newest
    stories that MORE ABOUT no longer shows."""

    revision: int = 1
    at: dt.datetime | None = None
    title: str | None = None
    section: str | None = None
    published: dt.datetime | None = None
    tags: tuple[str, ...] | None = None
    added: tuple[str, ...] = ()
    more_about_skipped: int = 0
    gone: int | None = None
