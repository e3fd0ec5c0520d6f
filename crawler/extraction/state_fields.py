"""A page's program data → who wrote its story, and its tags: what stands with its headline.

Such data tells of many stories; the one that is the page's bears its headline.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from lxml.html import HtmlElement

from crawler.draft import Found
from crawler.extraction.blocks import squeeze
from crawler.extraction.names_beside_date import is_name
from crawler.extraction.page_state import iter_state
from crawler.normalization.authors import clean_authors

MOST_VALUES = 100_000
MOST_NAMES = 30
LONGEST_NAME = 60
SHORTEST_TITLE = 12
"""Letters of a title by which a story is known."""
_TITLE_KEYS = ("headline", "title", "headlines", "name", "seoTitle")
_AUTHOR_KEYS = (
    "authors", "author", "byline", "bylines", "by", "contributors", "writers", "creators",
    "creator", "reporters", "authorName", "author_name",
)  # fmt: skip
_TAG_KEYS = ("tags", "topics", "keywords", "hashtags")
_INNER = ("credits", "taxonomy", "metadata", "meta", "attributes", "basic", "rendered", "default")
"""Keys of what holds a story's fields one level below it."""
_NAME_KEYS = ("name", "displayName", "display_name", "fullName", "full_name", "title", "text",
              "label")  # fmt: skip
# Fixed words between quotes, which may be escaped as in JSON inside a string.
_NAMES_AUTHOR = re.compile(
    r"\"(?:author(?:s|Name|_name)?|bylines?|by|contributors|writers|creators?|reporters)\\?\"\s?:"
)
_NAMES_TAGS = re.compile(r"\"(?:tags|topics|keywords|hashtags)\\?\"\s?:")

Record = Mapping[str, Any]


def find_state_people(root: HtmlElement, titles: Collection[str]) -> Iterator[Found]:
    """The persons whom the data of the story with one of ``titles`` names."""
    for record, others in _records(root, titles, _NAMES_AUTHOR):
        names = clean_authors(_names(record, _AUTHOR_KEYS, others))
        if people := tuple(name for name in names if is_name(name)):
            yield Found(people, "generic: page state")
            return


def find_state_tags(root: HtmlElement, titles: Collection[str]) -> Iterator[Found]:
    """The tags in the data of the story with one of ``titles``."""
    for record, others in _records(root, titles, _NAMES_TAGS):
        if tags := _names(record, _TAG_KEYS, others):
            yield Found(tuple(tags), "generic: page state")
            return


def _records(
    root: HtmlElement, titles: Collection[str], wanted: re.Pattern[str]
) -> Iterator[tuple[Record, Mapping[str, Any]]]:
    """The objects that bear a title, each with the objects of its value by their keys: others are
    referred to by them."""
    keys = frozenset(key for title in titles if len(key := squeeze(title)) >= SHORTEST_TITLE)
    for value in iter_state(root, wanted) if keys else ():
        objects, by_key = _objects(value)
        yield from ((one, by_key) for one in objects if _is_titled(one, keys))


def _objects(value: Any) -> tuple[list[Record], Mapping[str, Any]]:
    """All objects of a value, outer ones first, and those that stand under a key by it."""
    objects: list[Record] = []
    by_key: dict[str, Any] = {}
    waiting, seen = [value], 0
    while waiting and seen < MOST_VALUES:
        one = waiting.pop()
        seen += 1
        if isinstance(one, dict):
            objects.append(one)
            inner = {key: each for key, each in one.items() if isinstance(each, (dict, list))}
            by_key.update(inner)
            waiting.extend(reversed(inner.values()))
        elif isinstance(one, list):
            waiting.extend(each for each in reversed(one) if isinstance(each, (dict, list)))
    return objects, by_key


def _is_titled(record: Record, keys: Collection[str]) -> bool:
    told = (record.get(key) for key in _TITLE_KEYS)
    inner = (value for one in told for value in (one.values() if isinstance(one, dict) else (one,)))
    return any(isinstance(one, str) and squeeze(html.unescape(one[:500])) in keys for one in inner)


def _names(record: Record, keys: Sequence[str], others: Mapping[str, Any]) -> list[str]:
    """What the first of ``keys`` holds that is there, in the record or one level below it."""
    inner = (value for key in _INNER if isinstance(value := record.get(key), dict))
    for place in (record, *inner):
        for key in keys:
            if names := list(dict.fromkeys(_texts(place.get(key), others)))[:MOST_NAMES]:
                return names
    return []


def _texts(value: Any, others: Mapping[str, Any]) -> Iterator[str]:
    """Short texts: strings, objects with a name, references to such, lists of these."""
    for one in value[:MOST_NAMES] if isinstance(value, list) else (value,):
        target = others.get(str(one["__ref"]), one) if _is_reference(one) else one
        if isinstance(target, dict):
            target = next((name for key in _NAME_KEYS if (name := target.get(key))), None)
        if isinstance(target, str) and 0 < len(target) <= LONGEST_NAME:
            yield html.unescape(target)


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and "__ref" in value
