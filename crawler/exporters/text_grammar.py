"""The words of the text layout, shared by its writer and its reader.

An article is blocks with a blank line between them::

     date 2026-01-21 Interfax-Ukraine      the only line that begins with a blank
    Facts                                  section, where there is one
    18:45 21.01.2026                       time of publication, where there is one

    title

    3 min read                             where known

    one paragraph a block

    Tags: #putin #usa                      where there are any

    MORE ABOUT                             then one block a story: its time, its title

    HOT NEWS                               then one block a title

    LATEST                                 then one block a title

    RECORD                                 then one ``name: JSON`` line a field, see below

A line of text that could be taken for one of those lines, that begins with a backslash or that is
empty is written with a backslash in front; reading drops one leading backslash. RECORD carries
what the blocks cannot say, and is there only when something needs it. Its names are fields of the
article, or ``field.attribute`` for a list with one value an item (``latest.url``). What RECORD
says wins over the blocks.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

MORE_ABOUT = "MORE ABOUT"
HOT_NEWS = "HOT NEWS"
LATEST = "LATEST"
RECORD = "RECORD"
ADVERT = "AD"
"""A line that page copies hold where an advertisement stood; never written, dropped in reading."""

BLOCK_FIELDS = {MORE_ABOUT: "related", HOT_NEWS: "hot_news", LATEST: "latest"}
ITEM_FIELDS = {
    "related": ("published", "title", "url"),
    "hot_news": ("title", "url"),
    "latest": ("title", "url"),
}

ZONE = ZoneInfo("Europe/Kyiv")
"""The zone of the times in the layout when nothing else is said."""

FIRST_LINE = re.compile(r" date ([0-9]{4}-[0-9]{2}-[0-9]{2})(?: (.*))?")
TIME = re.compile(r"([0-9]{1,2}):([0-9]{2}) ([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
READING_TIME = re.compile(r"([0-9]{1,4}) min read")
TAGS = re.compile(r"Tags: #(.*)")
RECORD_LINE = re.compile(r"([a-z_]+)(?:\.([a-z]+))?: (.*)")

_NOT_TEXT = re.compile(
    rf"(?:{MORE_ABOUT}|{HOT_NEWS}|{LATEST}|{RECORD}|{ADVERT}|\\.*|"
    rf"{TIME.pattern}|{READING_TIME.pattern}|{TAGS.pattern}|)\Z"
)
# What ends a line somewhere, or is no character to put into a text file.
_NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def is_line(text: str) -> bool:
    """True if the layout can carry ``text`` as it is: one line, no blanks around it."""
    # Printable is stricter and fast, and nearly all text is.
    return text == text.strip() and (text.isprintable() or not _NOT_IN_A_LINE.search(text))


def as_line(text: str) -> str:
    """``text`` as one line: controls, line ends and blanks around it become blanks or vanish."""
    return text if is_line(text) else _NOT_IN_A_LINE.sub(" ", text).strip()


def escape(text: str) -> str:
    """A line of text so that it cannot be misread; undone by `unescape`."""
    line = as_line(text)
    return "\\" + line if _NOT_TEXT.match(line) else line


def unescape(line: str) -> str:
    """The text of a line that `escape` gave."""
    return line.removeprefix("\\")


def write_time(time: dt.datetime) -> str:
    """``18:45 21.01.2026``: the wall clock of the time's own offset."""
    return f"{time:%H:%M} {time.day:02}.{time.month:02}.{time.year:04}"


def parse_time(line: str, zone: dt.tzinfo) -> dt.datetime | None:
    """The time of a line such as ``18:45 21.01.2026``; None if the line has another shape.

    An hour that the clock change repeats is taken the first time. Raises ValueError if the line has
    the shape and names no time that exists in the calendar.
    """
    match = TIME.fullmatch(line)
    if not match:
        return None
    hour, minute, day, month, year = (int(part) for part in match.groups())
    return dt.datetime(year, month, day, hour, minute, tzinfo=zone)


def is_plain_time(time: dt.datetime, zone: dt.tzinfo) -> bool:
    """True if reading what `write_time` gives, in ``zone``, gives an equal time and offset."""
    read = time.replace(second=0, microsecond=0, fold=0, tzinfo=zone)
    # Times of two zones are never equal in an hour that one of them repeats: that goes to RECORD.
    return read == time and read.utcoffset() == time.utcoffset()
