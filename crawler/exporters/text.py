"""Articles → text files in the layout of `crawler.exporters.text_grammar`, a blank line between
two articles. Here is also the door to reading and writing such texts without a feed."""

from __future__ import annotations

from typing import IO, Any

from crawler.article import Article
from crawler.exporters.article_exporter import ArticleExporter
from crawler.exporters.text_reader import read_article, read_articles
from crawler.exporters.text_writer import write_article

__all__ = ["TextExporter", "read_article", "read_articles", "write_article"]


class TextExporter(ArticleExporter):
    """A file of one article is that article's text, to the byte."""

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(file, **options)
        self._between = b""

    def write(self, article: Article) -> None:
        """Write one article."""
        self.file.write(self._between + write_article(article).encode())
        self._between = b"\n"
