"""What was written → the manifest beside it: what it holds, and how to tell that it is whole.

A file is written first, then its manifest, then the cursor moves. So a manifest whose digest is
that of the file beside it vouches for it; one that differs belongs to an older file, and the
command that wrote the newer one was ended before it was done: run it again.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from crawler import VERSION
from crawler.feeds.place import Place, manifest_of
from crawler.feeds.publish import Part, Published

MANIFEST_VERSION = 1


@dataclass(frozen=True, slots=True)
class Moved:
    """The cursor of a delta: where it stood before its file and where it stands behind it."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: its format, the schema of its items, the selection (feeds.definition),
    how many of which kind, and up to which change of the ledger (None: it does not say)."""

    format: str
    schema: str
    selection: Mapping[str, Any]
    counts: Mapping[str, int] = field(default_factory=dict)
    change: int | None = None
    cursor: Moved | None = None


def write_manifest(place: Place, published: Published, content: Content, now: dt.datetime) -> None:
    """Write the manifest of what was published at a place, whole; none beside a pipe or a device,
    where nothing stays. Raises FeedError.
    """
    if not _is_kept(place):
        return
    whole = Part(place.name, published.bytes, published.sha256)
    parts = published.parts if published.is_folder else (whole,)
    values = {
        "manifest": MANIFEST_VERSION,
        "program": f"news-crawler/{VERSION}",
        "written": now.isoformat(timespec="seconds"),
        **asdict(content),
        "items": published.count,
        "files": [asdict(one) for one in parts],
    }
    with manifest_of(place).open() as file:
        file.write(json.dumps(values, ensure_ascii=False, indent=2).encode() + b"\n")
        file.publish()


def _is_kept(place: Place) -> bool:
    path = place.path
    return path is None or not path.exists() or path.is_file() or path.is_dir()
