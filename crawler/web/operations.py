"""What people order over the web, each with its audit line in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from crawler.access import audit
from crawler.access.audit import Deed
from crawler.errors import UsageError
from crawler.jobs import orders
from crawler.jobs.job import Job
from crawler.jobs.listing import get_job
from crawler.ledger.connect import writing
from crawler.web.guarding.visitor import Visitor
from crawler.web.settings import WebSettings

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Operations:
    """Everything that one visitor orders. What is refused is audited, too, then raised on."""

    settings: WebSettings
    visitor: Visitor

    def enqueue(self, kind: str, arguments: Mapping[str, object]) -> Job:
        """A new job. Raises UsageError."""
        now, private = self.settings.clock(), self.settings.private
        told = f"{kind} {_told(arguments)}"
        return self._do(
            "job create",
            told,
            lambda connection: orders.enqueue(connection, kind, arguments, now, private=private),
        )

    def cancel(self, job: int) -> Job:
        """End a job. Raises UsageError if it is not there or over."""
        now = self.settings.clock()
        return self._do("job cancel", str(job), lambda one: orders.cancel(one, job, now))

    def retry(self, job: int) -> Job:
        """Let a job be tried again. Raises UsageError."""
        now = self.settings.clock()
        return self._do("job retry", str(job), lambda one: orders.retry(one, job, now))

    def _do(self, operation: str, subject: str, act: Callable[[Connection], Result]) -> Result:
        try:
            with writing(self.settings.engine) as connection:
                result = act(connection)
                self._record(connection, operation, subject, "done")
                return result
        except UsageError as error:
            with writing(self.settings.engine) as connection:
                self._record(connection, operation, subject, f"refused: {error}")
            raise

    def _record(self, connection: Connection, operation: str, subject: str, outcome: str) -> None:
        deed = Deed(self.visitor.name, operation, subject, outcome, self.visitor.origin)
        audit.record(connection, deed, self.settings.clock())


def has_job(connection: Connection, job: int) -> bool:
    """True if there is a job of that number."""
    try:
        get_job(connection, job)
    except UsageError:
        return False
    return True


def _told(arguments: Mapping[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in arguments.items())
