"""The visible page → who it says wrote the story: elements marked so, links, lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from crawler.draft import Found
from crawler.extraction.blocks import Block, squeeze
from crawler.extraction.date_lines import without_times
from crawler.extraction.markup import read_text
from crawler.extraction.names_beside_date import is_name, split_names
from crawler.extraction.phrases import BYLINE
from crawler.extraction.visible import LONGEST_LINE, View
from crawler.normalization.authors import clean_authors, opens_byline
from crawler.normalization.byline_words import AGENCIES

MOST_AUTHORS = 4
"""Marked authors that may stand anywhere on a page; more are those of other stories."""
MOST_BELOW = 2
FARTHEST_BELOW = 40
"""Blocks below the headline among which an element named after an author counts."""
MOST_SMALL_WORDS = 5
"""Words in small letters of a line with a full stop, from which on it is a sentence."""
LONGEST_NAME = 60
MOST_WORDS = 6
"""Words of a link to an author, a section, a topic; what has more is a title."""
LONGEST_BYLINE = 80
EAST_ASIAN = "\u2e80"
"""From here on in Unicode no blanks stand between words."""
MOST_INSIDE = 40
"""Elements within one block near the headline that are looked at."""

# Compiled XPath runs in C. In one step: a union of attributes takes time quadratic in them.
_AUTHORS = etree.XPath(
    "//*[(@rel='author' or @itemprop='author') and (self::a or self::span or self::div or self::p)]"
)
_AUTHOR_NAMES = re.compile(
    r"(?:^|[\s_-])(?:byline\w*|authors?(?:-?(?:names?|group|list|links?|items?))?|autor\w*|writer\w*"
    r"|contributors?|journalist\w*|creators?|verfasser\w*|(?:published|posted|written)-?by|vcard"
    r"|username)(?=$|[\s_-])",
    re.IGNORECASE,
)
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Fixed words between slashes, before whatever names the person.
_AUTHOR_ADDRESS = re.compile(
    r"/(?:authors?|auteurs?|autor(?:e|es|en|i|a|as|in|innen)?|avtor|by|byline|bio|profiles?|people"
    r"|person(?:en|as|ne)?|staff|journalist(?:e|es|en|i|s|as)?|reporters?|contributors?|writers?"
    r"|columnists?|our-team|team|redakteure?|redaktion|users?|members?|impressum/autoren|giornalisti"
    r"|firmas?|opinionistas?|kirjoittajat?|skribent(?:er)?|journalister|muhabir|yazar(?:lar)?|meet-the-team|our-people|author-profile"
    r"|forfatter(?:e|en)?|toimittaja|kirjoittaja|autory|redaktorzy|dziennikarze|novinari?|szerzok?"
    r"|novinarji|avtorji|autoriai|tac-gia|penulis|reporter|experts?|medewerkers?|redactie"
    r"|collaborateurs?|signatures?|rubriche/autori|colunistas?|columnistas?)[/=]"
    r"[^/?#]{2,}|/@[\w.-]{2,}",
    re.IGNORECASE,
)
_LABEL_INSIDE = re.compile(
    r"(?:\b(?:author|by|written by|autorin?|auteure?|autore|autrice|автор[иыа]?|yazar|penulis)"
    r"|作者|撰文|记者|記者|文|بقلم|كتب)\s?[:：]",
    re.IGNORECASE,
)
# Two to five characters before a colon are a label in a script without blanks.
_BORDER = re.compile(r"\s*[|·•]\s*|\s+(?=[\u4e00-\u9fff]{2,5}[:：])")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)")
_KOREAN_REPORTER = re.compile(r"(?<![가-힣])([가-힣]{2,4})\s?(?:기자|특파원|논설위원)(?![가-힣])")
"""In Korean the job stands behind the name: "김하늘 기자"."""

_SET_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)\b", re.IGNORECASE)
_SOURCE = "Theo "
"""In Vietnamese opens what a story was taken from."""


def find_authors(view: View) -> Iterator[Found]:
    """Elements marked as the author's, what near the headline is named or leads to one, then
    lines near it that begin as bylines do or stand in an element named so."""
    marked = [one for one in _AUTHORS(view.page.root) if view.shows(one)]
    near = view.near_headline(marked)
    if names := short_texts(near or (marked if len(marked) <= MOST_AUTHORS else ())):
        yield Found(names, "html: author")
    lines = [block for block in view.around_headline if _may_be_byline(block)]
    names = short_texts(one for block in lines for one in _author_elements(block))
    elements = [Found(names, "generic: author element")] if names else []
    said = dict.fromkeys(line for block in lines for line in _said_bylines(block.text))
    bylines = [Found((line,), "generic: byline") for line in said]
    is_agency = all(name.casefold() in AGENCIES for name in names)
    yield from (*bylines, *elements) if is_agency else (*elements, *bylines)
    for block in lines:
        if _names_author(block) and (named := _names_in(block)):
            yield Found(named, "generic: byline")


def find_authors_below(view: View) -> Iterator[Found]:
    """Lines anywhere that begin as bylines do, in elements named after an author, if few; then
    the first names below the headline in an element so named, a reporter at the end, and who
    signed there."""
    lines = [
        block.text
        for block in view.blocks
        if len(block.text) < LONGEST_BYLINE and BYLINE.match(block.text) and _names_author(block)
    ]
    lines = lines or [line for block in view.blocks if (line := _dated_byline(block))]
    if 0 < len(lines) <= MOST_BELOW:
        yield Found(tuple(lines), "generic: byline elsewhere")
    blocks = view.blocks
    keys = [block.key for block in blocks]
    start = keys.index(key) + 1 if (key := squeeze(view.headline)) in keys else len(blocks)
    for block in blocks[start : start + FARTHEST_BELOW]:
        if not _may_be_byline(block) or not _names_author(block):
            continue
        if names := split_names(without_times(block.text)):
            yield Found(names, "generic: author element elsewhere")
            break
    for block in blocks[start:]:
        if len(block.text) < LONGEST_BYLINE and (reporter := _KOREAN_REPORTER.search(block.text)):
            yield Found((reporter[1],), "generic: reporter")
            return
    around = set(blocks[start - 1].marks) if start < len(blocks) else set()
    below = (block for block in blocks[start:] if around.issuperset(block.marks))
    signed = dict.fromkeys(name for block in below for name in _signature(block))
    if 0 < len(signed) <= MOST_BELOW:
        yield Found(tuple(signed), "generic: signature")


def _signature(block: Block) -> tuple[str, ...]:
    """The names in a line that is set to the right and holds nothing else; else none."""
    element = block.element
    is_right = element.get("align") == "right" or _SET_RIGHT.search(element.get("style") or "")
    may_sign = is_right and _may_be_byline(block) and not block.text.startswith(_SOURCE)
    return split_names(block.text) if may_sign else ()


def _dated_byline(block: Block) -> str:
    """What a line says that opens as bylines do, names a person and tells a time too; else empty.
    Comments and other stories tell their times so as well: their lines are marked by more."""
    text = block.text
    if len(text) >= LONGEST_LINE or not BYLINE.match(text) or not _CLOCK.search(text):
        return ""
    apart = [one for one in block.marks if one is not block.element]
    names = clean_authors((text,))
    named = bool(names) and all(map(is_name, names))
    return text if named and not apart and _may_be_byline(block) else ""


def _may_be_byline(block: Block) -> bool:
    """True for a short line that is no picture's: who took it is named there."""
    if len(block.text) >= LONGEST_LINE or block.tag == "figcaption":
        return False
    return next(block.element.iterancestors("figure", "figcaption"), None) is None


