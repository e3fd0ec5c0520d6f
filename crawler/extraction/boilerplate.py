"""Names of elements → whether authors of pages use them for what is not the story.

A name speaks against an element, it does not condemn it: what holds a good part of the story is
kept whatever its name (see projection).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from lxml.html import HtmlElement

from crawler.extraction.boilerplate_names import OPENINGS, PAIRS, WALL_PARTS, WALLS, WORDS

_SEPARATORS = re.compile(r"[\s_-]+")
_WHOLE = re.compile(
    r"(?:^|[\s_-])(?:info-?box|fact-?box|related|recommend\w*|most-?(?:read|viewed|popular)"
    r"|comments?|newsletter\w*|sidebar)(?=$|[\s_-])",
    re.IGNORECASE,
)
_BUILDERS = {"elementor-widget": "elementor", "so-panel widget": "so-panel", "widget_sow": "sow"}
"""What page builders call any part of a page, of the story too, and the rest of the name."""
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_STORY_TAGS = frozenset(
    {"nav", "footer", "aside", "form", "figcaption", "address", "header", "menu", "dialog"}
    | {"label", "time", "caption"}
)
_NEVER = frozenset({"html", "body", "main", "article", "table", "tbody", "tr", "td"})
"""What holds stories, and tables in them: the names of rows say what they hold, not where."""
_UNSEEN_NAMES = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|hidden-visually|off-?screen|assistive(?:-text)?"
    r"|screen-?reader(?:-text|-only)?|a11y-hidden|tooltip(?:-?text|-?content)?|popover"
    r"|rollover-block)(?=$|[\s_-])|(?:^|[\s_-])vh(?=$|\s)",
    re.IGNORECASE,
)
_HIDING_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s?:\s?none|visibility\s?:\s?hidden|clip\s?:\s?rect\(\s?[01](?:px)?[\s,])"
)
LONGEST_NAMES = 400
"""Characters of class and id that are looked at; utility-class soup says nothing."""

Key = tuple[str, str | None, str | None]
_NONE: Mapping[str, str] = {}


def attributes_of(element: HtmlElement) -> Mapping[str, str]:
    """The attributes of an element; to ask lxml for them one by one takes several times as long."""
    return dict(pairs) if (pairs := element.items()) else _NONE


def key_of(tag: str, attributes: Mapping[str, str]) -> Key:
    """What the verdict on an element depends on: equal elements need not be judged twice."""
    return tag, attributes.get("class"), attributes.get("id")


@lru_cache(maxsize=50_000)
def speaks_against(key: Key) -> bool:
    """True if tag, class or id say that an element is not part of the story."""
    tag, classes, identifier = key
    if tag in _NEVER:
        return False
    if tag in _NOT_STORY_TAGS:
        return True
    names = f"{classes or ''} {identifier or ''}"
    if len(names) < 2 or len(names) > LONGEST_NAMES:
        return False
    for name, plain in _BUILDERS.items():
        names = names.replace(name, plain)
    words = _SEPARATORS.split(_CAMEL_CASE.sub("-", names).lower())
    if not WORDS.isdisjoint(words) or any(word.startswith(OPENINGS) for word in words):
        return True
    return any(_say_together(*pair) for pair in pairwise(words))


def _say_together(word: str, following: str) -> bool:
    return f"{word}-{following}" in PAIRS or (word in WALLS and following in WALL_PARTS)


@lru_cache(maxsize=50_000)
def names_whole(classes: str | None) -> bool:
    """True for classes of what is a thing of its own beside the story, however long it is."""
    return (
        classes is not None and len(classes) < LONGEST_NAMES and _WHOLE.search(classes) is not None
    )


@lru_cache(maxsize=50_000)
def is_for_screen_readers(classes: str) -> bool:
    """True for classes of text that is in the page for its sound alone: "opens new tab"."""
    return len(classes) < LONGEST_NAMES and _UNSEEN_NAMES.search(classes) is not None


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """True if an element itself says that no reader sees it."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and is_hiding(style)


@lru_cache(maxsize=50_000)
def is_hiding(style: str) -> bool:
    """True for a style that shows nothing, or a single pixel of it."""
    return len(style) < LONGEST_NAMES and _HIDING_STYLE.search(style) is not None
