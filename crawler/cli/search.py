"""`search`: articles that hold some words, best first, with the place where they stand."""

from __future__ import annotations

import enum
import json
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from crawler import article as schema
from crawler.cli import options
from crawler.cli.why_empty import explain_no_section
from crawler.discovery.choice import site_of_ledger
from crawler.feeds.selection import parse_selection
from crawler.ledger.connect import opened, reading
from crawler.search.find import Found, Hit, search
from crawler.search.snippet import Snippet

_FIELDS = ("url", "site", "date", "published", "section", "title", "tags", "language", "revision")
_SHOWN_WHILE_INDEXING = 2000  # changes; fewer are read before anybody could wonder


NOTHING_FITS = "nothing fits; try fewer words, or the beginning of one with a * behind it."


class Format(enum.StrEnum):
    """How hits may be written."""

    TEXT = "text"
    JSONL = "jsonl"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("search")(search_articles)


def search_articles(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help='All of these; "a phrase", -without, begin*.'),
    ],
    site: Annotated[str | None, typer.Option(metavar="SITE", help="Only this site's.")] = None,
    since: options.PublishedSince = None,
    until: options.PublishedUntil = None,
    section: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only of this section.")
    ] = None,
    tag: Annotated[str | None, typer.Option(metavar="TAG", help="Only with this tag.")] = None,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=10_000, help="So many at most.")
    ] = 20,
    format_: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.TEXT,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Find articles by words in title, lead, text and tags; the best first.

    A word in the title counts most. Case and accents do not matter. Quote for the shell:
    search 'talks -football "peace plan"'. What is gone from its site is found, too, and marked.
    """
    name = site_of_ledger(site).name if site is not None else None
    selection = parse_selection(site=name, since=since, until=until, section=section, tag=tag)
    with opened(options.ledger_address(data, ledger)) as engine:
        found = search(engine, " ".join(words), selection, limit, tell=_tell)
        with reading(engine) as connection:
            why = None if found.hits else explain_no_section(connection, selection)
    if format_ is Format.JSONL:
        for hit in found.hits:
            typer.echo(json.dumps(to_values(hit), ensure_ascii=False))
        return
    _print(Console(file=sys.stdout, highlight=False), found, why or NOTHING_FITS)


def to_values(hit: Hit) -> dict[str, Any]:
    """A hit as JSON values; ``hits`` are places in the text: [from, to) in characters."""
    whole = schema.to_dict(hit.article)
    return {
        **{name: whole[name] for name in _FIELDS},
        "first_seen": whole["first_seen"],
        "last_seen": whole["last_seen"],
        "unpublished": hit.unpublished.isoformat() if hit.unpublished else None,
        "score": round(hit.score, 6),
        "title_hits": [list(span) for span in hit.title.hits],
        "snippet": {"text": hit.snippet.text, "hits": [list(span) for span in hit.snippet.hits]},
    }


def _print(console: Console, found: Found, nothing: str) -> None:
    if not found.hits:
        console.print(f"{nothing[0].upper()}{nothing[1:]}", markup=False, soft_wrap=True)
    for number, hit in enumerate(found.hits):
        _print_hit(console, hit, number == 0)
    if found.more:
        console.print("\nThere are more; --limit shows them.")


def _print_hit(console: Console, hit: Hit, is_first: bool) -> None:
    if not is_first:
        console.print()
    console.print(_marked(console, hit.title, "bold"))
    console.print(Padding(_about(hit), (0, 0, 0, 2)))
    console.print(Text(f"  {hit.article.url}"), soft_wrap=True)
    if hit.snippet.text:
        console.print(Padding(_marked(console, hit.snippet), (0, 0, 0, 2)))


def _about(hit: Hit) -> Text:
    article = hit.article
    when = f"{article.published:%Y-%m-%d %H:%M}" if article.published else f"{article.date}"
    parts: Iterable[str | None] = (when, article.site, article.section)
    text = Text(" · ".join(part for part in parts if part), "dim")
    if hit.unpublished is not None:
        text.append(f" · unpublished {hit.unpublished:%Y-%m-%d}", "yellow")
    return text


def _marked(console: Console, snippet: Snippet, style: str = "") -> Text:
    """The hits in colour, or in brackets where there is none."""
    is_plain = not console.is_terminal or console.no_color
    text, end = Text(style=style), 0
    for start, stop in snippet.hits:
        hit = snippet.text[start:stop]
        text.append(snippet.text[end:start])
        text.append(f"[{hit}]" if is_plain else hit, "bold red")
        end = stop
    return text.append(snippet.text[end:])


def _tell(done: int, last: int) -> None:
    """Say how far a long indexing has come, where somebody watches."""
    if last - done > _SHOWN_WHILE_INDEXING and sys.stderr.isatty():
        print(f"\rindexing {done} of {last} changes ", end="", file=sys.stderr)
