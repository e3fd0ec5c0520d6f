"""A page's address, its language and the offsets it tells → the zone of its times without one.

An assumption, made where neither the site's file nor a survey of the site names a zone: the
country of the host, else that of a language whose press is in one zone, else an offset that
another time of the page tells. Provenance says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.discovery.home_zone import guess_zone

UNKNOWN = "UTC"
_COUNTRIES = {
    "de": "de", "it": "it", "nl": "nl", "pl": "pl", "cs": "cz", "sk": "sk", "hu": "hu", "sl": "si",
    "hr": "hr", "sr": "rs", "bs": "ba", "mk": "mk", "sq": "al", "ro": "ro", "bg": "bg", "el": "gr",
    "tr": "tr", "uk": "ua", "sv": "se", "da": "dk", "no": "no", "nb": "no", "nn": "no", "fi": "fi",
    "is": "is", "et": "ee", "lv": "lv", "lt": "lt", "ja": "jp", "ko": "kr", "zh": "cn", "hi": "in",
    "mr": "in", "gu": "in", "te": "in", "kn": "in", "ml": "in", "th": "th", "vi": "vn", "id": "id",
    "ms": "my", "he": "il", "fa": "ir", "ka": "ge", "az": "az", "ca": "es", "eu": "es", "gl": "es",
}  # fmt: skip
"""Of languages whose press is in one zone; English, Spanish, Arabic and others are in many."""
_REGIONS_OF_ALL = frozenset({"US", "GB"})
"""Regions that pages of other countries name too, by habit."""


def zone_of(url: str, language: str | None, moments: Sequence[dt.datetime]) -> ZoneInfo | None:
    """See the module. ``moments`` are the aware times that the page tells."""
    host = urlsplit(url).hostname or ""
    guesses = (
        guess_zone(host, moments),
        guess_zone(f"x.{_country_of(language)}", moments) if language else UNKNOWN,
    )
    fixed = [name for name in guesses if name.startswith("Etc/")]
    named = [name for name in guesses if name != UNKNOWN and name not in fixed]
    name = next(iter([*named, *fixed]), None)
    return ZoneInfo(name) if name else None


def _country_of(language: str) -> str:
    """The country of a BCP 47 tag: of its region, else of its language; empty if it is unsure."""
    primary, *rest = language.split("-")
    region = next((part for part in rest if len(part) == 2 and part.isupper()), "")
    if region and region not in _REGIONS_OF_ALL:
        return region.lower()
    return _COUNTRIES.get(primary, "")
