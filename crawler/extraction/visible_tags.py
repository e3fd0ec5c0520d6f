"""The visible page → lists of an article's tags: links that a word, a name or an address marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice, takewhile

from lxml import etree
from lxml.html import HtmlElement

from crawler.draft import Found
from crawler.extraction.blocks import Block
from crawler.extraction.markup import read_text
from crawler.extraction.visible import View
from crawler.normalization.tags import LABEL

LONGEST_TAG = 60
MOST_WORDS = 6
"""Words of a tag; a list in which most links have more is one of headlines."""
MOST_TAGS = 30
MOST_ABOVE = 4
"""Links of a list above the headline; a longer one is the outlet's, of what is in the news."""
LONGEST_TAG_LINE = 600
MOST_BELOW_LABEL = 15
MOST_LINKS = 5_000
MOST_NAMED = 200
"""Links of a page or list, and those and lists named tags, that are looked at: of lists that stand
in one another each has the links of all within."""
SHARE_OF_TAGS = 0.4
"""Of a line of tags that is links."""
LONGEST_NAMES = 300

# Substrings bounded by what is no letter; "stage" and "page" are not tags.
_TAG_NAMES = re.compile(
    r"(?:^|[\s_-])(?:tags?|topics?|keywords?|schlagw\w+|stichw\w+|themen|etiquetas|temas|hashtags?"
    r"|etiket(?:ler|e|y)?|assuntos|trefwoorden|onderwerpen|emneord|stikord|n[øo]kkelord|tagi|tematy"
    r"|stitky|cimkek?|etichete|oznake|metki|tegi|post-labels)(?=$|[\s_-])"
    r"|(?:tags?|topics?)(?:list|cloud|container|wrapper|links|box)",
    re.IGNORECASE,
)
_TAG_NAME = re.compile(
    r"(?:^|[\s_-])(?:hash)?(?:tag|topic|keyword)(?:-?(?:link|item))?(?=$|[\s_-])"
)
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Compiled XPath runs in C; the same paths by iterfind cost a millisecond a page.
_TAGGED = etree.XPath("//a[contains(concat(' ', @rel, ' '), ' tag ')]")
_NO_PAGES = ("mailto:", "javascript:", "whatsapp:", "viber:", "tg:", "fb-messenger:", "tel:")
# Fixed words before the first of which nothing is read twice.
_SHARING = re.compile(
    r"[./](?:sharer?|share-offsite|sharearticle|intent)[/.?]|//(?:api\.whatsapp|t\.me/share|wa\.me)"
)
_TAG_ADDRESS = re.compile(
    r"/(?:tags?|topics?|temas?|themen|thema|teme?|themes?|etiquetas?|etiket|etichet[ae]|hashtags?"
    r"|keywords?|sujets?|argomento|argomenti|assuntos?|trefwoord|onderwerp|emner?|[äa]mne|tagi|temat"
    r"|tematy|t[eэ]gi?|mitky|metki|stitek|stitky|cimke|oznake?|chu-de|topik|konu)/[^/]"
)
_MENUS = frozenset({"nav", "footer", "aside", "header"})


def find_tags(view: View) -> Iterator[Found]:
    """Links marked as tags, standing in an element named so outside the menus, in a line that
    begins with the word, below a heading that is the word. What is marked as a category too
    counts where nothing else is marked."""
    for find, rule in _FINDERS:
        links = (one for one in find(view) if view.shows(one) and not _shares(one))
        tags = _short_texts(links)
        if 0 < len(tags) <= MOST_TAGS:
            yield Found(tags, rule)


def _links_marked(view: View) -> list[HtmlElement]:
    marked: list[HtmlElement] = _TAGGED(view.page.root)
    only_tags = [one for one in marked if "category" not in one.get("rel")]
    return only_tags or marked


def _shares(link: HtmlElement) -> bool:
    """True for a link that does something with the page: sends it, shares it, changes it."""
    address = (link.get("href") or "").lstrip().lower()
    return address.startswith(_NO_PAGES) or _SHARING.search(address[:200]) is not None


def _short_texts(elements: Iterable[HtmlElement]) -> tuple[str, ...]:
    """The texts of links, each once, long ones left out; none where most are long."""
    texts = dict.fromkeys(_text_of(one) for one in elements)
    short = [text for text in texts if text and _is_short(text)]
    return tuple(short) if 2 * len(short) > len(texts) else ()


def _is_short(text: str) -> bool:
    return len(text) < LONGEST_TAG and len(text.split()) <= MOST_WORDS


def _text_of(element: HtmlElement) -> str:
    return " ".join(read_text(element).split())


