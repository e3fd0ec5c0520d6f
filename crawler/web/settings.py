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
    """What one visitor may ask. ``body`` is in bytes, ``sending`` the seconds that it may take."""

    body: int = 64 * 1024
    sending: float = 30.0
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


def is_open(hosts: Iterable[str]) -> bool:
    """True if whoever asks is on this machine, and needs no token before there is one. ``hosts``
    are the one to listen on and the names to answer to: who has a name is asked from elsewhere."""
    return all(is_loopback(host) for host in hosts)


def read_proxies(texts: Iterable[str]) -> frozenset[str]:
    """Addresses and networks (``10.0.0.0/8``) of proxies. Raises UsageError for anything else, and
    for all there are: whoever asks could then say that it is another."""
    found = set()
    for text in texts:
        try:
            network = ipaddress.ip_network(text, strict=False)
        except ValueError:
            network = None
        if network is None or network.prefixlen == 0:
            raise UsageError(
                f"--trust-proxy {text!r} is no address and no network of a proxy; write as "
                "127.0.0.1 or 10.0.0.0/8"
            )
        found.add(str(network[0] if network.num_addresses == 1 else network))
    return frozenset(found)


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
