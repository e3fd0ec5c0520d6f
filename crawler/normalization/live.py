"""Entries of a live blog as found → as kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from crawler.article import Update
from crawler.draft import FoundUpdate
from crawler.normalization.dates import read_time
from crawler.normalization.text import clean_line, clean_paragraphs
from crawler.site import Site

UPDATE_COUNT = 1_000
TITLE_LIMIT = 1_000
PARAGRAPHS_AN_UPDATE = 200
TEXT_AN_UPDATE = 20_000


def clean_updates(
    found: Iterable[FoundUpdate], site: Site, now: dt.datetime, language: str | None
) -> tuple[Update, ...]:
    """The entries that hold any text, in the order found; at most UPDATE_COUNT."""
    kept: list[Update] = []
    for one in found:
        read = read_time(one.published, site.zone, site.times, now, language)
        title = clean_line(one.title, TITLE_LIMIT) or None
        body = clean_paragraphs(one.body.splitlines(), PARAGRAPHS_AN_UPDATE, TEXT_AN_UPDATE)
        if title or body:
            kept.append(Update(read.when if read else None, title, body))
        if len(kept) == UPDATE_COUNT:
            break
    return tuple(kept)
