"""An Article → the hash of what its readers read: another hash is another revision."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from crawler.article import Article
from crawler.normalization.dates import RELATIVE


def content_hash(article: Article) -> str:
    """SHA-256, in hexadecimal, over title, time, section, body, tags, authors and lead.

    Neither side blocks nor picture, modification or looks count, nor the order of tags, nor the
    order of the schema's fields. A time told relative to the look moves with it, so its day counts.
    """
    content = {
        "title": article.title,
        "published": _moment(article),
        "section": article.section,
        "body": article.body,
        "tags": sorted(article.tags),
        "authors": article.authors,
        "lead": article.lead,
    }
    line = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def _moment(article: Article) -> str:
    """The moment in UTC, so that an offset written another way is no revision; or the day."""
    if article.published is None or RELATIVE in article.provenance.get("published", ""):
        return article.date.isoformat()
    return article.published.astimezone(dt.UTC).isoformat()
