"""Articles → Parquet: typed columns, nested lists as lists of structs, instants in UTC, zstd.

pyarrow is imported when a file is begun. https://parquet.apache.org/docs/file-format/
"""

from __future__ import annotations

from typing import IO, Any

from crawler.article import Article, to_json
from crawler.exporters.article_exporter import ArticleExporter
from crawler.exporters.needed import needing
from crawler.ledger.articles.stored_article import StoredArticle


class ParquetExporter(ArticleExporter):
    """One file; a row group for every 32 MiB of articles, so memory stays flat."""

    has_fields = True

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(file, **options)
        with needing("pyarrow", "parquet"):
            from crawler.exporters.arrow_lines import ParquetLines
        self._rows = ParquetLines(file, Article, self.columns)

    def write(self, article: Article) -> None:
        """Write one row."""
        self._rows.add(to_json(article))

    def write_stored(self, stored: StoredArticle) -> None:
        """Write one row."""
        self._rows.add(stored.line())

    def finish(self) -> None:
        """End the file."""
        self._rows.close()
