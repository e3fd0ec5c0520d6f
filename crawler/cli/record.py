"""`record`: one more page of a site with what is expected of it, or the expected values anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from crawler import registry
from crawler.cases.case import (
    Case,
    cases_folder,
    find_cases,
    name_case,
    write_case,
    write_expected,
)
from crawler.cases.observing import observe
from crawler.cli import options
from crawler.cli.given_page import (
    UrlOption,
    Verbose,
    fetch_article,
    is_address,
    read_article_file,
)
from crawler.cli.new import shown
from crawler.errors import UsageError
from crawler.page import Page
from crawler.site import Site


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("record")(record)


def record(
    site: Annotated[str, typer.Argument(metavar="SITE", help="A name that `sites` lists.")],
    page: Annotated[
        str | None,
        typer.Argument(
            metavar="URL-or-FILE", help="An article's address, or a saved page; see above."
        ),
    ] = None,
    url: UrlOption = None,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What to call the page [default: by its address]."),
    ] = None,
    origin: options.OriginOption = None,
    verbose: Verbose = False,
) -> None:
    """Record one more article's page of SITE in tests/sites/, and draft what it is to give.

    Nothing is overwritten. Without a page: draft anew, from the rules as they now are, what is
    expected of every recorded page that nobody has reviewed.
    """
    chosen = registry.site(site)
    if page is None:
        redraft(chosen)
        return
    if is_address(page):
        got = fetch_article(page, chosen, origin, verbose)
    else:
        got = read_article_file(page, url, chosen)
    _record(got, chosen, name)


def redraft(site: Site) -> None:
    """Write anew what is expected of the pages that nobody has reviewed."""
    drafts = [case for case in find_cases(site) if not case.reviewed]
    if not drafts:
        raise UsageError(
            f"no recorded page of {site.name} waits for a review; give a page to record"
        )
    for case in drafts:
        anew = replace(case, expected=observe(case.page, site))
        typer.echo(f"drafted {shown(write_expected(cases_folder(site), anew))}")


def _record(page: Page, site: Site, name: str | None) -> None:
    match = site.match_article(page.url)
    if match is None:
        raise UsageError(f"{page.url}, where the address led, is no article of {site.name}")
    key = match.groupdict().get("key") or match[0]
    case = Case(name_case(name or key), site.name, page, observe(page, site))
    for path in write_case(cases_folder(site), case):
        typer.echo(f"wrote {shown(path)}")
    if reason := case.expected.get("rejected"):
        typer.echo(f"The page would not be kept: {reason}.")
    typer.echo(
        'Read the expected values against the page, correct them, set "reviewed" to true; then\n'
        f"python -m crawler check {site.name}"
    )
