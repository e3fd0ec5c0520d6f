"""Feeds that keep themselves: which are written when, and which are left."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from crawler.feeds.declared import DeclaredFeed, parse_declared
from crawler.feeds.kept_feeds import Outcome, look_at, write_feeds
from crawler.ledger.articles import changes
from crawler.ledger.connect import reading

NOW = dt.datetime(2026, 1, 22, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
FACTS = '[[feed]]\nname = "facts"\ntarget = "facts.jsonl"\nsection = "Facts"\n'
SPORT = '[[feed]]\nname = "sport"\ntarget = "sport.csv"\nsection = "Sport"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "feeds"


def declare(folder: Path, *texts: str) -> tuple[DeclaredFeed, ...]:
    return parse_declared("".join(texts), "feeds.toml", folder)


def write(library: Any, feeds: tuple[DeclaredFeed, ...], **how: Any) -> list[int | None]:
    now = how.pop("now", NOW)
    outcomes = write_feeds(library.engine, feeds, now, **how)
    assert [one.failure for one in outcomes] == [None] * len(outcomes)
    return [one.count for one in outcomes]


def standings(library: Any, feeds: tuple[DeclaredFeed, ...]) -> list[str]:
    with reading(library.engine) as connection:
        return [look.standing.value for look in look_at(connection, feeds)]


def test_only_what_changed_is_written(library: Any, folder: Path) -> None:
    feeds = declare(folder, FACTS, SPORT)
    library.put(1)
    assert standings(library, feeds) == ["never written"] * 2
    assert write(library, feeds) == [1, 0]
    assert write(library, feeds) == [None, None]
    library.put(2, section="Sport")
    assert standings(library, feeds) == ["up to date", "there is news"]
    before = (folder / "facts.jsonl").stat()
    assert write(library, feeds) == [None, 1]
    after = (folder / "facts.jsonl").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert standings(library, feeds) == ["up to date"] * 2


@pytest.mark.parametrize("scheme", ["ftp", "sftp"])
def test_a_server_that_is_down_costs_no_other_feed(library: Any, folder: Path, scheme: str) -> None:
    away = f'[[feed]]\nname = "away"\ntarget = "{scheme}://127.0.0.1:1/a.jsonl"\n'
    feeds = declare(folder, away, FACTS)
    library.put(1)
    failed, written = write_feeds(library.engine, feeds, NOW)
    assert f"cannot write the feed {scheme}://127.0.0.1:1/a.jsonl: " in str(failed.failure)
    assert (written.count, written.failure) == (1, None)
    assert standings(library, feeds) == ["never written", "up to date"]


def test_the_manifest_lies_beside(library: Any, folder: Path) -> None:
    library.put(1)
    write(library, declare(folder, FACTS))
    manifest = json.loads((folder / "facts.jsonl.manifest.json").read_bytes())
    assert (manifest["selection"], manifest["counts"]) == ({"section": "Facts"}, {"articles": 1})


def test_a_revised_article_is_written(library: Any, folder: Path) -> None:
    feeds = declare(folder, FACTS)
    library.put(1)
    write(library, feeds)
    library.put(1, "revised", title="Still here")
    assert write(library, feeds) == [1]
    assert b"Still here" in (folder / "facts.jsonl").read_bytes()


def test_it_is_written_no_more_often_than_told(library: Any, folder: Path) -> None:
    feeds = declare(folder, FACTS + 'every = "1h"\n')
    library.put(1)
    assert write(library, feeds) == [1]
    library.put(2)
    assert write(library, feeds, now=NOW + HOUR / 2) == [None]
    assert write(library, feeds, now=NOW + HOUR) == [2]
    library.put(3)
    assert write(library, feeds, now=NOW + HOUR, patient=False) == [3]
    assert write(library, feeds, now=NOW + HOUR, always=True) == [3]


def test_one_that_is_declared_otherwise_or_gone_is_written(library: Any, folder: Path) -> None:
    library.put(1)
    library.put(2)
    write(library, declare(folder, FACTS))
    other = declare(folder, FACTS + "newest = 1\n")
    assert standings(library, other) == ["declared otherwise"]
    assert write(library, other) == [1]
    assert b"Story 2" in (folder / "facts.jsonl").read_bytes()
    (folder / "facts.jsonl").unlink()
    assert standings(library, other) == ["its file is gone"]
    assert write(library, other) == [1]


def test_a_feed_may_be_a_delta(library: Any, folder: Path) -> None:
    feeds = declare(folder, '[[feed]]\nname = "d"\ntarget = "d"\ndelta = true\n')
    library.put(1)
    assert write(library, feeds) == [1]
    assert write(library, feeds) == [None]
    library.put(1, "unpublished")
    assert write(library, feeds) == [1]
    assert sorted(path.name for path in (folder / "d").glob("*.jsonl")) == [
        "d-000001.jsonl",
        "d-000002.jsonl",
    ]


def test_one_that_fails_costs_no_other_and_is_tried_again(library: Any, folder: Path) -> None:
    library.put(1)
    bad, good = declare(folder, FACTS.replace("facts.jsonl", "file/x.jsonl"), SPORT)
    folder.mkdir()
    (folder / "file").touch()
    outcomes = write_feeds(library.engine, (bad, good), NOW)
    assert "a part of the path is a file" in str(outcomes[0].failure)
    assert outcomes[1] == Outcome(good, 0)
    (folder / "file").unlink()
    assert write(library, (bad, good)) == [1, None]


def test_a_feed_is_none_the_less_due_if_its_cursor_did_not_move(
    library: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended between manifest and cursor: the next run writes it again."""
    feeds = declare(folder, FACTS)
    library.put(1)

    def end(*given: Any) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("crawler.ledger.articles.cursors.move", end)
        with pytest.raises(KeyboardInterrupt):
            write_feeds(library.engine, feeds, NOW)
    assert standings(library, feeds) == ["never written"]
    assert write(library, feeds) == [1]


def test_what_is_none_of_a_feeds_is_looked_at_once(
    library: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = declare(folder, SPORT)
    write(library, feeds)
    library.put(1, section="Sport")
    write(library, feeds)
    for number in range(2, 6):
        library.put(number)
    ranges: list[tuple[int, int]] = []
    read_changes = changes.read_changes

    def noted(connection: Any, selection: Any, after: int, until: int) -> Any:
        ranges.append((after, until))
        return read_changes(connection, selection, after, until)

    monkeypatch.setattr(changes, "read_changes", noted)
    assert write(library, feeds) == [None]
    assert write(library, feeds) == [None]
    assert ranges == [(1, 5), (5, 5)]
