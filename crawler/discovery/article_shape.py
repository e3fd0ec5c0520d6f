"""Addresses known to be articles → the shape of an article's address, as one regular expression.

What holds on most sites is tried always: a date, an id, a slug of four words. What is learnt of
one site is added to it: addresses generalised segment by segment, each shape met twice.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from urllib.parse import urlsplit

LEAST_SUPPORT = 2
"""Addresses that must have a shape before it is taken as the site's."""
MOST_SHAPES = 8
MOST_EXAMPLES = 2000
MOST_SECTIONS = 3
"""Different words at one place of a shape; more, and any word may stand there."""
TOLERATED = 0.1
"""Share of the pages known to be none that a learnt shape may match; a site has few in all, so
fewer than a quarter as many as articles have it are borne as well."""
MOST_EXCEPTIONS = 50
"""Pages known to be none that are left out by their very address."""

_NO_ARTICLE = "|".join((
    r"tags?", r"authors?", r"categor(?:y|ies)", r"search", r"page", r"log-?in", r"sign-?(?:in|up)",
    r"register", r"account", r"subscri(?:be|ption)s?", r"wp-(?:content|json|admin|login)[^/?]*",
    r"feeds?", r"rss", r"cart", r"privacy[^/?]*", r"cookies?[^/?]*", r"terms[^/?]*", r"about-us",
    r"contacts?(?:-us)?", r"newsletters?", r"advert[^/?]*", r"impressum", r"datenschutz[^/?]*",
    r"comments?", r"users?", r"profiles?", r"cdn-cgi", r"share", r"print",
))  # fmt: skip
_FILES = (
    r"jpe?g|png|gif|svg|webp|avif|ico|pdf|docx?|xlsx?|mp[34]|m4a|zip|gz|xml|rss|atom|json|css|js"
    r"|txt"
)
_YEAR, _MONTH = r"(?:199\d|20[0-3]\d)", r"(?:0[1-9]|1[0-2])"
# A month, a day, a year: their pages list what was published then. Other numbers are ids.
_DATES = "|".join((
    rf"[^?]*/{_YEAR}(?:[/-]\d\d?){{1,2}}",
    rf"[^?]*/{_YEAR}{_MONTH}(?:0[1-9]|[12]\d|3[01])",
    rf"/(?:[^?]*archiv[^/?]*/)?{_YEAR}{_MONTH}",
))  # fmt: skip
# Lookaheads over the whole, each linear: `[^?]*` and `[^/?]` end where the next begins.
_REFUSED = rf"(?![^?]*/(?:{_NO_ARTICLE})(?:/|\?|$))(?![^?]*\.(?:{_FILES})(?:\?|$))"
_NO_DATE = rf"(?!(?:{_DATES})/?(?:\?|$))"
_NO_YEAR = rf"(?![^?]*/{_YEAR}/?(?:\?|$))"
_DAY = r"(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?(?:0[1-9]|[12]\d|3[01]|[1-9]))?"
_GENERIC = (
    rf"[^?]*/{_DAY}/[^?]*[^/?]{{4,}}/?$",  # /2026/01/21/something
    r"[^?]*/[^/?_-]+(?:[_-]+[^/?_-]+){3,}[_-]?/?(?:\?|$)",  # a slug of four words
    r"[^?]*/[^/?_-]+(?:[_-]+[^/?_-]+){2,}\.(?:s?html?|php)(?:\?|$)",  # three, as a file
    r"[^?]*/[^/?]*?\d{5,}[^/?]*/?(?:\?|$)",  # an id
    rf"[^?]*/(?!{_YEAR}\b)\d{{4}}(?:\.\w{{2,5}})?/?(?:\?|$)",  # a shorter one alone
    r"[^?]*/(?=[^/?]*\d)[0-9a-f]{16,}/?(?:\?|$)",
    r"[^?]*\?(?:[^?]*&)?(?:id|p|article|story|art|nid|news_?id)=\d{2,}(?:&|$)",
)
_END = r"/?(?:\?|$)"
_NUMBER_AT_END = rf"\d+{_END}"
_DATE_IN = re.compile(r"/(20\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])/")
_EXTENSION = re.compile(r"\.[a-zA-Z]{2,5}$")


