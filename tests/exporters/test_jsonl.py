"""JSON Lines, read back with the standard library and validated with jsonschema."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.article import Article, json_schema, to_dict, to_json
from crawler.errors import UsageError
from crawler.exporters.characters import repair
from tests.exporters.conftest import render_feed
from tests.exporters.strategies import articles, raw_texts

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
ARTICLE = Article(date=dt.date(2026, 1, 21), title="Ё – =1", tags=("a/b",), reading_minutes=3)


@settings(deadline=None, max_examples=40)
@given(st.lists(articles(raw_texts), max_size=3))
def test_every_line_is_an_article_that_validates(many: list[Article]) -> None:
    lines = render_feed("jsonl", many).decode().split("\n")
    assert lines.pop() == ""
    read = [json.loads(line) for line in lines]
    assert read == [to_dict(repair(article)) for article in many]
    for values in read:
        VALIDATOR.validate(values)


def test_bytes_are_those_of_the_schema(render: Callable[..., bytes]) -> None:
    assert render("jsonl", [ARTICLE]) == to_json(ARTICLE) + b"\n"
    assert "Ё – =1".encode() in render("jsonl", [ARTICLE])
    assert render("jsonl", []) == b""


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(["tags", "date"], b'{"tags":["a/b"],"date":"2026-01-21"}\n', id="names"),
        pytest.param({"reading_minutes": "minutes"}, b'{"minutes":3}\n', id="renamed"),
        pytest.param([], to_json(ARTICLE) + b"\n", id="none"),
    ],
)
def test_fields_can_be_picked(
    render: Callable[..., bytes], fields: list[str] | dict[str, str], expected: bytes
) -> None:
    assert render("jsonl", [ARTICLE], fields_to_export=fields) == expected


def test_a_field_that_is_none_is_refused(render: Callable[..., bytes]) -> None:
    with pytest.raises(UsageError, match="no field is named 'titel'"):
        render("jsonl", [], fields_to_export=["titel"])


def test_two_files_are_a_third(render: Callable[..., bytes]) -> None:
    assert render("jsonl", [ARTICLE]) * 2 == render("jsonl", [ARTICLE, ARTICLE])
