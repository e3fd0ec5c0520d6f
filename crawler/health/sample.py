"""A Sample: what one crawl of a site read, in numbers; to and from JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter

MOST_RULES = 12  # a field, the most frequent
MOST_LENGTHS = 60
MOST_PLACES = 60
MOST_REASONS = 30


@dataclass(frozen=True, slots=True)
class PlaceSample:
    """A feed or listing that was read: ``behind`` is how many articles came since the newest story
    that it names, of those that the site's week lets expect (None if it gives no times)."""

    is_empty: bool = False
    behind: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One crawl in numbers; ``articles`` is how many pages were read as articles.

    ``filled``: articles by field that has a value. ``rules``: by field and the rule that answered.
    ``compared``: by field, how often visible and structured values differed, of how often both
    were there. ``lengths``: characters of bodies, at most MOST_LENGTHS, ascending. ``outcomes``:
    requests by how they ended (``ok``, ``blocked http-403``). ``rejected``: by reason, pages that
    answered and gave no article. ``new``: articles first found in this crawl on a feed or listing;
    of those ``future`` say a time later than they were read, and ``late`` one before the crawl
    before; ``shift`` is by how much the middle one is off, in minutes. ``expected`` is how many
    articles the site's week lets expect since the newest one.
    """

    crawl: int
    at: dt.datetime
    articles: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    compared: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    outcomes: Mapping[str, int] = field(default_factory=dict)
    rejected: Mapping[str, int] = field(default_factory=dict)
    new: int = 0
    future: int = 0
    late: int | None = None
    shift: float = 0.0
    newest: dt.datetime | None = None
    expected: float | None = None
    silences: tuple[float, ...] = ()
    """The longest stretches without an article before, in articles that were expected in them."""
    places: Mapping[str, PlaceSample] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How many requests ended, in whatever way."""
        return sum(self.outcomes.values())

    @property
    def answered(self) -> int:
        """How many of them the site answered as a site does."""
        return sum(count for name, count in self.outcomes.items() if name.split(" ")[0] in ANSWERED)

    @property
    def median_length(self) -> int | None:
        """The body of the middle article, in characters."""
        return self.lengths[len(self.lengths) // 2] if self.lengths else None


ANSWERED = frozenset({"ok", "unchanged", "gone", "moved"})
_adapter = TypeAdapter(Sample)


def to_json(sample: Sample) -> str:
    """The sample as JSON."""
    return _adapter.dump_json(sample, exclude_defaults=True).decode()


def from_json(text: str) -> Sample:
    """The sample that `to_json` gave; what a later version added is passed by."""
    values = json.loads(text)
    known = Sample.__dataclass_fields__
    return _adapter.validate_python({name: values[name] for name in values if name in known})
