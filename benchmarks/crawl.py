"""Speed and memory of the full crawl beside a bare Scrapy spider's, both on the newsroom.

    python -m benchmarks.crawl                          2,000 articles, five rounds
    python -m benchmarks.crawl --rounds 0 --grow 20000  memory with ten times the articles

The newsroom runs in a process of its own. Each crawl is a fresh process that begins with nothing;
the two take turns, and which goes first alternates. Speed is pages a second from the first line
of the crawl to its feed, imports left out. The bare spider meets a story under each address it
has, ours asks for each story once: hence its few pages more, and rates, not times, are compared.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable

from benchmarks.measure import MIB, Used, median, print_table, run_fresh
from benchmarks.newsroom import Newsroom, newsroom


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--grow", type=int, metavar="ARTICLES", help="one full crawl of so many")
    options = parser.parse_args()
    with newsroom(options.articles) as house:
        small = compare(house, options.rounds) if options.rounds else crawl_full(house)
    if options.grow:
        with newsroom(options.grow) as house:
            show_growth(options.articles, small, options.grow, crawl_full(house))


def crawl_full(house: Newsroom) -> Used:
    with tempfile.TemporaryDirectory(prefix="full-") as folder:
        return run_fresh("benchmarks.full_crawl", house.origin, folder, "--days", str(house.days))


def crawl_bare(house: Newsroom) -> Used:
    with tempfile.TemporaryDirectory(prefix="bare-") as folder:
        return run_fresh("benchmarks.bare_crawl", house.origin, folder)


def compare(house: Newsroom, rounds: int) -> Used:
    """Print the table and the ratios; what the full crawl of the last round used."""
    full: list[Used] = []
    bare: list[Used] = []
    turns: list[tuple[list[Used], Callable[[Newsroom], Used]]]
    turns = [(full, crawl_full), (bare, crawl_bare)]
    for number in range(rounds):
        for found, crawl in turns if number % 2 else reversed(turns):
            found.append(crawl(house))
    print_table(
        (f"{house.articles:,} articles", "pages", "pages/s", "CPU ms/page", "peak MiB"),
        [row("full crawl", full), row("bare spider", bare)],
    )
    pairs = list(zip(full, bare, strict=True))
    speed = median([rate(one) / rate(other) for one, other in pairs])
    cpu = median([cpu_a_page(one) / cpu_a_page(other) for one, other in pairs])
    memory = median([one.peak / other.peak for one, other in pairs])
    print(f"ratios, median of {rounds}: speed {speed:.2f}, CPU {cpu:.2f}, memory {memory:.2f}")
    writes = median([one.writes / one.pages for one in full])
    print(f"the ledger wrote {writes:.3f} transactions a page")
    return full[-1]


def row(name: str, found: list[Used]) -> tuple[str, ...]:
    return (
        name,
        f"{found[0].pages:,}",
        f"{median([rate(one) for one in found]):.0f}",
        f"{1000 * median([cpu_a_page(one) for one in found]):.2f}",
        f"{median([one.peak for one in found]) / MIB:.0f}",
    )


def rate(used: Used) -> float:
    return used.pages / used.seconds


def cpu_a_page(used: Used) -> float:
    return used.cpu / used.pages


def show_growth(few: int, small: Used, many: int, large: Used) -> None:
    print(
        f"peak memory: {small.peak / MIB:.0f} MiB with {few:,} articles, "
        f"{large.peak / MIB:.0f} MiB with {many:,} ({large.items:,} kept): "
        f"ratio {large.peak / small.peak:.2f}"
    )


if __name__ == "__main__":
    main()
