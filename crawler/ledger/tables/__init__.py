"""The ledger's tables, the same on SQLite and PostgreSQL. Times are UTC.

A page's id is 63 bits of a hash over site and key, so that no write waits for a look-up and
ledgers can be copied and joined. (Two of ten million addresses meet with odds of 1 to 180,000.)
"""

from __future__ import annotations

import hashlib

from crawler.ledger.tables.access import audit, sessions, tokens
from crawler.ledger.tables.articles import WHOLE_SITE, articles, links, revisions, snapshots
from crawler.ledger.tables.changes import DERIVED, changes, cursors, search_index, searchable
from crawler.ledger.tables.columns import metadata
from crawler.ledger.tables.crawling import crawls, gaps, hosts, leases, looks, pages, surveys, walks
from crawler.ledger.tables.health import alarm_news, alarms, health_samples
from crawler.ledger.tables.work import jobs, schedules

__all__ = [
    "DERIVED",
    "WHOLE_SITE",
    "alarm_news",
    "alarms",
    "articles",
    "audit",
    "changes",
    "crawls",
    "cursors",
    "gaps",
    "health_samples",
    "hosts",
    "jobs",
    "leases",
    "links",
    "looks",
    "metadata",
    "page_id",
    "pages",
    "revisions",
    "schedules",
    "search_index",
    "searchable",
    "sessions",
    "snapshots",
    "surveys",
    "tokens",
    "walks",
]


def page_id(site: str, key: str) -> int:
    """The id of the page of that key: 63 bits, the same on every machine."""
    digest = hashlib.blake2b(f"{site}\0{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
