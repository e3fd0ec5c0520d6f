"""Scores the generic extraction on recorded real pages with known truth, beside single libraries.

    python benchmarks/quality.py                 ours, compared with the pinned floors
    python benchmarks/quality.py --libraries     and each single library, side by side

The pages and the scorer stand beside the repository (../shared/gold, ../shared/tools) and do not
belong to it; where they are absent the gate is skipped and says so. Exits 1 if a figure is below
its floor in quality_floors.json.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.libraries import ALL  # noqa: E402
from crawler import extraction  # noqa: E402
from crawler.discovery.undescribed import undescribed  # noqa: E402
from crawler.draft import Draft, Found  # noqa: E402
from crawler.errors import BadAddress, Rejected  # noqa: E402
from crawler.normalization.authors import clean_authors  # noqa: E402
from crawler.normalization.normalize import normalize  # noqa: E402
from crawler.normalization.tags import clean_tags  # noqa: E402
from crawler.page import Page  # noqa: E402
from crawler.site import Site  # noqa: E402

SCORER = ROOT.parent / "shared" / "tools" / "score_extraction.py"
GOLD = ROOT.parent / "shared" / "gold"
FLOORS = Path(__file__).with_name("quality_floors.json")
SETS = ("aeb", "fundus", "fundus-eval")
SEEN = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def any_site(url: str) -> Site:
    """The site of an address, of which nothing is said: what a crawl begins with."""
    parts = urlsplit(url)
    return _site_at(f"{parts.scheme}://{parts.netloc}/")


@cache
def _site_at(home: str) -> Site:
    try:
        return undescribed(home)
    except BadAddress:
        return undescribed("https://any.example/")


def extract(html: bytes, url: str) -> dict[str, Any]:
    """What the generic path makes of a page: title, authors, published, body, tags.

    A page that is refused as an article for want of a field is scored on what was found. The body
    is the draft's: the recorded truth keeps soft hyphens, which normalization rightly drops.
    """
    page = Page(url, html, SEEN)
    site = any_site(url)
    draft = extraction.extract(page, site)
    try:
        article = normalize(draft, page, site)
    except Rejected:
        return _score_draft(draft)
    published = article.published or article.date
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published": published.isoformat(),
        "body": "\n".join(draft.fields["body"][0].values),
        "tags": list(article.tags),
    }


def _score_draft(draft: Draft) -> dict[str, Any]:
    nothing = Found((), "")
    return {
        "title": " ".join((draft.first("title") or nothing).values[:1]),
        "authors": list(clean_authors((draft.first("authors") or nothing).values)),
        "body": "\n".join((draft.first("body") or nothing).values),
        "tags": list(clean_tags((draft.first("tags") or nothing).values)),
    }


def measure(predictions: Path) -> dict[str, dict[str, float]]:
    """The scorer's figures by set, from a file of predictions."""
    spec = importlib.util.spec_from_file_location("score_extraction", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = scorer
    spec.loader.exec_module(scorer)
    _, scored = scorer.score_file(predictions, scorer.pages_for(GOLD, list(SETS)))
    return {
        name: scorer.summarise([row for _, row in rows]) for name, rows in scored["rows"].items()
    }


def find_sunk(
    figures: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]
) -> list[str]:
    """One line for every figure on the wrong side of its floor (``fail`` has a ceiling)."""
    return [
        f"{name} {key}: {figures[name][key]:.4f}, pinned {pinned:.4f}"
        for name, pins in floors.items()
        for key, pinned in pins.items()
        if (figures[name][key] > pinned if key == "fail" else figures[name][key] < pinned)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """0 if every figure holds or there is nothing to measure on, 1 if one has sunk."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--libraries", action="store_true", help="each single library too")
    chosen = parser.parse_args(arguments)
    if not SCORER.is_file() or not GOLD.is_dir():
        print(f"skipped: the recorded pages are not there ({GOLD})")
        return 0
    specs = ["benchmarks.quality:extract"]
    specs += [f"benchmarks.libraries:{name}" for name in ALL] if chosen.libraries else []
    with tempfile.TemporaryDirectory() as folder:
        extractors = [part for spec in specs for part in ("-e", spec)]
        command = [sys.executable, str(SCORER), "run", *extractors, "--path", str(ROOT)]
        subprocess.run([*command, "--save", folder], check=True, cwd=ROOT)
        figures = measure(Path(folder) / "extract.json")
    sunk = find_sunk(figures, json.loads(FLOORS.read_text("utf-8")))
    print("\n".join(["below the floor:", *sunk]) if sunk else "all figures hold their floors")
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
