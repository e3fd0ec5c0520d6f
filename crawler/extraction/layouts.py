"""Page + Site → the layout that the page is of, where its site has several."""

from __future__ import annotations

from crawler.extraction.site_rules import compile_css
from crawler.page import Page
from crawler.site import Layout, Site

USUAL = "usual"


def choose_layout(page: Page, site: Site) -> Layout | None:
    """The first layout that was not over when the page was seen and whose mark is on the page;
    None for a page of the site's usual form. Days are the site's."""
    if not site.layouts:
        return None
    day = page.seen.astimezone(site.zone).date()
    for layout in site.layouts:
        if (layout.until is None or day <= layout.until) and compile_css(layout.when)(page.root):
            return layout
    return None


def name_layout(layout: Layout | None, site: Site) -> str | None:
    """What the choice is counted as; None at a site that has no layouts."""
    if layout is None:
        return USUAL if site.layouts else None
    return layout.name
