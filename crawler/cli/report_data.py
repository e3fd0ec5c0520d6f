"""A completeness report → JSON or CSV, for programs and spreadsheets."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Iterable
from typing import IO, Any

from crawler.exporters.formula_guard import guard_cell
from crawler.ledger.reports.completeness import FIELDS, PLACES, Report
from crawler.ledger.reports.report import MissedAddress
from crawler.ledger.reports.report_values import COUNTS, day_values, iso, report_values


def write_json(stream: IO[str], report: Report, missed: Iterable[MissedAddress] | None) -> None:
    """One JSON object; with ``missed`` its last member lists those addresses, as they come."""
    text = json.dumps(report_values(report), ensure_ascii=False, indent=2)
    if missed is None:
        stream.write(text + "\n")
        return
    stream.write(text.removesuffix("\n}") + ',\n  "missed_addresses": [')
    for number, address in enumerate(missed):
        line = json.dumps(dataclasses.asdict(address), ensure_ascii=False, default=iso)
        stream.write(("," if number else "") + "\n    " + line)
    stream.write("\n  ]\n}\n")


def write_csv(stream: IO[str], report: Report) -> None:
    """One line a day; the line without a day counts addresses that nobody gives a time for."""
    names = ["day", "announced", *PLACES, *COUNTS, "open_gaps", "requests", "bytes", "reasons"]
    lines = csv.writer(stream)
    lines.writerow([*names, *(f"filled_{name}" for name in FIELDS)])
    for day, counts in report.tally.days:
        values = day_values(day, counts, report)
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
    return guard_cell(value) if isinstance(value, str) else iso(value)
