"""`demo`: crawl the newsroom, a small news site of our own on loopback, and compare."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from crawler import article as schema
from crawler import registry
from crawler.article import Article
from crawler.cli import options
from crawler.cli.crawl import FEED_FORMATS, crawl_and_report, crawl_settings
from crawler.demo.comparison import compare
from crawler.errors import UsageError
from crawler.feeds.selection import Selection
from crawler.ledger.articles.library import read_articles
from crawler.ledger.connect import open_ledger, reading

SITE = "interfax-ukraine"
EDITIONS = {"interfax-ukraine": "en", "interfax-ukraine-uk": "uk", "interfax-ukraine-ru": "ru"}
LONG_AGO = dt.timedelta(days=365)
SHOWN = 5  # differences that are printed
LEAVING = 10  # seconds that the newsroom may take to end


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    serve: Annotated[
        bool, typer.Option("--serve", help="Only keep the newsroom up, for a browser.")
    ] = False,
    port: Annotated[
        int, typer.Option(metavar="PORT", min=0, max=65535, help="0 takes any free port.")
    ] = 0,
    articles: Annotated[
        int, typer.Option(metavar="N", min=1, max=100_000, help="How many there are.")
    ] = 300,
    seed: Annotated[int, typer.Option(metavar="N", help="Another number, other news.")] = 1,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens.")] = False,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Crawl the newsroom, a small news site of our own on this machine, and compare.

    Starts it, crawls it into a fresh ledger, writes feeds, and says how what was kept compares
    with what the newsroom knows to be true. Nothing leaves this machine.
    """
    words = ["--articles", str(articles), "--seed", str(seed), "--port", str(port)]
    if serve:
        from crawler.demo.__main__ import main as serve_newsroom

        raise typer.Exit(serve_newsroom(words))
    folder = options.data_folder(data) / "demo"
    console = Console(highlight=False)
    with newsroom(words) as origin:
        console.print(f"The newsroom is up at {origin}: {articles} articles, seed {seed}.")
        address = options.ledger_address(folder, ledger)
        code = _crawl(folder, address, origin, articles, verbose)
        code = max(code, print_comparison(console, address, origin))
    console.print("Look at it in a browser: python -m crawler demo --serve")
    raise typer.Exit(code)


@contextlib.contextmanager
def newsroom(words: list[str]) -> Iterator[str]:
    """A newsroom in a process of its own; gives its address. Raises UsageError if it cannot."""
    command = [sys.executable, "-m", "crawler.demo", *words]
    with (
        tempfile.TemporaryFile("w+") as complaints,  # no pipe: nobody reads it while it runs
        subprocess.Popen(  # noqa: S603 - this program itself
            command, stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as process,
    ):
        assert process.stdout is not None
        try:
            origin = process.stdout.readline().strip()
            if not origin:
                process.wait()
                complaints.seek(0)
                said = complaints.read().strip().splitlines() or ["it said nothing"]
                raise UsageError(f"the newsroom did not start: {said[-1]}")
            yield origin
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(timeout=LEAVING)
    except subprocess.TimeoutExpired:
        process.kill()


def _crawl(folder: Path, ledger: str, origin: str, articles: int, verbose: bool) -> int:
    """Crawl everything the newsroom has into a fresh ledger in the demo's own folder."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)
    since = dt.datetime.now(dt.UTC) - LONG_AGO
    arguments = {"max_pages": 50 + 3 * articles, "depth": 1, "since": since.isoformat()}
    settings = crawl_settings(registry.site(SITE), folder, ledger, origin)
    return crawl_and_report(registry.site(SITE), settings, arguments, FEED_FORMATS, folder, verbose)


def print_comparison(console: Console, ledger: str, origin: str) -> int:
    """Say how what was kept compares with what is true; 1 if they differ."""
    kept = {article.url: article for article in _kept(ledger)}
    true = 0
    wrong = []
    for truth in _truths(origin):
        true += 1
        article = kept.get(truth.url) or _same_id(kept, truth)
        same_address = replace(truth, url=article.url) if article else truth
        differences = compare(same_address, article) if article else ("not kept",)
        if differences:
            wrong.append(f"{truth.url}: {differences[0]}")
    same = true - len(wrong)
    colour = "green" if not wrong else "red"
    console.print(f"[{colour}]{same} of {true} articles are exactly as the newsroom says.[/]")
    for line in wrong[:SHOWN]:
        console.print(f"  {line}", soft_wrap=True, markup=False)
    return 1 if wrong else 0


def _same_id(kept: Mapping[str | None, Article], truth: Article) -> Article | None:
    """The article kept under another section's address of the same story."""
    number = (truth.url or "").rpartition("/")[2]
    return next((one for url, one in kept.items() if url and url.endswith(f"/{number}")), None)


def _kept(ledger: str) -> Iterator[Article]:
    engine = open_ledger(ledger, create=False)
    try:
        with reading(engine) as connection:
            yield from read_articles(connection, Selection(site=SITE))
    finally:
        engine.dispose()


def _truths(origin: str) -> Iterator[Article]:
    with urllib.request.urlopen(f"{origin}/_newsroom/truth") as answer:  # noqa: S310 - loopback
        for line in answer:
            yield schema.from_json(line)
