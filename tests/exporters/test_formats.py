"""What holds for every format, and the examples of docs/formats.md."""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from scrapy.utils.misc import load_object

import crawler.exporters
from crawler.article import Article, Headline
from crawler.errors import FeedError, UsageError
from crawler.exporters import (
    ENDINGS,
    FEED_EXPORTERS,
    FORMATS,
    find_format,
    format_of,
)
from crawler.exporters.article_exporter import ArticleExporter
from crawler.exporters.text import read_article

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 1, 21)
PARENTS = {"ArticleExporter", "ChannelExporter"}
BINARY = {"parquet", "sqlite"}
formats = pytest.mark.parametrize("name", FORMATS)
HOSTILE = Article(
    date=DAY,
    title="\ud800\0]]><script>\u202e" + "x" * 1_000_000,
    section="\ud800",
    body=("\udfff", "a\r\nb"),
    tags=("a/b", "\0"),
    latest=(Headline("\ud800", "\ud800"),),
    url="https://x/\ud800",
    provenance={"\ud800": "\0"},
)


def test_every_exporter_of_the_folder_has_a_format() -> None:
    found = set()
    for path in Path(crawler.exporters.__file__).parent.glob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and PARENTS & set(map(ast.unparse, node.bases)):
                found.add(f"crawler.exporters.{path.stem}.{node.name}")
    found.remove("crawler.exporters.channel.ChannelExporter")
    assert {one.exporter for one in FORMATS.values()} == found


@formats
def test_the_registry_names_exporters(name: str) -> None:
    assert issubclass(load_object(FORMATS[name].exporter), ArticleExporter)
    for ending in FORMATS[name].endings:
        assert ENDINGS[ending] == name
        assert format_of(f"a.b/feed.{ending.upper()}") == name
        assert FEED_EXPORTERS[ending] == FORMATS[name].exporter
        assert find_format(ending) == find_format(name)


@pytest.mark.parametrize("ask", [lambda: find_format("pdf"), lambda: format_of("out.pdf")])
def test_another_format_is_refused(ask: Callable[[], object]) -> None:
    with pytest.raises(UsageError, match="jsonl, csv, parquet, sqlite, rss, atom"):
        ask()


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in BINARY])
def test_hostile_values_give_utf8(name: str, render: Callable[..., bytes]) -> None:
    feed = render(name, [HOSTILE, HOSTILE]).decode()
    assert feed.count("x" * 1_000_000) >= 2
    assert "\ufffd" in feed
    assert "\0" not in feed


@formats
def test_equal_articles_give_equal_bytes(name: str, render: Callable[..., bytes]) -> None:
    article = read_article((ROOT / "data/samples/article.txt").read_text("utf-8"))
    assert render(name, [article] * 2) == render(name, [article] * 2)


@formats
def test_an_item_of_another_type_is_refused(name: str) -> None:
    exporter = load_object(FORMATS[name].exporter)(io.BytesIO())
    with pytest.raises(FeedError, match="items of type Article, not dict"):
        exporter.export_item({"title": "t"})


@formats
@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"encoding": "utf-8", "indent": 0, "fields_to_export": None}, id="plain"),
        pytest.param({"encoding": "UTF8", "indent": 4, "export_empty_fields": True}, id="others"),
    ],
)
def test_options_of_scrapy_change_nothing(
    name: str, options: dict[str, Any], render: Callable[..., bytes]
) -> None:
    article = Article(date=DAY, title="t")
    assert render(name, [article], **options) == render(name, [article])


@formats
def test_another_encoding_is_refused(name: str, render: Callable[..., bytes]) -> None:
    with pytest.raises(UsageError, match="feeds are UTF-8, not cp1251"):
        render(name, [], encoding="cp1251")
    with pytest.raises(UsageError, match="feeds are UTF-8, not klingon"):
        render(name, [], encoding="klingon")


@pytest.mark.parametrize("name", ["rss", "atom", "jsonfeed", "sqlite", "text"])
def test_formats_without_fields_refuse_a_choice(name: str, render: Callable[..., bytes]) -> None:
    with pytest.raises(UsageError, match="writes whole articles"):
        render(name, [], fields_to_export=["title"])


@formats
def test_the_documented_example_is_what_the_code_writes(
    name: str, render: Callable[..., bytes]
) -> None:
    article = read_article((ROOT / "data/samples/article.txt").read_text("utf-8"))
    channel = {"self_url": "https://feeds.example/herald.rss"}
    feed = render(name, [article], **(channel if FORMATS[name].is_channel else {}))
    page = (ROOT / "docs/formats.md").read_text("utf-8")
    section = re.split(r"^## ", page.partition(f"\n## {name}")[2], maxsplit=1, flags=re.M)[0]
    assert f"\n{shown(name, feed)}```" in section


def shown(name: str, feed: bytes) -> str:
    """A feed as the page shows it: of a binary one the columns or tables, as their library does."""
    if name == "parquet":
        schema = pyarrow.parquet.read_table(io.BytesIO(feed)).schema
        told = "".join(f"{one.name}: {one.type}\n" for one in schema)
        return told.replace("<element: ", "<item: ").replace(" ('provenance')", "")
    if name == "sqlite":
        database = sqlite3.connect(":memory:")
        database.deserialize(feed)
        query = "SELECT sql FROM sqlite_schema WHERE sql > '' AND name NOT LIKE 'articles_words_%'"
        told = "".join(f"{sql};\n" for (sql,) in database.execute(query))
        database.close()
        return told
    return feed.decode("utf-8-sig").replace("\r\n", "\n")