def short_texts(elements: Iterable[HtmlElement]) -> tuple[str, ...]:
    """The texts of elements, each once; long ones are left out."""
    texts = dict.fromkeys(" ".join(read_text(one).split()) for one in elements)
    return tuple(text for text in texts if 0 < len(text) < LONGEST_NAME)


def _author_elements(block: Block) -> Sequence[HtmlElement]:
    """Inline elements of a block that are named after an author, or links to an author's page."""
    inside = islice(block.element.iter("a", "span", "strong", "b", "em", "address"), MOST_INSIDE)
    links, named = [], []
    for element in inside:
        if _AUTHOR_ADDRESS.search(element.get("href") or "") and _belongs(element, block):
            links.append(element)
        elif _is_named(element) and _belongs(element, block):
            named.append(element)
    return [] if _is_teaser(block) else links or named


def _is_teaser(block: Block) -> bool:
    """True for a line that is nothing but links, one of them another story's title."""
    if block.link_share < 0.9:
        return False
    texts = (without_times(read_text(one)) for one in islice(block.element.iter("a"), MOST_INSIDE))
    return any(len(text.split()) > MOST_WORDS for text in texts)


def _belongs(element: HtmlElement, block: Block) -> bool:
    """True if an element's text is a part of the block's, and may be a name."""
    text = " ".join(read_text(element).split())
    return len(text) < LONGEST_NAME and _may_be_name(text) and squeeze(text) in block.key


def _may_be_name(text: str) -> bool:
    """False for numbers and, where blanks stand between words, for a single word: "Login"."""
    if not text or any(map(str.isdecimal, text)):
        return False
    return " " in text or text[0] >= EAST_ASIAN or text.casefold() in AGENCIES


def _is_named(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 2 and _AUTHOR_NAMES.search(_CAMEL_CASE.sub("-", names)) is not None


def _said_bylines(text: str) -> Iterator[str]:
    """The parts of a line that say whom they name: "By …", "Author: …"."""
    for part in _BORDER.split(without_times(text)):
        label = BYLINE.match(part) or _LABEL_INSIDE.search(part)
        if (label is not None or opens_byline(part)) and not _is_sentence(part):
            yield part[label.start() :] if label else part
        elif len(part) < LONGEST_BYLINE and (reporter := _KOREAN_REPORTER.search(part)):
            yield reporter[1]


def _is_sentence(text: str) -> bool:
    """True for a whole sentence, such as one that begins with "By now"."""
    small = sum(word[0].islower() for word in text.split())
    return text.endswith((".", "!", "?")) and small > MOST_SMALL_WORDS


def _names_in(block: Block) -> tuple[str, ...]:
    """The names that the elements of a block hold one by one, else its text if it may be names."""
    inside = [" ".join(read_text(one).split()) for one in islice(block.element, MOST_INSIDE)]
    if len(inside) > 1 and all(is_name(text.strip(" ,")) for text in inside if text):
        return tuple(text for text in inside if text)
    text = without_times(block.text)
    parts = [part.strip(" ,") for part in _BORDER.split(text)]
    return (text,) if any(map(_may_be_name, parts)) else ()


def _names_author(block: Block) -> bool:
    """True for a short line in an element named after an author, or alone in one."""
    if len(block.text) > LONGEST_BYLINE:
        return False
    parent = block.element.getparent()
    around = [block.element, *([parent] if parent is not None and len(parent) < 4 else [])]
    return any(map(_is_named, around)) and bool(without_times(block.text))
