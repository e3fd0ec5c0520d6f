"""One run that filled an archive ↔ the fields of its files' warcinfo; and the words in which a
record says why it was asked.

Whoever reads the files without this program may pass over all of it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler import VERSION

# Extension fields of response and revisit records.
PAGE = "X-Crawler-Page"
"""The address that was due; redirects led from there to the record's own."""
KIND = "X-Crawler-Kind"
"""What was looked for: a kind of page (link.PageKind), or one of the two below."""
ROBOTS = "robots"
SURVEY = "survey"
PLACE = "X-Crawler-Place"
"""Where the address was found first (link.Where)."""
ORIGIN = "X-Crawler-Origin"
"""The host that answered in the site's place, and whose addresses the body bears."""
FACTS = (PAGE, KIND, PLACE, ORIGIN)


@dataclass(frozen=True, slots=True)
class ArchiveSession:
    """``id`` is a UUID; ``orders`` are JSON values that say what the run was told."""

    id: str
    site: str
    home: str
    command: str
    started: dt.datetime
    orders: Mapping[str, Any] = field(default_factory=dict)
    user_agent: str = ""


def to_fields(session: ArchiveSession) -> dict[str, str]:
    """The warcinfo's fields, the standard ones first."""
    return {
        "software": f"news-crawler/{VERSION}",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey",
        "http-header-user-agent": session.user_agent,
        "isPartOf": f"urn:uuid:{session.id}",
        "crawler-site": session.site,
        "crawler-home": session.home,
        "crawler-command": session.command,
        "crawler-started": session.started.isoformat(),
        "crawler-orders": json.dumps(dict(session.orders), ensure_ascii=True),
    }


def from_fields(fields: Mapping[str, str]) -> ArchiveSession | None:
    """The run that a warcinfo tells of; None for one of another program."""
    try:
        return ArchiveSession(
            id=fields["isPartOf"].removeprefix("urn:uuid:"),
            site=fields["crawler-site"],
            home=fields["crawler-home"],
            command=fields["crawler-command"],
            started=_aware(fields["crawler-started"]),
            orders=_object(fields["crawler-orders"]),
            user_agent=fields.get("http-header-user-agent", ""),
        )
    except (KeyError, ValueError):
        return None


def parse_fields(block: bytes) -> dict[str, str]:
    """The lines of an ``application/warc-fields`` block, by name."""
    lines = (line.partition(":") for line in block.decode("utf-8", "replace").splitlines())
    return {name.strip(): value.strip() for name, colon, value in lines if colon}


def _aware(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment


def _object(text: str) -> dict[str, Any]:
    values = json.loads(text)
    if not isinstance(values, dict):
        raise ValueError("no object")
    return values
