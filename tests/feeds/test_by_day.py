"""A folder of days: read as one table, whole or as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pyarrow.dataset
import pytest

from crawler.article import Article, to_json
from crawler.errors import FeedError, StorageFailed, UsageError
from crawler.feeds.by_day import publish_by_day
from crawler.ledger.articles.stored_article import StoredArticle


def stored(day: int, title: str) -> StoredArticle:
    article = Article(source=',"date":"', date=dt.date(2026, 1, day), title=title, tags=("../x",))
    return StoredArticle(to_json(article))


MANY = [stored(20, "a"), stored(20, "b"), stored(21, "c"), stored(20, "d")]


def read(folder: Path) -> list[tuple[str, str]]:
    table = pyarrow.dataset.dataset(folder, format="parquet", partitioning="hive").to_table()
    days, titles = table.column("published_date"), table.column("title")
    return sorted(zip(map(str, days.to_pylist()), titles.to_pylist(), strict=True))


def files(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def test_the_days_are_read_as_one_table(tmp_path: Path) -> None:
    published = publish_by_day(tmp_path / "new" / "out", iter(MANY))
    folder = tmp_path / "new" / "out"
    assert read(folder) == [
        *(("2026-01-20", "a"), ("2026-01-20", "b"), ("2026-01-20", "d"), ("2026-01-21", "c")),
    ]
    assert files(folder) == sorted(part.name for part in published.parts)
    assert (published.count, len(published.parts)) == (4, 3)
    assert published.bytes == sum((folder / name).stat().st_size for name in files(folder))
    assert [one.name for one in folder.parent.iterdir()] == ["out"]


def test_an_older_folder_is_replaced(tmp_path: Path) -> None:
    publish_by_day(tmp_path / "out", MANY)
    publish_by_day(tmp_path / "out", MANY[2:3])
    assert read(tmp_path / "out") == [("2026-01-21", "c")]
    publish_by_day(tmp_path / "out", [])
    assert files(tmp_path / "out") == []
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("problem", [StorageFailed("gone"), OSError(28, "No space left on device")])
def test_after_a_failure_the_old_folder_stands(tmp_path: Path, problem: Exception) -> None:
    def broken() -> Iterator[StoredArticle]:
        yield from MANY[:3]
        raise problem

    publish_by_day(tmp_path / "out", MANY)
    before = files(tmp_path / "out")
    with pytest.raises(FeedError, match=r"gone|the disk is full"):
        publish_by_day(tmp_path / "out", broken())
    assert files(tmp_path / "out") == before
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").touch()
    with pytest.raises(UsageError, match=r"holds 'thesis.txt', which is no day"):
        publish_by_day(tmp_path / "out", MANY)
    with pytest.raises(UsageError, match="is a file; name a folder"):
        publish_by_day(tmp_path / "out" / "thesis.txt", MANY)
    assert files(tmp_path / "out") == ["thesis.txt"]
