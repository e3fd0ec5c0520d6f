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


def zone_of(url: str, language: str | None, moments: Sequence[dt.datetime]) -> ZoneInfo | None:
    """See the module. ``moments`` are the aware times that the page tells."""
    name = guess_zone(urlsplit(url).hostname or "", moments, language or "")
    return ZoneInfo(name) if name != UNKNOWN else None
