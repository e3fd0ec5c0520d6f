"""Articles → CSV by RFC 4180, for spreadsheets and pandas.

UTF-8 with a byte order mark (without it Excel takes UTF-8 for the machine's old code page; pandas
and DuckDB skip it; Python's csv wants ``encoding="utf-8-sig"``), a header in field order, CR LF.
None is the empty cell. A list or mapping is JSON in its cell, also when empty (``[]``): one rule
for all of them, and ``json.loads`` splits it without loss. A cell that a spreadsheet would run as
a formula is made harmless (`crawler.exporters.formula_guard`, which also undoes it); characters
that no CSV reader wants, such as NUL, become U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_letters, digits
from typing import IO, Any

from pydantic_core import from_json, to_json

from crawler.article import Article
from crawler.article import to_json as article_to_json
from crawler.exporters.article_exporter import ArticleExporter
from crawler.exporters.characters import replace_illegal
from crawler.exporters.formula_guard import guard_cell
from crawler.ledger.articles.stored_article import StoredArticle

BYTE_ORDER_MARK = "\ufeff".encode()


class CsvExporter(ArticleExporter):
    """``bom=False`` leaves the byte order mark out."""

    has_fields = True

    def __init__(self, file: IO[bytes], *, bom: bool = True, **options: Any) -> None:
        super().__init__(file, **options)
        self._bom = bom

    def start_exporting(self) -> None:
        """Write the header: an empty feed has one, too."""
        header = write_record(self.columns.values())
        self.file.write(BYTE_ORDER_MARK + header if self._bom else header)

    def write(self, article: Article) -> None:
        """Write one record."""
        self.write_stored(StoredArticle(article_to_json(article)))

    def write_stored(self, stored: StoredArticle) -> None:
        """Write one record."""
        parts = stored.parts()
        self.file.write(write_parts([parts[name] for name in self.columns]))


def write_record(values: Iterable[Any]) -> bytes:
    """The bytes of one record of JSON-native values."""
    return _join([_quote(_cell(value)) for value in values])


def write_parts(parts: Iterable[bytes]) -> bytes:
    """The same of values that are given as JSON, which most of them need not be read for."""
    return _join([_part(part) for part in parts])


def _join(cells: list[bytes]) -> bytes:
    """A record; one whose only cell is empty would be no line at all."""
    return (b",".join(cells) if cells != [b""] else b'""') + b"\r\n"


def _cell(value: Any) -> bytes:
    """A value of the schema as its cell shows it."""
    if value is None:
        return b""
    if isinstance(value, str):
        return guard_cell(replace_illegal(value)).encode()
    if isinstance(value, (list, dict)):
        return guard_cell(to_json(value).decode()).encode()
    return to_json(value)


def _quote(cell: bytes) -> bytes:
    """A cell, in quotes where it has to be."""
    if b'"' in cell:
        return b'"%b"' % cell.replace(b'"', b'""')
    return b'"%b"' % cell if b"," in cell or b"\n" in cell or b"\r" in cell else cell


def _part(json: bytes) -> bytes:
    """`_quote` and `_cell` of a value as JSON; only a text of which more is to be known is read."""
    if json in _SHORT:
        return _SHORT[json]
    first = json[:1]
    if first == b'"':
        text = json[1:-1]
        # Without an escape there is no quote in it and no line end.
        if text[:1] in _BEGINNINGS and not (b"\\" in text or b";" in text or b"\xef" in text):
            return b'"%b"' % text if b"," in text else text
    elif first not in (b"[", b"{"):
        return json
    elif b";" not in json:
        return b'"%b"' % json.replace(b'"', b'""')
    return _quote(_cell(from_json(json)))


_SHORT = {b"null": b"", b"[]": b"[]", b"{}": b"{}"}
# What no formula and no character that XML has not begins with (the latter with 0xEF): letters and
# digits of ASCII, and all from U+00C0 to U+07FF.
_BEGINNINGS = frozenset(
    bytes([one]) for one in (*(ascii_letters + digits).encode(), *range(0xC3, 0xE0))
)
