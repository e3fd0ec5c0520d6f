"""Schedules, and the record of what was ordered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

from crawler.schedule.memory import Standing


class ScheduleLine(BaseModel):
    """When something is done again and again. ``jitter`` and ``quiet`` are as they were given,
    ``zone`` is the one that counts. ``problem``: why it cannot be read any more; ``declared``: in
    crawler.toml, where it is changed."""

    name: str
    kind: str | None
    site: str | None
    when: str | None
    jitter: str | None
    quiet: str | None
    arguments: dict[str, Any]
    zone: str | None
    problem: str | None
    declared: bool
    paused: dt.datetime | None
    last_due: dt.datetime | None
    next: dt.datetime | None

    @classmethod
    def of(cls, standing: Standing, now: dt.datetime) -> ScheduleLine:
        """The line of a schedule."""
        schedule = standing.schedule
        work = schedule.work if schedule is not None else None
        values = schedule.values if schedule is not None else {}
        return cls(
            name=standing.name,
            kind=str(work.kind) if work else None,
            site=work.site if work else None,
            when=schedule.when if schedule else None,
            jitter=values.get("jitter"),
            quiet=values.get("quiet"),
            arguments=dict(work.arguments) if work else {},
            zone=schedule.zone.key if schedule else None,
            problem=standing.problem,
            declared=standing.is_declared,
            paused=standing.paused,
            last_due=standing.last_due,
            next=standing.plan(now).next,
        )


class ScheduleLines(BaseModel):
    """All schedules, by name; ``problem`` is what is wrong with crawler.toml."""

    items: list[ScheduleLine]
    problem: str | None


class NewSchedule(BaseModel):
    """``when`` is "every 10 minutes" or cron text; ``quiet`` as in 23:00-06:00; ``zone`` as in
    Europe/Kyiv, else the site's."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [{"site": "interfax-ukraine", "when": "every 10 minutes"}]
        },
    }

    when: str = Field(max_length=200)
    site: str | None = Field(default=None, max_length=300)
    name: str | None = Field(default=None, max_length=64)
    kind: str | None = Field(default=None, max_length=20)
    jitter: str | None = Field(default=None, max_length=50)
    quiet: str | None = Field(default=None, max_length=100)
    zone: str | None = Field(default=None, max_length=50)
    arguments: dict[str, str | int | bool] = Field(default_factory=dict, max_length=20)


class Done(BaseModel):
    """What was ordered is done."""

    done: bool = True


class Deed(BaseModel):
    """One operation, as it was recorded."""

    id: int
    at: dt.datetime
    who: str
    origin: str | None
    operation: str
    subject: str
    outcome: str


class Deeds(BaseModel):
    """Operations, newest first."""

    items: list[Deed]
    next: int | None = Field(description="The cursor of the next page; null at the end.")
