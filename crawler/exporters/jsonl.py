"""Articles → JSON Lines: one article a line, as data/schema/article.schema.json describes it."""

from __future__ import annotations

from pydantic_core import PydanticSerializationError, to_json

from crawler.article import Article
from crawler.article import to_json as article_to_json
from crawler.exporters.article_exporter import ArticleExporter, read_values
from crawler.exporters.characters import repair


class JsonlExporter(ArticleExporter):
    """Native JSON types, every field in every line, a line feed after each. Two such files, one
    after the other, are a third. Lone surrogates become U+FFFD; controls are escaped."""

    has_fields = True

    def write(self, article: Article) -> None:
        """Write one line."""
        line = self._pick(article) if self.fields_to_export else _whole(article)
        self.file.write(line + b"\n")

    def _pick(self, article: Article) -> bytes:
        """The line of the fields asked for, in the order and under the names asked for."""
        values = read_values(article)
        return to_json({name: values[field] for field, name in self.columns.items()})


def _whole(article: Article) -> bytes:
    """The line of all fields."""
    try:
        return article_to_json(article)
    except PydanticSerializationError:
        return article_to_json(repair(article))
