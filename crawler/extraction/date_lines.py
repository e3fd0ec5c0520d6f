"""A line near a headline → the times in it: of publication, and of a change.

Words of dates are known by the calendars that times are read with, so every language counts that
can be read at all; what is yielded can be read as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from crawler.extraction.phrases import BYLINE, READING_TIME
from crawler.normalization.calendar_words import (
    CHANGED,
    EAST_ASIAN_WEEKDAY,
    FILLERS,
    HALF_DAYS,
    LONG_MONTHS,
    REGIONS,
    ZONES,
    find_month,
    is_weekday,
)
from crawler.normalization.dates import ReadTime, read_time
from crawler.normalization.eras import ERA_WORDS

LONGEST_LINE = 160
SHARE = 0.35
"""Of a line that a day without an hour must be: sentences name days too."""
MOST_DROPPED = 6
"""Words at either end of what looks like a time that may turn out to be none of it."""

_UTC = ZoneInfo("UTC")
# Fixed words: where one begins, another time begins.
_LABEL = re.compile(
    rf"(?P<change>{CHANGED})"
    r"|\b(?:(?:first |originally )?(?:published|posted|created)|veröffentlicht|erstellt|publié"
    r"|publiée|publicado|publicada|pubblicato|pubblicata|opublikowano|gepubliceerd|publicerad"
    r"|publisert|udgivet|julkaistu|zveřejněno|megjelent|publicat|опубликовано|опубліковано"
    r"|yayınlanma|δημοσίευση|đăng|objavljeno|objavljen[oa]?|публикуван[оа]?|објављено|paskelbta"
    r"|publicēts|avaldatud|birt(?:ist)?|publikované|dipublikasikan|diterbitkan|publicat)\b"
    r"|(?:发布|發布|發佈|发表|公開|掲載|配信|입력|등록)(?:时间|時間|日期|日時|日)?|نشر|انتشار|منتشر|פורסם|प्रकाशित|প্রকাশ|เผยแพร่",
    re.IGNORECASE,
)
_LABELLED_CLOCK = re.compile(rf"(?:{_LABEL.pattern})\W{{0,3}}\d\d?[.:]\d\d(?!\d)", re.IGNORECASE)
_EAST_ASIAN_WORDS = (
    "来源|來源|作者|记者|記者|编辑|編輯|责任|責任|浏览|瀏覽|阅读|閱讀|点击|點擊|评论|評論"
)
_GLUED = re.compile(
    r"(?<=\D(?:19|20)\d\d)(?=\d\d:\d\d)|(?<=\d[-./]\d\d)(?=\d\d:\d\d)|(?<=：)(?=\d)"
    r"|(?<=[^\W\d_]{3})(?=\d)|(?<=:\d\d)(?=[A-Z]{3})"
    rf"|(?<=\d)(?=[^\W\d_]{{4}}|{_EAST_ASIAN_WORDS})"
)
"""Between a day and a clock, a word and a number, a label or a number and a word of a script
without blanks: elements that only their style sets apart."""
_TOKEN = re.compile(r"[^\s|·•;]+")
_EDGE = ".,:()[]-–—/'’"
_HALVES = HALF_DAYS | {"am", "pm", "a.m", "p.m"} | {*" ".join(LONG_MONTHS).split()}


@dataclass(frozen=True, slots=True)
class Moment:
    """``text`` as it stands in the line; ``is_change`` if the line says that it is no first."""

    text: str
    read: ReadTime
    is_change: bool


def find_moments(line: str) -> Iterator[Moment]:
    """The times of a short line that says little else, or says an hour with the day."""
    if len(line) >= LONGEST_LINE or not any(map(str.isdecimal, line)):
        return
    for part, is_change in _parts(_GLUED.sub(" ", line)):
        found = next(_readable(part), None)
        if found and (found[1].has_hour or len(found[0]) > SHARE * len(part)):
            yield Moment(found[0], found[1], is_change)


def tells_time(line: str) -> bool:
    """True for a line with a time, or with an hour alone behind a word such as "Updated"."""
    if next(find_moments(line), None) is not None:
        return True
    return len(line) < LONGEST_LINE and _LABELLED_CLOCK.search(line) is not None


def without_times(text: str) -> str:
    """A line, bars where it tells a time or how long the story takes to read."""
    if not any(map(str.isdecimal, text)):
        return text
    for moment in find_moments(text):
        text = text.replace(moment.text, " | ")
    return READING_TIME.sub(" | ", text).strip(" |")


def _parts(line: str) -> Iterator[tuple[str, bool]]:
    """The line, cut where a word says what the time behind it is."""
    start, is_change = 0, False
    for label in _LABEL.finditer(line):
        yield line[start : label.start()], is_change
        start, is_change = label.end(), label["change"] is not None
    yield line[start:], is_change


def _readable(part: str) -> Iterator[tuple[str, ReadTime]]:
    for run in _runs(part):
        for tokens in _shorter(run):
            text = part[tokens[0].start() : tokens[-1].end()].strip(" ,:，：–—-")
            read = read_time(text, _UTC)
            if read is not None:
                yield text, read
                break


def _runs(part: str) -> Iterator[Sequence[re.Match[str]]]:
    """Neighbouring words that may all be of one time, a digit among them."""
    run: list[re.Match[str]] = []
    for token in (*_TOKEN.finditer(part), None):
        if token is not None and _may_be_time(token[0]):
            if run or not _is_filler(token[0]):
                run.append(token)
        elif run:
            while BYLINE.match(f"{run[-1][0]} ") and len(run) > 1:
                run.pop()  # "by" may be said of a time too, but a name follows
            if any(map(str.isdecimal, "".join(one[0] for one in run))):
                yield run
            run = []


def _may_be_time(token: str) -> bool:
    if any(map(str.isdecimal, token)):
        return True
    bare = token.strip(_EDGE)
    word = bare.casefold()
    if (
        _is_filler(token)
        or word in _HALVES
        or bare in ERA_WORDS
        or bare in ZONES
        or bare in REGIONS
    ):
        return True
    if EAST_ASIAN_WEEKDAY.fullmatch(token):
        return True
    return bool(find_month(word)) or is_weekday(word)


def _is_filler(token: str) -> bool:
    return token.strip(_EDGE).casefold() in FILLERS


def _shorter(run: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    """The run, then without its last words, then without its first."""
    for end in range(len(run), max(0, len(run) - MOST_DROPPED), -1):
        yield run[:end]
    for start in range(1, min(len(run), MOST_DROPPED)):
        yield run[start:]
