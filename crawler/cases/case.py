"""A Case: one recorded page and the article expected of it; how it lies in its two files.

``tests/sites/<module of the site's file>/<name>.html.gz`` is the page as it came, ``<name>.json``
the rest. Who has read the expected values against the page sets ``"reviewed": true`` there.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import crawler.sites
from crawler.errors import UsageError
from crawler.page import Page
from crawler.site import Site

PAGE, EXPECTED = ".html.gz", ".json"
NAME_LIMIT = 60
SIZE_LIMIT = 50_000_000
"""Bytes of an unpacked page; a recorded page may come from anybody."""


@dataclass(frozen=True)
class Case:
    """``expected`` holds the fields of an article as JSON, or ``rejected`` and the reason alone;
    ``site`` is the name of the site, as a site's file may declare several."""

    name: str
    site: str
    page: Page
    expected: Mapping[str, Any]
    reviewed: bool = False


def project_folder() -> Path:
    """The folder that holds ``crawler/sites`` and ``tests/sites``."""
    return Path(crawler.sites.__path__[0]).absolute().parents[1]


def cases_folder(site: Site) -> Path:
    """Where the cases of a site lie: a folder for each site's file."""
    return project_folder() / "tests" / "sites" / type(site).__module__.rpartition(".")[2]


def find_cases(site: Site) -> tuple[Case, ...]:
    """The cases of a site, by name. Raises UsageError for a file that cannot be read."""
    cases = map(read_case, sorted(cases_folder(site).glob(f"*{EXPECTED}")))
    return tuple(case for case in cases if case.site == site.name)


def name_case(key: str) -> str:
    """A name for the case of an article, from what identifies it in its address. Where that is in
    other letters, and so escaped, a few digits stand for them."""
    plain = unquote(key)
    words = "-".join(re.findall(r"[a-z0-9]+", plain.casefold()))
    if plain == key:
        return words[:NAME_LIMIT].strip("-") or "page"
    digits = hashlib.blake2b(key.encode(), digest_size=4).hexdigest()
    return f"{words[: NAME_LIMIT - len(digits) - 1]}-{digits}".strip("-")


def read_case(file: Path) -> Case:
    """The case whose expected values are ``file``. Raises UsageError, saying what is wrong."""
    page_file = file.with_name(file.name.removesuffix(EXPECTED) + PAGE)
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        body = unpack(page_file.read_bytes())
        headers = {"content-type": values["content_type"]} if values["content_type"] else {}
        seen = dt.datetime.fromisoformat(values["seen"])
        page = Page(values["url"], body, seen, headers=headers)
        name = file.name.removesuffix(EXPECTED)
        return Case(name, values["site"], page, dict(values["article"]), values["reviewed"] is True)
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{file} is no recorded case: {type(error).__name__}: {error}") from error


def write_case(folder: Path, case: Case) -> tuple[Path, Path]:
    """Write both files of a new case; their paths. Raises UsageError if one is there already."""
    page_file, file = folder / f"{case.name}{PAGE}", folder / f"{case.name}{EXPECTED}"
    for one in (page_file, file):
        if one.exists():
            raise UsageError(f"{one} is there already; remove it to record the page anew")
    folder.mkdir(parents=True, exist_ok=True)
    page_file.write_bytes(gzip.compress(case.page.body, mtime=0))
    write_expected(folder, case)
    return page_file, file


def write_expected(folder: Path, case: Case) -> Path:
    """Write what is expected of a case, in place of what stood there."""
    file = folder / f"{case.name}{EXPECTED}"
    values = {
        "reviewed": case.reviewed,
        "site": case.site,
        "url": case.page.url,
        "seen": case.page.seen.isoformat(timespec="seconds"),
        "content_type": case.page.headers.get("content-type"),
        "article": dict(case.expected),
    }
    file.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return file


def unpack(body: bytes) -> bytes:
    """The bytes, decompressed if they are gzip. Raises ValueError for broken or too large ones."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        text = unpacker.decompress(body, SIZE_LIMIT)
    except zlib.error as error:
        raise ValueError(f"broken gzip: {error}") from error
    if not unpacker.eof:
        raise ValueError(f"cut gzip, or more than {SIZE_LIMIT:,} bytes")
    return text
