"""`serve`: the service: follows schedules and does jobs until it is stopped."""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated

import typer

from crawler.cli import options
from crawler.cli.schedule import Config, config_file


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    workers: Annotated[
        int,
        typer.Option(min=1, max=64, envvar="CRAWLER_WORKERS", help="Jobs that run at once."),
    ] = 2,
    memory: Annotated[
        int,
        typer.Option(
            min=256, metavar="MIB", envvar="CRAWLER_JOB_MEMORY", help="The most one job may take."
        ),
    ] = 4096,
    hours: Annotated[
        float,
        typer.Option(min=0.01, envvar="CRAWLER_JOB_HOURS", help="The longest one job may take."),
    ] = 8,
    config: Config = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Follow the schedules and do the jobs, until SIGINT or SIGTERM.

    Running jobs are then asked to end, and go on with the next service; a second signal ends
    them at once. Several services may run on one ledger.
    """
    from crawler.jobs.process import Surroundings
    from crawler.service.run import run_service
    from crawler.service.settings import ServiceSettings

    logging.basicConfig(format="%(asctime)s %(levelname).1s %(name)s: %(message)s")
    logging.getLogger("crawler").setLevel(logging.INFO)
    around = Surroundings(
        data=options.data_folder(data).resolve(),
        ledger=options.ledger_address(data, ledger),
        memory=memory,
        seconds=hours * 3600,
    )
    settings = ServiceSettings(around, config_file(data, config), workers)
    raise typer.Exit(asyncio.run(run_service(settings)))
