"""`show`: one article as it is kept, where it stands, and what stands around it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from sqlalchemy import Connection

from crawler import article as schema
from crawler.article import Article, RelatedStory
from crawler.cli import options
from crawler.cli.history import find_history
from crawler.cli.show_text import Shown, print_shown
from crawler.cli.site_choice import site_of_page
from crawler.discovery.addresses import key
from crawler.errors import UsageError
from crawler.ledger.articles.graph import read_links_of
from crawler.ledger.articles.history import History, Version
from crawler.ledger.connect import at_one_moment, opened, reading
from crawler.ledger.crawling.known import read_last_seen
from crawler.ledger.tables import page_id
from crawler.site import Site

_MOST_LINKS = 1000


class Format(enum.StrEnum):
    """How an article may be written."""

    TEXT = "text"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show")(show)


def show(
    url: Annotated[str, typer.Argument(metavar="URL", help="An article's address.")],
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
    revision: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="As it stood in this revision.")
    ] = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Show an article to read: its text, its state, where it stands and what relates to it.

    The site is found by the address. `history` says what each revision changed.
    """
    site = site_of_page(url)
    with (
        opened(options.ledger_address(data, ledger)) as engine,
        reading(at_one_moment(engine)) as connection,
    ):
        shown = read_shown(connection, url, site, revision)
    if format_ is Format.JSON:
        typer.echo(json.dumps(to_values(shown), ensure_ascii=False, indent=2))
        return
    print_shown(Console(file=sys.stdout, highlight=False), shown, site.zone)


def read_shown(connection: Connection, url: str, site: Site, revision: int | None) -> Shown:
    """What the ledger knows around an article. Raises UsageError for one that it does not hold."""
    history = find_history(connection, url, site)
    version = _choose(history, revision)
    page = page_id(site.name, key(history.url, site))
    article = schema.from_dict(version.document)
    if version is history.versions[-1]:
        article = _as_it_stands(article, history, read_last_seen(connection, [page]).get(page))
    return Shown(
        article=article,
        history=history,
        kept=_read_kept(connection, site, article),
        links=tuple(
            one for one in read_links_of(connection, page, _MOST_LINKS) if one.target == history.url
        ),
    )


def _choose(history: History, revision: int | None) -> Version:
    if not history.versions:
        reason = f", {history.reason}" if history.reason else ""
        raise UsageError(f"{history.url} was never kept ({history.state}{reason}); see: history")
    if revision is None:
        return history.versions[-1]
    for version in history.versions:
        if version.number == revision:
            return version
    numbers = ", ".join(str(version.number) for version in history.versions)
    raise UsageError(f"there is no revision {revision} of {history.url}; there are: {numbers}")


def _as_it_stands(article: Article, history: History, last_seen: dt.datetime | None) -> Article:
    """The newest version with the MORE ABOUT that was seen last: that is no revision."""
    items = history.related[-1].items
    return dataclasses.replace(
        article,
        related=tuple(
            RelatedStory(_time(item.get("published")), item["title"], item["url"]) for item in items
        ),
        last_seen=last_seen or article.last_seen,
    )


def _time(iso: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(iso) if iso else None


def _read_kept(connection: Connection, site: Site, article: Article) -> frozenset[str]:
    """The addresses of related stories that are kept themselves."""
    pages = {
        page_id(site.name, key(story.url, site)): story.url
        for story in article.related
        if story.url
    }
    return frozenset(pages[page] for page in read_last_seen(connection, list(pages)))


def to_values(shown: Shown) -> dict[str, Any]:
    """The article in its schema, and beside it what the ledger knows; times are ISO 8601."""
    history = shown.history
    return {
        "article": schema.to_dict(shown.article),
        "state": history.state,
        "reason": history.reason,
        "unpublished": _iso(history.unpublished),
        "found": {"first_seen": _iso(history.first_seen), "place": history.place},
        "looks": {
            "count": history.looks,
            "unchanged": history.unchanged,
            "last": _iso(history.last_look),
        },
        "revisions": [{"number": one.number, "seen": _iso(one.seen)} for one in history.versions],
        "related_kept": _in_order(shown.article.related, shown.kept),
        "stands": [
            {
                "place": one.place,
                "on": one.source,
                "rank": one.rank,
                "first_seen": _iso(one.first_seen),
                "last_seen": _iso(one.last_seen),
            }
            for one in shown.links
        ],
    }


def _in_order(related: Sequence[RelatedStory], kept: frozenset[str]) -> list[str]:
    return [story.url for story in related if story.url in kept]


def _iso(time: dt.datetime | None) -> str | None:
    return time.isoformat() if time is not None else None
