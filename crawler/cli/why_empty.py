"""Why nothing fits a selection, where the ledger can tell: a section that no article is of."""

from __future__ import annotations

import difflib

from sqlalchemy import Connection

from crawler.cli.wording import printable
from crawler.feeds.selection import Selection, is_same
from crawler.ledger.articles.library import read_sections

MOST_SHOWN = 12


def explain_no_section(connection: Connection, selection: Selection) -> str | None:
    """What to say of a section that no article (of the site) is of; None if one is."""
    wanted = selection.section
    if wanted is None:
        return None
    sections = {one.casefold(): one for one in read_sections(connection, selection.site)}
    if not sections or any(is_same(wanted, one) for one in sections.values()):
        return None
    near = difflib.get_close_matches(wanted.strip().casefold(), sections, 1)
    shown = list(sections.values())[:MOST_SHOWN]
    more = f" and {len(sections) - len(shown)} more" if len(sections) > len(shown) else ""
    hint = f"did you mean {sections[near[0]]}?" if near else f"there are {', '.join(shown)}{more}"
    return f"no article is of the section {wanted!r}; {printable(hint)}"


def tell_empty(connection: Connection, selection: Selection) -> str:
    """The note behind a count of nothing."""
    return f" ({explain_no_section(connection, selection) or 'nothing fits the selection'})"
