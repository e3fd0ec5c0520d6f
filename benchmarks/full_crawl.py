"""One full crawl of the newsroom in this process: what it used, as a line of JSON.

Everything that `crawl` does: guard, robots.txt, listings and feed, extraction, normalisation,
the ledger, and a JSONL feed through Scrapy's feed exports. Started by the benchmarks.
"""

from __future__ import annotations

import argparse
import datetime as dt

from benchmarks.measure import measured, tell
from crawler import registry
from crawler.feeds.whole_file import WholeFile  # noqa: F401 - imported before the clock starts
from crawler.spiders.run import quiet_logging, run_crawl

SITE = "interfax-ukraine"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("origin")
    parser.add_argument("folder")
    parser.add_argument("--days", type=int, default=3)
    options = parser.parse_args()
    quiet_logging(verbose=False)
    settings = {
        "CRAWLER_DATA": options.folder,
        "CRAWLER_LEDGER": f"sqlite:///{options.folder}/ledger.sqlite",
        "ORIGIN": options.origin,
        "FEEDS": {f"{options.folder}/feed.jsonl": {"format": "jsonl", "overwrite": True}},
    }
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=options.days)
    arguments = {"since": since.isoformat(), "max_pages": str(10**9)}
    with measured() as used:
        end = run_crawl(registry.site(SITE), settings, arguments)
    used.pages = end.counts["requests"]
    used.items = end.counts["article/new"]
    tell(used)


if __name__ == "__main__":
    main()