def _links_in_tag_lists(view: View) -> list[HtmlElement]:
    """The links of the first element named as a list of tags that holds any; above the headline
    only a short one counts, and after all others."""
    above: list[HtmlElement] = []
    has_headline = not view.headline
    looked_at = 0
    heading = view.heading.tag or "h1"
    for element in view.page.root.iter(heading, "ul", "ol", "div", "section", "p", "span"):
        if element.tag == heading:
            has_headline = has_headline or _text_of(element) == view.headline
            continue
        if not _is_named(element, _TAG_NAMES):
            continue
        links = list(islice(element.iter("a"), MOST_LINKS))
        looked_at += bool(links)
        if looked_at > MOST_NAMED:
            break
        if not links or not _is_outside_menus(element) or not _short_texts(links):
            continue
        if has_headline:
            return links
        above = above or (links if len(links) <= MOST_ABOVE else [])
    return above


def _is_named(element: HtmlElement, names: re.Pattern[str]) -> bool:
    said = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(said) < 2 or len(said) > LONGEST_NAMES:
        return False
    return names.search(_CAMEL_CASE.sub("-", said)) is not None


def _is_outside_menus(element: HtmlElement) -> bool:
    return not any(one.tag in _MENUS for one in element.iterancestors())


def _links_named_tags(view: View) -> list[HtmlElement]:
    """Links that are each named a tag, or stand alone in an element that is."""
    named = []
    for link in islice(view.page.root.iter("a"), MOST_LINKS):
        parent = link.getparent()
        alone = parent is not None and link.getprevious() is None and link.getnext() is None
        if _is_named(link, _TAG_NAME) or (alone and _is_named(parent, _TAG_NAME)):
            named.append(link)
    return [link for link in named[:MOST_NAMED] if _is_outside_menus(link)]


def _links_to_tags(view: View) -> list[HtmlElement]:
    """The links of the last short line that is nothing but links to pages of tags."""
    for block in reversed(view.blocks):
        if block.link_share < 0.9 or len(block.text) > LONGEST_TAG_LINE:
            continue
        links = list(block.element.iter("a"))
        if len(links) > 1 and all(map(_leads_to_tag, links)):
            return links
    return []


def _neighbours_to_tags(view: View) -> list[HtmlElement]:
    """Neighbouring lines that are each one link to a page of tags."""
    for is_tag, lines in groupby(view.blocks, key=_is_link_to_tag):
        group = list(lines)
        if is_tag and len(group) > 1:
            return [link for block in group for link in _links_of(block)]
    return []


def _is_link_to_tag(block: Block) -> bool:
    links = _links_of(block) if block.link_share > 0.9 else []
    return len(links) == 1 and _leads_to_tag(links[0]) and _is_outside_menus(links[0])


def _links_of(block: Block) -> Sequence[HtmlElement]:
    if block.element.tag == "a":
        return [block.element]
    return list(block.element.iter("a"))


def _leads_to_tag(link: HtmlElement) -> bool:
    return _TAG_ADDRESS.search(link.get("href") or "") is not None


def _links_behind_labels(view: View) -> list[HtmlElement]:
    """The links of the last short line that says "Tags: " and then hardly anything but links, else
    those right below the last line outside the menus that is such a label alone."""
    labels = [
        (index, block)
        for index, block in enumerate(view.blocks)
        if len(block.text) < LONGEST_TAG_LINE and LABEL.match(block.text)
    ]
    for _, block in reversed(labels):
        if SHARE_OF_TAGS < block.link_share < 1:
            return list(block.element.iter("a"))
    for index, block in reversed(labels):
        if LABEL.fullmatch(block.text) and _is_outside_menus(block.element):
            return _links_of_lines(view.blocks[index + 1 : index + 1 + MOST_TAGS])
    return []


def _links_of_lines(blocks: Sequence[Block]) -> list[HtmlElement]:
    """The links of the first lines, as far as they are nothing but links; none of a menu's."""
    lines = list(takewhile(lambda one: one.link_share > 0.9 and _is_short(one.text), blocks))
    if len(lines) > MOST_BELOW_LABEL or not all(_is_outside_menus(one.element) for one in lines):
        return []
    return [link for line in lines for link in _links_of(line)]


_FINDERS: Sequence[tuple[Callable[[View], list[HtmlElement]], str]] = (
    (_links_marked, "html: rel=tag"),
    (_links_in_tag_lists, "generic: tag list"),
    (_links_named_tags, "generic: links named tags"),
    (_links_behind_labels, "generic: line of tags"),
    (_links_to_tags, "generic: line of links to tags"),
    (_neighbours_to_tags, "generic: links to tags"),
)
