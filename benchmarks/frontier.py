"""What a crawl costs at a ledger of a million addresses, beside one of a thousand.

    python -m benchmarks.frontier                       1,000,000 known, 100,000 of them due

Memory is that of a full crawl of so many due pages of a newsroom, in a fresh process. Draw and
keep are the ledger's part alone, in CPU time a page, beside what Scrapy's scheduler, which
forgets all at the end, takes for the same pages and links.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.filled_ledger import fill
from benchmarks.measure import MIB, Used, median, print_table, run_fresh
from benchmarks.newsroom import newsroom
from crawler.demo.newsroom import Newsroom

FEW = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """What was used at one size: by the whole crawl, by the ledger with articles and without."""

    crawl: Used
    articles: list[Used]
    links: list[Used]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--known", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=480, help="pages of each crawl")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    few = measure(FEW, FEW, options.pages, options.rounds)
    many = measure(options.known, options.due, options.pages, options.rounds)
    now = dt.datetime.now(dt.UTC).isoformat()
    size = ["--now", now, "--articles", str(FEW), "--pages", str(options.pages)]
    plain = [run_fresh("benchmarks.scheduler_work", *size) for _ in range(options.rounds)]
    show(few, many, plain, options.known, options.due)


def measure(known: int, due: int, pages: int, rounds: int) -> Found:
    """Each measurement begins with the ledger as it was filled."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory(prefix="frontier-") as folder:
        filled, ledger = Path(folder, "filled.sqlite"), Path(folder, "ledger.sqlite")
        fill(f"sqlite:///{filled}", Newsroom.opened(now=now, articles=due), known, now)
        size = ["--now", now.isoformat(), "--articles", str(due), "--pages", str(pages)]
        work = ["benchmarks.ledger_work", f"sqlite:///{ledger}", *size]
        articles, links = [], []
        for _ in range(rounds):
            renew(ledger, filled)
            articles.append(run_fresh(*work))
            renew(ledger, filled)
            links.append(run_fresh(*work, "--links-alone"))
        renew(ledger, filled)
        limits = ["--days", "0", "--max-pages", str(pages)]
        with newsroom(due, now) as served:
            crawl = run_fresh("benchmarks.full_crawl", served.origin, folder, *limits)
    return Found(crawl, articles, links)


def renew(ledger: Path, filled: Path) -> None:
    """The ledger as it was filled, without what a run left beside it."""
    for path in ledger.parent.glob(f"{ledger.name}*"):
        path.unlink()
    shutil.copy(filled, ledger)


def show(few: Found, many: Found, plain: list[Used], known: int, due: int) -> None:
    sizes = ((f"{FEW:,} known, all due", few), (f"{known:,} known, {due:,} due", many))
    head = ("", "peak MiB", "draw ms/page", "keep ms/page", "links alone", "writes/page")
    print_table(head, [row(name, found) for name, found in sizes])
    scheduler = milliseconds(plain)
    links = plain[0].items / plain[0].pages
    print(f"Scrapy's scheduler in memory: {scheduler:.2f} ms/page, {links:.0f} links a page")
    print(
        f"ratios: memory {many.crawl.peak / few.crawl.peak:.2f}, "
        f"ledger's time {milliseconds(many.articles) / milliseconds(few.articles):.2f} "
        f"(many to few); links in the ledger {milliseconds(few.links) / scheduler:.2f}, "
        f"with articles and revisions {milliseconds(few.articles) / scheduler:.2f} "
        "(ledger to scheduler)"
    )


def row(name: str, found: Found) -> tuple[str, ...]:
    drawing = 1000 * median([one.drawing / one.pages for one in found.articles])
    return (
        name,
        f"{found.crawl.peak / MIB:.0f}",
        f"{drawing:.3f}",
        f"{milliseconds(found.articles) - drawing:.2f}",
        f"{milliseconds(found.links) - drawing:.2f}",
        f"{found.crawl.writes / found.crawl.pages:.3f}",
    )


def milliseconds(found: list[Used]) -> float:
    """CPU time a page, the median."""
    return 1000 * median([one.cpu / one.pages for one in found])


if __name__ == "__main__":
    main()