def shape_of(articles: Iterable[str], others: Iterable[str] = ()) -> str:
    """The regular expression over path and query for a site whose ``articles`` are known, and
    whose ``others`` are known to be none. Without examples, what holds on most sites."""
    known = tuple(others)
    learnt = learn(articles, known)
    of_words = rf"{_NO_DATE}{_NO_YEAR}(?:{'|'.join((*_GENERIC, *learnt))})"
    numbers = (one for one in learnt if one.endswith(_NUMBER_AT_END))  # a year is one as well
    shape = rf"(?:{'|'.join((of_words, *numbers))})"
    return rf"^{_REFUSED}{_exceptions(shape, known)}{shape}"


def _exceptions(shape: str, others: Iterable[str]) -> str:
    """A lookahead that refuses the pages known to be none which have the shape all the same."""
    pattern = re.compile(f"^{shape}")
    targets = dict.fromkeys(_target(url).rstrip("/") for url in others)
    matched = [target for target in targets if pattern.search(target)][:MOST_EXCEPTIONS]
    return rf"(?!(?:{'|'.join(map(re.escape, matched))})/?$)" if matched else ""


def lenient_shape() -> str:
    """The regular expression for addresses that may be articles: to be confirmed by their pages."""
    return (
        rf"^{_REFUSED}{_NO_DATE}[^?]*/(?:[^/?]*[_-][^/?]*|[^/?]*\d[^/?]*|[^/?]+/[^/?]+)/?(?:\?|$)"
    )


def open_shape() -> str:
    """The regular expression for addresses that are said to be articles: all but those of pages
    that never are."""
    return rf"^{_REFUSED}{_NO_DATE}[^?]*(?:/[^/?]+/?(?:\?|$)|\?[^?])"


def learn(articles: Iterable[str], others: Iterable[str] = ()) -> tuple[str, ...]:
    """The shapes that the articles' addresses have in common, the most frequent first."""
    groups: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for url in list(dict.fromkeys(articles))[:MOST_EXAMPLES]:
        segments = _segments(url)
        if segments and not _is_weak(segments):
            groups[tuple(map(_kind, segments))].append(segments)
    against = [_target(url) for url in others]
    frequent = sorted(groups.values(), key=len, reverse=True)
    supported = ((_shape(group), len(group)) for group in frequent if len(group) >= LEAST_SUPPORT)
    shapes = (one for one, support in supported if not _matches_many(one, against, support))
    return tuple(islice(shapes, MOST_SHAPES))


def day_in(url: str) -> dt.date | None:
    """The day that an address bears in its path; None if it bears none."""
    found = _DATE_IN.search(urlsplit(url).path)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:  # 31 February
        return None


def _target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _segments(url: str) -> list[str]:
    return [segment for segment in urlsplit(url).path.split("/") if segment]


def _is_weak(segments: Sequence[str]) -> bool:
    """One plain word: nothing tells it from a section."""
    return len(segments) == 1 and _kind(segments[0]) == "word"


def _kind(segment: str) -> str:
    """What a segment is made of; segments of one kind are told apart by nothing else."""
    name, extension = _EXTENSION.sub("", segment), _EXTENSION.search(segment)
    end = extension[0] if extension else ""
    if name.isdecimal():
        return f"digits{end}"
    if re.search(r"\d{3,}", name):
        return f"id{end}"
    if re.search(r"[^_-][_-]+[^_-]", name):
        return f"slug{end}"
    return f"word{end}"


def _shape(group: Sequence[Sequence[str]]) -> str:
    last = len(group[0]) - 1
    pieces = [
        _piece(column, place == last) for place, column in enumerate(zip(*group, strict=True))
    ]
    return f"/{'/'.join(pieces)}{_END}"


def _piece(values: Sequence[str], is_last: bool) -> str:
    """The pattern of one segment, from all that stand at its place."""
    kind = _kind(values[0])
    extension = _EXTENSION.search(values[0]) if "." in kind else None
    end = re.escape(extension[0]) if extension else ""
    if kind.startswith("digits"):
        return r"\d+" + end
    words = Counter(values)
    if not is_last and len(words) <= MOST_SECTIONS:
        return f"(?:{'|'.join(map(re.escape, sorted(words)))})"
    if kind.startswith("id"):
        return r"[^/?]*?\d{3,}[^/?]*?" + end
    if kind.startswith("slug"):
        return r"[^/?_-]+[_-][^/?]+?" + end
    return r"[^/?]+" + end


def _matches_many(shape: str, others: Sequence[str], support: int) -> bool:
    pattern = re.compile(f"^{shape}")
    matched = sum(1 for other in others if pattern.search(other))
    return matched > TOLERATED * len(others) and 4 * matched >= support
