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
_SPOKEN_IN = {
    "az": "az", "be": "by", "bg": "bg", "cs": "cz", "da": "dk", "et": "ee", "fi": "fi", "he": "il",
    "hu": "hu", "hy": "am", "is": "is", "ja": "jp", "ka": "ge", "ko": "kr", "lt": "lt", "lv": "lv",
    "mk": "mk", "nb": "no", "nn": "no", "no": "no", "pl": "pl", "sk": "sk", "sl": "si", "sv": "se",
    "th": "th", "tr": "tr", "uk": "ua", "vi": "vn",
}  # fmt: skip
"""Languages whose papers are nearly all of one country, and that of one zone."""
_MAIN_ZONES = {"ua": "Europe/Kyiv", "vn": "Asia/Ho_Chi_Minh"}
"""Where the zone database has more zones of such a country, the one that papers go by."""
_HOUR = dt.timedelta(hours=1)


def guess_zone(host: str, moments: Iterable[dt.datetime], language: str = "") -> str:
    """An IANA name; ``UTC`` where nothing was said. ``moments`` are aware, with the offsets that
    pages and feeds gave; ``language`` is a BCP 47 tag."""
    label = host.rpartition(".")[2]
    zones = _zones_of().get(_COUNTRIES.get(label, label), ()) or _zones_by(language)
    # An offset of nothing is how many a program writes what it holds in UTC.
    local = [moment for moment in moments if moment.utcoffset()]
    if not local:
        return zones[0] if len(zones) == 1 else "UTC"
    fits = {zone: sum(1 for moment in local if _fits(zone, moment)) for zone in zones}
    best = max(fits, key=lambda zone: fits[zone], default="")
    if best and 2 * fits[best] > len(local):
        return best
    return _fixed(local)


def _zones_by(language: str) -> tuple[str, ...]:
    country = _SPOKEN_IN.get(language.partition("-")[0], "")
    main = _MAIN_ZONES.get(country)
    return (main,) if main else _zones_of().get(country, ())


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
