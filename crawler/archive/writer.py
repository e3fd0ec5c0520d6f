"""Exchanges → WARC 1.1 files of one run: each record a gzip member, on the disk when `write` ends.

A request, then its answer: a response; or a revisit record where the site said that nothing
changed, or sent the very bytes it sent before.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import uuid
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive import folder as files
from crawler.archive.exchange import NOT_MODIFIED, SAME_BYTES, Exchange
from crawler.archive.payloads import Payload, Payloads
from crawler.archive.session import ArchiveSession, to_fields
from crawler.errors import ArchiveFailed

MAX_SIZE = 1 << 30
"""Bytes of a file before the next one is begun, the custom among archives."""
OK = 200


class _Block(StatusAndHeaders):  # type: ignore[misc]
    """An HTTP head that is written as it is: the library would change what is not ASCII."""

    def __init__(self, head: bytes) -> None:
        super().__init__("", [])
        self._head = head

    def __bool__(self) -> bool:
        """The library asks whether there is a head at all; it would look for lines of its own."""
        return True

    def compute_headers_buffer(self, header_filter: Any = None) -> None:  # noqa: ARG002
        """Called by the library before it writes."""
        self.headers_buff = self._head


class Writer:
    """Writes one run's files into a folder; none before the first exchange.

    Raises ArchiveFailed where the disk does not take it; then the file ends behind the last record
    that it took, and nothing more is written.
    """

    def __init__(self, folder: Path, session: ArchiveSession, max_size: int = MAX_SIZE) -> None:
        self._folder = folder
        self._session = session
        self._max_size = max_size
        self._token = session.id[:8]
        self._payloads = Payloads(folder, session.site)
        self._serial = 0
        self._name = ""
        self._stream: IO[bytes] | None = None
        self._warc: WARCWriter | None = None
        self._info_id = ""
        self._failure: ArchiveFailed | None = None

    def write(self, exchanges: Sequence[Exchange]) -> None:
        """Put all of them on the disk, or raise."""
        if self._failure is not None:
            raise self._failure
        try:
            for exchange in exchanges:
                self._write(exchange)
            self._sync()
            self._payloads.commit()
        except Exception as error:
            # Whatever it was, the file may end in half a record: nothing is written behind that.
            self._failure = ArchiveFailed(self._told("written", error))
            self._give_up()
            raise self._failure from error

    def close(self) -> None:
        """End the file under its own name. Raises ArchiveFailed."""
        try:
            self._finish_file()
            self._payloads.close()
        except OSError as error:
            raise ArchiveFailed(self._told("closed", error)) from error

    def _told(self, what: str, error: Exception) -> str:
        why = f"{type(error).__name__}: {error}"
        if isinstance(error, OSError):
            why = error.strerror or str(error)
        return f"the archive in {self._folder} could not be {what}: {why}; see to it and run again"

    def _write(self, exchange: Exchange) -> None:
        self._make_room(exchange.at)
        common = self._common(exchange)
        answer_id = _new_id()
        request = {
            **common,
            "WARC-Record-ID": _new_id(),
            "WARC-Concurrent-To": answer_id,
        }
        self._put("request", exchange, request, exchange.request)
        answer = {**common, "WARC-Record-ID": answer_id, **exchange.facts}
        if exchange.peer is not None:
            answer["WARC-IP-Address"] = exchange.peer
        before = self._payloads.find(exchange.url)
        profile = _profile_of(exchange, before)
        if profile is None:
            answer["WARC-Payload-Digest"] = exchange.payload_digest
            self._put("response", exchange, answer, exchange.head, exchange.body)
            self._note(exchange, answer_id)
            return
        answer["WARC-Profile"] = profile
        if before is not None:
            answer["WARC-Payload-Digest"] = before.digest
            answer |= {
                "WARC-Refers-To": before.record,
                "WARC-Refers-To-Target-URI": exchange.url,
                "WARC-Refers-To-Date": before.date,
            }
        self._put("revisit", exchange, answer, exchange.head)

    def _common(self, exchange: Exchange) -> dict[str, str]:
        return {
            "WARC-Date": date_of(exchange.at),
            "WARC-Warcinfo-ID": self._info_id,
        }

    def _note(self, exchange: Exchange, record: str) -> None:
        """Only a page that was given is what a site says is unchanged: no error page."""
        if exchange.body and exchange.status == OK:
            date = date_of(exchange.at)
            found = Payload(exchange.payload_digest, record, date, self._name)
            self._payloads.note(exchange.url, found)

    def _put(
        self,
        kind: str,
        exchange: Exchange,
        fields: Mapping[str, str],
        head: bytes,
        body: bytes = b"",
    ) -> None:
        assert self._warc is not None
        record = self._warc.create_warc_record(
            exchange.url,
            kind,
            payload=BytesIO(body),
            length=len(body),
            warc_headers_dict=fields,
            http_headers=_Block(head),
        )
        self._warc.write_record(record)

    def _make_room(self, at: dt.datetime) -> None:
        """A new file, where there is none or it is full."""
        if self._stream is not None and self._stream.tell() >= self._max_size:
            self._finish_file()
        if self._stream is None:
            self._begin_file(at)

    def _begin_file(self, at: dt.datetime) -> None:
        self._serial += 1
        session = self._session
        self._name = files.name_of(session.started, session.site, self._token, self._serial)
        self._stream = files.create(self._folder, self._name)
        self._warc = WARCWriter(self._stream, gzip=True, warc_version="1.1")
        info = self._warc.create_warcinfo_record(self._name, to_fields(session))
        info.rec_headers.replace_header("WARC-Date", date_of(at))
        self._info_id = info.rec_headers.get_header("WARC-Record-ID")
        self._warc.write_record(info)

    def _finish_file(self) -> None:
        if self._stream is None:
            return
        self._sync()
        files.finish(self._folder, self._name)
        self._stream.close()
        self._stream = self._warc = None

    def _sync(self) -> None:
        if self._stream is not None:
            self._stream.flush()
            os.fsync(self._stream.fileno())

    def _give_up(self) -> None:
        """End the file behind its last whole record, as the next run would."""
        with contextlib.suppress(OSError):
            if self._stream is not None:
                self._stream.close()
        self._stream = self._warc = None
        self._payloads.close()
        with contextlib.suppress(OSError):
            files.recover(self._folder, logging.INFO)  # the error itself is told


def date_of(at: dt.datetime) -> str:
    """A time as WARC 1.1 writes it, to the microsecond, in UTC."""
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _profile_of(exchange: Exchange, before: Payload | None) -> str | None:
    """Why the answer is no response of its own; None if it is one."""
    if exchange.status == 304:
        return NOT_MODIFIED
    if before is None or not exchange.body or exchange.status != OK:
        return None
    return SAME_BYTES if before.digest == exchange.payload_digest else None


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"
