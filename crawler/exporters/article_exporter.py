"""What the exporters of all formats share: articles in, whole files out."""

from __future__ import annotations

import contextlib
import difflib
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import IO, Any, ClassVar

from pydantic_core import PydanticSerializationError
from scrapy.exporters import BaseItemExporter

from crawler.article import Article
from crawler.errors import FeedError, UsageError
from crawler.exporters.characters import repair
from crawler.ledger.articles.stored_article import StoredArticle

FIELD_NAMES = tuple(one.name for one in fields(Article))


class ArticleExporter(BaseItemExporter):
    """Writes articles to ``file``, a binary stream that stays open; always UTF-8.

    The options are those of Scrapy's feeds: ``fields_to_export`` (names, or a mapping to the names
    to write; only where a format has fields), ``encoding`` (nothing but UTF-8); ``indent`` and
    ``export_empty_fields`` change nothing. Raises UsageError for what cannot be done.

    Lone surrogates become U+FFFD. Where an article cannot be written, the file's ``spoil`` is
    called if it has one: a feed that lacks an article is not to be published as whole.
    """

    has_fields: ClassVar[bool] = False

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(**options)
        self.file = file
        self.columns = _read_columns(self.fields_to_export)
        if self.fields_to_export and not self.has_fields:
            name = type(self).__name__.removesuffix("Exporter").lower()
            raise UsageError(f"{name} writes whole articles; leave the choice of fields out")
        if (self.encoding or "utf-8").lower().replace("-", "") != "utf8":
            raise UsageError(f"feeds are UTF-8, not {self.encoding}; leave the encoding out")

    def export_item(self, item: Any) -> None:
        """Write one article, or one as the ledger holds it. Raises FeedError for another item."""
        with self._spoiling():
            if isinstance(item, StoredArticle):
                self.write_stored(item)
            else:
                self._write_encodable(_require_article(item))

    def finish_exporting(self) -> None:
        """Write what is still to be written."""
        with self._spoiling():
            self.finish()

    @contextlib.contextmanager
    def _spoiling(self) -> Iterator[None]:
        """What fails inside spoils the file."""
        try:
            yield
        except Exception as error:
            # PostProcessingManager (gzip and such) holds the file that spoils.
            spoil = getattr(getattr(self.file, "file", self.file), "spoil", None)
            if spoil:
                spoil(error)
            raise

    def _write_encodable(self, article: Article) -> None:
        """Write the article; where UTF-8 cannot hold it, with its lone surrogates replaced."""
        try:
            self.write(article)
        except (PydanticSerializationError, UnicodeEncodeError):
            self.write(repair(article))

    def write_stored(self, stored: StoredArticle) -> None:
        """Write one article as the ledger holds it; formats that need no Article make none."""
        self.write(stored.article())

    def finish(self) -> None:
        """Write what stands behind the last article."""

    @abstractmethod
    def write(self, article: Article) -> None:
        """Write one article in the exporter's format, all its bytes at once or nothing."""


def _require_article(item: Any) -> Article:
    """The item, if it is an article."""
    if isinstance(item, Article):
        return item
    kind = type(item).__qualname__
    raise FeedError(f"a feed takes items of type Article, not {kind}; see item_classes in FEEDS")


def _read_columns(names: Mapping[str, str] | Any) -> dict[str, str]:
    """Field → name to write, in the order to write; all fields where nothing is asked for."""
    columns = dict(names) if isinstance(names, Mapping) else {name: name for name in names or ()}
    for name in columns:
        if name not in FIELD_NAMES:
            near = difflib.get_close_matches(name, FIELD_NAMES, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(FIELD_NAMES)}"
            raise UsageError(f"no field is named {name!r}; {hint}")
    return columns or {name: name for name in FIELD_NAMES}
