"""`retry`: make pages that were given up due again."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from crawler.cli import options
from crawler.discovery.choice import site_of_ledger
from crawler.errors import UsageError
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.crawling import hosts
from crawler.ledger.crawling.rest import host_of
from crawler.ledger.crawling.retry import GivenUp, ask_again, find_given_up


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("retry")(retry)


def retry(
    site: options.KnownSite,
    reason: Annotated[
        str | None,
        typer.Option(
            metavar="REASON",
            help="Only pages with this reason, whatever became of them "
            "[default: all that failed or wait for another try].",
        ),
    ] = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Let the next crawl of SITE ask again for pages that were given up.

    A host of the site that was left alone because it kept failing is asked again, too.
    """
    chosen = site_of_ledger(site)
    engine = open_ledger(options.ledger_address(data, ledger), create=False)
    try:
        with reading(engine) as connection:
            given_up = find_given_up(connection, chosen.name)
        if reason is not None and all(one.reason != reason for one in given_up):
            raise UsageError(f"no page of {site} was given up for {reason!r}; {_tell(given_up)}")
        with writing(engine) as connection:
            hosts.forgive(connection, host_of(chosen.home))
            count = ask_again(connection, chosen.name, reason, dt.datetime.now(dt.UTC))
    finally:
        engine.dispose()
    if count:
        typer.echo(f"The next crawl of {site} asks for {count} pages again.")
    else:
        typer.echo(f"Nothing to ask for again: {_tell(given_up)}.")


def _tell(given_up: list[GivenUp]) -> str:
    if not given_up:
        return "no page was given up"
    reasons = ", ".join(f"{one.reason} ({one.count} {one.state})" for one in given_up)
    return f"there are {reasons}"
