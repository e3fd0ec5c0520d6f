"""Parquet, read back with pyarrow."""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.article import Article, to_dict, to_json
from crawler.errors import UsageError
from crawler.exporters import arrow_lines
from crawler.exporters.parquet import ParquetExporter
from crawler.feeds.delta import ArticleChange
from crawler.ledger.articles.graph import LinkRow
from crawler.ledger.articles.stored_article import StoredArticle
from tests.exporters.conftest import render_feed
from tests.exporters.strategies import articles, raw_texts

Render = Callable[..., bytes]
INSTANT = pa.timestamp("us", tz="UTC")
DAY = dt.date(2026, 1, 21)


def read(feed: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(feed))


def as_json(value: Any) -> Any:
    """A value of a table as the schema's JSON has it, instants in UTC."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    return [as_json(one) for one in value] if isinstance(value, list) else value


def in_utc(values: dict[str, Any]) -> dict[str, Any]:
    """What `to_dict` gives, with every time an instant in UTC and the mapping as pairs."""

    def instant(value: str | None) -> str | None:
        return value and dt.datetime.fromisoformat(value).astimezone(dt.UTC).isoformat()

    for name in ("published", "modified", "first_seen", "last_seen"):
        values[name] = instant(values[name])
    for name in ("coverage_start", "coverage_end"):
        values[name] = instant(values[name])
    for one in (*values["related"], *values["updates"]):
        one["published"] = instant(one["published"])
    values["provenance"] = [list(pair) for pair in values["provenance"].items()]
    return values


def test_the_columns_are_typed(render: Render) -> None:
    schema = read(render("parquet", [])).schema
    assert schema.names == [one.name for one in fields(Article)]
    assert schema.field("date").type == pa.date32()
    assert schema.field("published").type == schema.field("last_seen").type == INSTANT
    assert schema.field("revision").type == pa.int64()
    assert schema.field("accessible_for_free").type == pa.bool_()
    story = schema.field("related").type.value_type
    assert [(one.name, one.type) for one in story] == [
        *(("published", INSTANT), ("title", pa.string()), ("url", pa.string())),
    ]
    assert pa.types.is_map(schema.field("provenance").type)


def test_it_is_compressed(render: Render) -> None:
    feed = render("parquet", [Article(date=DAY, title="t")])
    group = pq.ParquetFile(io.BytesIO(feed)).metadata.row_group(0)
    assert {group.column(n).compression for n in range(group.num_columns)} == {"ZSTD"}


@settings(deadline=None, max_examples=25)
@given(st.lists(articles(), max_size=4))
def test_what_is_written_is_read_back(many: list[Article]) -> None:
    rows = read(render_feed("parquet", many)).to_pylist()
    for row in rows:
        row["provenance"] = [list(pair) for pair in row["provenance"]]
    assert [as_json(row) for row in rows] == [in_utc(to_dict(one)) for one in many]


@settings(deadline=None, max_examples=15)
@given(st.lists(articles(raw_texts), max_size=3))
def test_any_text_is_taken(many: list[Article]) -> None:
    assert read(render_feed("parquet", many)).num_rows == len(many)


def test_a_stored_article_is_the_same(render: Render) -> None:
    article = Article(date=DAY, title="t", body=("b",), provenance={"title": "x"})
    stored = StoredArticle(to_json(article))
    for name in ("parquet", "jsonl", "csv", "sqlite", "rss", "atom", "jsonfeed", "text"):
        assert render(name, [stored]) == render(name, [article])


def test_fields_are_picked_and_renamed(render: Render) -> None:
    article = Article(date=DAY, title="t", url="https://x.example/")
    table = read(render("parquet", [article], fields_to_export={"url": "address", "date": "day"}))
    assert table.to_pylist() == [{"address": "https://x.example/", "day": DAY}]


def test_memory_is_given_back_by_row_groups(
    render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrow_lines, "PIECE_BYTES", 4_000)
    monkeypatch.setattr(arrow_lines, "GROUP_BYTES", 10_000)
    many = [Article(date=DAY, title=str(n), body=("x" * 4000,)) for n in range(7)]
    file = pq.ParquetFile(io.BytesIO(render("parquet", many)))
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [3, 3, 1]
    assert file.read().column("title").to_pylist() == [str(n) for n in range(7)]


@pytest.mark.parametrize("kind", [ArticleChange, LinkRow])
def test_rows_of_any_kind_have_types(kind: type) -> None:
    schema = arrow_lines.schema_of(kind)
    assert schema.names == [one.name for one in fields(kind)]
    assert schema.field("published").type == INSTANT


def test_a_mapping_need_not_be_the_last_field() -> None:
    change = {one.name: None for one in fields(ArticleChange)}
    line = to_json(Article(date=DAY, title="t", provenance={"a": '"}{,"provenance":{'}))
    rest = {name: change[name] for name in ("change", "change_number", "changed_at", "moved_to")}
    line = line[:-1] + b"".join(b',"%b":null' % name.encode() for name in rest) + b"}"
    (row,) = arrow_lines.read_lines([line], arrow_lines.schema_of(ArticleChange)).to_pylist()
    assert row["provenance"] == [("a", '"}{,"provenance":{')]


def test_what_is_dropped_gets_no_end() -> None:
    file = io.BytesIO()
    exporter = ParquetExporter(file)
    exporter.start_exporting()
    exporter.export_item(replace(Article(date=DAY, title="t")))
    del exporter
    assert not file.getvalue()[4:].endswith(b"PAR1")


def test_without_pyarrow_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "crawler.exporters.arrow_lines")
    with pytest.raises(UsageError, match="parquet needs pyarrow, which is not installed; pip"):
        ParquetExporter(io.BytesIO())
