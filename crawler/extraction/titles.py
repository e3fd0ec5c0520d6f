"""Candidates of a title → the same without the outlet's name, whole ones first."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator

from crawler.draft import Found
from crawler.extraction.meta_tags import name_key

_BORDER = r"(?:\s[-–—•·»/:]|\s?[|ㅣ：｜])\s?"
_BORDER_AT = re.compile(_BORDER)
_BORDER_BEFORE = re.compile(rf"(?<=\S){_BORDER}\Z")
LONGEST_BORDER = 3
# No blank stands around a border where none stands between words. From the first underscore on, or
# behind the last dash, what says that it is an outlet.
_EAST_ASIAN_END = re.compile(
    r"(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af”」』】）？！…\d])(?:_.*|[-–—]{1,2}[^-–—]{0,14}"
    r"(?:网|網|报|報|新闻|新聞|社|台|在线|ニュース|通信|뉴스|일보|신문))\Z"
)
_CUT_AT = re.compile(r"\s?[\"']|[a-z]")
_WIDE_OPENING = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BEHIND_NAME = re.compile(r"(?:\s?[:|：｜]\s?|\s[-–—]\s)(?=\S)")
SHORTEST = 10
"""Characters of a headline from which what follows it in another title may be cut off."""


def without_outlet(
    candidates: Iterable[Found],
    headline: str,
    outlets: Iterable[str],
    keys: Collection[str] = frozenset(),
) -> Iterator[Found]:
    """Each title, entities resolved, without what follows ``headline`` (the h1) after a border and
    without the name of one of ``outlets`` at either end, or one of ``keys`` (`name_key`) behind a
    border."""
    names = [name for name in outlets if name]
    for found in candidates:
        title = " ".join(html.unescape(found.values[0]).split())
        if len(headline) > SHORTEST and title.startswith(headline):
            cut = headline if _BORDER_AT.match(title, len(headline)) else title
        else:
            cut = _without_ending(title, names)
            cut = cut if headline.startswith(cut) else _without_opening(cut, names)
            cut = _without_key(cut, keys)
        if _WIDE_OPENING.search(cut):
            cut = _EAST_ASIAN_END.sub("", cut)
        yield Found((cut,), found.rule) if cut else found


def whole_first(candidates: Iterable[Found], headline: str) -> Iterator[Found]:
    """The same, those behind all others that are but a beginning of ``headline``: cut to a length,
    or at a quotation mark that ended an attribute too early."""
    shortened = []
    for found in candidates:
        if _is_beginning(found.values[0], headline):
            shortened.append(found)
        else:
            yield found
    yield from shortened


def outlets_last(candidates: Iterable[Found], keys: Collection[str]) -> tuple[Found, ...]:
    """The same, those behind all others that are but one of ``keys`` (`name_key`): an outlet calls
    itself so on every page."""
    return tuple(sorted(candidates, key=lambda one: _is_name(name_key(one.values[0]), keys)))


def _is_name(key: str, keys: Collection[str]) -> bool:
    return key in keys or key.removeprefix("the") in keys


def _is_beginning(title: str, headline: str) -> bool:
    """True for what ends in dots, within a word, or before a quotation mark, where the headline
    goes on."""
    told = title.rstrip(" .…")
    rest = headline[len(told) :]
    if len(told) <= SHORTEST or not headline.startswith(told) or not rest.strip(" .…"):
        return False
    return title.endswith(("...", "…")) or _CUT_AT.match(rest) is not None


def _without_key(title: str, keys: Collection[str]) -> str:
    """Without a last part that is an outlet's name."""
    borders = list(_BORDER_AT.finditer(title))
    if borders and name_key(title[borders[-1].end() :]) in keys:
        return title[: borders[-1].start()] or title
    return title


def _without_ending(title: str, names: Iterable[str]) -> str:
    """A title without the name at its end and the border before it."""
    heads = (title[: -len(one)] for one in names if _is_same(title[-len(one) :], one))
    borders = (_BORDER_BEFORE.search(head, max(0, len(head) - LONGEST_BORDER)) for head in heads)
    return title[: min((border.start() for border in borders if border), default=len(title))]


def _without_opening(title: str, names: Iterable[str]) -> str:
    """A title without the name that it begins with and the border behind that."""
    ends = (len(one) for one in names if _is_same(title[: len(one)], one))
    borders = (_BEHIND_NAME.match(title, end) for end in ends)
    return title[next((border.end() for border in borders if border), 0) :]


def _is_same(text: str, name: str) -> bool:
    return text.casefold() == name.casefold()
