"""A service with a short lease: FOLDER LEASE GRACE LONGEST (seconds) MEMORY (MiB) LEDGER."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import sys
from pathlib import Path

from crawler.jobs.process import Surroundings
from crawler.service.run import run_service
from crawler.service.settings import ServiceSettings


def main(folder: str, lease: str, grace: str, longest: str, memory: str, ledger: str) -> None:
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("crawler").setLevel(logging.INFO)
    around = Surroundings(
        Path(folder), ledger, memory=int(memory), seconds=float(longest), grace=float(grace)
    )
    settings = ServiceSettings(
        around,
        lease=dt.timedelta(seconds=float(lease)),
        tick=dt.timedelta(seconds=0.1),
    )
    sys.exit(asyncio.run(run_service(settings)))


main(*sys.argv[1:])
