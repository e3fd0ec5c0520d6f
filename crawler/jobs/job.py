"""A row of the ledger's jobs ↔ the values that are handed on."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping


class Kind(StrEnum):
    """What a job does: each is a command of the program."""

    CRAWL = "crawl"
    BACKFILL = "backfill"
    EXPORT = "export"
    REEXTRACT = "reextract"
    FEEDS = "feeds"


class State(StrEnum):
    """Where a job stands. Skipped: it fell due while the one before it was not over."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


OPEN = (State.QUEUED, State.RUNNING)
"""A job in another state is over."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` (None: nobody knows yet), in the kind's own unit, and in words."""

    done: int = 0
    total: int | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """``arguments`` are as `work` checked them, ``result`` is what the command told at its end.

    ``attempt`` counts the claims and ``losses`` the last of them whose worker was gone before they
    came any further. ``log`` is a path in the data folder. ``due`` is when ``schedule`` wanted it,
    before jitter and quiet hours.
    """

    id: int
    kind: Kind
    site: str | None
    arguments: Mapping[str, Any]
    state: State
    created: dt.datetime
    reason: str | None = None
    progress: Progress = Progress()
    result: Mapping[str, Any] = field(default_factory=dict)
    log: str | None = None
    started: dt.datetime | None = None
    ended: dt.datetime | None = None
    attempt: int = 0
    losses: int = 0
    worker: str | None = None
    pid: int | None = None
    until: dt.datetime | None = None
    stop_asked: dt.datetime | None = None
    schedule: str | None = None
    due: dt.datetime | None = None

    @property
    def is_over(self) -> bool:
        """True if nothing more happens to it by itself."""
        return self.state not in OPEN


def job_of(row: RowMapping) -> Job:
    """The job of a whole row."""
    values = {name: value for name, value in row.items() if name != "holds"}
    values["kind"] = Kind(row["kind"])
    values["state"] = State(row["state"])
    values["arguments"] = json.loads(row["arguments"])
    values["progress"] = Progress(**json.loads(row["progress"] or "{}"))
    values["result"] = json.loads(row["result"] or "{}")
    return Job(**values)


def write_progress(progress: Progress) -> str:
    """As `job_of` reads it."""
    return json.dumps(asdict(progress), ensure_ascii=False)
