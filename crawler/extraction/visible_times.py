"""The visible page → its times of publication and of a change: elements, attributes, lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from zoneinfo import ZoneInfo

from lxml import etree
from lxml.html import HtmlElement

from crawler.draft import Found
from crawler.extraction.date_lines import Moment
from crawler.extraction.markup import read_text
from crawler.extraction.timestamps import as_moments
from crawler.extraction.visible import LONGEST_LINE, View
from crawler.normalization.calendar_words import CHANGED
from crawler.normalization.dates import read_time

_UTC = ZoneInfo("UTC")
MOST_TIMES = 20
"""Time elements that are looked at for one that is no change's."""
_DATE_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d{2})(?:[/-]|/[a-zA-Z_-]{2,30}/)(0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=\D|$)"
)
_PUBLISHED = etree.XPath(
    "//*[@itemprop='datePublished' or (self::abbr and @title and contains(@class, 'published'))]"
)
_TIMESTAMP_NAMES = (
    "data-timestamp", "data-datetime", "data-published", "data-publish-date", "data-unixtime",
    "data-date", "data-time",
)  # fmt: skip
_CHANGED_NAMES = re.compile(r"(?:^|[\s_-])(?:updated?|modified|lastmod)(?=$|[\s_-])", re.IGNORECASE)
_SAYS_CHANGE = re.compile(rf"(?:{CHANGED})[^\w]*$", re.IGNORECASE)
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def find_published(view: View) -> Iterator[Found]:
    """What is marked as the time of publication, then times near the headline, then any."""
    for element in _PUBLISHED(view.page.root):
        told = _moment_in(element)
        if told and view.shows(element):
            yield Found((told,), f"{_kind_of(element)}: datePublished")
            break
    lines = [moment for moment in view.moments if not moment.is_change]
    times = [one for one in view.page.root.iter("time") if one.get("datetime") and view.shows(one)]
    near = view.near_headline(times)
    elements = [Found((one.get("datetime"),), "html: time") for one in _first_times(near or times)]
    is_sure = bool(near) or not lines or _tells_day(elements, lines[0])
    yield from elements if is_sure else ()
    yield from _timestamps(view)
    yield from (Found((moment.text,), "generic: line of date") for moment in lines)
    yield from () if is_sure else elements
    if match := _DATE_IN_ADDRESS.search(view.page.url):
        yield Found(("-".join(match.groups()),), "address: date")
    yield from find_modified(view)


def _tells_day(elements: Sequence[Found], line: Moment) -> bool:
    """True if the element, which may stand anywhere, tells about the day of the line near the
    headline, whatever their zones: it is the same time then, told more precisely."""
    told = read_time(elements[0].values[0], _UTC) if elements else None
    return told is None or abs((told.day - line.read.day).days) < 2


def _kind_of(element: HtmlElement) -> str:
    return "microdata" if element.get("itemprop") else "microformat"


def _timestamps(view: View) -> Iterator[Found]:
    """What a page's program puts into the reader's own zone, near the headline."""
    for block in view.around_headline:
        for element in islice(block.element.iter("span", "time", "div", "p", "li"), MOST_TIMES):
            told = next(filter(None, map(element.get, _TIMESTAMP_NAMES)), "")
            if told and not _names_change(element):
                yield from as_moments([Found((told.strip(),), "html: data attribute")])
                return


def _moment_in(element: HtmlElement) -> str:
    """What an element marked as a time tells: in an attribute, else in its text."""
    told = (element.get(name) for name in ("content", "datetime", "title"))
    return next(filter(None, told), "") or " ".join(read_text(element).split())[:LONGEST_LINE]


def find_modified(view: View) -> Iterator[Found]:
    """A time near the headline that the page calls that of a change."""
    for moment in view.moments:
        if moment.is_change:
            yield Found((moment.text,), "generic: line of change")


def _first_times(times: Sequence[HtmlElement]) -> Sequence[HtmlElement]:
    """The first that is not named after a change, else the first."""
    named = (one for one in times[:MOST_TIMES] if not _names_change(one))
    return [first] if (first := next(named, None)) is not None else times[:1]


def _names_change(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    before = element.getprevious()
    parent = element.getparent()
    said = (parent.text if before is None and parent is not None else None) or (
        before.tail or "".join(before.itertext()) if before is not None else ""
    )
    is_named = _CHANGED_NAMES.search(_CAMEL_CASE.sub("-", names)) is not None
    return (is_named and "publi" not in names) or _SAYS_CHANGE.search(said[-40:]) is not None
