"""What became of articles: one after another, as a reader of the ledger hears of it."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field

from crawler.article import Article
from crawler.ledger.articles.changes import Change, Changed


class ArticleChanged(BaseModel):
    """An article and what it is to who read up to the cursor. ``article`` is as it stands by now,
    of one that moved as it stood; ``id`` is text because it has up to 63 bits."""

    id: str
    number: int = Field(description="The place of this change among all of the ledger.")
    change: Change = Field(
        description="new, changed, unpublished, back (was unpublished), left (no longer what is "
        "asked for) or moved (kept under moved_to by now)."
    )
    at: dt.datetime = Field(description="When a crawl saw it.")
    moved_to: str | None
    article: Article

    @classmethod
    def of(cls, changed: Changed) -> ArticleChanged:
        """The line of a change."""
        return cls(
            id=str(changed.id),
            number=changed.number,
            change=changed.change,
            at=changed.at,
            moved_to=changed.moved_to,
            article=changed.article,
        )


class ArticleChanges(BaseModel):
    """Changes in their order. A page may hold few, or none, and there may still be more."""

    items: list[ArticleChanged]
    next: str = Field(description="The cursor to ask with next, also much later; keep it.")
    more: bool = Field(description="Whether there is more already.")
