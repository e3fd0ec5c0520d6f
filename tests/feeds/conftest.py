"""Ledgers with articles whose changes a test makes, without a crawl."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine

from crawler import article as schema
from crawler.article import Article
from crawler.ledger.articles import changes
from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.tables import articles
from crawler.ledger.tables.statements import dialect_insert

if TYPE_CHECKING:
    from tests.feeds.sftp_server import SftpServer

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)


@dataclass
class Library:
    """A ledger of articles."""

    engine: Engine
    address: str

    def put(self, number: int, kind: str = "new", site: str = "gazette", **says: Any) -> None:
        """One article is new, revised, unpublished or back."""
        at = NOW + dt.timedelta(minutes=number)
        base = Article(
            date=at.date(), published=at, title=f"Story {number}", section="Facts", revision=1
        )
        url = f"https://{site}.example/{number}"
        article = replace(base, site=site, url=url, **says)
        row = {
            "page": number,
            "site": site,
            "url": url,
            "published": at,
            "date": at.date().isoformat(),
            "section": article.section,
            "title": article.title,
            "revision": article.revision,
            "content_hash": "",
            "first_seen": NOW,
            "last_seen": NOW,
            "unpublished": NOW if kind == "unpublished" else None,
            "related_hash": "",
            "document": schema.to_json(article).decode(),
        }
        event = {"page": number, "kind": kind, "revision": article.revision, "at": NOW}
        with writing(self.engine) as connection:
            insert = dialect_insert(connection.dialect.name, articles).values(row)
            connection.execute(insert.on_conflict_do_update(index_elements=["page"], set_=row))
            changes.record(connection, site, [event])


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    address = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    engine = open_ledger(address)
    yield Library(engine, address)
    engine.dispose()


@pytest.fixture
def ftp(tmp_path: Path) -> Iterator[str]:
    """The address of an FTP server whose root is ``ftp`` in the test's folder."""
    from tests.feeds.ftp_server import ftp_server

    (tmp_path / "ftp").mkdir()
    with ftp_server(tmp_path / "ftp") as address:
        yield address


@pytest.fixture
def sftp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SftpServer]:
    """An SFTP server of the folder ``sftp``, which the environment knows; its user, ``me``, too."""
    from tests.feeds.sftp_server import sftp_server

    with sftp_server(tmp_path / "sftp") as server:
        (tmp_path / "known_hosts").write_text(server.known_hosts)
        monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
        monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
        monkeypatch.setenv("CRAWLER_TARGET_KNOWN_HOSTS", str(tmp_path / "known_hosts"))
        monkeypatch.setenv("CRAWLER_TARGET_USER", "me")
        yield server
