"""Options that every command takes, and what they stand for."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.errors import UsageError
from crawler.exporters import FORMATS
from crawler.monitoring.json_log import VARIABLE as LOG_FORMAT_VARIABLE
from crawler.monitoring.json_log import LogFormat

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help="Where ledger, feeds and archives lie [default: $CRAWLER_DATA or data/].",
    ),
]
Ledger = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="ADDRESS",
        help="The ledger's database [default: $CRAWLER_LEDGER or ledger.sqlite in --data].",
    ),
]
KnownSite = Annotated[
    str, typer.Argument(metavar="SITE", help="A name that `sites` lists, or an address.")
]
FirstDay = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="The first day, as in 2026-01-01.")
]
LastDay = Annotated[
    str | None, typer.Option("--to", metavar="DATE", help="The last day, itself included.")
]
PublishedSince = Annotated[
    str | None, typer.Option(metavar="DATE", help="Published on this day or later.")
]
PublishedUntil = Annotated[
    str | None, typer.Option(metavar="DATE", help="Published on this day or earlier.")
]
OriginOption = Annotated[
    str | None,
    typer.Option(
        "--origin",
        metavar="URL",
        help="Ask this host in the site's place; what is kept bears the real addresses.",
    ),
]
LogFormatOption = Annotated[
    LogFormat | None,
    typer.Option(
        "--log-format",
        help="How the log is written, one JSON object a line or text "
        "[default: $CRAWLER_LOG_FORMAT or text].",
        show_default=False,
    ),
]
Feeds = Annotated[
    str,
    typer.Option(
        metavar="FORMATS",
        help=f"Feeds to write afterwards, joined by commas: {', '.join(FORMATS)}; or none.",
    ),
]
Archive = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help="Keep every answer there as it came, as WARC files; `replay` reads them.",
    ),
]
ArchiveSize = Annotated[
    str,
    typer.Option(
        "--archive-size", metavar="SIZE", help="Begin a new file after that much, as in 500M."
    ),
]
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_SIZE = re.compile(r"([0-9]{1,12})\s*([KMG]?)(?:i?B)?", re.IGNORECASE)


def archive_settings(archive: Path | None, size: str) -> dict[str, Any]:
    """The settings that the options stand for, the folder ready. Raises UsageError."""
    match = _SIZE.fullmatch(size.strip())
    if match is None or not int(match[1]):
        raise UsageError(f"--archive-size {size!r} is no size; write it as 500M or 1G")
    if archive is None:
        return {}
    # Only who keeps an archive waits for what writes it.
    from crawler.archive.folder import prepare

    prepare(archive)
    return {"ARCHIVE": str(archive), "ARCHIVE_SIZE": int(match[1]) * _UNITS[match[2].upper()]}


def use_log_format(chosen: LogFormat | None) -> None:
    """Log so from now on, in this process and those that it starts."""
    if chosen is not None:
        os.environ[LOG_FORMAT_VARIABLE] = chosen


def data_folder(data: Path | None) -> Path:
    """The data folder: the option, the environment, or data/."""
    return data or Path(os.environ.get("CRAWLER_DATA") or "data")


def ledger_address(data: Path | None, ledger: str | None) -> str:
    """The ledger's address: the option, the environment, or a file in the data folder.

    A bare path is taken as a SQLite file. Raises UsageError for an empty one.
    """
    if data is None and ledger is None:
        ledger = os.environ.get("CRAWLER_LEDGER")
    if ledger is None:
        return f"sqlite:///{data_folder(data) / 'ledger.sqlite'}"
    if not ledger.strip():
        raise UsageError("the ledger's address is empty; name a file or a database")
    return ledger if "://" in ledger else f"sqlite:///{ledger}"


def require_none_before(context: typer.Context) -> None:
    """Raises UsageError for options that stand before the subcommand that they are meant for."""
    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise UsageError(f"options go behind the word {context.invoked_subcommand}")
