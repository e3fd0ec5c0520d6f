"""What a crawl asks for when little is new: requests a new article, and whether one came twice.

    python -m benchmarks.incremental                    10,000 known articles, 20 new ones

A first crawl fills the ledger; then the newsroom publishes, and a second crawl runs. The counts
are the newsroom's own and leave nothing out: listings, feeds, robots.txt, and known articles that
are looked at again, of which none is due so soon after the first crawl.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from urllib.parse import urljoin, urlsplit

from benchmarks.full_crawl import SITE
from benchmarks.measure import Used, run_fresh
from benchmarks.newsroom import Newsroom, newsroom
from crawler import registry

OPENED_AGO = dt.timedelta(days=2)  # what is published later must not lie in the future


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--new", type=int, default=20)
    options = parser.parse_args()
    opened = dt.datetime.now(dt.UTC) - OPENED_AGO
    with (
        newsroom(options.articles, opened) as house,
        tempfile.TemporaryDirectory(prefix="incremental-") as folder,
    ):
        first = crawl(house, folder)
        report("first crawl", house, first)
        house.order("forget")
        new = house.order("publish", count=options.new)
        second = crawl(house, folder)
        report("second crawl", house, second)
        show_second(house, new, second)


def crawl(house: Newsroom, folder: str) -> Used:
    return run_fresh("benchmarks.full_crawl", house.origin, folder, "--days", str(house.days))


def report(name: str, house: Newsroom, used: Used) -> None:
    asked = house.requests()
    print(
        f"{name}: {sum(asked.values()):,} requests, {used.items:,} new articles kept, "
        f"{used.seconds:.1f} s"
    )


def show_second(house: Newsroom, new: list[str], used: Used) -> None:
    asked = house.requests()
    fresh = {urlsplit(url).path for url in new}
    known = [path for path in asked.keys() - fresh if is_article(path)]
    others = sorted(asked.keys() - fresh)
    print(f"requests a new article: {sum(asked.values()) / len(new):.2f}")
    print(f"addresses asked for more than once: {sum(n > 1 for n in asked.values())}")
    print(f"known articles asked for again: {len(known)}")
    print(f"new articles missed: {len(new) - used.items}")
    print(f"asked besides the new articles: {', '.join(others)}")


def is_article(path: str) -> bool:
    """Whether the site's file takes the path for an article's."""
    site = registry.site(SITE)
    return site.is_article(urljoin(site.home, path))


if __name__ == "__main__":
    main()
