"""Articles → JSON Feed 1.1, in constant memory. https://www.jsonfeed.org/version/1.1/"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import to_json

from crawler.article import Article
from crawler.exporters.channel import (
    ChannelExporter,
    address_of,
    html_of,
    identity,
    in_minutes,
    language_of,
    summary_of,
)

VERSION = "https://jsonfeed.org/version/1.1"


class JsonFeedExporter(ChannelExporter):
    """One item a line; what is not known is left out."""

    def item(self, article: Article) -> str:
        """The item of an article, with what parts it from the one before."""
        comma = ",\n" if self.count else "\n"
        return comma + to_json(dict(self._item(article))).decode()

    def head(self) -> str:
        """All that stands before the items."""
        values = {
            "version": VERSION,
            "title": self.title,
            "home_page_url": address_of(self.link),
            "feed_url": address_of(self.self_url),
            "description": self.description,
            "language": self.language,
        }
        known = {name: value for name, value in values.items() if value}
        return to_json(known).decode().removesuffix("}") + ',"items":['

    def end(self) -> str:
        """The end of the items and of the feed."""
        return "\n]}\n"

    def _item(self, article: Article) -> Iterator[tuple[str, Any]]:
        """The values of an item; id and a content must be there."""
        values = {
            "id": identity(article),
            "url": address_of(article.url),
            "title": article.title,
            **self._content(article),
            "summary": summary_of(article),
            "image": address_of(article.image),
            "date_published": article.published and in_minutes(article.published).isoformat(),
            "date_modified": article.modified and in_minutes(article.modified).isoformat(),
            "authors": [{"name": name} for name in article.authors],
            "tags": [one for one in (article.section, *article.tags) if one],
            "language": language_of(article),
        }
        yield from ((name, value) for name, value in values.items() if value)

    def _content(self, article: Article) -> dict[str, str]:
        if article.body and self.is_full:
            return {"content_html": html_of(article)}
        return {"content_text": summary_of(article) or article.title}
