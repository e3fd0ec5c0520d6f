"""An article's tree, of a site that nobody has described → where its related stories stand.

For pages whose block has no heading that is known: an element whose class says what it is, else
the links of article shape, marked up alike, that follow the story within its own element.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice

from crawler.discovery.headings import Articles
from crawler.discovery.listing_shape import is_marginal, mark_of
from crawler.discovery.select import Element, whole_text

LEAST_LINKS = 2
LEAST_IN_GROUP = 3
MOST_LINKS = 40
LONG_PARAGRAPH = 120
"""Characters of a paragraph that is the story's, not a teaser's."""
MAX_TEXT_A_LINK = 400
"""Characters of a block for each of its links: a story has more."""

_HOLDERS = ("div", "section", "aside", "ul", "nav")
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:related|read-?(?:also|more|next)|see-?also|more-?on|similar|also-?read)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_STORY = ("article", "main")


def find_related(body: Element, articles: Articles) -> tuple[Element, dict[Element, str]] | None:
    """The element that holds the related stories, and its links; None where none is sure."""
    return _named(body, articles) or _after_story(body, articles)


def _named(body: Element, articles: Articles) -> tuple[Element, dict[Element, str]] | None:
    for element in body.iter(*_HOLDERS):
        if _NAMED.search(f"{element.get('class', '')} {element.get('id', '')}"):
            links = _links_in(element, articles)
            if len(set(links.values())) >= LEAST_LINKS and _is_block(element, links):
                return element, links
    return None


def _after_story(body: Element, articles: Articles) -> tuple[Element, dict[Element, str]] | None:
    """The first group behind the last long paragraph, within the element of the story."""
    paragraphs = [p for p in body.iter("p") if len(whole_text(p)) >= LONG_PARAGRAPH]
    if not paragraphs:
        return None
    last = paragraphs[-1]
    story = next((e for e in last.iterancestors() if e.tag in _STORY), None)
    if story is None:
        return None
    groups: dict[tuple[str, ...], dict[Element, str]] = defaultdict(dict)
    for anchor in _behind(last, story):
        url = articles(anchor)
        if url is not None and not is_marginal(anchor):
            groups[mark_of(anchor)][anchor] = url
    return next((found for g in groups.values() if (found := _as_block(g, last))), None)


def _behind(last: Element, story: Element) -> list[Element]:
    """The links of the story's element that stand behind its last paragraph."""
    found: list[Element] = []
    element = last
    while element is not story:
        for sibling in element.itersiblings("*"):
            found += islice(sibling.iter("a"), MOST_LINKS)
        element = element.getparent()
    return found[:MOST_LINKS]


def _as_block(
    group: dict[Element, str], last: Element
) -> tuple[Element, dict[Element, str]] | None:
    """The smallest element around the whole group, unless the story stands in it too."""
    if len(set(group.values())) < LEAST_IN_GROUP:
        return None
    first, *others = group
    around = [set(anchor.iterancestors()) for anchor in others]
    holder = next(e for e in first.iterancestors() if all(e in one for one in around))
    if holder in last.iterancestors() or not _is_block(holder, group):
        return None
    return holder, group


def _is_block(element: Element, links: dict[Element, str]) -> bool:
    text = len(whole_text(element))
    return next(element.iter("h1"), None) is None and text <= MAX_TEXT_A_LINK * len(links)


def _links_in(element: Element, articles: Articles) -> dict[Element, str]:
    anchors = islice(element.iter("a"), MOST_LINKS)
    return {anchor: url for anchor in anchors if (url := articles(anchor)) is not None}
