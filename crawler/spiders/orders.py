"""What a crawl was told: arguments in words → values, checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.errors import UsageError
from crawler.feeds.selection import parse_bound
from crawler.ledger.crawling.backfill import Span
from crawler.ledger.decide import Policy
from crawler.rules import Archive, Feed, Listing, Sitemap
from crawler.site import Site

KNOWN = (
    "since", "max_pages", "depth", "revisits", "places_only", "first_day", "last_day", "urls",
)  # fmt: skip
FROM_SCRAPYD = "_job"
"""What scrapyd adds of its own: the job's name, which the ledger keeps with the rest."""


@dataclass(frozen=True, slots=True)
class Orders:
    """``since``: how far back a listing is walked that was never walked before; ``span``: the
    days a backfill fetches, None for a crawl; ``places_only``: ask no article."""

    since: dt.datetime
    max_pages: int = 1000
    depth: int = 1
    revisits: int = 200
    """Kept articles that are looked at again at most, once nothing new is left."""
    places_only: bool = False
    span: Span | None = None
    given: tuple[str, ...] = ()
    """Addresses to fetch, these alone; empty for what the site announces."""

    @property
    def policy(self) -> Policy:
        """The orders as the ledger's decisions take them."""
        if self.span is None:
            return Policy(depth=self.depth, floor=self.since)
        return Policy(depth=self.depth, since=self.span.start, until=self.span.end)

    @property
    def command(self) -> str:
        """The command's name in the ledger."""
        return "crawl" if self.span is None else "backfill"

    def told(self) -> dict[str, Any]:
        """The orders as JSON values; of given addresses their number alone."""
        span = self.span
        return {
            "since": self.since.isoformat(),
            "max_pages": self.max_pages,
            "depth": self.depth,
            "revisits": self.revisits,
            "start": span.start.isoformat() if span else None,
            "end": span.end.isoformat() if span else None,
            "given": len(self.given),
        }

    @classmethod
    def from_told(cls, told: Mapping[str, Any]) -> Orders:
        """The orders that `told` gave, without the given addresses. Raises ValueError."""
        try:
            start, end = told["start"], told["end"]
            moment = dt.datetime.fromisoformat
            return cls(
                since=moment(told["since"]),
                max_pages=int(told["max_pages"]),
                depth=int(told["depth"]),
                revisits=int(told["revisits"]),
                span=Span(moment(start), moment(end)) if start and end else None,
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"no orders: {error}") from error


def read_orders(site: Site, arguments: Mapping[str, Any], now: dt.datetime) -> Orders:
    """From Scrapy's ``-a`` arguments, all words. Raises UsageError, saying what is known."""
    unknown = sorted(set(arguments) - {*KNOWN, FROM_SCRAPYD})
    if unknown:
        raise UsageError(f"no argument {unknown[0]!r}; known are {', '.join(KNOWN)}")
    numbers = {
        name: _whole_number(name, arguments[name])
        for name in ("max_pages", "depth", "revisits")
        if name in arguments
    }
    since = now - dt.timedelta(days=3)
    if "since" in arguments:
        since = start_of(str(arguments["since"]), site)
        if since > now:
            raise UsageError(f"since {arguments['since']} is in the future; give a day that was")
    span = read_span(site, arguments, now)
    given = tuple(str(arguments.get("urls", "")).split())
    if site.described and not (site.discovery or site.sections or given):
        raise UsageError(
            f"{site.name} names no feed, sitemap or listing; say in its file where its articles are"
        )
    return Orders(
        since=since if span is None else span.start,
        places_only=arguments.get("places_only") == "yes",
        span=span,
        given=given,
        **numbers,
    )


def read_span(site: Site, arguments: Mapping[str, Any], now: dt.datetime) -> Span | None:
    """The days of a backfill, by the site's clock. Raises UsageError for what cannot be."""
    if "first_day" not in arguments:
        return None
    start = start_of(str(arguments["first_day"]), site)
    end = start_of(str(arguments["last_day"]), site) + dt.timedelta(days=1)
    if end <= start:
        raise UsageError(
            f"from {arguments['first_day']} is after to {arguments['last_day']}; swap them"
        )
    if start > now:
        raise UsageError(f"from {arguments['first_day']} is in the future; give a day that was")
    if site.described and not any(
        isinstance(p, Listing | Archive | Sitemap | Feed) for p in (*site.discovery, *site.sections)
    ):
        raise UsageError(
            f"{site.name} has no way back in time: its file names no place where articles are"
        )
    return Span(start, end)


def start_of(text: str, site: Site) -> dt.datetime:
    """The moment a day or a time begins, by the site's clock where it has no offset."""
    bound = parse_bound(text)
    if not isinstance(bound, dt.datetime):
        bound = dt.datetime.combine(bound, dt.time())
    if not 1900 <= bound.year <= 9000:
        raise UsageError(f"{text} is no day that news are of; give one such as 2026-01-31")
    return bound if bound.tzinfo else bound.replace(tzinfo=site.zone)


def _whole_number(name: str, value: Any) -> int:
    try:
        number = int(value)
    except ValueError:
        number = -1
    if number < 0:
        raise UsageError(f"{name} must be a whole number from 0, not {value!r}")
    return number
