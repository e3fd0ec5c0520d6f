"""Milliseconds a page, ours beside each library, in one run over the recorded pages.

    python benchmarks/extract.py [--pages N]

A described site is measured on the pages that its five selectors fit, against a bare lxml parse
with the same selectors. Process time, so that a busy machine disturbs less.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lxml import html as lxml_html  # noqa: E402

from benchmarks.libraries import ALL  # noqa: E402
from benchmarks.quality import GOLD, SEEN, SETS, any_site, extract  # noqa: E402
from crawler import extraction  # noqa: E402
from crawler.page import Page  # noqa: E402
from crawler.site import Site, Text, Texts  # noqa: E402

Recorded = tuple[bytes, str]
Call = Callable[[bytes, str], object]
WARMING = 30
"""Pages before the clock runs: what is imported once, where it is needed, is no page's cost."""
SELECTORS = ("h1", "time", "article p", "a[rel=author]", "a[rel=tag]")


class DescribedSite(Site):
    """A site that declares five selectors."""

    name = "described"
    home = "https://described.example/"
    title = Text("h1")
    published = Text("time")
    body = Texts("article p")
    authors = Texts("a[rel=author]")
    tags = Texts("a[rel=tag]")


DESCRIBED = DescribedSite()


def bare_lxml(html: bytes, _url: str) -> object:
    """A parse and five selectors, the least that any extraction costs."""
    tree = lxml_html.document_fromstring(html.decode("utf-8", "replace").encode())
    return [[one.text_content() for one in tree.cssselect(css)] for css in SELECTORS]


def described(html: bytes, url: str) -> object:
    """Our extraction of a described site's page."""
    return extraction.extract(Page(url, html, SEEN), DESCRIBED)


def generic(html: bytes, url: str) -> object:
    """Our extraction of any site's page."""
    return extraction.extract(Page(url, html, SEEN), any_site(url))


def read_pages(count: int | None) -> list[Recorded]:
    """The recorded pages, at most ``count``."""
    lines = [json.loads(line) for name in SETS for line in _lines(name)]
    return [(gzip.decompress((GOLD / one["file"]).read_bytes()), one["url"]) for one in lines][
        :count
    ]


def _lines(name: str) -> list[str]:
    return (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()


def is_described(page: Recorded) -> bool:
    """True if the described site's rules fit a recorded page, so that nothing falls back."""
    fields = extraction.extract(Page(page[1], page[0], SEEN), DESCRIBED).fields
    needed = (fields.get(name) for name in ("title", "published", "body"))
    return all(found and found[0].rule.startswith("site:") for found in needed)


def time_pages(calls: Sequence[Call], pages: Sequence[Recorded]) -> list[list[float]]:
    """Milliseconds of each page by each call; one that raises counts with the time it took.

    Every page goes through all calls before the next, each time beginning with another, so that
    what else the machine does falls on all alike.
    """
    times: list[list[float]] = [[] for _ in calls]
    for turn, page in enumerate(pages):
        for shift in range(len(calls)):
            index = (turn + shift) % len(calls)
            times[index].append(_time(calls[index], page))
    return times


def _time(call: Call, page: Recorded) -> float:
    started = time.process_time()
    try:
        call(*page)
    except Exception as error:
        print(f"{call.__name__}: {type(error).__name__} on {page[1]}", file=sys.stderr)
    return (time.process_time() - started) * 1000


def find_lacking(call: Call, page: Recorded) -> str | None:
    """The name of the module that a library needs and this environment has not."""
    try:
        call(*page)
    except ModuleNotFoundError as error:
        return error.name
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; 0 also where there is nothing to measure on."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, help="only the first N")
    chosen = parser.parse_args(arguments)
    if not GOLD.is_dir():
        print(f"skipped: the recorded pages are not there ({GOLD})")
        return 0
    pages = read_pages(chosen.pages)
    calls = {call.__name__: call for call in (generic, *ALL.values())}
    calls["extract and normalize"] = extract
    print(f"{'ms a page':28} {'pages':>5} {'mean':>7} {'median':>7} {'p95':>7}")
    for name in list(calls):
        if lacking := find_lacking(calls[name], pages[0]):
            print(f"{name:28} skipped: {lacking} is not installed")
            del calls[name]
    means = print_times(calls, pages)
    fitting = [page for page in pages if is_described(page)]
    two = print_times(
        {"described site": described, "bare lxml, five selectors": bare_lxml}, fitting
    )
    print(
        f"any site costs {means['generic'] / means['trafilatura_text']:.2f} of trafilatura's text"
    )
    ratio = two["described site"] / two["bare lxml, five selectors"]
    print(f"a described site costs {ratio:.2f} of bare lxml")
    return 0


def print_times(calls: Mapping[str, Call], pages: Sequence[Recorded]) -> dict[str, float]:
    """Prints a line for each call; the means in milliseconds."""
    time_pages(list(calls.values()), pages[:WARMING])
    means = {}
    for name, unsorted in zip(calls, time_pages(list(calls.values()), pages), strict=True):
        times = sorted(unsorted)
        means[name], last = statistics.fmean(times), times[int(len(times) * 0.95)]
        print(
            f"{name:28} {len(times):5} {means[name]:7.1f}"
            f" {statistics.median(times):7.1f} {last:7.1f}"
        )
    return means


if __name__ == "__main__":
    sys.exit(main())
