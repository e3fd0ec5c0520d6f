"""Articles → JSON Lines: one article a line, as data/schema/article.schema.json describes it."""

from __future__ import annotations

from pydantic_core import to_json

from crawler.article import Article, to_dict
from crawler.article import to_json as article_to_json
from crawler.exporters.article_exporter import ArticleExporter


class JsonlExporter(ArticleExporter):
    """Native JSON types, every field in every line, a line feed after each; controls are escaped.
    Two such files, one after the other, are a third."""

    has_fields = True

    def write(self, article: Article) -> None:
        """Write one line."""
        line = self._pick(article) if self.fields_to_export else article_to_json(article)
        self.file.write(line + b"\n")

    def _pick(self, article: Article) -> bytes:
        """The line of the fields asked for, in the order and under the names asked for."""
        values = to_dict(article)
        return to_json({name: values[field] for field, name in self.columns.items()})
