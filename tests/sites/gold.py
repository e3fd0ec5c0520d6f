"""Recorded real pages with known truth, which stand beside the repository and not in it."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.page import Page

GOLD = Path(__file__).parents[3] / "shared" / "gold"
SETS = ("aeb", "fundus", "fundus-eval")
UNDATED = {"aeb": dt.datetime(2019, 11, 21, tzinfo=dt.UTC)}
LATER = dt.datetime(2024, 3, 5, tzinfo=dt.UTC)


@dataclass(frozen=True)
class GoldPage:
    """``body`` are the paragraphs that belong to the story, ``optional`` those that may."""

    file: str
    url: str
    truth: dict[str, Any]

    @property
    def name(self) -> str:
        """Its set and number, as in fundus/031."""
        return self.file.removesuffix(".html.gz")

    @property
    def page(self) -> Page:
        """The page, as it was seen a day after it appeared."""
        appeared = self.truth.get("published")
        seen = read_moment(appeared) + dt.timedelta(days=1) if appeared else self._undated()
        return Page(self.url, gzip.decompress((GOLD / self.file).read_bytes()), seen)

    def _undated(self) -> dt.datetime:
        return UNDATED.get(self.file.partition("/")[0], LATER)

    @property
    def body(self) -> list[str]:
        given = self.truth["body"]
        if isinstance(given, str):
            return given.splitlines()
        marks = self.truth.get("marks", [False] * len(given))
        return [text for text, may in zip(given, marks, strict=True) if not may]

    @property
    def optional(self) -> list[str]:
        given, marks = self.truth["body"], self.truth.get("marks", [])
        may = [text for text, mark in zip(given, marks, strict=False) if mark]
        return [*may, *self.truth.get("optional", [])]


def gold_pages() -> list[GoldPage]:
    """All pages; none where the folder is absent."""
    files = [GOLD / f"{name}.jsonl" for name in SETS]
    texts = [file.read_text("utf-8") for file in files if file.exists()]
    lines = [line for text in texts for line in text.split("\n") if line]
    return [GoldPage(one["file"], one["url"], one["gold"]) for one in map(json.loads, lines)]


def read_moment(text: str) -> dt.datetime:
    """An ISO time; without an offset it is taken as UTC."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def f1(found: Iterable[str], gold: GoldPage) -> float:
    """F1 over words; a paragraph that may belong to the story counts where it was found."""
    kept = [one for one in gold.optional if words([one]) and overlap([one], found) > 0.8]
    truth, got = words([*gold.body, *kept]), words(found)
    both = (truth & got).total()
    return 2 * both / (truth.total() + got.total()) if both else 0.0


def overlap(part: Iterable[str], whole: Iterable[str]) -> float:
    """The share of words of ``part`` that ``whole`` holds in its most alike paragraph."""
    wanted = words(part)
    best = max(((wanted & words([one])).total() for one in whole), default=0)
    return best / wanted.total()


def words(texts: Iterable[str]) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(texts).casefold()))
