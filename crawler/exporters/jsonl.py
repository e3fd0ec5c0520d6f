"""Articles → JSON Lines: one article a line, as data/schema/article.schema.json describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from pydantic_core import to_json

from crawler.article import Article
from crawler.article import to_json as article_to_json
from crawler.exporters.article_exporter import ArticleExporter
from crawler.ledger.articles.stored_article import StoredArticle


class JsonlExporter(ArticleExporter):
    """Native JSON types, every field in every line, a line feed after each; controls are escaped.
    Two such files, one after the other, are a third."""

    has_fields = True

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(file, **options)
        self._keys = [(field, to_json(name)) for field, name in self.columns.items()]

    def write(self, article: Article) -> None:
        """Write one line."""
        self.write_stored(StoredArticle(article_to_json(article)))

    def write_stored(self, stored: StoredArticle) -> None:
        """Write one line; the ledger holds it, and each of its values, as it is to be."""
        line = self._pick(stored.parts()) if self.fields_to_export else stored.line()
        self.file.write(line + b"\n")

    def _pick(self, parts: Mapping[str, bytes]) -> bytes:
        """The line of the fields asked for, in the order and under the names asked for."""
        return b"{%b}" % b",".join(b"%b:%b" % (key, parts[field]) for field, key in self._keys)
