"""Jobs: what was ordered and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

from crawler.jobs.job import Job


class JobProgress(BaseModel):
    """``total`` null: nobody knows yet."""

    done: int
    total: int | None
    message: str


class JobLine(BaseModel):
    """Work that is to be done, is being done, or is over."""

    id: int
    kind: str
    site: str | None
    arguments: dict[str, Any]
    state: str
    reason: str | None
    progress: JobProgress
    result: dict[str, Any]
    created: dt.datetime
    started: dt.datetime | None
    ended: dt.datetime | None
    attempt: int
    stop_asked: dt.datetime | None
    schedule: str | None
    due: dt.datetime | None

    @classmethod
    def of(cls, job: Job) -> JobLine:
        """The line of a job."""
        progress = job.progress
        values = {name: getattr(job, name) for name in cls.model_fields}
        shown = JobProgress(done=progress.done, total=progress.total, message=progress.message)
        maps = {"arguments": dict(job.arguments), "result": dict(job.result)}
        return cls(**values | maps | {"progress": shown})


class JobLines(BaseModel):
    """Jobs, newest first."""

    items: list[JobLine]
    next: int | None = Field(description="The cursor of the next page; null at the end.")


class JobLog(BaseModel):
    """A piece of a job's log; ``offset`` is where to read on, ``size`` how long it is by now."""

    text: str
    offset: int
    size: int


class NewJob(BaseModel):
    """What is to be done: ``kind`` is crawl, backfill, export, reextract or feeds, ``arguments``
    what its command takes."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [{"kind": "crawl", "arguments": {"site": "interfax-ukraine"}}]
        },
    }

    kind: str = Field(max_length=20)
    arguments: dict[str, str | int | bool] = Field(default_factory=dict, max_length=20)
