"""A Page: the bytes one look at an address gave; decoded once, parsed once.

The same in a crawl, a notebook, a WARC file and a test: nothing here knows Scrapy's engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml.html import HtmlElement
from parsel import Selector

from crawler.document import decode, parse


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
        """(encoding, text), as `crawler.document.decode` finds them."""
        return decode(self.body, self.headers.get("content-type"))

    @property
    def text(self) -> str:
        """The document as text."""
        return self.decoded[1]

    @cached_property
    def root(self) -> HtmlElement:
        """The parsed document; built on first use and shared by all rules, never changed by one.

        Raises Rejected for a document that cannot be parsed in bounded time and memory.
        """
        return parse(self.text)

    @cached_property
    def selector(self) -> Selector:
        """The same tree for parsel's selectors."""
        return Selector(root=self.root, type="html", base_url=self.url)
