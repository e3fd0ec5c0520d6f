"""Articles → JSON Lines: one article a line, as data/schema/article.schema.json describes it."""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json

from crawler.article import Article, to_dict
from crawler.article import to_json as article_to_json
from crawler.exporters.article_exporter import ArticleExporter
from crawler.ledger.articles.stored_article import StoredArticle


class JsonlExporter(ArticleExporter):
    """Native JSON types, every field in every line, a line feed after each; controls are escaped.
    Two such files, one after the other, are a third."""

    has_fields = True

    def write(self, article: Article) -> None:
        """Write one line."""
        whole = not self.fields_to_export
        self.file.write(
            (article_to_json(article) if whole else self._pick(to_dict(article))) + b"\n"
        )

    def write_stored(self, stored: StoredArticle) -> None:
        """Write one line; the ledger holds it as it is to be."""
        whole = not self.fields_to_export
        self.file.write((stored.line() if whole else self._pick(stored.values())) + b"\n")

    def _pick(self, values: dict[str, Any]) -> bytes:
        """The line of the fields asked for, in the order and under the names asked for."""
        return to_json({name: values[field] for field, name in self.columns.items()})
