"""How much of an article a feed for readers holds."""

from __future__ import annotations

from enum import StrEnum


class Content(StrEnum):
    """The whole text, or what leads into it."""

    FULL = "full"
    LEAD = "lead"
