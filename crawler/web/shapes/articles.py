"""Articles: a line of a list, and one with what is known around it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

from crawler.article import Article
from crawler.ledger.articles.catalogue import Kept
from crawler.ledger.articles.graph import LinkRow
from crawler.ledger.articles.history import History
from crawler.web.finding import Entry, Match


class Marked(BaseModel):
    """Text, and where in it the words stand: from and to, in characters."""

    text: str
    hits: list[tuple[int, int]]


class MatchLine(BaseModel):
    """``score`` is higher where it fits better; null in the order of time."""

    score: float | None
    title: Marked
    snippet: Marked

    @classmethod
    def of(cls, match: Match) -> MatchLine:
        """What of an article fits."""
        title, snippet = (
            Marked(text=one.text, hits=list(one.hits)) for one in (match.title, match.snippet)
        )
        return cls(score=match.score, title=title, snippet=snippet)


class ArticleLine(BaseModel):
    """An article without its text. ``id`` is text because it has up to 63 bits."""

    id: str
    url: str | None
    site: str | None
    source: str | None
    title: str
    lead: str | None
    section: str | None
    published: dt.datetime | None
    date: dt.date
    language: str | None
    authors: list[str]
    tags: list[str]
    revision: int | None
    first_seen: dt.datetime | None
    last_seen: dt.datetime | None
    unpublished: dt.datetime | None = Field(description="When it was found gone from its site.")

    match: MatchLine | None = Field(description="Where the words stand, if words were asked for.")

    @classmethod
    def of(cls, entry: Entry) -> ArticleLine:
        """The line of an article."""
        kept, match = entry.kept, entry.match
        names = cls.model_fields.keys() - {"id", "unpublished", "match"}
        values = {name: getattr(kept.article, name) for name in names}
        lists = {name: list(values[name]) for name in ("authors", "tags")}
        shown = MatchLine.of(match) if match is not None else None
        return cls(**values | lists, id=str(kept.id), unpublished=kept.unpublished, match=shown)


class ArticleLines(BaseModel):
    """A page of articles. A page may hold few articles, or none, and still lead on:
    only ``next`` null is the end."""

    items: list[ArticleLine]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


class Revision(BaseModel):
    """A version of an article, and what it changed in the one before."""

    number: int
    seen: dt.datetime
    crawl: int
    changes: list[dict[str, Any]]


class ArticleWhole(BaseModel):
    """An article with what is known around it. ``placements`` are its stays in HOT NEWS and
    LATEST, ``links`` all other pages that it names or that name it."""

    id: str
    unpublished: dt.datetime | None
    article: Article
    state: str
    looks: int
    revisions: list[Revision]
    links: list[LinkRow]
    placements: list[LinkRow]

    @classmethod
    def of(cls, kept: Kept, history: History, rows: list[LinkRow]) -> ArticleWhole:
        """All of it together."""
        return cls(
            id=str(kept.id),
            unpublished=kept.unpublished,
            article=kept.article,
            state=history.state,
            looks=history.looks,
            revisions=[
                Revision(
                    number=one.number, seen=one.seen, crawl=one.crawl, changes=list(one.changes)
                )
                for one in history.versions
            ],
            links=[one for one in rows if one.source is not None],
            placements=[one for one in rows if one.source is None],
        )
