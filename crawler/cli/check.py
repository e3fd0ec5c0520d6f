"""`check`: what is read from one page: each field, its value, the raw string, the rule."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler import article as schema
from crawler import registry
from crawler.article import Article
from crawler.cli import options
from crawler.cli.crawl import crawl_settings
from crawler.draft import Draft
from crawler.errors import Rejected, UsageError
from crawler.page import Page
from crawler.site import Site

RAW_WIDTH = 200  # characters of a raw string that are shown
RAW_FIELD = {"reading_minutes": "reading_time", "date": "published"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    site: Annotated[str, typer.Argument(metavar="SITE", help="A name that `sites` lists.")],
    page: Annotated[
        str, typer.Argument(metavar="URL-or-FILE", help="An article's address, or a saved page.")
    ],
    url: Annotated[
        str | None, typer.Option(help="The address that a saved page had [default: as it says].")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the article as JSON only.")
    ] = False,
    origin: options.OriginOption = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens.")] = False,
) -> None:
    """Show what SITE's rules read from a page, and which rule answered each field.

    Nothing is kept. Exit code 1 if the page would not be kept as an article.
    """
    chosen = registry.site(site)
    got = _page(page, url, chosen, crawl_settings(chosen, None, None, origin), verbose)
    console = Console(highlight=False)
    try:
        draft, article = read(got, chosen)
    except Rejected as rejected:
        raise _not_an_article(page, rejected) from rejected
    if as_json:
        typer.echo(json.dumps(schema.to_dict(article), ensure_ascii=False, indent=2))
        return
    print_fields(console, draft, article)


def read(page: Page, site: Site) -> tuple[Draft, Article]:
    """The page's draft and article. Raises Rejected, as a crawl would count it."""
    from crawler.extraction import extract
    from crawler.extraction.wrong_page import find_wrong
    from crawler.normalization.normalize import normalize

    draft = extract(page, site)
    wrong = find_wrong(page, draft)
    if wrong is not None:
        raise Rejected(wrong.reason, wrong.detail)
    return draft, normalize(draft, page, site)


def _not_an_article(url: str, rejected: Rejected) -> UsageError:
    return UsageError(f"{url} is no article that would be kept: {rejected}; give an article's page")


def _page(given: str, url: str | None, site: Site, settings: dict[str, Any], verbose: bool) -> Page:
    if "://" in given:
        return _fetched(given, site, settings, verbose)
    path = Path(given)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{given} cannot be read ({error.strerror}); give an address with http(s):// or a file"
        ) from error
    page = Page(url or site.home, body, dt.datetime.now(dt.UTC))
    return page if url else Page(_own_address(page, site), body, page.seen)


def _own_address(page: Page, site: Site) -> str:
    """What a saved page says its address is; the site's home where it says nothing."""
    found: str | None = page.selector.css(
        "link[rel=canonical]::attr(href), meta[property='og:url']::attr(content)"
    ).get()
    return found or site.home


def _fetched(url: str, site: Site, settings: dict[str, Any], verbose: bool) -> Page:
    from crawler.discovery.addresses import on_site
    from crawler.fetch.origin import Origin
    from crawler.spiders.run import quiet_logging
    from crawler.spiders.single import fetch_page

    quiet_logging(verbose)
    origin = Origin.parse(settings["ORIGIN"], site.home) if "ORIGIN" in settings else None
    real = on_site(origin.to_real(url) if origin else url, site, site.home)
    if real is None or not site.is_article(real):
        raise UsageError(
            f"{url} is no article's address; those of {site.host} match {site.article_url}"
        )
    return fetch_page(real, site, settings)


def print_fields(console: Console, draft: Draft, article: Article) -> None:
    """A row a field: its value, and below it the raw string and the rule that answered."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in schema.to_dict(article).items():
        if name == "provenance":
            continue
        table.add_row(name, _shown(value))
        found = draft.first(RAW_FIELD.get(name, name))
        if found is not None:
            table.add_row("", Text(f"raw   {_raw(found.values)}", style="dim"))
        if rule := article.provenance.get(name) or (found.rule if found else None):
            table.add_row("", Text(f"rule  {rule}", style="cyan"))
    console.print(table)


def _raw(values: tuple[str, ...]) -> str:
    text = " | ".join(" ".join(value.split()) for value in values)
    return text if len(text) <= RAW_WIDTH else f"{text[:RAW_WIDTH]}… ({len(text)} characters)"


def _shown(value: Any) -> Text:
    if value in (None, [], ""):
        return Text("none", style="yellow")
    if not isinstance(value, list):
        return Text(str(value))
    lines = [_line(item) for item in value]
    return Text("\n".join(lines))


def _line(item: Any) -> str:
    if isinstance(item, dict):
        return "  ".join(str(part) for part in item.values() if part)
    return str(item)
