"""A document as the ledger holds it → the article's line, its values, or the Article.

The documents were written by `crawler.article.to_json`, from articles that were checked then. They
are trusted here: an export of a million of them checks and builds none again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any

from pydantic_core import from_json, to_json

from crawler import article as schema
from crawler.article import Article

# In what `to_json` writes none of these can stand in a text, where quotes are escaped, and none is
# a key within a list. Only `provenance`, the last field, may have any key: all is sought before it.
_BEGINNING = b'{"source":'
_DATE = b',"date":"'
_LAST_SEEN = b',"last_seen":'
_NEXT = b',"revision":'
_PROVENANCE = b',"provenance":{'

_URL = b'],"url":'
_SITE = b',"site":'
_FIRST, *_OTHERS = (one.name for one in fields(Article))
# What stands between a field's value and the next: the name of that one, the bytes, and how many
# of them are none of the value. Headlines have addresses, too: the article's own stands behind the
# end of their list.
_MARKS = tuple(
    (name, _URL if name == "url" else key, len(key))
    for name, key in ((name, f',"{name}":'.encode()) for name in _OTHERS)
)

LATER_FIELDS = ("accessible_for_free", "coverage_start", "coverage_end", "updates")
"""What documents of older ledgers may lack, in the order of the schema."""
_LATER = tuple(f',"{name}":'.encode() for name in LATER_FIELDS)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """``document`` is the article as JSON; ``last_seen`` (UTC), where it is given, counts in place
    of the one in it, which is not written anew each time a page is found unchanged."""

    document: bytes
    last_seen: dt.datetime | None = None

    def line(self) -> bytes:
        """What `article.to_json` gives of the article."""
        document = self.document
        end = document.rfind(_NEXT, 0, document.rfind(_PROVENANCE))
        if end < 0 or not document.startswith(_BEGINNING) or not _has_all(document, end):
            return schema.to_json(self.article())
        if self.last_seen is None:
            return document
        start = document.rfind(_LAST_SEEN, 0, end) + len(_LAST_SEEN)
        return b'%b"%b"%b' % (document[:start], _iso(self.last_seen), document[end:])

    def values(self) -> dict[str, Any]:
        """What `article.to_dict` gives of the article."""
        values: dict[str, Any] = from_json(self.line())
        return values

    def parts(self) -> dict[str, bytes]:
        """The values, each as it stands in the line: as JSON that nobody has read."""
        line = self.line()
        found = {}
        name, start = _FIRST, len(_BEGINNING)
        for following, mark, length in _MARKS:
            end = line.find(mark, start) + len(mark)
            if end < len(mark):
                return {one: to_json(value) for one, value in self.values().items()}
            found[name] = line[start : end - length]
            name, start = following, end
        found[name] = line[start:-1]
        return found

    def address(self) -> bytes:
        """The article's ``url``, as JSON."""
        start = self.document.find(_URL) + len(_URL)
        end = self.document.find(_SITE, start)
        if min(start - len(_URL), end) < 0:
            return self.parts()["url"]
        return self.document[start:end]

    def day(self) -> dt.date:
        """The article's ``date``."""
        start = self.document.find(_DATE) + len(_DATE)
        if start < len(_DATE) or not self.document.startswith(_BEGINNING):
            return self.article().date
        return dt.date.fromisoformat(self.document[start : start + 10].decode())

    def article(self) -> Article:
        """The article itself. Raises pydantic.ValidationError if another hand wrote the ledger."""
        article = schema.from_json(self.document)
        return article if self.last_seen is None else replace(article, last_seen=self.last_seen)


def _has_all(document: bytes, end: int) -> bool:
    """True if all later fields stand before ``end``; sought backwards, past no body."""
    for name in reversed(_LATER):
        end = document.rfind(name, 0, end)
        if end < 0:
            return False
    return True


def _iso(time: dt.datetime) -> bytes:
    """A time in UTC as the schema's JSON has it."""
    return f"{time.astimezone(dt.UTC).replace(tzinfo=None).isoformat()}Z".encode()
