"""A block's elements and links → what it announces: one title and one time an address.

A picture's link and a title's link of one address, one after the other, are one item. A time
belongs to the item it stands in; between items it belongs to the next one if the block begins
with a time, else to the one before.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from lxml import etree

from crawler.discovery.links import Announced, announced_time
from crawler.discovery.select import Element, select, spaced_text
from crawler.site import Block, Site

MAX_DEPTH = 20
"""Levels between a time and the element that holds its item."""

_UNSEEN = frozenset(("script", "style", "template"))
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_DAY = r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})"
_ISO = r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?"
_DIGIT = re.compile(r"\d")
# Fixed words of digits with one run of blanks between: linear.
_TIME_ALONE = re.compile(rf"(?:{_CLOCK}|{_DAY}|{_ISO})(?:[,\s]+(?:{_CLOCK}|{_DAY}|{_ISO}))?")


@dataclass(slots=True)
class _Item:
    url: str
    texts: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """``gaps[n]`` are the texts with digits before item n, each with the element it stands in;
    the last gap is what stands behind the last item."""

    items: list[_Item] = field(default_factory=list)
    gaps: list[list[tuple[str, Element]]] = field(default_factory=lambda: [[]])
    within: Element | None = None

    def open(self, anchor: Element, url: str) -> None:
        self.within = anchor
        if self.items and self.items[-1].url == url:
            self.items[-1].times += (text for text, _ in self.gaps[-1])
            self.gaps[-1] = []
            return
        self.items.append(_Item(url))
        self.gaps.append([])

    def add(self, text: str | None, holder: Element) -> None:
        text = text.strip() if text else None
        if not text:
            return
        if self.within is None:
            self.add_time(text, holder)
        elif is_time(text):
            self.items[-1].times.append(text)
        else:
            self.items[-1].texts.append(text)

    def add_time(self, text: str | None, holder: Element) -> None:
        if not text or not _DIGIT.search(text):
            return
        if self.within is None:
            self.gaps[-1].append((text, holder))
        else:
            self.items[-1].times.append(text)


def is_time(text: str) -> bool:
    """True if the text is a clock's time, a day in figures, or both, and nothing else."""
    return _TIME_ALONE.fullmatch(text.strip()) is not None


def announced_in(
    region: Sequence[Element], links: Mapping[Element, str], block: Block, site: Site
) -> Iterator[Announced]:
    """What stands in ``region`` of each of ``links`` (anchor → its address), in page order."""
    reading = _Reading()
    for element in region:
        _walk(element, links, reading)
    known = _times_by_rule(region, links, block, site)
    loose = _hand_out(reading, _owners(region, reading, links))
    before = announced_time(loose[0], site) is not None
    for item, gap in zip(reading.items, loose if before else loose[1:], strict=False):
        published = known.get(item.url) or announced_time(item.times or gap, site)
        yield Announced(item.url, _title(item), published)


def _hand_out(reading: _Reading, owners: Mapping[Element, _Item | None]) -> list[list[str]]:
    """Gives the times that stand in an item's element to it; the others, gap by gap."""
    loose: list[list[str]] = []
    for gap in reading.gaps:
        loose.append([])
        for text, holder in gap:
            around = islice(chain((holder,), holder.iterancestors()), MAX_DEPTH)
            owner = next((owners[element] for element in around if element in owners), None)
            (loose[-1] if owner is None else owner.times).append(text)
    return loose


def _owners(
    region: Sequence[Element], reading: _Reading, links: Mapping[Element, str]
) -> dict[Element, _Item | None]:
    """The elements around links: whose item they hold, None where they hold several."""
    items = {item.url: item for item in reading.items}
    outermost = set(region)
    owners: dict[Element, _Item | None] = {}
    for anchor, url in links.items():
        for element in anchor.iterancestors():
            if owners.setdefault(element, items.get(url)) is not items.get(url):
                owners[element] = None
            if element in outermost:
                break
    return owners


def _walk(element: Element, links: Mapping[Element, str], reading: _Reading) -> None:
    walk = etree.iterwalk(element, events=("start", "end", "comment"))
    for event, node in walk:
        if event == "start":
            _enter(node, links, reading)
            if node.tag in _UNSEEN:
                walk.skip_subtree()
            continue
        if node is reading.within:
            reading.within = None
        reading.add(node.tail, node.getparent())


def _enter(node: Element, links: Mapping[Element, str], reading: _Reading) -> None:
    if node.tag in _UNSEEN:
        return
    if node in links:
        reading.open(node, links[node])
    elif node.tag == "time":
        reading.add_time(node.get("datetime"), node)
    elif node.tag == "img" and reading.within is not None:
        reading.items[-1].pictures.append(node.get("alt", ""))
    reading.add(node.text, node)


def _title(item: _Item) -> str | None:
    return " ".join(dict.fromkeys(item.texts)) or next(filter(None, item.pictures), None)


def _times_by_rule(
    region: Sequence[Element], links: Mapping[Element, str], block: Block, site: Site
) -> dict[str, dt.datetime]:
    """The times that the site's rules find, by address."""
    if not (block.item and block.time):
        return {}
    found: dict[str, dt.datetime] = {}
    for item in (item for element in region for item in select(element, block.item)):
        url = next((links[a] for a in item.iter("a") if a in links), None)
        raw = next(map(spaced_text, select(item, block.time)), None)
        if url is None or raw is None:
            continue
        published = announced_time([raw], site)
        if published is not None:
            found.setdefault(url, published)
    return found
