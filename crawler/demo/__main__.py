"""python -m crawler.demo: the newsroom as a process. Its first line is its address.

Ends with exit code 0 on SIGINT or SIGTERM, and 2 on a mistake, which one line explains.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import sys
from collections.abc import Sequence

from crawler.demo.conduct import Conduct
from crawler.demo.editions import EDITIONS
from crawler.demo.house import House
from crawler.demo.newsroom import Newsroom
from crawler.demo.serving import Origin, serve_until_signalled
from crawler.errors import UsageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until signalled; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        asyncio.run(serve_until_signalled(_house(options), options.port, _announce))
    except UsageError as error:
        print(f"newsroom: {error}", file=sys.stderr)
        return 2
    return 0


def _house(options: argparse.Namespace) -> House:
    newsroom = Newsroom.opened(
        now=options.now or dt.datetime.now(dt.UTC),
        articles=options.articles,
        seed=options.seed,
        edition=options.edition,
        per_day=options.per_day,
    )
    conduct = Conduct(crawl_delay=options.crawl_delay, listing_pages=options.listing_pages)
    return House(newsroom, conduct)


def _announce(origin: Origin) -> None:
    print(origin, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m crawler.demo",
        description="Serve the newsroom, a small news site of our own, on 127.0.0.1.",
    )
    add = parser.add_argument
    add("--port", type=int, default=0, help="0 (the default) takes any free port")
    add("--articles", type=int, default=300, help="how many there are (default 300)")
    add("--seed", type=int, default=1, help="another number, other news (default 1)")
    add("--edition", choices=sorted(EDITIONS), default="en", help="language (default en)")
    add("--now", type=_moment, help="the newsroom's clock, as in 2026-01-21T18:50+02:00")
    add("--per-day", type=float, default=60, help="articles of a mean day (default 60)")
    add("--crawl-delay", type=float, help="seconds that robots.txt asks for")
    add("--listing-pages", type=int, help="how many pages a listing has at most")
    return parser


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = dt.datetime.min  # noqa: DTZ901 - naive, hence refused below
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no time like 2026-01-21T18:50+02:00")
    return moment


if __name__ == "__main__":
    sys.exit(main())
