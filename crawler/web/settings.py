"""What the API and the dashboard are made with."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from crawler.errors import UsageError
from crawler.schedule.schedule import Schedule

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` requests at once, then ``per_second``."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What one visitor may ask. ``body`` is in bytes."""

    body: int = 64 * 1024
    feeds: Rate = Rate(400, 800)
    reads: Rate = Rate(50, 200)
    writes: Rate = Rate(2, 40)
    logins: Rate = Rate(0.1, 10)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _nothing() -> None:
    return None


def _always(_now: dt.datetime) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """``is_open``: whoever reaches it may do everything, as long as there is no token.
    ``hosts`` are the names it answers to (without ports), empty for any. ``private``: sites on this
    machine may be crawled, as in tests and demonstrations. ``declared`` gives the schedules of
    crawler.toml, ``find_problem`` what is wrong with that file, ``is_ready`` whether what is served
    beside this works."""

    engine: Engine
    data: Path
    is_open: bool
    hosts: frozenset[str] = LOOPBACK_HOSTS
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], dt.datetime] = _now
    feeds_file: Path | None = None
    private: bool = False
    declared: Callable[[], Iterable[Schedule]] = tuple
    find_problem: Callable[[], str | None] = _nothing
    is_ready: Callable[[dt.datetime], bool] = _always


def is_loopback(host: str) -> bool:
    """True if who binds to the host is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def answered_hosts(host: str, names: Iterable[str]) -> frozenset[str]:
    """The names to answer to: on loopback its own and ``names``; elsewhere ``names``, or any."""
    further = frozenset(name.lower() for name in names)
    return LOOPBACK_HOSTS | further if is_loopback(host) else further


def check_exposure(hosts: Iterable[str], has_token: bool) -> None:
    """Raises UsageError if anybody on a network could use what nobody guards: ``hosts`` are the
    one to listen on and the names to answer to."""
    reachable = [host for host in hosts if not is_loopback(host)]
    if reachable and not has_token:
        raise UsageError(
            f"{reachable[0]} can be reached by others; add a token first: "
            "python -m crawler token add NAME --scope operate"
        )
