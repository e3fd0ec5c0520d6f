"""`serve`: the service: follows schedules, does jobs and shows all of it until it is stopped."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Annotated

import typer

from crawler.cli import options
from crawler.cli.schedule import Config, config_file
from crawler.cli.serve_web import Listening, prepare_web


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    host: Annotated[
        str,
        typer.Option(
            metavar="HOST", envvar="CRAWLER_HOST", help="Where the dashboard and the API listen."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            min=0,
            max=65535,
            metavar="PORT",
            envvar="CRAWLER_PORT",
            help="0 takes any free one.",
        ),
    ] = 8000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            envvar="CRAWLER_ALLOW_HOST",
            help="Answer to this host name, too, as behind a proxy; may stand several times.",
        ),
    ] = None,
    trust_proxy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS",
            envvar="CRAWLER_TRUST_PROXY",
            help="Believe this proxy, or network of proxies, who asks and whether by https; may "
            "stand several times.",
        ),
    ] = None,
    allow_private: Annotated[
        bool,
        typer.Option(
            "--allow-private",
            envvar="CRAWLER_ALLOW_PRIVATE",
            help="Let sites of this machine and its network be crawled by order over the web.",
        ),
    ] = False,
    web: Annotated[
        bool, typer.Option("--web/--no-web", help="Whether there is a dashboard and an API.")
    ] = True,
    workers: Annotated[
        int,
        typer.Option(
            min=1, max=64, metavar="N", envvar="CRAWLER_WORKERS", help="Jobs that run at once."
        ),
    ] = 2,
    memory: Annotated[
        int,
        typer.Option(
            min=256, metavar="MIB", envvar="CRAWLER_JOB_MEMORY", help="The most one job may take."
        ),
    ] = 4096,
    hours: Annotated[
        float,
        typer.Option(
            min=0.01,
            metavar="H",
            envvar="CRAWLER_JOB_HOURS",
            help="The longest one job may take.",
        ),
    ] = 8,
    config: Config = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Follow the schedules, do the jobs, and show all of it, until SIGINT or SIGTERM.

    Running jobs are then asked to end, and go on with the next service; a second signal ends
    them at once. Several services may run on one ledger.

    The dashboard is open to whoever is on this machine, as long as there is no token; where
    others can reach it, one is needed: see `token`.
    """
    from crawler.health.channels import read_channels
    from crawler.jobs.process import Surroundings
    from crawler.monitoring.json_log import chosen_format, log_to_stderr
    from crawler.service.run import run_service
    from crawler.service.settings import ServiceSettings

    log_to_stderr(chosen_format())
    logging.getLogger("crawler").setLevel(logging.INFO)
    around = Surroundings(
        data=options.data_folder(data).resolve(),
        ledger=options.ledger_address(data, ledger),
        memory=memory,
        seconds=hours * 3600,
    )
    settings = ServiceSettings(around, config_file(data, config), workers)
    # Told now: each crawl would be refused for it.
    read_channels(os.environ, around.data)
    beside = None
    if web:
        names, proxies = tuple(allow_host or ()), tuple(trust_proxy or ())
        listening = Listening(host, port, names, proxies, allow_private)
        beside = prepare_web(listening, around.ledger, around.data)
    raise typer.Exit(asyncio.run(run_service(settings, beside)))
