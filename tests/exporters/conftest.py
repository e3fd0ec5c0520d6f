"""Rendering a feed in memory, as a crawl or an export renders it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from scrapy.utils.misc import load_object

from crawler.exporters import find_format

Render = Callable[..., bytes]


@pytest.fixture
def render() -> Render:
    return render_feed


def render_feed(name: str, articles: Iterable[Any], **options: Any) -> bytes:
    """The bytes of a feed."""
    file = io.BytesIO()
    exporter = load_object(find_format(name).exporter)(file, **options)
    exporter.start_exporting()
    for article in articles:
        exporter.export_item(article)
    exporter.finish_exporting()
    return file.getvalue()
