"""A document as the ledger holds it → the article's line, its values, or the Article.

The documents were written by `crawler.article.to_json`, from articles that were checked then. They
are trusted here: an export of a million of them checks and builds none again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from pydantic_core import from_json

from crawler import article as schema
from crawler.article import Article

# In what `to_json` writes none of these can stand in a text, where quotes are escaped, and none is
# a key within a list. Only `provenance`, the last field, may have any key: it is looked at apart.
_BEGINNING = '{"source":'
_DATE = ',"date":"'
_LAST_SEEN = ',"last_seen":'
_NEXT = ',"revision":'
PROVENANCE = ',"provenance":{'

LATER_FIELDS = ("accessible_for_free", "coverage_start", "coverage_end", "updates")
"""What documents of older ledgers may lack."""
_LATER = tuple(f',"{name}":' for name in LATER_FIELDS)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """``document`` is the article as JSON; ``last_seen`` (UTC), where it is given, counts in place
    of the one in it, which is not written anew each time a page is found unchanged."""

    document: str
    last_seen: dt.datetime | None = None

    def line(self) -> bytes:
        """What `article.to_json` gives of the article."""
        fields, _, rules = self.document.rpartition(PROVENANCE)
        if not fields.startswith(_BEGINNING) or not all(one in fields for one in _LATER):
            return schema.to_json(self.article())
        if self.last_seen is None:
            return self.document.encode()
        start = fields.rfind(_LAST_SEEN) + len(_LAST_SEEN)
        end = fields.rfind(_NEXT)
        line = f'{fields[:start]}"{_iso(self.last_seen)}"{fields[end:]}{PROVENANCE}{rules}'
        return line.encode()

    def values(self) -> dict[str, Any]:
        """What `article.to_dict` gives of the article."""
        values: dict[str, Any] = from_json(self.line())
        return values

    def day(self) -> dt.date:
        """The article's ``date``."""
        start = self.document.find(_DATE) + len(_DATE)
        if start < len(_DATE) or not self.document.startswith(_BEGINNING):
            return self.article().date
        return dt.date.fromisoformat(self.document[start : start + 10])

    def article(self) -> Article:
        """The article itself. Raises pydantic.ValidationError if another hand wrote the ledger."""
        article = schema.from_json(self.document)
        return article if self.last_seen is None else replace(article, last_seen=self.last_seen)


def _iso(time: dt.datetime) -> str:
    """A time in UTC as the schema's JSON has it."""
    return time.astimezone(dt.UTC).replace(tzinfo=None).isoformat() + "Z"
