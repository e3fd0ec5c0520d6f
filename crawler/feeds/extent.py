"""How many of a selection's articles a feed holds: all, the newest, or a sample."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from crawler.errors import UsageError
from crawler.feeds.selection import Revisions, Selection
from crawler.ledger.articles.library import read_stored
from crawler.ledger.articles.stored_article import StoredArticle


@dataclass(frozen=True, slots=True)
class Extent:
    """``newest``: only so many, the newest first. ``sample``: only so many, each as likely as any
    other, in their order. Raises UsageError for both, and for fewer than one."""

    newest: int | None = None
    sample: int | None = None

    def __post_init__(self) -> None:
        """Raises UsageError."""
        if self.newest is not None and self.sample is not None:
            raise UsageError("the newest are no sample; leave one of newest and sample out")
        if any(one is not None and one < 1 for one in (self.newest, self.sample)):
            raise UsageError("newest and sample are numbers above 0")

    def describe(self) -> dict[str, int]:
        """What is said of it, for a manifest."""
        told = {"newest": self.newest, "sample": self.sample}
        return {name: value for name, value in told.items() if value is not None}


ALL = Extent()


def read_extent(
    connection: Connection, selection: Selection, extent: Extent = ALL, is_channel: bool = False
) -> Iterator[StoredArticle]:
    """So many of the articles that the selection admits; memory stays flat.

    What feed readers read (``is_channel``) has the newest first, and nothing that is gone from its
    site. Raises UsageError for a sample of versions.
    """

    def read() -> Iterator[StoredArticle]:
        newest_first = is_channel or extent.newest is not None
        return read_stored(connection, selection, newest_first, without_gone=is_channel)

    if extent.sample is None:
        return islice(read(), extent.newest)
    if selection.revisions is Revisions.ALL:
        raise UsageError("a sample is of articles, not of their versions; leave revisions out")
    return _draw(read, extent.sample)


def _draw(read: Callable[[], Iterable[StoredArticle]], size: int) -> Iterator[StoredArticle]:
    """Those whose addresses have the smallest hashes: the same each time, and after more were
    crawled all those that are still among them. Read twice, so that none is held meanwhile."""
    chosen = frozenset(heapq.nsmallest(size, map(_mark, read())))
    return (one for one in read() if _mark(one) in chosen)


def _mark(article: StoredArticle) -> bytes:
    return hashlib.blake2b(article.address(), digest_size=16).digest()
