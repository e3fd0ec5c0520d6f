"""The wire: an Answer and a request's headers → status, headers and bytes to send.

Validators are strong: the ETag is made of the body's bytes and names its encoding.
"""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b

from crawler.demo.answer import Answer
from crawler.demo.conduct import Validators

_SMALLEST_GZIP = 400


@dataclass(frozen=True, slots=True)
class Sending:
    """What goes over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


def prepare(answer: Answer, asked: Mapping[str, str], validators: Validators) -> Sending:
    """The answer as this client gets it: zipped if it accepts that, 304 if it knows the page."""
    zipped = len(answer.body) >= _SMALLEST_GZIP and accepts_gzip(asked.get("Accept-Encoding", ""))
    headers = {**answer.headers, "Content-Type": answer.media_type, "Vary": "Accept-Encoding"}
    if answer.modified and validators is not Validators.OMITTED:
        digest = blake2b(answer.body, digest_size=10).hexdigest()
        headers["ETag"] = f'"{digest}-gzip"' if zipped else f'"{digest}"'
        modified = answer.modified.astimezone(dt.UTC)
        headers["Last-Modified"] = format_datetime(modified, usegmt=True)
        if validators is Validators.HONEST and is_known(asked, digest, modified):
            return Sending(304, headers, b"")
    if not zipped:
        return Sending(answer.status, headers, answer.body)
    headers["Content-Encoding"] = "gzip"
    return Sending(answer.status, headers, gzip.compress(answer.body, 1, mtime=0))


def accepts_gzip(accepted: str) -> bool:
    """True if an Accept-Encoding header allows gzip by name, with a quality above 0."""
    for one in accepted.lower().split(","):
        name, _, quality = one.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "").rstrip("0") not in ("q=", "q=0.")
    return False


def is_known(asked: Mapping[str, str], digest: str, modified: dt.datetime) -> bool:
    """True if the client's copy is fresh (RFC 9110, 13.2.2: If-None-Match goes first)."""
    if (tags := asked.get("If-None-Match")) is not None:
        known = (tag.strip().removeprefix("W/").strip('"') for tag in tags.split(","))
        return any(tag in ("*", digest, f"{digest}-gzip") for tag in known)
    try:
        since = parsedate_to_datetime(asked.get("If-Modified-Since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and modified.replace(microsecond=0) <= since
