"""A Page: the bytes one look at an address gave; decoded once, parsed once.

The same in a crawl, a notebook, a WARC file and a test: nothing here knows Scrapy's engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from parsel import Selector
from w3lib.encoding import html_to_unicode


@dataclass(frozen=True)
class Page:
    """``url`` is the address that the page bears (after redirects, with the real host);
    ``headers`` have lower-case names; ``body`` is decompressed; ``seen`` is timezone-aware."""

    url: str
    body: bytes
    seen: dt.datetime
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def decoded(self) -> tuple[str, str]:
        """(encoding, text): BOM, then header, then what the document declares, then a guess."""
        return html_to_unicode(self.headers.get("content-type"), self.body)

    @property
    def text(self) -> str:
        """The document as text."""
        return self.decoded[1]

    @cached_property
    def selector(self) -> Selector:
        """The parsed document; built on first use and shared by all rules."""
        return Selector(text=self.text, type="html", base_url=self.url)
