"""Alarms as people look at them: those of one site together, each kind by a name. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.health.alarm import Alarm, Kind

_NAMES: Mapping[Kind, str] = {
    Kind.RULE_BLIND: "Rule blind",
    Kind.FIELD_EMPTY: "Field empty",
    Kind.BODY_LENGTH: "Texts of another length",
    Kind.DISAGREEMENT: "Values disagree",
    Kind.REJECTED: "Pages without articles",
    Kind.BLOCKED: "Shut out",
    Kind.UNREACHABLE: "Out of reach",
    Kind.PLACE_EMPTY: "List empty",
    Kind.PLACE_STALE: "List stale",
    Kind.SILENT: "Silent",
    Kind.CLOCK: "Clock jumped",
}
_MANY = 3


@dataclass(frozen=True, slots=True)
class SiteAlarms:
    """The alarms of one site, the newest first; ``guess`` says what they come to, if anything."""

    site: str
    source: str
    alarms: tuple[Alarm, ...]

    @property
    def by_kind(self) -> list[tuple[Kind, list[Alarm]]]:
        """Those of a kind together; what says most about the cause comes first."""
        kinds = ((kind, [one for one in self.alarms if one.kind is kind]) for kind in Kind)
        return [(kind, own) for kind, own in kinds if own]

    @property
    def guess(self) -> str:
        """Several rules that went blind are one redesign."""
        blind = sum(one.kind is Kind.RULE_BLIND for one in self.alarms)
        return f"{blind} rules went blind: probably a redesign" if blind >= _MANY else ""


def name_kind(kind: Kind) -> str:
    """In words."""
    return _NAMES[kind]


def group_by_site(alarms: Iterable[Alarm], sources: Mapping[str, str]) -> list[SiteAlarms]:
    """One group a site, in the order of their newest alarms. ``sources`` names sites."""
    found: dict[str, list[Alarm]] = {}
    for one in sorted(alarms, key=lambda alarm: alarm.raised, reverse=True):
        found.setdefault(one.site, []).append(one)
    return [SiteAlarms(site, sources.get(site) or site, tuple(own)) for site, own in found.items()]
