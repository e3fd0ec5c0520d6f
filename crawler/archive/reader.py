"""An archive's files → the runs that filled them, and what each of these exchanged, in its order.

What is stored as "the same as before" is given whole. Memory holds where each answer lies, some
two hundred bytes an answer; bodies are read one at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crawler.archive.exchange import SAME_BYTES, Exchange
from crawler.archive.folder import list_files
from crawler.archive.session import FACTS, ArchiveSession, from_fields, parse_fields
from crawler.errors import Refused
from crawler.fetch.warc import MAX_BYTES, read_address, read_block, read_records, split_answer

MAX_BLOCK = MAX_BYTES + (1 << 20)
"""Bytes of a page as a crawl takes it, and of a head with it."""


@dataclass(slots=True)
class Archive:
    """``sessions`` are the runs in the order of their start, each with its files; ``foreign`` the
    files of other programs. ``skipped`` counts why records gave nothing."""

    sessions: list[tuple[ArchiveSession, list[Path]]] = field(default_factory=list)
    foreign: list[Path] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    _places: dict[str, tuple[Path, int]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """Raises UsageError for what is no archive, and without the library that reads it."""
        archive = cls()
        by_id: dict[str, tuple[ArchiveSession, list[Path]]] = {}
        for file in list_files(folder):
            session = _session_of(file)
            if session is None:
                archive.foreign.append(file)
                continue
            by_id.setdefault(session.id, (session, []))[1].append(file)
        archive.sessions = sorted(by_id.values(), key=lambda one: (one[0].started, one[0].id))
        return archive

    def read(self, files: list[Path]) -> Iterator[Exchange]:
        """What the files of one run hold. Sessions are to be read in their order."""
        for file in files:
            for record in read_records(file, self.skipped, ("response", "revisit")):
                exchange = self._exchange(file, record)
                if exchange is not None:
                    yield exchange

    def _exchange(self, file: Path, record: Any) -> Exchange | None:
        headers = record.headers
        if headers.get("WARC-Type") == "response":
            self._places[headers.get("WARC-Record-ID")] = (file, record.stream_pos)
        try:
            found = _read(record)
            if headers.get("WARC-Profile") == SAME_BYTES:
                found = replace(found, body=self._body_of(headers.get("WARC-Refers-To")))
        except Refused as refused:
            self.skipped[refused.reason] += 1
        except (ValueError, OverflowError):  # a date, a number or a header that is none
            self.skipped["bad-record"] += 1
        else:
            return found
        return None

    def _body_of(self, record_id: str | None) -> bytes:
        """The body of an earlier record. Raises Refused where the archive has lost it."""
        place = self._places.get(record_id or "")
        if place is None:
            raise Refused("original-missing")
        file, at = place
        for record in read_records(file, self.skipped, ("response",), at):
            return _read(record).body
        raise Refused("original-missing")


def _session_of(file: Path) -> ArchiveSession | None:
    """The run that filled a file; None where it does not say one of ours."""
    for record in read_records(file, Counter(), ("warcinfo", "response")):
        if record.headers.get("WARC-Type") != "warcinfo":
            return None
        return from_fields(parse_fields(read_block(record)))
    return None


def _read(record: Any) -> Exchange:
    """Raises Refused or ValueError for what is no whole answer."""
    block = read_block(record, MAX_BLOCK)
    url, at = read_address(record)
    protocol, status, headers, body = split_answer(block)
    return Exchange(
        url=url,
        at=at,
        status=status,
        headers=tuple((n.encode("latin-1"), v.encode("latin-1")) for n, v in headers),
        body=body,
        protocol=protocol,
        facts=_facts(record.headers),
    )


def _facts(headers: Mapping[str, str]) -> dict[str, str]:
    found = ((name, headers.get(name)) for name in FACTS)
    return {name: value for name, value in found if value}
