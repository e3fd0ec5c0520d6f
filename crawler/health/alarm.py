"""An Alarm: what is wrong with a site, since when, and what shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crawler.health.rates import Judged

SUBJECT_LIMIT = 300
MESSAGE_LIMIT = 600


class Kind(StrEnum):
    """What can be wrong with a site."""

    RULE_BLIND = "rule-blind"  # a rule no longer answers; something less trusted may still do
    FIELD_EMPTY = "field-empty"  # nothing answers for a field any more
    BODY_LENGTH = "body-length"  # bodies are far shorter or longer than they were
    DISAGREEMENT = "disagreement"  # visible and structured values differ
    REJECTED = "rejected"  # pages answer, and no article can be made of them
    BLOCKED = "blocked"  # a challenge page, or the site refuses to answer us
    UNREACHABLE = "unreachable"  # no answer at all, or errors
    PLACE_EMPTY = "place-empty"  # a feed or listing that named stories names none
    PLACE_STALE = "place-stale"  # a feed or listing names nothing new, while others do
    SILENT = "silent"  # nothing new is published by what the site's week lets expect
    CLOCK = "clock"  # times lie ahead, or before the crawl that had not found the story


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one subject at this crawl."""

    kind: Kind
    subject: str
    judged: Judged
    message: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> tuple[str, str]:
        """What makes it the same alarm from crawl to crawl."""
        return self.kind, self.subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """``raised``, ``last_seen`` and ``closed`` are the ends of crawls. ``id`` is the ledger's,
    0 before it is there. ``is_accepted``: closed because it lasted so long that this is how the
    site is now. ``evidence`` is JSON-native; ``evidence["rule"]`` is the rule that went blind."""

    site: str
    kind: Kind
    subject: str
    raised: dt.datetime
    last_seen: dt.datetime
    message: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    closed: dt.datetime | None = None
    is_accepted: bool = False
    id: int = 0

    @property
    def name(self) -> tuple[str, str]:
        """What makes it the same alarm from crawl to crawl."""
        return self.kind, self.subject

    @property
    def rule(self) -> str | None:
        """The rule that went blind, where one did."""
        found = self.evidence.get("rule")
        return found if isinstance(found, str) else None
