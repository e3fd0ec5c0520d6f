"""A completeness report → JSON-native values."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from crawler.ledger.reports.completeness import FIELDS, PLACES, Day, Gap, Report, open_gaps_on

COUNTS = ("kept", "unpublished", "missed", "waiting", "left", "moved", "articles", "revisions")


def report_values(report: Report) -> dict[str, Any]:
    """The whole report."""
    total = report.tally.total
    return {
        "site": report.site,
        "zone": str(report.zone),
        "from": iso(report.first),
        "to": iso(report.last),
        "total": _counts(total)
        | {
            "places": dataclasses.asdict(report.places),
            "requests_an_article": report.requests_an_article,
            "bytes_an_article": report.bytes_an_article,
            "shares": _shares(total),
        },
        "days": [day_values(day, counts, report) for day, counts in report.tally.days],
        "gaps": [_gap(gap) for gap in report.gaps],
    }


def _counts(counts: Day) -> dict[str, Any]:
    return {
        "announced": counts.announced,
        "announced_by": {place: counts.by_place[place] for place in PLACES},
        **{name: getattr(counts, name) for name in COUNTS},
        "requests": counts.requests,
        "bytes": counts.bytes,
        "reasons": dict(sorted(counts.reasons.items())),
    }


def day_values(day: dt.date | None, counts: Day, report: Report) -> dict[str, Any]:
    """One of its days; None: what nobody gives a time for."""
    gaps = open_gaps_on(day, report.gaps, report.zone) if day is not None else 0
    return {
        "day": iso(day),
        **_counts(counts),
        "open_gaps": gaps,
        "filled": {name: counts.filled[name] for name in FIELDS},
    }


def _shares(counts: Day) -> dict[str, float | None]:
    """For each field, the share of articles that have it."""
    held = counts.articles
    return {name: round(counts.filled[name] / held, 4) if held else None for name in FIELDS}


def _gap(gap: Gap) -> dict[str, Any]:
    values = dataclasses.asdict(gap)
    return {name: iso(value) for name, value in values.items()}


def iso(value: Any) -> Any:
    """A date or time as text; anything else as it is."""
    return value.isoformat() if isinstance(value, dt.date) else value
