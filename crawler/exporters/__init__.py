"""Article → feed line: one Scrapy item exporter a format.

``FORMATS`` maps a format to its exporter (a dotted path, imported by the run that needs it) and the
file endings it is chosen for; ``FEED_EXPORTERS`` is the same in the form of Scrapy's setting.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from crawler.errors import UsageError


@dataclass(frozen=True, slots=True)
class Format:
    """``appendable`` says whether two files of the format, one after the other, are a third;
    ``is_channel`` whether it is read by feed readers: the newest first, with a title and a link;
    ``library`` what must be installed besides."""

    exporter: str
    endings: tuple[str, ...]
    appendable: bool = False
    is_channel: bool = False
    library: str | None = None


FORMATS: Mapping[str, Format] = {
    "jsonl": Format("crawler.exporters.jsonl.JsonlExporter", ("jsonl", "jl", "jsonlines"), True),
    "csv": Format("crawler.exporters.csv.CsvExporter", ("csv",)),
    "parquet": Format("crawler.exporters.parquet.ParquetExporter", ("parquet",), library="pyarrow"),
    "sqlite": Format("crawler.exporters.sqlite.SqliteExporter", ("sqlite", "sqlite3", "db")),
    "rss": Format("crawler.exporters.rss.RssExporter", ("rss", "xml"), is_channel=True),
    "atom": Format("crawler.exporters.atom.AtomExporter", ("atom",), is_channel=True),
    "jsonfeed": Format(
        "crawler.exporters.jsonfeed.JsonFeedExporter", ("jsonfeed",), is_channel=True
    ),
    "text": Format("crawler.exporters.text.TextExporter", ("text", "txt"), True),
}

ARCHIVE = "warc"
"""What is asked for as a format, and is none: an archive is kept while pages are fetched."""

COMPRESSED = ("gz", "zst")
"""Endings behind that of a format: what is written there is compressed."""

ENDINGS: Mapping[str, str] = {end: name for name, one in FORMATS.items() for end in one.endings}
"""The format by file ending."""

FEED_EXPORTERS: dict[str, str] = {end: FORMATS[name].exporter for end, name in ENDINGS.items()}
"""For Scrapy's setting of that name: `-O out.txt` finds an exporter by its ending."""


def find_format(name: str) -> Format:
    """The format of a name or of a file ending. Raises UsageError for another one."""
    if name in FORMATS or name in ENDINGS:
        return FORMATS[ENDINGS.get(name, name)]
    require_plain(name, FORMATS)
    if name == ARCHIVE:
        raise UsageError(
            "a ledger holds no answers to write as WARC; `crawl --archive DIR` keeps them as they "
            "come"
        )
    raise UsageError(f"no format is named {name!r}; there are {', '.join(FORMATS)}")


def require_plain(name: str, formats: Container[str]) -> None:
    """Raises UsageError for the name of one of the formats with that of a compression."""
    plain, compression = part_compression(name)
    if compression and plain in formats:
        raise UsageError(f"a file is compressed by its name; let it end in {compression}")


def part_compression(name: str) -> tuple[str, str]:
    """A name without the ending that says how it is compressed, and that ending (else empty), in
    small letters: ``out.csv`` and ``.gz`` of ``out.csv.GZ``."""
    plain, dot, ending = name.rpartition(".")
    return (plain, f".{ending.lower()}") if ending.lower() in COMPRESSED and dot else (name, "")


def format_of(path: str, endings: Mapping[str, str] = ENDINGS) -> str:
    """The format for a path whose ending, before that of a compression, is among ``endings``
    (ending → format); JSON Lines where it has none, as standard output. Raises UsageError for an
    ending that promises another one."""
    ending = PurePath(part_compression(path)[0]).suffix.removeprefix(".").lower()
    if not ending:
        return "jsonl"
    if ending not in endings:
        known = ", ".join(one for one in dict.fromkeys(endings.values()) if one != ARCHIVE)
        raise UsageError(f"{path}: no format has the ending {ending!r}; name the format: {known}")
    return endings[ending]
