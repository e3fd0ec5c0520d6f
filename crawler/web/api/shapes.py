"""What the API answers: the shapes that OpenAPI describes. Times are ISO 8601 with an offset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field

from crawler.article import Article
from crawler.health.alarm import Alarm
from crawler.jobs.job import Job
from crawler.ledger.catalogue import Kept
from crawler.ledger.graph import LinkRow
from crawler.ledger.history import History
from crawler.ledger.sites import SiteStanding
from crawler.schedule.memory import Standing


class ArticleLine(BaseModel):
    """An article without its text. ``id`` is text because it has up to 63 bits."""

    id: str
    url: str | None
    site: str | None
    source: str | None
    title: str
    lead: str | None
    section: str | None
    published: dt.datetime | None
    date: dt.date
    language: str | None
    authors: list[str]
    tags: list[str]
    revision: int | None
    first_seen: dt.datetime | None
    last_seen: dt.datetime | None
    unpublished: dt.datetime | None = Field(description="When it was found gone from its site.")

    @classmethod
    def of(cls, kept: Kept) -> ArticleLine:
        """The line of an article."""
        names = cls.model_fields.keys() - {"id", "unpublished"}
        values = {name: getattr(kept.article, name) for name in names}
        lists = {name: list(values[name]) for name in ("authors", "tags")}
        return cls(**values | lists, id=str(kept.id), unpublished=kept.unpublished)


class ArticleLines(BaseModel):
    """A page of articles, newest first. A page may hold few articles, or none, and still lead on:
    only ``next`` null is the end."""

    items: list[ArticleLine]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


class Revision(BaseModel):
    """A version of an article, and what it changed in the one before."""

    number: int
    seen: dt.datetime
    crawl: int
    changes: list[dict[str, Any]]


class Link(BaseModel):
    """One page names another."""

    place: str
    source: str | None
    source_title: str | None
    target: str
    title: str | None
    rank: int
    published: dt.datetime | None
    first_seen: dt.datetime
    last_seen: dt.datetime

    @classmethod
    def of(cls, row: LinkRow) -> Link:
        """The link of a row."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class ArticleWhole(BaseModel):
    """An article with what is known around it. ``placements`` are its stays in HOT NEWS and
    LATEST, ``links`` all other pages that it names or that name it."""

    id: str
    unpublished: dt.datetime | None
    article: Article
    state: str
    looks: int
    revisions: list[Revision]
    links: list[Link]
    placements: list[Link]

    @classmethod
    def of(cls, kept: Kept, history: History, rows: list[LinkRow]) -> ArticleWhole:
        """All of it together."""
        found = [Link.of(row) for row in rows]
        return cls(
            id=str(kept.id),
            unpublished=kept.unpublished,
            article=kept.article,
            state=history.state,
            looks=history.looks,
            revisions=[
                Revision(
                    number=one.number, seen=one.seen, crawl=one.crawl, changes=list(one.changes)
                )
                for one in history.versions
            ],
            links=[one for one in found if one.source is not None],
            placements=[one for one in found if one.source is None],
        )


class Crawl(BaseModel):
    """A crawl as it was recorded."""

    id: int
    command: str
    started: dt.datetime
    ended: dt.datetime | None
    outcome: str
    reason: str | None
    counts: Mapping[str, int]


class SiteLine(BaseModel):
    """A site: what is said of it, and how it stands."""

    name: str
    source: str
    home: str
    language: str
    timezone: str
    described: bool
    articles: int
    newest: dt.datetime | None
    waiting: int
    gaps: int
    alarms: int
    last_crawl: Crawl | None


class SiteLines(BaseModel):
    """All sites, by name."""

    items: list[SiteLine]


class AlarmLine(BaseModel):
    """What is or was wrong with a site."""

    id: int
    site: str
    kind: str
    subject: str
    message: str
    rule: str | None
    raised: dt.datetime
    last_seen: dt.datetime
    closed: dt.datetime | None

    @classmethod
    def of(cls, alarm: Alarm) -> AlarmLine:
        """The line of an alarm."""
        values = {name: getattr(alarm, name) for name in cls.model_fields}
        return cls(**values | {"kind": str(alarm.kind)})


class AlarmLines(BaseModel):
    """Alarms, newest first."""

    items: list[AlarmLine]


class Health(BaseModel):
    """A site's health: its alarms that are open, and the share of articles with each field in its
    latest crawls, oldest first."""

    site: str
    alarms: list[AlarmLine]
    fields: dict[str, list[float]]
    crawls: list[Crawl]


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


class ScheduleLine(BaseModel):
    """When something is done again and again. ``problem``: why it cannot be read any more;
    ``declared``: in crawler.toml, where it is changed."""

    name: str
    kind: str | None
    site: str | None
    when: str | None
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
        return cls(
            name=standing.name,
            kind=str(work.kind) if work else None,
            site=work.site if work else None,
            when=schedule.when if schedule else None,
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


def crawl_of(standing: SiteStanding) -> Crawl | None:
    """The last crawl of a site as the API shows it."""
    run = standing.last_crawl
    if run is None:
        return None
    return Crawl(**{name: getattr(run, name) for name in Crawl.model_fields})
