"""How often somebody may ask: a bucket of tokens each, filled steadily. Pure but for its counts."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

from crawler.web.settings import Rate

MOST_VISITORS = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


@lru_cache(1024)
def neighbourhood(address: str) -> str:
    """Whose requests count together: who has one address of IPv6 has all of its /64."""
    if ":" not in address:
        return address
    found = ipaddress.IPv6Address(address)
    known = found.ipv4_mapped or ipaddress.IPv6Network((int(found), 64), strict=False)
    return str(known)


class Rates:
    """Of any number of visitors; the ones longest away are forgotten first."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[str, str], _Bucket] = OrderedDict()

    def wait(self, kind: str, visitor: str, rate: Rate, now: float) -> float:
        """Seconds until the visitor may ask; 0 if now, and then it has asked."""
        bucket = self._buckets.pop((kind, visitor), None) or _Bucket(rate.burst, now)
        self._buckets[kind, visitor] = bucket
        while len(self._buckets) > MOST_VISITORS:
            self._buckets.popitem(last=False)
        gained = max(0.0, now - bucket.at) * rate.per_second
        bucket.left, bucket.at = min(float(rate.burst), bucket.left + gained), now
        if bucket.left < 1:
            return (1 - bucket.left) / rate.per_second
        bucket.left -= 1
        return 0.0
