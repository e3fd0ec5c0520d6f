"""One full crawl of the newsroom in this process: what it used, as a line of JSON.

Everything that `crawl` does: guard, robots.txt, listings and feed, extraction, normalisation,
the ledger, and a JSONL feed through Scrapy's feed exports. Started by the benchmarks.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter

from sqlalchemy import Connection, Engine, event

from benchmarks.measure import measured, tell
from crawler import registry
from crawler.feeds.whole_file import WholeFile  # noqa: F401 - imported before the clock starts
from crawler.spiders.run import quiet_logging, run_crawl

SITE = "interfax-ukraine"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("origin")
    parser.add_argument("folder")
    parser.add_argument("--days", type=float, default=3)
    parser.add_argument("--max-pages", type=int, default=10**9)
    options = parser.parse_args()
    quiet_logging(verbose=False)
    settings = {
        "CRAWLER_DATA": options.folder,
        "CRAWLER_LEDGER": f"sqlite:///{options.folder}/ledger.sqlite",
        "ORIGIN": options.origin,
        "FEEDS": {f"{options.folder}/feed.jsonl": {"format": "jsonl", "overwrite": True}},
    }
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=options.days)
    arguments = {"since": since.isoformat(), "max_pages": str(options.max_pages)}
    event.listen(Engine, "begin", count_transaction)
    with measured() as used:
        end = run_crawl(registry.site(SITE), settings, arguments)
    used.pages = end.counts["requests"]
    used.items = end.counts["article/new"]
    used.writes, used.reads = transactions["IMMEDIATE"], transactions["DEFERRED"]
    tell(used)


transactions: Counter[str] = Counter()


def count_transaction(connection: Connection) -> None:
    """Those that write take the write lock as they begin (crawler.ledger.connect)."""
    transactions[connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")] += 1


if __name__ == "__main__":
    main()
