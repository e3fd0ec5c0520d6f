"""`export`: write a selection of articles into one file."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from crawler.cli import options
from crawler.feeds.publish import publish
from crawler.feeds.selection import Selection, parse_moment
from crawler.ledger.connect import open_ledger, reading
from crawler.ledger.library import read_articles


class Format(enum.StrEnum):
    """What an export may be written as."""

    JSONL = "jsonl"
    CSV = "csv"
    RSS = "rss"
    TEXT = "text"
