"""Why nothing fits a selection, where the ledger can tell: a section that no article is of."""

from __future__ import annotations

import difflib

from sqlalchemy import Connection

from crawler.feeds.selection import Selection, is_same
from crawler.ledger.articles.library import read_sections


def explain_no_section(connection: Connection, selection: Selection) -> str | None:
    """What to say of a section that no article (of the site) is of; None if one is."""
    wanted = selection.section
    if wanted is None:
        return None
    sections = {one.casefold(): one for one in read_sections(connection, selection.site)}
    if any(is_same(wanted, one) for one in sections.values()):
        return None
    near = difflib.get_close_matches(wanted.strip().casefold(), sections, 1)
    known = ", ".join(sections.values()) or "none"
    hint = f"did you mean {sections[near[0]]}?" if near else f"there are {known}"
    return f"no article is of the section {wanted!r}; {hint}"


def tell_empty(connection: Connection, selection: Selection) -> str:
    """The note behind a count of nothing."""
    return f" ({explain_no_section(connection, selection) or 'nothing fits the selection'})"
