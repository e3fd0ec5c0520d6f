"""What is gone from its site: out of what people read, kept in what is an archive."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.main import main
from crawler.exporters import FORMATS
from crawler.feeds.declared import parse_declared
from crawler.feeds.kept_feeds import write_feeds
from crawler.feeds.selection import Selection
from crawler.ledger.articles.library import read_articles
from crawler.ledger.connect import reading

NOW = dt.datetime(2026, 1, 22, tzinfo=dt.UTC)
ENDINGS = {"rss": "rss", "atom": "atom", "jsonfeed": "jsonfeed"}
READERS = pytest.mark.parametrize("name", ENDINGS)


@pytest.fixture
def withdrawn(library: Any) -> Any:
    """Three articles, of which the second is gone."""
    for number in (1, 2, 3):
        library.put(number)
    library.put(2, kind="unpublished")
    return library


def export(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    out = folder / f"out-{name}"
    words = ("export", "--data", str(folder), "--format", name, "--out", str(out))
    monkeypatch.setattr(sys, "argv", ["crawler", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    return out.read_bytes()


def told(feed: bytes) -> list[int]:
    return [number for number in (1, 2, 3) if b"Story %d" % number in feed]


@pytest.mark.usefixtures("withdrawn")
@pytest.mark.parametrize("name", ["rss", "atom", "jsonfeed", "jsonl", "csv", "text", "sqlite"])
def test_an_export(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [1, 3] if FORMATS[name].is_channel else [1, 2, 3]
    assert told(export(tmp_path, name, monkeypatch)) == expected


@READERS
def test_a_feed_that_keeps_itself_drops_it_and_takes_it_back(
    library: Any, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"a.{ENDINGS[name]}"
    archive = tmp_path / "a.jsonl"
    text = "".join(
        f'[[feed]]\nname = "{one.suffix[1:]}"\ntarget = "{one.name}"\nnewest = 2\n'
        for one in (file, archive)
    )
    feeds = parse_declared(text, "feeds.toml", tmp_path)
    shown = []
    for kind in ("new", "unpublished", "back"):
        if kind == "new":
            library.put(1)
            library.put(2)
        library.put(3, kind=kind)
        assert [one.failure for one in write_feeds(library.engine, feeds, NOW)] == [None, None]
        assert told(archive.read_bytes()) == [2, 3]
        shown.append(told(file.read_bytes()))
    assert shown == [[2, 3], [1, 2], [2, 3]]


SELECTIONS = {
    "all": Selection(),
    "a site": Selection(site="gazette"),
    "a section": Selection(section="facts"),
    "bounds": Selection(since=dt.date(2026, 1, 1), until=dt.date(2026, 1, 31)),
    "words": Selection(words=("story",)),
}


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
def test_whatever_is_selected(withdrawn: Any, selection: Selection, newest_first: bool) -> None:
    with reading(withdrawn.engine) as connection:
        found = read_articles(connection, selection, newest_first, without_gone=True)
        titles = [one.title for one in found]
    assert sorted(titles) == ["Story 1", "Story 3"]
