"""The ledger → the articles it holds, one by one, in order of publication; memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, Select, cast, func, select

from crawler.article import Article
from crawler.feeds.selection import Revisions, Selection
from crawler.ledger.articles.article_choice import ArticleChoice, choose_articles
from crawler.ledger.articles.stored_article import StoredArticle
from crawler.ledger.tables import articles, revisions

ROWS_AT_ONCE = 200


def read_articles(
    connection: Connection,
    selection: Selection,
    newest_first: bool = False,
    without_gone: bool = False,
) -> Iterator[Article]:
    """What `read_stored` gives, as articles."""
    for stored in read_stored(connection, selection, newest_first, without_gone):
        yield stored.article()


def read_stored(
    connection: Connection,
    selection: Selection,
    newest_first: bool = False,
    without_gone: bool = False,
) -> Iterator[StoredArticle]:
    """The articles that the selection admits, in their latest versions or in all, oldest version
    first; by time of publication, or of the first look where the selection is by that.

    ``without_gone`` leaves out what is gone from its site."""
    choice = choose_articles(connection, selection, newest_first, without_gone)
    is_all = selection.revisions is Revisions.ALL
    found = _stream(connection, select_articles(connection, choice))
    for page, date, revision, last_seen, document in found:
        stored = StoredArticle(document, last_seen)
        if not choice.is_sure(date) and not selection.admits(stored.article()):
            continue
        if is_all and revision > 1:
            yield from _read_earlier(connection, page, revision)
        yield stored


def read_sections(connection: Connection, site: str | None = None) -> list[str]:
    """The sections that articles (of a site, or all) are of, in the order of the alphabet."""
    query = select(articles.c.section).where(articles.c.section.is_not(None)).distinct()
    if site is not None:
        query = query.where(articles.c.site == site)
    return sorted(connection.execute(query).scalars())


def select_articles(connection: Connection, choice: ArticleChoice) -> Select[Any]:
    """The statement of `read_stored`."""
    columns = (
        articles.c.page,
        articles.c.date,
        articles.c.revision,
        articles.c.last_seen,
        _encoded(connection, articles.c.document),
    )
    return select(*columns).where(*choice.conditions).order_by(*choice.order)


def _encoded(connection: Connection, document: ColumnElement[str]) -> ColumnElement[bytes]:
    """A document as bytes, which need not be decoded only to be encoded again."""
    if connection.dialect.name == "postgresql":
        return func.convert_to(document, "UTF8", type_=LargeBinary)
    return cast(document, LargeBinary)


def _read_earlier(connection: Connection, page: int, latest: int) -> Iterator[StoredArticle]:
    """The versions of an article before its latest one."""
    query = (
        select(_encoded(connection, revisions.c.document))
        .where(revisions.c.page == page, revisions.c.number < latest)
        .order_by(revisions.c.number)
    )
    for row in _stream(connection, query):
        yield StoredArticle(row[0])


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    yield from connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
