"""An article with what the ledger knows of it → text for a terminal of 80 columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from crawler.article import Article, RelatedStory
from crawler.cli.history_text import Line, print_lines, standing_lines, to_words
from crawler.cli.wording import moment
from crawler.ledger.articles.graph import LinkRow
from crawler.ledger.articles.history import History

PLACES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """``kept`` are the addresses of related stories that are kept; ``links`` what leads to it,
    the latest seen first."""

    article: Article
    history: History
    kept: frozenset[str]
    links: tuple[LinkRow, ...]


def print_shown(console: Console, shown: Shown, zone: dt.tzinfo) -> None:
    """Print title, facts, text, related stories and places."""
    article = shown.article
    console.print(Text(article.title, "bold"))
    console.print(Text(article.url or ""), soft_wrap=True)
    print_lines(console, _facts(article, zone))
    print_lines(console, standing_lines(shown.history, zone))
    for paragraph in (article.lead, *article.body):
        if paragraph:
            console.print()
            console.print(Text(paragraph))
    _print_related(console, shown, zone)
    _print_places(console, shown.links, zone)


def _facts(article: Article, zone: dt.tzinfo) -> Iterator[Line]:
    when = f"{article.published:%Y-%m-%d %H:%M}" if article.published else f"{article.date}"
    yield "published", Text(when)
    if article.section:
        yield "section", Text(article.section)
    if article.authors:
        yield "authors", Text(", ".join(article.authors))
    if article.tags:
        yield "tags", Text(", ".join(article.tags))
    yield "revision", Text(str(article.revision or 1))
    if article.first_seen and article.last_seen:
        seen = f"first {moment(article.first_seen, zone)}, last {moment(article.last_seen, zone)}"
        yield "seen", Text(seen)


def _print_related(console: Console, shown: Shown, zone: dt.tzinfo) -> None:
    if not shown.article.related:
        return
    console.print("\n[bold]MORE ABOUT[/]")
    for story in shown.article.related:
        console.print(Padding(_story(story, story.url in shown.kept, zone), (0, 0, 0, 2)))


def _story(story: RelatedStory, is_kept: bool, zone: dt.tzinfo) -> Text:
    text = Text(f"{moment(story.published, zone)}  " if story.published else "")
    text.append(story.title)
    return text.append(" (kept)" if is_kept else " (not kept)", "green" if is_kept else "dim")


def _print_places(console: Console, links: tuple[LinkRow, ...], zone: dt.tzinfo) -> None:
    if not links:
        return
    console.print("\n[bold]WHERE IT STOOD[/]")
    for link in links[:PLACES_SHOWN]:
        place = to_words(link.place)
        on = f" of {link.source}" if link.source else ""
        times = f"{moment(link.first_seen, zone)} to {moment(link.last_seen, zone)}"
        console.print(Text(f"  {times}  {place}, number {link.rank + 1}{on}"), soft_wrap=True)
    if len(links) > PLACES_SHOWN:
        console.print(f"  and {len(links) - PLACES_SHOWN} more; --format json has them all")
