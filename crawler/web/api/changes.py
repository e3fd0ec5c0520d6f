"""/api/changes: what became of articles since a cursor: a copy of the ledger is kept with it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from crawler.errors import UsageError
from crawler.feeds.selection import Selection
from crawler.ledger.articles.changes import last_number, read_changes
from crawler.web.context import Ledger
from crawler.web.selecting import read_selection
from crawler.web.shapes.changes import ArticleChanged, ArticleChanges

NOW = "now"

router = APIRouter(prefix="/api/changes", tags=["articles"])


@router.get("")
def list_changes(
    connection: Ledger,
    selection: Annotated[Selection, Depends(read_selection)],
    cursor: Annotated[
        str,
        Query(
            pattern=r"^(now|[0-9]{1,18})$",
            description="`next` of the page before; `now`: what comes from now on; left out: all.",
        ),
    ] = "0",
    limit: Annotated[
        int, Query(ge=1, le=500, description="So many changes are looked at, at most.")
    ] = 100,
) -> ArticleChanges:
    """What is new, changed or gone since a cursor, in the order in which it was kept, whole
    articles with it. Who applies it in this order, by id, ends with what the ledger holds; nothing
    is left out, whatever is kept meanwhile. What changes while somebody reads may come twice."""
    # By number, not by how many fit: what a reader has at a number is then sure, whatever comes.
    last = last_number(connection)
    after = last if cursor == NOW else int(cursor)
    if after > last:
        raise UsageError("that cursor is not of this ledger; begin again, without one")
    until = min(last, after + limit)
    found = read_changes(connection, selection, after, until)
    items = [ArticleChanged.of(one) for one in found]
    return ArticleChanges(items=items, next=str(until), more=until < last)
