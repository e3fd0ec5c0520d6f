"""Faults: what the server does wrong on demand, where, and how often."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from threading import Lock
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, PositiveInt


class Kind(StrEnum):
    """What goes wrong."""

    STATUS = "status"
    RESET = "reset"
    TRUNCATE = "truncate"
    SLOW = "slow"
    CHALLENGE = "challenge"
    SOFT_404 = "soft-404"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong for the next ``times`` requests (None: until healed) of paths
    like ``pattern`` (``*`` and ``?`` as in a shell).

    ``status`` is answered by ``status`` and ``challenge``; ``retry_after`` is sent as it stands;
    ``delay`` (seconds) goes before the answer, whatever it is.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    kind: Kind
    pattern: str = "*"
    times: PositiveInt | None = None
    status: Annotated[int, Field(ge=200, le=599)] = 503
    retry_after: Annotated[str, Field(pattern=r"^[ -~]*$")] | None = None
    delay: Annotated[float, Field(ge=0, le=3600)] = 0.0


@dataclass
class Faults:
    """The faults in force, first come first served; shared by the server and its doors."""

    _standing: list[tuple[Fault, int | None]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def add(self, fault: Fault) -> None:
        """From now on, this goes wrong too."""
        with self._lock:
            self._standing.append((fault, fault.times))

    def heal(self) -> None:
        """From now on, nothing goes wrong."""
        with self._lock:
            self._standing.clear()

    def take(self, path: str) -> Fault | None:
        """The fault that this request meets; it is used up by one."""
        if not self._standing:
            return None
        with self._lock:
            for place, (fault, left) in enumerate(self._standing):
                if not fnmatchcase(path, fault.pattern):
                    continue
                if left is not None:
                    self._standing[place : place + 1] = [(fault, left - 1)] if left > 1 else []
                return fault
        return None
