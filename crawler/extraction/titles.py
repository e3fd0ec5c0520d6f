"""Candidates of a title → the same without the outlet's name."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator

from crawler.draft import Found
from crawler.extraction.meta_tags import name_key

_BORDER = r"(?:\s[-–—•·»/:]|\s?[|ㅣ：｜])\s?"
_BORDER_AT = re.compile(_BORDER)
SHORTEST = 10
"""Characters of a headline from which what follows it in another title may be cut off."""


def without_outlet(
    candidates: Iterable[Found],
    headline: str,
    outlets: Iterable[str],
    keys: Collection[str] = frozenset(),
) -> Iterator[Found]:
    """Each title, entities resolved, without what follows ``headline`` (the h1) after a border and
    without the name of one of ``outlets`` at either end, or one of ``keys`` (`name_key`) behind a
    border."""
    names = "|".join(re.escape(name) for name in outlets if name)
    ending = re.compile(rf"(?<=\S){_BORDER}(?:{names})\s*$", re.IGNORECASE) if names else None
    opening = (
        re.compile(rf"(?:{names})(?:\s?[:|：｜]\s?|\s[-–—]\s)(?=\S)", re.IGNORECASE)
        if names
        else None
    )
    for found in candidates:
        title = " ".join(html.unescape(found.values[0]).split())
        if len(headline) > SHORTEST and title.startswith(headline):
            cut = headline if _BORDER_AT.match(title, len(headline)) else title
        else:
            cut = ending.sub("", title) if ending else title
            start = opening.match(cut) if opening and not headline.startswith(cut) else None
            cut = cut[start.end() :] if start else cut
            cut = _without_key(cut, keys)
        yield Found((cut,), found.rule) if cut else found


def _without_key(title: str, keys: Collection[str]) -> str:
    """Without a last part that is an outlet's name."""
    borders = list(_BORDER_AT.finditer(title))
    if borders and name_key(title[borders[-1].end() :]) in keys:
        return title[: borders[-1].start()] or title
    return title
