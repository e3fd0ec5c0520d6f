"""The schema: JSON both ways, and the JSON Schema file made from the code."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from crawler.article import (
    Article,
    Headline,
    from_dict,
    from_json,
    json_schema,
    schema_file,
    to_dict,
    to_json,
)
from tests.exporters.strategies import articles, exact

SCHEMA_FILE = Path(__file__).parents[1] / "data/schema/article.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(
    json_schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
DAY = dt.date(2026, 1, 21)


def test_the_schema_file_is_made_from_the_code() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == schema_file(), (
        "run: python -m crawler.article > data/schema/article.schema.json"
    )


def test_the_schema_is_a_schema_and_describes_every_field() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(":1")
    for one in (schema, *schema["$defs"].values()):
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])
        assert all(field["description"] for field in one["properties"].values())


def test_feed_order_is_field_order() -> None:
    names = [one.name for one in dataclasses.fields(Article)]
    assert list(to_dict(Article(date=DAY, title="t"))) == names
    assert list(json_schema()["properties"]) == names


@settings(deadline=None)
@given(articles())
def test_json_gives_the_article_back(article: Article) -> None:
    line = to_json(article)
    assert b"\n" not in line
    assert exact(from_json(line)) == exact(article)
    assert json.loads(line) == to_dict(article)
    assert exact(from_dict(to_dict(article))) == exact(article)


@settings(deadline=None)
@given(articles())
def test_every_line_validates(article: Article) -> None:
    VALIDATOR.validate(json.loads(to_json(article)))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"extra": 1}, id="unknown field"),
        pytest.param({"title": ""}, id="empty title"),
        pytest.param({"title": None}, id="no title"),
        pytest.param({"date": "21.01.2026"}, id="date"),
        pytest.param({"published": "2026-01-21T18:45:00"}, id="time without offset"),
        pytest.param({"reading_minutes": 0}, id="minutes"),
        pytest.param({"revision": 0}, id="revision"),
        pytest.param({"body": "text"}, id="body is a list"),
        pytest.param({"latest": [{"title": "x", "rank": 1}]}, id="unknown field of a headline"),
        pytest.param({"latest": [{"url": "https://x/"}]}, id="headline without a title"),
        pytest.param({"provenance": {"title": 1}}, id="provenance"),
    ],
)
def test_anything_else_is_refused(change: dict[str, Any]) -> None:
    values = {**to_dict(Article(date=DAY, title="t", latest=(Headline("x"),))), **change}
    with pytest.raises(ValidationError):
        from_dict(values)
    if change != {"published": "2026-01-21T18:45:00"}:  # the format needs a checker of its own
        assert not VALIDATOR.is_valid(values)
