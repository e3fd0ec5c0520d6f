"""`check`: what is read from one page, field by field; or whether the recorded pages of a site
give what is expected of them."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler import article as schema
from crawler.article import Article
from crawler.cases.case import Case, find_cases
from crawler.cases.comparison import compare
from crawler.cases.observing import observe, read_page
from crawler.cli import options
from crawler.cli.crawl import crawl_settings
from crawler.cli.given_page import (
    UrlOption,
    Verbose,
    fetch_article,
    is_address,
    read_file,
    with_home,
)
from crawler.discovery.choice import choose_site
from crawler.draft import FIELDS, Draft
from crawler.errors import Rejected, UsageError
from crawler.extraction import extract, find_wrong
from crawler.page import Page
from crawler.site import Site

RAW_WIDTH = 200  # characters of a raw string that are shown
RAW_FIELD = {"reading_minutes": "reading_time", "date": "published"}
MOST_SHOWN = 10  # differences of one page


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    site: Annotated[str, typer.Argument(metavar="SITE", help="A name that `sites` lists.")],
    page: Annotated[
        str | None,
        typer.Argument(
            metavar="PAGE",
            help="An article's address, a saved page, or the name of a recorded one.",
        ),
    ] = None,
    url: UrlOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the article as JSON only.")
    ] = False,
    origin: options.OriginOption = None,
    verbose: Verbose = False,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Show what SITE's rules read from a page, and which rule answered each field.

    Without a page: read all recorded pages of SITE and compare. Nothing is kept. Exit code 1 if
    a recorded page gives something else than expected, or nobody has reviewed what is.
    """
    chosen = choose_site(site)
    crawl_settings(chosen, data, ledger, origin)  # a mistake in them is told before all else
    console = Console(highlight=False)
    if page is None:
        raise typer.Exit(check_cases(console, chosen))
    got = _page(page, url, chosen, origin, verbose)
    try:
        draft, article = read_page(got, chosen)
    except Rejected as rejected:
        if not as_json:
            _print_draft(console, got, chosen)
        raise _not_an_article(page, rejected) from rejected
    if as_json:
        typer.echo(json.dumps(schema.to_dict(article), ensure_ascii=False, indent=2))
        return
    print_fields(console, draft, article)


def check_cases(console: Console, site: Site) -> int:
    """Compare every recorded page with what is expected of it; the exit code."""
    cases = find_cases(site)
    if not cases:
        raise UsageError(
            f"no page of {site.name} is recorded; record one: "
            f"python -m crawler record {site.name} URL-or-FILE"
        )
    good = sum(_check_case(console, case, site) for case in cases)
    console.print(f"{good} of {len(cases)} recorded pages are as expected and reviewed")
    return 0 if good == len(cases) else 1


def _check_case(console: Console, case: Case, site: Site) -> bool:
    differences = compare(case.expected, observe(case.page, site))
    state = "differs" if differences else "as expected"
    reviewed = "" if case.reviewed else ", not reviewed"
    console.print(f"{case.name}: {state}{reviewed}", markup=False)
    for difference in differences[:MOST_SHOWN]:
        console.print(f"  {difference}", markup=False, soft_wrap=True)
    if len(differences) > MOST_SHOWN:
        console.print(f"  … and {len(differences) - MOST_SHOWN} more")
    return not differences and case.reviewed


def _page(given: str, url: str | None, site: Site, origin: str | None, verbose: bool) -> Page:
    if is_address(given):
        return fetch_article(given, site, origin, verbose)
    recorded = next((case for case in find_cases(site) if case.name == given), None)
    return recorded.page if recorded else with_home(read_file(given, url), site)


def _not_an_article(url: str, rejected: Rejected) -> UsageError:
    return UsageError(
        f"{url} is no article that would be kept: {rejected}; "
        "give an article's page, or rules that read this one"
    )


def _print_draft(console: Console, page: Page, site: Site) -> None:
    """What was read from a page that is like an article and gives none."""
    try:
        draft = extract(page, site)
    except Rejected:
        return
    if find_wrong(page, draft) is not None:
        return
    table = _table()
    for name in FIELDS:
        found = draft.first(name)
        table.add_row(name, _shown(None) if found is None else Text(f"raw   {_raw(found.values)}"))
        if found is not None:
            table.add_row("", Text(f"rule  {found.rule}", style="cyan"))
    if draft.layout:
        table.add_row("layout", draft.layout)
    console.print(table)


def _table() -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def print_fields(console: Console, draft: Draft, article: Article) -> None:
    """A row a field: its value, and below it the raw string and the rule that answered."""
    table = _table()
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
