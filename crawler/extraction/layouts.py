"""Page + Site → the layout that the page is of, where its site has several."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.extraction.site_rules import compile_css
from crawler.page import Page
from crawler.site import Layout, Site

USUAL = "usual"


def choose_layout(page: Page, site: Site) -> Layout | None:
    """The first layout that was not over when the page was seen and whose mark is on the page;
    None for a page of the site's usual form. Days are the site's."""
    marked = _marked(page, site)
    return next((layout for layout in marked if not _is_over(layout, page, site)), None)


def name_layout(layout: Layout | None, page: Page, site: Site) -> str | None:
    """What the choice is counted as; None at a site that has no layouts. A page that bears the
    mark of one that is over is read as a usual one, and counted as what it looks like."""
    if layout is not None:
        return layout.name
    over = next(_marked(page, site), None)
    if over is not None:
        return f"{USUAL} (with the mark of {over.name}, over since {over.until})"
    return USUAL if site.layouts else None


def _marked(page: Page, site: Site) -> Iterator[Layout]:
    return (layout for layout in site.layouts if compile_css(layout.when)(page.root))


def _is_over(layout: Layout, page: Page, site: Site) -> bool:
    day = page.seen.astimezone(site.zone).date()
    return layout.until is not None and day > layout.until
