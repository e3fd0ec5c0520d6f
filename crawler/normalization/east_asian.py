"""A date as Chinese, Japanese and Korean pages write it → the same in the signs that `wall_time`
reads: ``2026年1月21日午後4時45分`` → ``2026-1-21  4:45 pm``. Digits are expected as 0 to 9."""

from __future__ import annotations

import re

from crawler.normalization.calendar_words import AFTERNOON, EAST_ASIAN_WEEKDAY, FORENOON, NOON

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x2236: ":"}
"""Signs as wide as a character (：, ／, （) and the sign of a ratio → the plain ones."""

_SEPARATORS = str.maketrans(
    {"年": "-", "월": "-", "月": "-", "년": "-", "日": " ", "일": " ", "時": ":", "时": ":",
     "点": ":", "點": ":", "시": ":", "分": " ", "분": " "}
)  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERALS = {numeral: digit for digit, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0}

# Fixed widths throughout: nothing here can run away.
_WRITTEN = re.compile(r"[〇零一二三四五六七八九十]{1,4}(?=[年月日時时点點分])")
_ONE_MINUTE = re.compile(r"(?<=[時时点點시]) ?(\d)(?=[分분])")
_HALF_HOUR = re.compile(r"(?<=\d[時时点點시])半|(?<=\d시) 반")
_WHOLE_HOUR = re.compile(r"(?<=\d[時时点點시])(?! ?\d)整?")
_SECOND = re.compile(r"[分분] ?(\d{1,2})[秒초]")
_WITHOUT_YEAR = re.compile(r"(?<![\d년年] )(?<![\d년年])(\d{1,2})[月월] ?(\d{1,2})[日일]")
_SPLIT_NUMBER = re.compile(r"(?<=\d)([-:]) (?=\d)")
_CLOCK = r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
_HALF_BEFORE = re.compile(
    rf"(?P<half>{'|'.join((*AFTERNOON, *FORENOON, *NOON))}|(?<!:\d\d )\b[AP]M) ?{_CLOCK}"
)
_LABEL = re.compile(
    r"(?:发布|發布|发表|發表|刊登|公開|掲載|配信|投稿|入力|입력|등록|송고|게재|게시|승인)"
    r"(?:时间|時間|日期|日時|日|于|於|일시|일|시간)? ?[::]? ?"
)
"""Says that the time beside it is the first."""


def rewrite_east_asian(text: str) -> str:
    """Weekdays and labels dropped; signs, written numbers and half days as everywhere."""
    if text.isascii():
        return _HALF_BEFORE.sub(_put_half_behind, text)
    text = _LABEL.sub(" ", EAST_ASIAN_WEEKDAY.sub(" ", text))
    text = _WRITTEN.sub(lambda match: _number(match[0]), text)
    text = _ONE_MINUTE.sub(r"0\1", text)
    text = _WHOLE_HOUR.sub("00", _HALF_HOUR.sub("30", text))
    text = _SECOND.sub(lambda match: f":{int(match[1]):02} ", text)
    text = _WITHOUT_YEAR.sub(_name_month, text)
    text = _SPLIT_NUMBER.sub(r"\1", text.translate(_SEPARATORS))
    return _HALF_BEFORE.sub(_put_half_behind, text)


def _number(written: str) -> str:
    """``二十一`` is 21, ``二〇二六`` is 2026."""
    tens, ten, ones = written.partition("十")
    if not ten:
        return "".join(str(_NUMERALS[one]) for one in written)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return written
    return str(_NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0))


def _name_month(match: re.Match[str]) -> str:
    """A day and month without a year, told apart by the month's name."""
    month = int(match[1])
    return f"{match[2]} {_MONTHS[month - 1]} " if 1 <= month <= 12 else match[0]


def _put_half_behind(match: re.Match[str]) -> str:
    """``下午4:45`` as ``4:45 pm``; at noon an hour before 10 is one behind it."""
    word, clock = match["half"], match["clock"]
    hour = int(clock.partition(":")[0])
    is_late = word in AFTERNOON or word == "PM" or (word in NOON and (hour < 10 or hour == 12))
    return f" {clock} {'pm' if is_late else 'am'} "
