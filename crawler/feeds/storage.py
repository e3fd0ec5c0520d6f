"""A feed of `scrapy crawl -O` (or `-o`, or FEEDS) → a file here or elsewhere, whole or not at all.

For Scrapy's setting FEED_STORAGES. Scrapy's own storages open the file itself (a crawl that is
killed leaves half a feed, and a full disk leaves a hole in it), send what an exporter spoilt, and
log addresses with their passwords.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any, Self, cast

from scrapy import Spider
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.internet.threads import deferToThread

from crawler.errors import FeedError, UsageError
from crawler.exporters import ENDINGS, FORMATS
from crawler.feeds.place import find_local, find_place
from crawler.feeds.whole_file import WholeFile, check_writable
from crawler.refusal import refusing


class WholeFileStorage:
    """Scrapy makes one when the crawl starts, calls `open` at the first item (or at the end), and
    `store` when the spider has closed, whatever the reason; an exporter that failed calls the
    file's ``spoil`` before, and then `store` raises: Scrapy logs it and counts
    ``feedexport/failed_count/WholeFileStorage``.

    Without ``overwrite`` the feed is appended to what stands there, where the format allows that.
    Raises UsageError or FeedError at the start of the crawl for what could not work at its end.
    """

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        options = feed_options or {}
        self.path = find_local(uri)
        self.append = not options.get("overwrite", False)
        check_writable(self.path)
        if self.append:
            _require_appendable(self.path, options.get("format", ""))

    @classmethod
    def from_crawler(cls, crawler: Crawler, uri: str, **options: Any) -> Self:
        """What is refused ends `scrapy crawl` with one line."""
        with refusing(crawler.settings):
            return cls(uri, **options)

    def open(self, spider: Spider) -> IO[bytes]:  # noqa: ARG002
        """The file that an exporter writes to."""
        return cast("IO[bytes]", WholeFile(self.path, append=self.append, compress=True))

    def store(self, file: IO[bytes]) -> None:
        """Put the file in its place. Raises FeedError if it is not whole."""
        if not isinstance(file, WholeFile):
            raise FeedError(f"{file!r} is not from this storage")
        file.publish()


class RemoteStorage:
    """The same for an address elsewhere: made here, sent when the spider has closed, by a thread.

    Raises UsageError at the start of the crawl for an address that bears a password, one that
    nothing reaches, and for a feed that is to be continued; FeedError for a server that does not
    answer.
    """

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None) -> None:
        self._place = find_place(uri)
        if not (feed_options or {}).get("overwrite", False):
            raise UsageError(f"{uri}: a feed elsewhere cannot be continued; use -O to replace it")

    @classmethod
    def from_crawler(cls, crawler: Crawler, uri: str, **options: Any) -> Self:
        """What is refused ends `scrapy crawl` with one line."""
        with refusing(crawler.settings):
            return cls(uri, **options)

    def open(self, spider: Spider) -> IO[bytes]:  # noqa: ARG002
        """The file that an exporter writes to."""
        return cast("IO[bytes]", self._place.open())

    def store(self, file: IO[bytes]) -> Deferred[None]:
        """Send the file. Fails with FeedError if it is not whole or not taken."""
        if not isinstance(file, WholeFile):
            raise FeedError(f"{file!r} is not from this storage")
        return deferToThread(file.publish)


def _require_appendable(path: Path, name: str) -> None:
    """Raises UsageError if a file stands there that the format cannot go on with."""
    own = FORMATS.get(ENDINGS.get(name, name))
    if own and not own.appendable and path.is_file() and path.stat().st_size:
        raise UsageError(
            f"{path} exists, and a {name} feed cannot be continued; use -O to replace it"
        )
