"""The House: the one mutable thing, what a running server stands in and its doors change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from crawler.demo import events
from crawler.demo.conduct import Conduct
from crawler.demo.edit import Change
from crawler.demo.fault import Fault, Faults
from crawler.demo.newsroom import Newsroom

_PATHS_COUNTED = 200_000
OTHER = "(other)"


@dataclass
class RequestLog:
    """How often each path was asked for, and what was answered. Bounded: paths beyond the first
    200,000 are counted together as ``(other)``."""

    paths: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    sent: int = 0

    def ask(self, path: str) -> None:
        """Count a request."""
        known = len(self.paths) < _PATHS_COUNTED or path in self.paths
        self.paths[path if known else OTHER] += 1

    def answered(self, outcome: str, size: int) -> None:
        """Count an answer: its status or the name of the fault, and the bytes of its body."""
        self.statuses[outcome] += 1
        self.sent += size

    def summary(self) -> dict[str, Any]:
        """Totals, and counts by outcome and by path."""
        return {
            "requests": self.paths.total(),
            "bytes": self.sent,
            "outcomes": dict(self.statuses),
            "paths": dict(self.paths),
        }


@dataclass
class House:
    """A newsroom as it stands now, how its server behaves, and what was asked of it. Its methods
    may be called from any thread; each takes effect with the next request."""

    newsroom: Newsroom
    conduct: Conduct = field(default_factory=Conduct)
    faults: Faults = field(default_factory=Faults)
    log: RequestLog = field(default_factory=RequestLog)
    _lock: Lock = field(default_factory=Lock)

    def publish(self, count: int = 1) -> tuple[str, ...]:
        """Publish the next stories; their addresses, newest first."""
        newsroom = self._move(lambda one: events.publish(one, count))
        fresh = range(newsroom.newest, newsroom.newest - count, -1)
        return tuple(newsroom.url(newsroom.story(serial)) for serial in fresh)

    def change(self, url: str, change: Change = Change.HEADLINE) -> str:
        """Change an article; its main address from now on. Raises UsageError if none is there."""
        newsroom = self._move(lambda one: events.change(one, url, change))
        return newsroom.addresses(url)[0]

    def remove(self, url: str, status: int = 404) -> None:
        """Take an article away. Raises UsageError if none is there."""
        self._move(lambda one: events.remove(one, url, status))

    def fail(self, fault: Fault) -> None:
        """From now on, this goes wrong."""
        self.faults.add(fault)

    def heal(self) -> None:
        """From now on, nothing goes wrong."""
        self.faults.heal()

    def behave(self, conduct: Conduct) -> None:
        """From now on, answer like this."""
        self.conduct = conduct

    def forget_requests(self) -> None:
        """Start counting requests anew."""
        self.log = RequestLog()

    def _move(self, step: Callable[[Newsroom], Newsroom]) -> Newsroom:
        with self._lock:
            self.newsroom = step(self.newsroom)
            return self.newsroom
