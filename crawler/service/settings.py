"""What the service is told: where things are kept, how many jobs at once, within which limits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
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
    tidying: dt.timedelta = dt.timedelta(hours=1)
    """How often what is too old is removed (service.tidying)."""

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
