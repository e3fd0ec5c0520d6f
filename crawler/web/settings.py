"""What the API and the dashboard are made with."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from crawler.errors import UsageError

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


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """``is_open``: whoever reaches it may do everything, as on loopback where there is no token.
    ``hosts`` are the names it answers to (without ports), empty for any. ``private``: sites on this
    machine may be crawled, as in tests and demonstrations."""

    engine: Engine
    data: Path
    is_open: bool
    hosts: frozenset[str] = LOOPBACK_HOSTS
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], dt.datetime] = _now
    feeds_file: Path | None = None
    private: bool = False
    schedules_file: Path | None = None


def is_loopback(host: str) -> bool:
    """True if who binds to the host is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_exposure(host: str, has_token: bool) -> None:
    """Raises UsageError if anybody on a network could use what nobody guards."""
    if not is_loopback(host) and not has_token:
        raise UsageError(
            f"{host} can be reached by others; add a token first: "
            "python -m crawler token add NAME --scope operate"
        )
