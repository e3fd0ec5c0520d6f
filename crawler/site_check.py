"""A site class → what is wrong with it, one line a mistake, told when its file is imported."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import cssselect
from parsel import csstranslator

from crawler.draft import RULE_FIELDS
from crawler.rules import Archive, Block, Discovery, Layout, Listing, Rule, TagPages

BLOCKS = ("related", "hot_news", "latest")

_A_DAY = dt.datetime(2026, 1, 21, 18, 45, tzinfo=dt.UTC)


def problems(cls: type[Any], known: Collection[str]) -> Iterator[str]:
    """What is wrong with a site class, as ``attribute: what to do``."""
    for name in vars(cls):
        if not name.startswith("_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            said = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}"
            yield f"{name}: no such field; {said}"
    wrong_types = (*_wrong_types(cls), *_wrong_rules(cls))
    yield from wrong_types
    if wrong_types:
        return
    yield from _wrong_values(cls)
    yield from _double_layouts(cls)
    for name, css in _selectors(cls):
        yield from (f"{name}: {problem}" for problem in _selector_problems(css))


def _wrong_types(cls: type[Any]) -> Iterator[str]:
    for name in ("name", "source", "home", "language", "timezone", "article_url"):
        if not isinstance(getattr(cls, name), str):
            yield f"{name}: must be a string"
    tuples: dict[str, Any] = {"discovery": Discovery, "sections": Discovery, "layouts": Layout}
    tuples |= dict.fromkeys(("times", "remove", "aliases"), str)
    for name, kind in tuples.items():
        if not _is_tuple_of(getattr(cls, name), kind):
            yield f"{name}: must be a tuple of {_names(kind)}; is a comma missing?"
    for name in BLOCKS:
        block = getattr(cls, name)
        if block is not None and not _is_block(block):
            yield f"{name}: must be a Block, its headings a tuple of strings; is a comma missing?"
    if not isinstance(cls.tag_pages, TagPages | None):
        yield "tag_pages: must be a TagPages"


def _wrong_rules(cls: type[Any]) -> Iterator[str]:
    for name in RULE_FIELDS:
        rule = getattr(cls, name)
        if not (rule is None or callable(rule) or _is_rule(rule)):
            yield f"{name}: must be a rule ({_names(Rule)}), a tuple of rules, or a method"
    for layout in cls.layouts if _is_tuple_of(cls.layouts, Layout) else ():
        yield from (f"layouts: {layout.name!r}: {problem}" for problem in _layout_problems(layout))


def _layout_problems(layout: Layout) -> Iterator[str]:
    if not isinstance(layout.name, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", layout.name):
        yield "the name must be lower-case words joined by hyphens"
    if type(layout.until) not in (dt.date, type(None)):
        yield "until: must be a datetime.date, the last day of the layout"
    if not _is_tuple_of(layout.remove, str):
        yield "remove: must be a tuple of str; is a comma missing?"
    rules: object = layout.rules  # as a file may have it, whatever the annotation says
    if not isinstance(rules, Mapping):
        yield "rules: must be a dict of fields and their rules"
        return
    for name, rule in rules.items():
        if name not in RULE_FIELDS:
            yield f"rules: {name}: no such field; known are {', '.join(RULE_FIELDS)}"
        elif not _is_rule(rule):
            yield f"rules: {name}: must be a rule ({_names(Rule)}) or a tuple of rules"


def _is_tuple_of(value: object, kind: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, kind) for one in value)


def _is_block(value: object) -> bool:
    return isinstance(value, Block) and _is_tuple_of(value.headings, str)


def _is_rule(value: object) -> bool:
    return isinstance(value, Rule) or (bool(value) and _is_tuple_of(value, Rule))


def _names(kind: Any) -> str:
    return ", ".join(one.__name__ for one in getattr(kind, "__args__", (kind,)))


def _wrong_values(cls: type[Any]) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+([.-]+[a-z0-9]+)*", cls.name):
        yield f"name: {cls.name!r} must be lower-case words joined by hyphens"
    if urlsplit(cls.home).scheme not in ("http", "https") or not urlsplit(cls.home).netloc:
        yield f"home: {cls.home!r} must be an absolute http or https address"
    try:
        ZoneInfo(cls.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"timezone: {cls.timezone!r} is no IANA time zone such as Europe/Kyiv"
    try:
        re.compile(cls.article_url)
    except re.error as error:
        yield f"article_url: {cls.article_url!r} is no regular expression: {error}"
    for shape in cls.times:
        try:
            dt.datetime.strptime(_A_DAY.strftime(shape), shape)  # noqa: DTZ007 - only tried
        except ValueError as error:
            yield f"times: {shape!r} is no strptime format: {error}"
    for name in BLOCKS:
        block = getattr(cls, name)
        if block and not block.headings and not block.container:
            yield f"{name}: a Block needs headings or a container"


def _double_layouts(cls: type[Any]) -> Iterator[str]:
    for name, times in Counter(layout.name for layout in cls.layouts).items():
        if times > 1:
            yield f"layouts: {name!r} stands {times} times; a layout's name is its own"


def _selector_problems(css: object) -> Iterator[str]:
    if not isinstance(css, str):
        yield f"{css!r} is no CSS selector: must be a string"
        return
    try:
        csstranslator.css2xpath(css)
        pseudo = any(one.pseudo_element for one in cssselect.parse(css))
    except cssselect.SelectorError as error:
        yield f"{css!r} is no CSS selector: {error}"
        return
    if pseudo:
        yield f"{css!r} must select elements: leave out ::text or ::attr()"


def _selectors(cls: type[Any]) -> Iterator[tuple[str, object]]:
    """(attribute, selector) of every selector a site class holds."""
    if cls.scope is not None:
        yield "scope", cls.scope
    yield from (("remove", css) for css in cls.remove)
    yield from _rule_selectors({name: getattr(cls, name) for name in RULE_FIELDS})
    for layout in cls.layouts:
        scope = () if layout.scope is None else (layout.scope,)
        yield from (("layouts", css) for css in (layout.when, *scope, *layout.remove))
        yield from (("layouts", css) for _, css in _rule_selectors(layout.rules))
    for name in BLOCKS:
        block = getattr(cls, name)
        if block:
            parts = (block.container, block.item, block.time)
            yield from ((name, css) for css in parts if css is not None)
    tag_pages = (cls.tag_pages,) if cls.tag_pages else ()
    places = {"discovery": cls.discovery, "sections": cls.sections, "tag_pages": tag_pages}
    for name, found in places.items():
        for place in found:
            yield from ((name, css) for css in _listing_selectors(place))


def _rule_selectors(rules: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, rule in rules.items():
        of_field = rule if isinstance(rule, tuple) else (rule,)
        yield from ((name, one.css) for one in of_field if isinstance(one, Rule))


def _listing_selectors(place: Discovery | TagPages) -> Iterator[object]:
    listing = place.listing if isinstance(place, Archive | TagPages) else place
    if isinstance(listing, Listing):
        yield listing.link
        optional = (listing.item, listing.time, listing.following)
        yield from (css for css in optional if css is not None)
