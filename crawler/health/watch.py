"""Judges every crawl of a site that ended and was not judged yet, the killed ones too."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from crawler.health.judge import Verdict, judge
from crawler.health.measure import measure
from crawler.health.read_crawl import EndedCrawl, read_crawl, read_rhythm, read_unjudged
from crawler.health.store import last_judged, read_history, write_sample, write_verdict
from crawler.ledger.connect import writing
from crawler.site import Site

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 20
"""Crawls, the newest; of a ledger that no older version judged these give a first history."""
STALE = dt.timedelta(days=2)
"""A crawl that ended so long ago gives a sample, and no alarm."""


def judge_crawls(
    engine: Engine, site: Site, channels: Collection[str], now: dt.datetime
) -> list[Verdict]:
    """Sample and judge what was not judged yet, oldest first, each in a transaction of its own.

    What two processes judge at once is judged by one of them. Raises StorageFailed.
    """
    verdicts: list[Verdict] = []
    for _ in range(MOST_AT_ONCE):
        try:
            with writing(engine) as connection:
                verdict = _judge_next(connection, site, channels, now)
        except IntegrityError:  # the other one was first
            continue
        if verdict is None:
            break
        verdicts.append(verdict)
    return verdicts


def judge_quietly(
    engine: Engine, site: Site, channels: Collection[str], now: dt.datetime
) -> list[Verdict]:
    """The same at the start or end of a crawl, which must not fail for it: the log says so."""
    try:
        return judge_crawls(engine, site, channels, now)
    except Exception:
        logger.exception(
            "%s: its health could not be judged; the next crawl tries again", site.name
        )
        return []


def _judge_next(
    connection: Connection, site: Site, channels: Collection[str], now: dt.datetime
) -> Verdict | None:
    after = last_judged(connection, site.name)
    ended = read_unjudged(connection, site.name, after, MOST_AT_ONCE)
    return _judge(connection, site, ended[0], channels, now) if ended else None


def _judge(
    connection: Connection,
    site: Site,
    crawl: EndedCrawl,
    channels: Collection[str],
    now: dt.datetime,
) -> Verdict:
    rhythm = read_rhythm(connection, site, crawl.ended)
    sample = measure(read_crawl(connection, site, crawl), rhythm)
    verdict = Verdict()
    if now - crawl.ended < STALE:
        history = read_history(connection, site.name)
        verdict = judge(site.name, history, sample, crawl.ended)
    write_sample(connection, site.name, sample)
    write_verdict(connection, site.name, verdict, channels, now)
    return verdict
