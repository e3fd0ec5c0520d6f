"""A completeness report → JSON or CSV, for programs and spreadsheets."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import json
from collections.abc import Iterable
from typing import IO, Any

from crawler.exporters.formula_guard import guard_cell
from crawler.ledger.completeness import FIELDS, PLACES, Day, Gap, Report, open_gaps_on
from crawler.ledger.report import MissedAddress

COUNTS = ("kept", "unpublished", "missed", "waiting", "left", "moved", "articles", "revisions")


def write_json(stream: IO[str], report: Report, missed: Iterable[MissedAddress] | None) -> None:
    """One JSON object; with ``missed`` its last member lists those addresses, as they come."""
    text = json.dumps(_values(report), ensure_ascii=False, indent=2)
    if missed is None:
        stream.write(text + "\n")
        return
    stream.write(text.removesuffix("\n}") + ',\n  "missed_addresses": [')
    for number, address in enumerate(missed):
        line = json.dumps(dataclasses.asdict(address), ensure_ascii=False, default=_iso)
        stream.write(("," if number else "") + "\n    " + line)
    stream.write("\n  ]\n}\n")


def write_csv(stream: IO[str], report: Report) -> None:
    """One line a day; the line without a day counts addresses that nobody gives a time for."""
    names = ["day", "announced", *PLACES, *COUNTS, "open_gaps", "requests", "bytes", "reasons"]
    lines = csv.writer(stream)
    lines.writerow([*names, *(f"filled_{name}" for name in FIELDS)])
    for day, counts in report.tally.days:
        values = _day(day, counts, report)
        reasons = "; ".join(f"{name}={count}" for name, count in values["reasons"].items())
        row = {**values, **values["announced_by"], "reasons": reasons}
        lines.writerow([*(row[name] for name in names), *(counts.filled[one] for one in FIELDS)])


def write_missed_csv(stream: IO[str], missed: Iterable[MissedAddress]) -> None:
    """One line an address that gave no article."""
    lines = csv.writer(stream)
    lines.writerow([one.name for one in dataclasses.fields(MissedAddress)])
    for address in missed:
        lines.writerow([_cell(value) for value in dataclasses.astuple(address)])


def _cell(value: Any) -> Any:
    return guard_cell(value) if isinstance(value, str) else _iso(value)


def _values(report: Report) -> dict[str, Any]:
    total = report.tally.total
    return {
        "site": report.site,
        "zone": str(report.zone),
        "from": _iso(report.first),
        "to": _iso(report.last),
        "total": _counts(total)
        | {
            "places": dataclasses.asdict(report.places),
            "requests_an_article": report.requests_an_article,
            "bytes_an_article": report.bytes_an_article,
            "shares": _shares(total),
        },
        "days": [_day(day, counts, report) for day, counts in report.tally.days],
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


def _day(day: dt.date | None, counts: Day, report: Report) -> dict[str, Any]:
    gaps = open_gaps_on(day, report.gaps, report.zone) if day is not None else 0
    return {
        "day": _iso(day),
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
    return {name: _iso(value) for name, value in values.items()}


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
