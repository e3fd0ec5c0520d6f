"""What the extraction tests share: a page from markup, a site from its rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crawler.page import Page
from crawler.site import Site

SEEN = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)


@pytest.fixture
def make_page() -> Callable[..., Page]:
    """Page of markup (text or bytes); further arguments as Page's."""

    def make(markup: str | bytes, url: str = "https://news.example/a/1.html", **more: Any) -> Page:
        body = markup.encode() if isinstance(markup, str) else markup
        return Page(url, body, SEEN, **more)

    return make


@pytest.fixture
def make_site() -> Callable[..., Site]:
    """A site with the given rules and nothing else."""

    def make(**rules: Any) -> Site:
        members = {"name": "example", "home": "https://news.example/", "__module__": __name__}
        return type("Example", (Site,), members | rules)()

    return make
