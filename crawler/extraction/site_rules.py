"""Page + a site's declared rules → what each rule answered.

CSS is compiled to XPath once a site. Rules look inside ``scope`` where it is found; what belongs to
a side block (MORE ABOUT, HOT NEWS, LATEST) never answers for the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from cssselect import HTMLTranslator
from lxml import etree
from lxml.html import HtmlElement

from crawler.draft import RULE_FIELDS, Found
from crawler.extraction.markup import read_paragraphs, read_text
from crawler.page import Page
from crawler.site import Attribute, Layout, Rule, RuleMethod, Site, Text, Texts

STORY_FIELDS = frozenset({"body", "lead"})
"""Fields to which what ``remove`` selects does not belong; a reading time, say, may stand there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where rules look: the whole page, the article in it, and what is not the article's."""

    root: HtmlElement
    scope: HtmlElement
    region: frozenset[HtmlElement]
    removed: frozenset[HtmlElement]


@cache
def compile_css(css: str) -> etree.XPath:
    """The compiled form of a selector; sites are few, so the cache is bounded by their files."""
    return etree.XPath(HTMLTranslator().css_to_xpath(css), smart_strings=False)


def find_place(
    page: Page, site: Site, region: Iterable[HtmlElement], layout: Layout | None = None
) -> Place:
    """The first element that ``scope`` selects outside the side blocks, else the whole page."""
    root, blocks = page.root, frozenset(region)
    css = (layout and layout.scope) or site.scope
    scope = next(_select(root, css, blocks), root) if css else root
    remove = (layout and layout.remove) or site.remove
    removed = frozenset(one for css in remove for one in compile_css(css)(scope))
    return Place(root, scope, blocks, removed)


def run_rules(
    page: Page, site: Site, region: Iterable[HtmlElement], layout: Layout | None = None
) -> Mapping[str, Found]:
    """What the site's rules answered, by field; ``region`` holds the side blocks' elements."""
    place = find_place(page, site, region, layout)
    who = f"site ({layout.name})" if layout else "site"
    answers = ((name, _answer(page, site.rules(name, layout), name, place)) for name in RULE_FIELDS)
    return {name: Found(values, f"{who}: {rule}") for name, (values, rule) in answers if values}


def _answer(
    page: Page, rules: Iterable[Rule | RuleMethod], name: str, place: Place
) -> tuple[tuple[str, ...], str]:
    """The first rule's answer that is not blank, and the rule; nothing where none answers."""
    for rule in rules:
        if isinstance(rule, Rule):
            values, label = tuple(_run(rule, name, place)), rule.css
        else:
            values, label = tuple(rule(page)), f"{name}()"
        values = tuple(value for value in values if value and not value.isspace())
        if values:
            return values, label
    return (), ""


def _run(rule: Rule, name: str, place: Place) -> Iterator[str]:
    start = place.root if rule.anywhere else place.scope
    outside = place.region | place.removed if name in STORY_FIELDS else place.region
    chosen = _select(start, rule.css, outside)
    if isinstance(rule, Attribute):
        yield next((value for one in chosen if (value := one.get(rule.name))), "")
    elif name == "body":
        yield from _read_body(rule, chosen, place)
    elif isinstance(rule, Text):
        yield from (read_text(one, place.region | place.removed) for one in _first(chosen))
    else:
        yield from (read_text(one, place.region | place.removed) for one in chosen)


def _read_body(rule: Text | Texts, chosen: Iterator[HtmlElement], place: Place) -> Iterator[str]:
    """Paragraphs; an element inside one that was read is not read again."""
    read: set[HtmlElement] = set()
    for element in _first(chosen) if isinstance(rule, Text) else chosen:
        if not read.isdisjoint(element.iterancestors()):
            continue
        read.add(element)
        yield from read_paragraphs(element, place.region | place.removed)


def _first(elements: Iterator[HtmlElement]) -> Iterator[HtmlElement]:
    yield from (one for one, _ in zip(elements, range(1), strict=False))


def _select(start: HtmlElement, css: str, outside: frozenset[HtmlElement]) -> Iterator[HtmlElement]:
    """What ``css`` selects beneath ``start``, in document order, and not in ``outside``."""
    for element in compile_css(css)(start):
        if not outside or (element not in outside and outside.isdisjoint(element.iterancestors())):
            yield element
