"""/api/schedules: when what is done, and orders of it. /api/audit: what was ordered, by whom."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from crawler.access.audit import read_audit
from crawler.ledger.connect import reading
from crawler.schedule.memory import Standing, read_standings
from crawler.web.context import Ledger, Settings, Who, require_json
from crawler.web.operations import Operations
from crawler.web.problems import CONFLICT, NOT_FOUND, NOT_JSON
from crawler.web.selecting import LINE
from crawler.web.settings import WebSettings
from crawler.web.shapes.schedules import Deed, Deeds, Done, NewSchedule, ScheduleLine, ScheduleLines

router = APIRouter(prefix="/api", tags=["schedules"])
Name = Annotated[str, Path(max_length=64, pattern=LINE, description="The schedule's name.")]


@router.get("/schedules")
def list_schedules(connection: Ledger, settings: Settings) -> ScheduleLines:
    """All schedules: those of crawler.toml, and those that were added."""
    standings = read_schedules(connection, settings)
    now = settings.clock()
    lines = [ScheduleLine.of(one, now) for one in standings]
    return ScheduleLines(items=lines, problem=settings.find_problem())


@router.post(
    "/schedules", status_code=201, responses=NOT_JSON, dependencies=[Depends(require_json)]
)
def add_schedule(
    new: NewSchedule, settings: Settings, visitor: Who, response: Response
) -> ScheduleLine:
    """Add one. It counts from now."""
    values: dict[str, Any] = new.model_dump(exclude_none=True)
    name = Operations(settings, visitor).add_schedule(values)
    response.headers["location"] = f"/api/schedules/{name}"
    return _line(settings, name)


@router.get("/schedules/{name}", responses=NOT_FOUND)
def get_schedule(settings: Settings, name: Name) -> ScheduleLine:
    """One schedule."""
    return _line(settings, name)


@router.post("/schedules/{name}/pause", responses=NOT_FOUND)
def pause_schedule(settings: Settings, visitor: Who, name: Name) -> ScheduleLine:
    """Let nothing of it be due until it is resumed."""
    _line(settings, name)
    Operations(settings, visitor).pause_schedule(name)
    return _line(settings, name)


@router.post("/schedules/{name}/resume", responses=NOT_FOUND)
def resume_schedule(settings: Settings, visitor: Who, name: Name) -> ScheduleLine:
    """Let it count again, from now."""
    _line(settings, name)
    Operations(settings, visitor).resume_schedule(name)
    return _line(settings, name)


@router.delete("/schedules/{name}", responses=NOT_FOUND | CONFLICT)
def remove_schedule(settings: Settings, visitor: Who, name: Name) -> Done:
    """Remove one that was added; one of crawler.toml is removed there."""
    if _line(settings, name).declared:
        raise HTTPException(409, "it stands in crawler.toml; remove it there, or pause it")
    Operations(settings, visitor).remove_schedule(name)
    return Done()


@router.get("/audit", tags=["audit"])
def list_audit(
    connection: Ledger,
    cursor: Annotated[int | None, Query(ge=0, lt=2**63)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Deeds:
    """What was ordered here, and by whom, the newest first."""
    entries = read_audit(connection, cursor, limit)
    items = [
        Deed(
            id=one.id,
            at=one.at,
            who=one.deed.who,
            origin=one.deed.origin,
            operation=one.deed.operation,
            subject=one.deed.subject,
            outcome=one.deed.outcome,
        )
        for one in entries
    ]
    return Deeds(items=items, next=items[-1].id if len(items) == limit else None)


def read_schedules(connection: Connection, settings: WebSettings) -> list[Standing]:
    """How each schedule stands now."""
    return read_standings(connection, settings.declared(), settings.clock())


def _line(settings: WebSettings, name: str) -> ScheduleLine:
    with reading(settings.engine) as connection:
        for one in read_schedules(connection, settings):
            if one.name == name:
                return ScheduleLine.of(one, settings.clock())
    raise HTTPException(404, "there is no such schedule; see the list of schedules")
