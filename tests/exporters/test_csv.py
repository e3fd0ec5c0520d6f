"""CSV, read back with the standard library."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic_core import to_json

from crawler.article import Article, Headline, to_dict
from crawler.exporters.characters import repair, replace_illegal
from crawler.exporters.csv import write_parts, write_record
from crawler.exporters.formula_guard import guard_cell, unguard_cell
from tests.exporters.conftest import render_feed
from tests.exporters.strategies import articles, raw_texts

NAMES = [one.name for one in fields(Article)]
ARTICLE = Article(
    date=dt.date(2026, 1, 21),
    title='=HYPERLINK("http://x";"y")',
    published=dt.datetime(2026, 1, 21, 18, 45, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    body=('He said: "a, b".',),
    tags=("a/b", "one, two"),
    latest=(Headline("x"),),
)


def read(feed: bytes) -> list[dict[str, str]]:
    csv.field_size_limit(2**31 - 1)
    return list(csv.DictReader(io.StringIO(feed.decode("utf-8-sig"), newline=""), strict=True))


def as_read(value: Any) -> Any:
    """A value of the schema as its cell gives it back: None is empty, numbers are their digits."""
    if isinstance(value, (list, dict)):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else replace_illegal(str(value))


@settings(deadline=None, max_examples=40)
@given(st.lists(articles(raw_texts), max_size=3))
def test_every_cell_comes_back(many: list[Article]) -> None:
    records = read(render_feed("csv", many))
    assert len(records) == len(many)
    for record, article in zip(records, many, strict=True):
        for name, value in to_dict(repair(article)).items():
            cell = unguard_cell(record[name])
            found = json.loads(cell) if isinstance(value, (list, dict)) else cell
            assert found == as_read(value), name


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0),
    st.text(),
    st.text(st.sampled_from("aж\"',;\n\r\t\\=\uffff\ufffd\u2028 ")),
    st.lists(st.text(st.sampled_from('a",;= '))),
    st.dictionaries(st.text(st.sampled_from('a";')), st.text(st.sampled_from("a;=\\"))),
)


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=4))
@example(["a;=1", ["a;=1"], {"a;=": "b"}, "ж;\t+1"])
@example(["a\ufffe", "a\uffff,", "ж\\", ""])
@example([None])
def test_a_record_is_what_the_standard_library_writes(values: list[Any]) -> None:
    cells = [guard_cell(as_written(one)) for one in values]
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    assert write_record(values).decode() == out.getvalue()
    assert write_parts(to_json(one) for one in values) == write_record(values)


def as_written(value: Any) -> str:
    is_json = isinstance(value, (list, dict))
    return to_json(value).decode() if is_json else str(as_read(value))


def test_layout(render: Callable[..., bytes]) -> None:
    header, record, end = render("csv", [ARTICLE]).split(b"\r\n")
    assert header == b"\xef\xbb\xbf" + ",".join(NAMES).encode()
    assert record.decode().startswith(
        ",2026-01-21,,2026-01-21T18:45:00+02:00,"
        '"\'=HYPERLINK(""http://x"";""y"")",,"[""He said: \\""a, b\\"".""]",'
        '"[""a/b"",""one, two""]",[],[],"[{""title"":""x"",""url"":null}]",'
    )
    assert end == b""


def test_an_empty_feed_has_a_header(render: Callable[..., bytes]) -> None:
    assert render("csv", []) == b"\xef\xbb\xbf" + ",".join(NAMES).encode() + b"\r\n"
    assert render("csv", [], bom=False) == ",".join(NAMES).encode() + b"\r\n"


def test_fields_can_be_picked_and_renamed(render: Callable[..., bytes]) -> None:
    columns = {"tags": "topics", "date": "day"}
    feed = render("csv", [ARTICLE], fields_to_export=columns, bom=False)
    assert feed == b'topics,day\r\n"[""a/b"",""one, two""]",2026-01-21\r\n'


def test_a_record_is_one_line_where_texts_are(render: Callable[..., bytes]) -> None:
    article = Article(date=ARTICLE.date, title="t", body=("one", "two"))
    assert render("csv", [article]).count(b"\n") == 2
