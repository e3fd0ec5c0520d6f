"""A declared feed → what would keep it from being written, found before it is, and nothing written.

What is declared wrongly is found by `feeds.declared.judge_declared`.
"""

from __future__ import annotations

from sqlalchemy import Connection

from crawler.feeds.declared import DeclaredFeed
from crawler.feeds.delta import require_its_own
from crawler.feeds.place import find_place, place_in
from crawler.ledger.articles import cursors
from crawler.ledger.articles.cursors import CursorKind
from crawler.ledger.articles.library import read_stored


def check_target(feed: DeclaredFeed) -> None:
    """Raises UsageError or FeedError if no file of the feed's could be put where it goes."""
    if not feed.is_delta:
        find_place(feed.target).check()
        return
    place_in(feed.target, f"{feed.name}-000000.{feed.as_delta().ending}").check()


def check_cursor(connection: Connection, feed: DeclaredFeed) -> None:
    """Raises UsageError for a delta whose cursor was made for another selection or format."""
    if not feed.is_delta:
        return  # it is written anew
    cursor = cursors.read_cursor(connection, CursorKind.DELTA, feed.name)
    if cursor is not None:
        require_its_own(cursor, feed.as_delta())


def is_empty(connection: Connection, feed: DeclaredFeed) -> bool:
    """True if no article that is kept would be in the feed."""
    return next(read_stored(connection, feed.selection), None) is None
