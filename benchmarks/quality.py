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
    values = {name: found[0].values for name, found in draft.fields.items()}
    return {
        "title": values.get("title", ("",))[0],
        "authors": list(values.get("authors", ())),
        "published": values.get("published", ("",))[0],
        "body": "\n".join(values.get("body", ())),
        "tags": list(values.get("tags", ())),
    }
