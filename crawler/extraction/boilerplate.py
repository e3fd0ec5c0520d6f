"""Names of elements → whether authors of pages use them for what is not the story.

A name speaks against an element, it does not condemn it: what holds a good part of the story is
kept whatever its name (see projection).
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

_NOT_STORY_NAMES = r"""
    related|relacionad\w*|recommend\w*|recirc\w*|read-?more|more-(?:on|from|stories|news)|morestor\w*
    |also-?read|see-?also|popular|trending|most-?(?:read|viewed|popular)|latest|headlines|link-?list
    |newsletter\w*|sign-?up|subscri\w*|promo\w*|teasers?\w*|ads?|advert\w*|sponsor\w*|banner\w*
    |(?:pay|reg|premium)-?wall-?(?:teaser|offer|box|message|prompt|overlay|banner|cta|notice|promo)
    |taboola|outbrain|marketing|affiliate\w*|donat\w*|support-?us|app-?(?:download|promo)
    |shar(?:e|es|ing)|social\w*|addtoany|sharedaddy|follow\w*|fb-\w*|facebook\w*
    |comments?|commenti|komment\w*|disqus\w*|respond|repl(?:y|ies)|rating\w*|votes?|poll|quiz|feedback
    |side-?bar|rail|breadcrumbs?|footer|nav|navbar|navigation|menu|toolbar|pagination|pager|widget\w*
    |byline\w*|authors?-?(?:bio|box|info|card|block|profile|description)?|bio
    |timestamp|dateline|pubdate|published|date|meta|metadata|(?:post|entry|article)-?meta|kicker
    |captions?|caption\w*|credits?|copyright|images?|img|photos?|fotos?|picture|pic|bild|figure|thumb\w*
    |gallery|slideshow|carousel|slider|player|video-?(?:info|meta|description)|wp-caption-text
    |tags?|tag-?list|topics?|keywords|toc|table-of-contents|skip-?link\w*|jp-relatedposts
    |popup|modal|overlay|cookie\w*|consent\w*|gdpr|login|register
    |hidden|sr-only|visually-?hidden|screen-?reader\w*|print-?only|noprint
    |pull-?quote\w*|quote-?author|disclaimer|infobox|fact-?box|embed(?:box|ded)?|ai-?summary\w*|product-?(?:card|box)
"""
# One class at a time between fixed borders; no two quantified parts can match the same text.
_NOT_STORY = re.compile(
    rf"(?:^|[\s_-])(?:{''.join(_NOT_STORY_NAMES.split())})(?=$|[\s_-])", re.IGNORECASE
)
_WHOLE = re.compile(
    r"(?:^|[\s_-])(?:info-?box|fact-?box|related|recommend\w*|most-?(?:read|viewed|popular)"
    r"|comments?|newsletter\w*|sidebar)(?=$|[\s_-])",
    re.IGNORECASE,
)
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


def key_of(element: HtmlElement) -> Key:
    """What the verdict on an element depends on: equal elements need not be judged twice."""
    return element.tag, element.get("class"), element.get("id")


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
    return _NOT_STORY.search(_CAMEL_CASE.sub("-", names)) is not None


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


def is_hidden(element: HtmlElement) -> bool:
    """True if the element itself says that no reader sees it."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and is_hiding(style)


@lru_cache(maxsize=50_000)
def is_hiding(style: str) -> bool:
    """True for a style that shows nothing, or a single pixel of it."""
    return len(style) < LONGEST_NAMES and _HIDING_STYLE.search(style) is not None
