"""What people order over the web, each with its audit line in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from crawler.access.audit import Deed, audited, tell_values
from crawler.jobs import orders
from crawler.jobs.job import Job
from crawler.jobs.orders import Ordered
from crawler.schedule import memory
from crawler.schedule.schedule import Schedule
from crawler.web.guarding.visitor import Visitor
from crawler.web.settings import WebSettings

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Operations:
    """Everything that one visitor orders. What is refused is audited, too, then raised on."""

    settings: WebSettings
    visitor: Visitor

    def order(self, kind: str, arguments: Mapping[str, object]) -> Ordered:
        """A job, new unless the same was ordered already. Raises UsageError."""
        now, private = self.settings.clock(), self.settings.private
        told = f"{kind} {tell_values(arguments)}"
        return self._do(
            "job create",
            told,
            lambda connection: orders.order(connection, kind, arguments, now, private=private),
        )

    def cancel(self, job: int) -> Job:
        """End a job. Raises UsageError if it is not there or over."""
        now = self.settings.clock()
        return self._do("job cancel", str(job), lambda one: orders.cancel(one, job, now))

    def retry(self, job: int) -> Job:
        """Let a job be tried again. Raises UsageError."""
        now = self.settings.clock()
        return self._do("job retry", str(job), lambda one: orders.retry(one, job, now))

    def add_schedule(self, values: Mapping[str, object]) -> str:
        """The name of a new schedule. Raises UsageError."""
        now, declared, private = self.settings.clock(), self._declared(), self.settings.private
        return self._do(
            "schedule add",
            tell_values(values),
            lambda one: memory.add(one, values, declared, now, private=private).name,
        )

    def pause_schedule(self, name: str) -> None:
        """Let nothing of it be due. Raises UsageError."""
        now, declared = self.settings.clock(), self._declared()
        self._do("schedule pause", name, lambda one: memory.pause(one, name, declared, now))

    def resume_schedule(self, name: str) -> None:
        """Let it count again from now. Raises UsageError."""
        now, declared = self.settings.clock(), self._declared()
        self._do("schedule resume", name, lambda one: memory.resume(one, name, declared, now))

    def remove_schedule(self, name: str) -> None:
        """Remove one that was added. Raises UsageError."""
        declared = self._declared()
        self._do("schedule remove", name, lambda one: memory.remove(one, name, declared))

    def _declared(self) -> tuple[Schedule, ...]:
        return tuple(self.settings.declared())

    def _do(self, operation: str, subject: str, act: Callable[[Connection], Result]) -> Result:
        deed = Deed(self.visitor.name, operation, subject, origin=self.visitor.origin)
        with audited(self.settings.engine, deed, self.settings.clock()) as connection:
            return act(connection)
