"""A document is written out as the schema would write it, without being read."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import from_json

from crawler import article as schema
from crawler.article import Article, Headline
from crawler.ledger.articles.stored_article import LATER_FIELDS, StoredArticle
from tests.exporters.strategies import articles

SEEN = dt.datetime(2026, 1, 25, 8, 30, 15, 250, tzinfo=dt.UTC)
FIRST_FIELDS = (
    *("source", "date", "section", "published", "title", "reading_minutes", "body", "tags"),
    *("related", "hot_news", "latest", "url", "site", "language", "authors", "lead", "image"),
    *("modified", "published_raw", "first_seen", "last_seen", "revision", "content_hash"),
    "provenance",
)


@settings(deadline=None, max_examples=100)
@given(articles(), st.none() | st.just(SEEN) | st.datetimes(timezones=st.just(dt.UTC)))
def test_a_line_is_that_of_the_article(article: Article, seen: dt.datetime | None) -> None:
    stored = StoredArticle(schema.to_json(article), seen)
    expected = dataclasses.replace(article, last_seen=seen) if seen else article
    assert stored.line() == schema.to_json(expected) == schema.to_json(stored.article())
    assert stored.values() == schema.to_dict(expected)
    assert {name: from_json(part) for name, part in stored.parts().items()} == stored.values()


def test_parts_of_texts_that_look_like_fields() -> None:
    hostile = '],"url":"x","latest":[{"title":"y"}],"provenance":{'
    article = Article(
        date=SEEN.date(),
        title=hostile,
        latest=(Headline(hostile, "https://herald.example/1"), Headline(hostile)),
        url="https://herald.example/2",
        provenance={"url": hostile, "title": "}", hostile: hostile},
    )
    parts = StoredArticle(schema.to_json(article)).parts()
    assert {name: from_json(part) for name, part in parts.items()} == schema.to_dict(article)
    assert (
        b"".join(b',"%b":%b' % (name.encode(), part) for name, part in parts.items())[1:]
        == schema.to_json(article)[1:-1]
    )


def test_every_field_is_known_as_one_of_the_first_or_a_later_one() -> None:
    """A field that is added is named in LATER_FIELDS, or documents without it stay without it."""
    names = [one.name for one in dataclasses.fields(Article)]
    assert sorted(names) == sorted((*FIRST_FIELDS, *LATER_FIELDS))


@pytest.mark.parametrize("name", LATER_FIELDS)
@pytest.mark.parametrize("seen", [None, SEEN])
def test_an_older_document_gets_what_it_lacks(name: str, seen: dt.datetime | None) -> None:
    hostile = ',"updates":[ ,"last_seen":"x","revision":1 ,"provenance":{'
    article = Article(
        date=SEEN.date(), title=hostile, provenance={name: "x", "last_seen": hostile, "a": "}"}
    )
    older = {key: value for key, value in schema.to_dict(article).items() if key != name}
    stored = StoredArticle(json.dumps(older, separators=(",", ":")).encode(), seen)
    assert schema.from_json(stored.line()) == stored.article()
    assert list(json.loads(stored.line())) == [one.name for one in dataclasses.fields(Article)]
