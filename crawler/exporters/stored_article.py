"""An article as the ledger holds it → its JSON line, its values or the Article, each when asked for.

The ledger's documents were written by `crawler.article.to_json`, from articles that were checked
then. They are trusted here: an export of a million of them checks none again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import orjson

from crawler import article as schema
from crawler.article import Article, Headline, RelatedStory

# In a document that `to_json` wrote, neither can stand in a text: there, quotes are escaped. The
# first ones are the article's own: `provenance`, whose keys may be any, comes after them.
_BEGINNING = '{"source":'
_LAST_SEEN = ',"last_seen":'
_NEXT = ',"revision":'


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """``document`` is the article as JSON; ``last_seen``, where it is given, counts in place of
    the one in it, which is not written anew each time a page is found unchanged."""

    document: str
    last_seen: dt.datetime | None = None

    def line(self) -> bytes:
        """What `article.to_json` gives of the article."""
        if self.last_seen is None:
            return self.document.encode()
        start = self.document.find(_LAST_SEEN) + len(_LAST_SEEN)
        end = self.document.find(_NEXT, start)
        if start < len(_LAST_SEEN) or end < 0 or not self.document.startswith(_BEGINNING):
            return schema.to_json(self._checked())
        return f'{self.document[:start]}"{_iso(self.last_seen)}"{self.document[end:]}'.encode()

    def values(self) -> dict[str, Any]:
        """What `article.to_dict` gives of the article."""
        values: dict[str, Any] = orjson.loads(self.document)
        if self.last_seen is not None:
            values["last_seen"] = _iso(self.last_seen)
        return values

    def article(self) -> Article:
        """The article."""
        values = orjson.loads(self.document)
        values["date"] = dt.date.fromisoformat(values["date"])
        for name in ("published", "modified", "first_seen", "last_seen"):
            values[name] = _time(values[name])
        for name in ("body", "tags", "authors"):
            values[name] = tuple(values[name])
        for name in ("hot_news", "latest"):
            values[name] = tuple(Headline(**one) for one in values[name])
        values["related"] = tuple(
            RelatedStory(_time(one["published"]), one["title"], one["url"])
            for one in values["related"]
        )
        values["last_seen"] = self.last_seen or values["last_seen"]
        return Article(**values)

    def _checked(self) -> Article:
        """The same through the schema: for a document of another hand."""
        return replace(schema.from_json(self.document), last_seen=self.last_seen)


def _time(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _iso(time: dt.datetime) -> str:
    """A time in UTC as the schema's JSON has it."""
    return time.astimezone(dt.UTC).replace(tzinfo=None).isoformat() + "Z"
