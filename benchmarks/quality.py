"""Scores the generic extraction on recorded real pages with known truth, beside single libraries.

    python benchmarks/quality.py                 ours, compared with the pinned floors
    python benchmarks/quality.py --libraries     ours and each single library, side by side

The pages and the scorer stand beside the repository (../shared/gold, ../shared/tools) and do not
belong to it; where they are absent the gate is skipped and says so. Exits 1 if a figure is below
its floor in quality_floors.json.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from crawler.extraction import extract as extract_draft  # noqa: E402
from crawler.draft import Found  # noqa: E402
from crawler.normalization.authors import clean_authors  # noqa: E402
from crawler.normalization.dates import read_time  # noqa: E402
from crawler.normalization.tags import clean_tags  # noqa: E402
from crawler.normalization.text import clean_line  # noqa: E402
from crawler.page import Page  # noqa: E402
from crawler.site import Site  # noqa: E402

SCORER = ROOT.parent / "shared" / "tools" / "score_extraction.py"
GOLD = ROOT.parent / "shared" / "gold"
FLOORS = Path(__file__).with_name("quality_floors.json")
LIBRARIES = ("trafilatura", "trafilatura_precise", "readability", "resiliparse")
SEEN = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


class AnySite(Site):
    """A site of which nothing is said."""

    name = "any"
    home = "https://any.example/"


ANY_SITE = AnySite()


def extract(html: bytes, url: str) -> dict[str, Any]:
    """What the generic path makes of a page: title, authors, published, body, tags."""
    draft = extract_draft(Page(url, html, SEEN), ANY_SITE)
    fields = draft.fields
    return {
        "title": clean_line(next(iter(fields.get("title", (Found(("",), ""),)))).values[0]),
        "authors": first(clean_authors(found.values) for found in fields.get("authors", ())),
        "published": published(fields.get("published", ())),
        "body": "\n".join(first(found.values for found in fields.get("body", ()))),
        "tags": first(clean_tags(found.values) for found in fields.get("tags", ())),
    }


def first(values):
    return list(next((value for value in values if value), ()))


def published(candidates):
    reads = [read_time(found.values[0], ANY_SITE.zone, now=SEEN) for found in candidates]
    with_hour = [one.when.isoformat() for one in reads if one and one.when]
    days = [one.day.isoformat() for one in reads if one]
    return (with_hour + days + [""])[0]
