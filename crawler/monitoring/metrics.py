"""Totals and figures → the text that Prometheus reads.

The ledger is asked at most every REST seconds, and never for more than a twentieth of the time:
on a large ledger less often. What was asked last is served meanwhile.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Any

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.exposition import choose_encoder
from sqlalchemy import Engine

from crawler import VERSION
from crawler.errors import StorageFailed
from crawler.ledger.connect import reading
from crawler.monitoring.figures import Figures, read_figures
from crawler.monitoring.totals import CrawlTotals, Totals

REST = 10.0  # seconds
SHARE = 0.05  # of the time that goes into asking, at most

_TOLD = {
    "crawler_ledger_up": ("Whether the ledger could be read.",),
    "crawler_ledger_read_seconds": ("How long reading these figures took.",),
    "crawler_build_info": ("The program's version.", "version"),
    "crawler_requests": ("Requests of crawls that ended, by how they ended.", "site", "outcome"),
    "crawler_articles_read": ("Articles that crawls read, by what became of them.", "site", "news"),
    "crawler_failures": ("Addresses that gave no article, by reason.", "site", "reason"),
    "crawler_response_bytes": ("Bytes of answers.", "site"),
    "crawler_crawl_duration_seconds": ("How long crawls took.", "site", "command"),
    "crawler_crawls": ("Crawls that ended, by command and outcome.", "site", "command", "outcome"),
    "crawler_last_crawl_timestamp_seconds": ("When the site's last crawl ended, however.", "site"),
    "crawler_last_finished_crawl_timestamp_seconds": (
        "When the site's last crawl ended that went to its end.",
        "site",
    ),
    "crawler_articles": ("Articles kept.", "site"),
    "crawler_frontier_pages": ("Addresses known, by state.", "site", "state"),
    "crawler_gaps_open": ("Stretches of listings not walked.", "site"),
    "crawler_alarms_open": ("Open alarms.", "site", "kind"),
    "crawler_alarm_news_untold": (
        "News of alarms that did not arrive, by channel.",
        "channel",
        "state",
    ),
    "crawler_crawls_running": ("Crawls that hold their site.", "site"),
    "crawler_jobs": ("Jobs, by kind and state.", "kind", "state"),
    "crawler_newest_article_timestamp_seconds": ("When the newest article was published.", "site"),
    "crawler_field_fill_ratio": (
        "Articles of the last crawl that have a value for a field.",
        "site",
        "field",
    ),
}
"""Of each metric what it says, and the names of its labels."""

Seconds = Callable[[], float]


class Metrics:
    """Made once a process; ``render`` may be called from several threads."""

    def __init__(self, engine: Engine, monotonic: Seconds = time.monotonic) -> None:
        self._engine = engine
        self._monotonic = monotonic
        self._lock = Lock()
        self._totals = CrawlTotals()
        self._figures = Figures()
        self._is_up = False
        self._took = 0.0
        self._next = float("-inf")
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        self._registry.register(self)

    def render(self, accept: str = "") -> tuple[bytes, str]:
        """The text and its content type, in the form that an Accept header asks for."""
        with self._lock:
            self._refresh()
            encode, content_type = choose_encoder(accept)
            return encode(self._registry), content_type

    def describe(self) -> Iterable[Metric]:
        """Nothing, so that registering asks nothing."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """All but what tells of the process."""
        yield _gauge("crawler_ledger_up", {(): self._is_up})
        yield _gauge("crawler_ledger_read_seconds", {(): self._took})
        yield _gauge("crawler_build_info", {(VERSION,): 1})
        yield from _of_totals(self._totals.totals)
        yield from _of_figures(self._figures, self._totals.site_label)

    def _refresh(self) -> None:
        begun = self._monotonic()
        if begun < self._next:
            return
        try:
            with reading(self._engine) as connection:
                self._totals.update(connection)
                self._figures = read_figures(connection)
            self._is_up = True
        except StorageFailed:
            self._is_up = False
        ended = self._monotonic()
        self._took = ended - begun
        self._next = ended + max(REST, self._took / SHARE)


def _of_totals(totals: Totals) -> Iterator[Metric]:
    yield _counter("crawler_requests", totals.requests)
    yield _counter("crawler_articles_read", totals.articles)
    yield _counter("crawler_failures", totals.failures)
    yield _counter("crawler_response_bytes", {(site,): n for site, n in totals.size.items()})
    yield _durations(totals)
    yield _counter("crawler_crawls", totals.crawls)
    yield _gauge("crawler_last_crawl_timestamp_seconds", _moments(totals.ended))
    yield _gauge("crawler_last_finished_crawl_timestamp_seconds", _moments(totals.finished))


def _durations(totals: Totals) -> Metric:
    text, *labels = _TOLD["crawler_crawl_duration_seconds"]
    found = SummaryMetricFamily("crawler_crawl_duration_seconds", text, labels=labels)
    for (site, command), seconds in sorted(totals.seconds.items()):
        ended = (n for (s, c, _), n in totals.crawls.items() if (s, c) == (site, command))
        found.add_metric([site, command], count_value=sum(ended), sum_value=seconds)
    return found


def _of_figures(figures: Figures, label: Callable[[str], str]) -> Iterator[Metric]:
    def of_sites(counts: Mapping[tuple[str, ...], float]) -> dict[tuple[str, ...], float]:
        found: dict[tuple[str, ...], float] = {}
        for (site, *rest), count in counts.items():
            key = (label(site), *rest)
            found[key] = found.get(key, 0) + count
        return found

    yield _gauge("crawler_articles", of_sites(figures.articles))
    yield _gauge("crawler_frontier_pages", of_sites(figures.pages))
    yield _gauge("crawler_gaps_open", of_sites(figures.gaps))
    yield _gauge("crawler_alarms_open", of_sites(figures.alarms))
    yield _gauge("crawler_alarm_news_untold", figures.untold)
    yield _gauge("crawler_crawls_running", of_sites(figures.running))
    yield _gauge("crawler_jobs", figures.jobs)
    yield from _of_samples(figures, label)


def _of_samples(figures: Figures, label: Callable[[str], str]) -> Iterator[Metric]:
    """What the last judged crawl of each site showed; of sites counted together, nothing."""
    own = {site: one for site, one in figures.samples.items() if label(site) == site}
    newest = {site: one.newest for site, one in own.items() if one.newest is not None}
    yield _gauge("crawler_newest_article_timestamp_seconds", _moments(newest))
    filled = {
        (site, name): count / one.articles
        for site, one in own.items()
        for name, count in one.filled.items()
        if one.articles
    }
    yield _gauge("crawler_field_fill_ratio", filled)


def _moments(found: Mapping[str, dt.datetime]) -> dict[tuple[str, ...], float]:
    return {(site,): moment.timestamp() for site, moment in found.items()}


def _gauge(name: str, values: Mapping[Any, float]) -> Metric:
    text, *labels = _TOLD[name]
    return _filled(GaugeMetricFamily(name, text, labels=labels), values)


def _counter(name: str, values: Mapping[Any, float]) -> Metric:
    """Its lines bear the name with ``_total``."""
    text, *labels = _TOLD[name]
    return _filled(CounterMetricFamily(name, text, labels=labels), values)


def _filled(family: GaugeMetricFamily | CounterMetricFamily, values: Mapping[Any, float]) -> Metric:
    for key, value in sorted(values.items()):
        family.add_metric([str(one) for one in key], float(value))
    return family
