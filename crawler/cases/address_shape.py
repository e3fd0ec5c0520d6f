"""An article's address → a first pattern of its kind, for ``article_url``.

What identifies the article becomes the group ``key``: a long number, else the last part of the
path. A person narrows the pattern where other pages have the same shape.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

_KEPT = frozenset(
    ("article", "articles", "en", "eng", "news", "post", "posts", "ru", "rus", "story", "stories")
)
"""Path words that say what a page is rather than which: they stay as they are."""
_DATE = re.compile(r"(?:19|20)\d\d(?:-?(?:0\d|1[0-2])-?(?:[0-2]\d|3[01]))?|\d{1,2}")
_IN_QUERY = re.compile(r"(?:\w*id|n|p|story|article)", re.IGNORECASE)
_NUMBER = r"\d{5,}"  # fewer digits are a year or a part's number
_KEY = f"(?P<key>{_NUMBER})"
_WORDS = "[^/?]+"
_ENDING = re.compile(r"\.[a-z]{3,5}$")


def draft_pattern(url: str) -> str:
    """A regular expression over path and query that addresses like ``url`` match."""
    parts = urlsplit(url)
    if not re.search(_NUMBER, parts.path):
        for name, value in parse_qsl(parts.query):
            if _IN_QUERY.fullmatch(name) and value.isdecimal():
                return rf"^{re.escape(parts.path)}\?(?:.*&)?{re.escape(name)}=(?P<key>\d+)"
    *before, last = parts.path.strip("/").split("/")
    shapes = [_shape_before(part) for part in before]
    end = _shape_last(last, any("?P<key>" in shape for shape in shapes))
    slash = "/?" if parts.path.endswith("/") else ""
    return "^/" + "/".join([*_one_key(shapes), end]) + slash + r"(?:\?|$)"


def _shape_before(part: str) -> str:
    if part.casefold() in _KEPT:
        return re.escape(part)
    if _DATE.fullmatch(part):
        return re.sub(r"\d+", lambda run: rf"\d{{{len(run[0])}}}", part)
    if found := re.fullmatch(rf"([a-z]*){_NUMBER}", part):
        return found[1] + _KEY
    return _WORDS


def _one_key(shapes: list[str]) -> list[str]:
    """The shapes, of which only the first that holds a key keeps it."""
    first = next((place for place, shape in enumerate(shapes) if _KEY in shape), None)
    return [
        shape if place == first else shape.replace(_KEY, _NUMBER)
        for place, shape in enumerate(shapes)
    ]


def _shape_last(part: str, has_key: bool) -> str:
    """The number at its end or beginning as the key, else the whole of it."""
    ending = _ENDING.search(part)
    stem, tail = (part[: ending.start()], re.escape(ending[0])) if ending else (part, "")
    if has_key:
        return _WORDS
    if stem.isdecimal():
        return rf"(?P<key>\d+){tail}"
    if found := re.fullmatch(rf".*?([-_~.][a-z]*){_NUMBER}", stem):
        return f"{_WORDS}{found[1]}{_KEY}{tail}"
    if re.search(rf"{_NUMBER}$", stem):
        return rf"(?:[^/?]*[^\d/?])?{_KEY}{tail}"
    if re.match(rf"{_NUMBER}-", stem):
        return rf"{_KEY}-[^/?]+"
    return rf"(?P<key>[^/?]+?){tail}" if tail else rf"(?P<key>{_WORDS})"
