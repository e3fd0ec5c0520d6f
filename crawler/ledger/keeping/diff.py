"""Two versions of an article → the typed list of what changed. Pure."""

from __future__ import annotations

import difflib
from typing import Any

from crawler.article import Article

Change = dict[str, Any]


def changes(before: Article, after: Article) -> list[Change]:
    """What changed between two versions, as JSON-native values.

    Kinds: ``headline``, ``section``, ``lead``, ``time-moved`` (before, after), ``tags`` and
    ``authors`` (added, removed), ``paragraphs`` (at: number of the first one in the older
    version, from 0; removed, added).
    """
    found = [
        _value("headline", before.title, after.title),
        _value("time-moved", _iso(before.published), _iso(after.published)),
        _value("section", before.section, after.section),
        _value("lead", before.lead, after.lead),
        _members("tags", before.tags, after.tags),
        _members("authors", before.authors, after.authors),
    ]
    return [change for change in found if change] + paragraphs(before.body, after.body)


def paragraphs(before: tuple[str, ...], after: tuple[str, ...]) -> list[Change]:
    """One change for each run of paragraphs that was replaced, removed or added."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        {"kind": "paragraphs", "at": i, "removed": list(before[i:j]), "added": list(after[k:m])}
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]


def _value(kind: str, before: str | None, after: str | None) -> Change | None:
    if before == after:
        return None
    return {"kind": kind, "before": before, "after": after}


def _members(kind: str, before: tuple[str, ...], after: tuple[str, ...]) -> Change | None:
    if before == after:
        return None
    added = [one for one in after if one not in before]
    removed = [one for one in before if one not in after]
    return {"kind": kind, "added": added, "removed": removed}


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None
