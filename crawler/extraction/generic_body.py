"""Tree → the body of any article, by a well-kept library; imported only when it is needed."""

from __future__ import annotations

from copy import deepcopy

from crawler.draft import Found
from crawler.page import Page


def find_body(page: Page) -> Found | None:
    """The paragraphs of the page's main text."""
    from trafilatura import extract

    text = extract(
        deepcopy(page.root),
        output_format="txt",
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        deduplicate=False,
    )
    paragraphs = tuple(line.strip() for line in (text or "").splitlines() if line.strip())
    return Found(paragraphs, "generic: trafilatura") if paragraphs else None
