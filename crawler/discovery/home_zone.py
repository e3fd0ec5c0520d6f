"""A host and the offsets its pages give → the zone its visible times are likely in.

The country of the host's last label says which zones may be, else the one country that a
language is spoken in; an offset that was seen chooses among them. Where neither says anything, a
whole hour's offset is taken as it is.
"""

from __future__ import annotations

import datetime as dt
import importlib.resources
from collections import Counter
from collections.abc import Iterable
from functools import cache
from zoneinfo import ZoneInfo

_COUNTRIES = {"uk": "gb", "eu": "", "io": "", "co": "", "tv": "", "me": "", "ai": "", "fm": ""}
"""Labels that are no code of a country, or are sold to the whole world."""
_CHIEF = {
    "de": "Europe/Berlin", "es": "Europe/Madrid", "pt": "Europe/Lisbon", "ua": "Europe/Kyiv",
    "ru": "Europe/Moscow", "cy": "Asia/Nicosia", "cn": "Asia/Shanghai", "id": "Asia/Jakarta",
    "my": "Asia/Kuala_Lumpur", "uz": "Asia/Tashkent", "ps": "Asia/Hebron", "vn": "Asia/Ho_Chi_Minh",
    "nz": "Pacific/Auckland", "br": "America/Sao_Paulo", "mx": "America/Mexico_City",
    "ar": "America/Argentina/Buenos_Aires", "cl": "America/Santiago", "ec": "America/Guayaquil",
}  # fmt: skip
"""Where the press of a country of several zones is, but for the local one."""
_SPOKEN_IN = {
    "az": "az", "be": "by", "bg": "bg", "bs": "ba", "ca": "es", "cs": "cz", "da": "dk", "de": "de",
    "el": "gr", "et": "ee", "eu": "es", "fa": "ir", "fi": "fi", "gl": "es", "gu": "in", "he": "il",
    "hi": "in", "hr": "hr", "hu": "hu", "hy": "am", "id": "id", "is": "is", "it": "it", "ja": "jp",
    "ka": "ge", "kn": "in", "ko": "kr", "lt": "lt", "lv": "lv", "mk": "mk", "ml": "in", "mr": "in",
    "ms": "my", "nb": "no", "nl": "nl", "nn": "no", "no": "no", "pl": "pl", "ro": "ro", "sk": "sk",
    "sl": "si", "sq": "al", "sr": "rs", "sv": "se", "te": "in", "th": "th", "tr": "tr", "uk": "ua",
    "vi": "vn", "zh": "cn",
}  # fmt: skip
"""Of languages whose press is nearly all in one zone; English, Spanish, Arabic and others are in
many."""
_REGIONS_OF_ALL = frozenset({"US", "GB"})
"""Regions that pages of other countries name too, by habit."""
_HOUR = dt.timedelta(hours=1)


def guess_zone(host: str, moments: Iterable[dt.datetime], language: str = "") -> str:
    """An IANA name; ``UTC`` where nothing was said. ``moments`` are aware, with the offsets that
    pages and feeds gave; ``language`` is a BCP 47 tag."""
    label = host.rpartition(".")[2]
    by_host = _COUNTRIES.get(label, label)
    country = by_host if by_host in _zones_of() else country_of(language)
    zones = _zones_of().get(country, ())
    chief = _CHIEF.get(country, zones[0] if len(zones) == 1 else "UTC")
    # An offset of nothing is how many a program writes what it holds in UTC.
    local = [moment for moment in moments if moment.utcoffset()]
    if not local:
        return chief
    fits = {zone: sum(1 for moment in local if _fits(zone, moment)) for zone in zones}
    best = max(fits, key=lambda zone: (fits[zone], zone == chief), default="")
    if best and 2 * fits[best] > len(local):
        return best
    return _fixed(local)


def country_of(language: str) -> str:
    """The country of a BCP 47 tag, in small letters: of its region, else of its language; empty if
    it is unsure."""
    primary, *rest = language.split("-")
    region = next((part for part in rest if len(part) == 2 and part.isupper()), "")
    if region and region not in _REGIONS_OF_ALL:
        return region.lower()
    return _SPOKEN_IN.get(primary, "")


def _fits(zone: str, moment: dt.datetime) -> bool:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() == moment.utcoffset()


def _fixed(moments: list[dt.datetime]) -> str:
    """The most frequent offset as a zone; the names of such zones count westwards."""
    offset = Counter(moment.utcoffset() for moment in moments).most_common(1)[0][0]
    assert offset is not None
    hours, rest = divmod(offset, _HOUR)
    if rest or not -12 <= hours <= 14:
        return "UTC"
    return f"Etc/GMT{-hours:+d}"


@cache
def _zones_of() -> dict[str, tuple[str, ...]]:
    """The zones of each country, by its code in lower case; first those that are its own more
    than another country's."""
    own = {(codes.split(",")[0], name) for codes, name in _rows("zone1970.tab")}
    zones: dict[str, tuple[str, ...]] = {}
    for code, name in sorted(_rows("zone.tab"), key=lambda row: row not in own):
        zones[code.lower()] = (*zones.get(code.lower(), ()), name)
    return zones


def _rows(file: str) -> list[tuple[str, str]]:
    """(country codes, zone) of each line of a table of the zone database, in its order."""
    text = (importlib.resources.files("tzdata") / "zoneinfo" / file).read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return [(line[0], line[2]) for line in lines if len(line) > 2]
