"""What docs/feeds.md shows is what the program takes and gives."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from crawler.article import Article
from crawler.feeds.declared import parse_declared
from crawler.feeds.delta import ArticleChange
from crawler.feeds.selection import Selection
from crawler.ledger.articles.changes import Change

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs/feeds.md").read_text(encoding="utf-8")


def test_the_declared_feeds_are_understood() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    facts, mirror = parse_declared(text, "feeds.toml", Path("data"))
    assert (facts.format, facts.extent.newest, mirror.is_delta) == ("rss", 100, True)


@pytest.mark.parametrize("name", [one.name for one in fields(Selection)])
def test_everything_that_is_selected_by_is_told(name: str) -> None:
    assert f"`{name}`" in PAGE
    assert "`--seen`" in PAGE if name == "by" else f"`--{name}`" in PAGE


def test_every_field_that_a_delta_adds_is_told() -> None:
    added = {one.name for one in fields(ArticleChange)} - {one.name for one in fields(Article)}
    assert added
    assert {name for name in added if f"| `{name}` |" not in PAGE} == set()


@pytest.mark.parametrize("kind", Change)
def test_every_kind_of_change_is_told(kind: Change) -> None:
    assert f"`{kind}`" in PAGE
