"""What the service is told: where things are kept, how many jobs at once, within which limits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from crawler.jobs.lease import LEASE
from crawler.jobs.process import Surroundings
from crawler.schedule.file import NAME


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """``around`` holds data folder, ledger and the limits of a job; ``config`` is crawler.toml's
    place [default: in the data folder]; ``workers`` jobs run at once; the rest are lengths of
    time."""

    around: Surroundings
    config: Path | None = None
    workers: int = 2
    lease: dt.timedelta = LEASE
    tick: dt.timedelta = dt.timedelta(seconds=1)
    kept: dt.timedelta = dt.timedelta(days=30)
    """How long jobs that are over, and their logs, are kept."""
    tidying: dt.timedelta = field(default=dt.timedelta(hours=1))

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.around.data

    @property
    def ledger(self) -> str:
        """The ledger's address."""
        return self.around.ledger

    @property
    def config_file(self) -> Path:
        """Where crawler.toml is looked for."""
        return self.config or self.data / NAME
