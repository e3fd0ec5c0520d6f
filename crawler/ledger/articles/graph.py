"""The ledger → who names whom: links between pages as rows, and the pages they join."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from crawler.ledger.articles.row_choice import RowChoice
from crawler.ledger.tables import WHOLE_SITE, articles, links, pages
from crawler.link import Where

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One page names another. Times are UTC."""

    site: str
    """The name of the site."""
    place: str
    """Where it is named: related, hot_news, latest, listing, feed, sitemap, archive."""
    source: str | None
    """The address of the page that names it (of a listing its first page); null where the whole
    site does, as in HOT NEWS."""
    source_title: str | None
    """The title of that page."""
    target: str
    """The address that is named."""
    title: str | None
    """The title announced there."""
    rank: int
    """Its place there when it was seen last, from 0."""
    published: dt.datetime | None
    """The time announced there."""
    first_seen: dt.datetime
    """When it was first seen there."""
    last_seen: dt.datetime
    """When it was last seen there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """A page that is named or names: its title as kept, else as announced."""

    site: str
    url: str
    title: str | None
    state: str
    published: dt.datetime | None
    first_seen: dt.datetime


def read_links(
    connection: Connection, choice: RowChoice, places: Collection[str]
) -> Iterator[LinkRow]:
    """The links of those places, those of one page together, by place and rank."""
    for row in _stream(connection, _select_links(choice, places)):
        yield LinkRow(**row)


def read_links_of(connection: Connection, page: int, limit: int) -> list[LinkRow]:
    """At most so many links from and to one page (tables.page_id), the latest seen first."""
    query = (
        _select_links(RowChoice(), tuple(Where))
        .where(or_(links.c.source == page, links.c.target == page))
        .order_by(None)
        .order_by(links.c.last_seen.desc(), links.c.place, links.c.rank)
        .limit(limit)
    )
    return [LinkRow(**row) for row in connection.execute(query).mappings()]


def read_linked_pages(
    connection: Connection, choice: RowChoice, places: Collection[str]
) -> Iterator[PageRow]:
    """The pages at both ends of the links that `read_links` gives, each once."""
    target = pages.alias()
    of_choice = _condition(choice, places, target)
    joined = links.join(target, target.c.id == links.c.target)
    ends = [select(end).select_from(joined).where(of_choice) for end in _ENDS]
    query = (
        select(
            pages.c.site,
            pages.c.url,
            func.coalesce(articles.c.title, pages.c.title).label("title"),
            pages.c.state,
            func.coalesce(articles.c.published, pages.c.published).label("published"),
            pages.c.first_seen,
        )
        .outerjoin(articles, articles.c.page == pages.c.id)
        .where(or_(*(pages.c.id.in_(end) for end in ends)))
        .order_by(pages.c.id)
    )
    for row in _stream(connection, query):
        yield PageRow(**row)


def read_naming_sites(
    connection: Connection, choice: RowChoice, places: Collection[str]
) -> Iterator[str]:
    """The sites that themselves name something, in HOT NEWS or LATEST."""
    target = pages.alias()
    query = (
        select(target.c.site)
        .join(links, target.c.id == links.c.target)
        .where(links.c.source == WHOLE_SITE, _condition(choice, places, target))
        .distinct()
        .order_by(target.c.site)
    )
    yield from connection.execute(query).scalars()


_ENDS = (links.c.source, links.c.target)


def _select_links(choice: RowChoice, places: Collection[str]) -> Select[Any]:
    source, target = pages.alias(), pages.alias()
    return (
        select(
            target.c.site,
            links.c.place,
            source.c.url.label("source"),
            func.coalesce(articles.c.title, source.c.title).label("source_title"),
            target.c.url.label("target"),
            links.c.title,
            links.c.rank,
            links.c.published,
            links.c.first_seen,
            links.c.last_seen,
        )
        .join(target, target.c.id == links.c.target)
        .outerjoin(source, and_(source.c.id == links.c.source, links.c.source != WHOLE_SITE))
        .outerjoin(articles, articles.c.page == source.c.id)
        .where(_condition(choice, places, target))
        .order_by(links.c.source, links.c.place, links.c.rank, links.c.target)
    )


def _condition(choice: RowChoice, places: Collection[str], target: Any) -> ColumnElement[bool]:
    seen = choice.condition(target.c.site, links.c.first_seen, links.c.last_seen)
    return and_(links.c.place.in_(sorted(places)), seen)


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    yield from connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query).mappings()
