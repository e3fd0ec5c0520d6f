"""`new`: a site from one of its articles: its file, the recorded page, what is expected of it."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Annotated

import typer

import crawler.sites
from crawler import registry
from crawler.cases.case import Case, cases_folder, name_case, project_folder, write_case
from crawler.cases.observing import observe
from crawler.cases.page_hints import unruled
from crawler.cases.site_draft import draft_site, module_of
from crawler.cli import options
from crawler.cli.given_page import PageArgument, UrlOption, Verbose, fetch, is_address, read_file
from crawler.errors import CrawlerError, Rejected, UsageError
from crawler.fetch.guard import find_malformation
from crawler.page import Page
from crawler.site import Site

NO_ARTICLE = frozenset({"challenge", "empty", "not-found", "not-html", "status", "wall"})
"""Reasons for which a page is refused that no rule would mend."""
NEXT = """\
Next:
  1. Open {file}
     and fill in what its comments ask for; docs/sites.md tells every attribute.
  2. python -m crawler check {name} {case}
     shows every field, the raw string and the rule that answered.
  3. python -m crawler record {name}
     drafts the expected values anew from the rules.
  4. Read {expected}
     against the page, correct it, and set "reviewed" to true in it.
  5. python -m crawler check {name}
     compares; python -m crawler record {name} URL adds a page."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("new")(new)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the site is to be called.")],
    page: PageArgument,
    url: UrlOption = None,
    origin: options.OriginOption = None,
    verbose: Verbose = False,
) -> None:
    """Add a site: record an article's page, draft the site's file and the expected article.

    Writes crawler/sites/NAME.py and two files in tests/sites/NAME/, and nothing that is there
    already.
    """
    file = free_file(name)
    got = _page(page, url, origin, verbose)
    try:
        file.write_text(draft_site(name, got), encoding="utf-8")
        case, written = _record(registered(name), got)
    except Rejected as rejected:
        raise UsageError(f"{got.url} cannot be read: {rejected}; give another article") from None
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be written: {error.strerror}") from error
    except CrawlerError:
        file.unlink(missing_ok=True)
        raise
    _tell(name, file, case, written)


def free_file(name: str) -> Path:
    """The path of the new site's file. Raises UsageError for a name that cannot be used."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise UsageError(f"{name!r} is no site's name: write lower-case words joined by hyphens")
    file = Path(crawler.sites.__path__[0]) / f"{module_of(name)}.py"
    if name in registry.sites() or file.exists():
        raise UsageError(
            f"{name} is there already; add a page to it with: "
            f"python -m crawler record {name} URL-or-FILE"
        )
    return file


def registered(name: str) -> Site:
    """The site whose file was just written."""
    importlib.invalidate_caches()
    registry.sites.cache_clear()
    return registry.site(name)


def _page(given: str, url: str | None, origin: str | None, verbose: bool) -> Page:
    if not is_address(given):
        page = read_file(given, url)
        if page.url:
            return page
        raise UsageError(f"{given} does not say its address; give it with --url")
    if problem := find_malformation(given):
        raise UsageError(f"{given!r}: {problem.detail}; give an article's address")
    return fetch(given, unruled(given), origin, verbose)


def _record(site: Site, page: Page) -> tuple[Case, tuple[Path, Path]]:
    expected = observe(page, site)
    reason = expected.get("rejected")
    if reason in NO_ARTICLE:
        raise UsageError(f"{page.url} is no article: {reason}; give the page of an article")
    match = site.match_article(page.url)
    case = Case(name_case(match["key"] if match else ""), site.name, page, expected)
    return case, write_case(cases_folder(site), case)


def _tell(name: str, file: Path, case: Case, written: tuple[Path, Path]) -> None:
    for path in (file, *written):
        typer.echo(f"wrote {shown(path)}")
    if reason := case.expected.get("rejected"):
        typer.echo(f"Without a rule the page would not be kept: {reason}.")
    typer.echo(NEXT.format(name=name, case=case.name, file=shown(file), expected=shown(written[1])))


def shown(path: Path) -> str:
    """A path of the project, from its folder."""
    return str(path.absolute().relative_to(project_folder()))
