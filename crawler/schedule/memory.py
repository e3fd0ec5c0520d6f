"""What the ledger remembers of schedules, and those that were added to it. "now" is an argument.

A schedule that crawler.toml declares has a row as well: since when it counts, what of it was
planned last, whether it is paused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from json import loads
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from crawler.errors import CrawlerError, UsageError
from crawler.ledger.tables import jobs, schedules
from crawler.ledger.tables.statements import dialect_insert
from crawler.schedule.plan import Plan, make_plan
from crawler.schedule.schedule import Schedule, read_schedule

AHEAD = dt.timedelta(hours=1)
"""A clock that is set back by no more than this repeats nothing: schedules rest until it is where
it was, as cron's do. Also more than the clocks of two machines differ."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A schedule and how it stands. ``problem`` is why it cannot be read any more (``schedule`` is
    None then); ``since``: nothing before is caught up; ``last_due``: what was planned last."""

    name: str
    schedule: Schedule | None
    problem: str | None
    is_declared: bool
    since: dt.datetime
    last_due: dt.datetime | None
    paused: dt.datetime | None

    def plan(self, now: dt.datetime) -> Plan:
        """What is due and next: nothing while it is paused or cannot be read."""
        if self.schedule is None or self.paused is not None:
            return Plan(None, None)
        return make_plan(self.schedule, self._last, now)

    def is_ahead(self, now: dt.datetime) -> bool:
        """True if it was planned by a clock that was far ahead of this one."""
        return self._last > now + AHEAD

    @property
    def _last(self) -> dt.datetime:
        return self.since if self.last_due is None else max(self.since, self.last_due)


def read_standings(
    connection: Connection, declared: Iterable[Schedule], now: dt.datetime
) -> list[Standing]:
    """All schedules, in the order of their names; one that nobody remembers counts from now.

    A declared one stands before one of its name that was added.
    """
    rows = {row.name: row for row in connection.execute(select(schedules))}
    found = {one.name: _standing(one.name, one, None, True, rows, now) for one in declared}
    for name, row in rows.items():
        if name not in found and row.definition is not None:
            schedule, problem = _parse(row.definition)
            found[name] = _standing(name, schedule, problem, False, rows, now)
    return [found[name] for name in sorted(found)]


def remember(connection: Connection, schedule: Schedule, now: dt.datetime) -> None:
    """Let a declared schedule count from now, if it is new or names other moments than before."""
    values = {"name": schedule.name, "mark": schedule.mark, "since": now}
    statement = dialect_insert(connection.dialect.name, schedules).values(values)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["name"],
            set_={"mark": schedule.mark, "since": now, "last_due": None},
            where=schedules.c.mark != schedule.mark,
        )
    )


def add(
    connection: Connection,
    values: Mapping[str, Any],
    declared: Iterable[Schedule],
    now: dt.datetime,
    *,
    private: bool = False,
) -> Schedule:
    """Add a schedule to the ledger; `schedule.read_schedule` says what is raised and refused."""
    schedule = read_schedule(values, private=private)
    taken = {one.name for one in declared}
    known = connection.execute(
        select(schedules.c.definition).where(schedules.c.name == schedule.name).with_for_update()
    ).one_or_none()
    if schedule.name in taken or (known is not None and known.definition is not None):
        raise UsageError(f"a schedule is named {schedule.name!r} already; give another name")
    connection.execute(delete(schedules).where(schedules.c.name == schedule.name))
    row = {"name": schedule.name, "definition": schedule.definition, "mark": schedule.mark}
    statement = dialect_insert(connection.dialect.name, schedules).values(row | {"since": now})
    connection.execute(statement)
    return schedule


def remove(connection: Connection, name: str, declared: Iterable[Schedule]) -> None:
    """Remove a schedule that was added. Raises UsageError for another."""
    if name in {one.name for one in declared}:
        raise UsageError(f"{name!r} stands in crawler.toml; remove it there, or pause it")
    gone = connection.execute(
        delete(schedules).where(schedules.c.name == name, schedules.c.definition.is_not(None))
    )
    if gone.rowcount == 0:
        raise _unknown(name)


def pause(
    connection: Connection, name: str, declared: Iterable[Schedule], now: dt.datetime
) -> None:
    """Let nothing of a schedule be due until it is resumed. Asked again, nothing changes. Raises
    UsageError."""
    _remember_named(connection, name, declared, now)
    _change(connection, name, schedules.c.paused.is_(None), paused=now)


def resume(
    connection: Connection, name: str, declared: Iterable[Schedule], now: dt.datetime
) -> None:
    """Let a schedule count again, from now: what was paused is not caught up. Of one that is not
    paused nothing changes. Raises UsageError."""
    _remember_named(connection, name, declared, now)
    _change(connection, name, schedules.c.paused.is_not(None), paused=None, since=now)


def move_on(connection: Connection, name: str, due: dt.datetime) -> None:
    """Remember that a due time was planned; never backwards."""
    last = schedules.c.last_due
    connection.execute(
        update(schedules)
        .where(schedules.c.name == name, last.is_(None) | (last < due))
        .values(last_due=due)
    )


def forget_future(connection: Connection, now: dt.datetime) -> None:
    """Let what was planned by a clock that was far ahead count from now: also the due times that
    it took for passed, of which there are jobs already."""
    late = now + AHEAD
    is_ahead = (schedules.c.since > late) | (schedules.c.last_due > late)
    names = select(schedules.c.name).where(is_ahead)
    connection.execute(
        update(jobs).where(jobs.c.schedule.in_(names), jobs.c.due > now).values(due=None)
    )
    connection.execute(update(schedules).where(is_ahead).values(since=now, last_due=None))


def _remember_named(
    connection: Connection, name: str, declared: Iterable[Schedule], now: dt.datetime
) -> None:
    for schedule in declared:
        if schedule.name == name:
            remember(connection, schedule, now)


def _change(connection: Connection, name: str, only: ColumnElement[bool], **values: Any) -> None:
    is_named = schedules.c.name == name
    if connection.execute(select(schedules.c.name).where(is_named)).first() is None:
        raise _unknown(name)
    connection.execute(update(schedules).where(is_named, only).values(**values))


def _unknown(name: str) -> UsageError:
    return UsageError(f"no schedule is named {name!r}; see: python -m crawler schedule list")


def _standing(
    name: str,
    schedule: Schedule | None,
    problem: str | None,
    is_declared: bool,
    rows: Mapping[str, Row[Any]],
    now: dt.datetime,
) -> Standing:
    row = rows.get(name)
    if row is None:
        return Standing(name, schedule, problem, is_declared, now, None, None)
    return Standing(name, schedule, problem, is_declared, row.since, row.last_due, row.paused)


@lru_cache(maxsize=512)
def _parse(definition: str) -> tuple[Schedule | None, str | None]:
    """The schedule of a row, which was checked when it was added; or what is wrong with it now."""
    try:
        return read_schedule(loads(definition), private=True), None
    except CrawlerError as error:
        return None, str(error)
    except ValueError:  # not written by this program
        return None, "its definition is not JSON; remove it, and add it again"
