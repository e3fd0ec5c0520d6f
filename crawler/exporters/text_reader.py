"""Text in the layout of `crawler.exporters.text_grammar` → Articles. Pure.

Reads what `text_writer` wrote, and copies of pages in the same layout: advertisement lines are
dropped, and so is a title that MORE ABOUT repeats under itself.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from pydantic import ValidationError

from crawler.article import Article, from_dict
from crawler.errors import TextLayoutError
from crawler.exporters.text_grammar import (
    ADVERT,
    BLOCK_FIELDS,
    FIRST_LINE,
    ITEM_FIELDS,
    MORE_ABOUT,
    READING_TIME,
    RECORD,
    RECORD_LINE,
    TAGS,
    ZONE,
    parse_time,
    unescape,
)
from crawler.exporters.text_lines import EXPECTED, Line, broken, split_articles, split_parts

_TIMES = {
    "published",
    "modified",
    "first_seen",
    "last_seen",
    "coverage_start",
    "coverage_end",
}
_FIELDS = frozenset(one.name for one in fields(Article))


@dataclass
class _Values:
    """What was read so far: a value a field, and the line that gave it."""

    fields: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def keep(self, name: str, value: Any, line: Line) -> None:
        """Set a field; what is set later wins."""
        self.fields[name] = value
        self.lines[name] = line.number


def read_article(text: str, zone: dt.tzinfo = ZONE) -> Article:
    """The one article of a text; times without an offset are in ``zone``.

    Raises TextLayoutError, naming the line, if the text holds none, more than one or a broken one.
    """
    articles = list(split_articles(text.split("\n")))
    if not articles:
        raise broken(Line(1, ""), EXPECTED)
    if len(articles) > 1:
        raise broken(articles[1][0], "a second article begins; read it with read_articles")
    return _read(articles[0], zone)


def read_articles(lines: Iterable[str], zone: dt.tzinfo = ZONE) -> Iterator[Article]:
    """The articles of a text file's lines, one at a time; an open file will do, or its text.

    Raises TextLayoutError, naming the line, at the first broken article.
    """
    for article in split_articles(lines.split("\n") if isinstance(lines, str) else lines):
        yield _read(article, zone)


def _read(lines: list[Line], zone: dt.tzinfo) -> Article:
    """The article of its lines."""
    values = _Values()
    head = next((index for index, line in enumerate(lines) if not line.text), len(lines))
    _read_head(lines[:head], values, zone)
    parts = split_parts([line for line in lines[head:] if line.text not in ("", ADVERT)])
    _read_story(lines[0], parts.pop(None), values)
    record = parts.pop(RECORD, [])
    for heading, block in parts.items():
        _read_items(BLOCK_FIELDS[str(heading)], block, values, zone)
    for line in record:
        _read_record(line, values)
    return _validated(values, lines[0])


def _read_head(lines: list[Line], values: _Values, zone: dt.tzinfo) -> None:
    """Date, source, section and time of publication."""
    first, *more = lines
    match = FIRST_LINE.fullmatch(first.text)
    if not match:
        raise broken(first, EXPECTED)
    day, source = match.groups()
    try:
        values.keep("date", dt.date.fromisoformat(day), first)
    except ValueError:
        raise broken(first, f"{day} is no day of the calendar") from None
    if source:
        values.keep("source", source, first)
    for line in more:
        _read_head_line(line, values, zone)


def _read_head_line(line: Line, values: _Values, zone: dt.tzinfo) -> None:
    """The section, then the time."""
    time = _time(line, zone)
    if "published" in values.fields or (time is None and "section" in values.fields):
        raise broken(line, "expected a blank line after section and time")
    if time is not None:
        values.keep("published", time, line)
    else:
        values.keep("section", unescape(line.text), line)


def _time(line: Line, zone: dt.tzinfo) -> dt.datetime | None:
    """The time that the line is, or None."""
    try:
        return parse_time(line.text, zone)
    except ValueError:
        raise broken(line, f"{line.text} is no time of the calendar") from None


def _read_story(first: Line, lines: list[Line], values: _Values) -> None:
    """Title, reading time, paragraphs, tags."""
    if not lines:
        raise broken(first, "an article without a title; expected it after a blank line")
    title, *rest = lines
    values.keep("title", unescape(title.text), title)
    minutes = READING_TIME.fullmatch(rest[0].text) if rest else None
    if minutes:
        values.keep("reading_minutes", int(minutes[1]), rest.pop(0))
    tags = next((line for line in rest if TAGS.fullmatch(line.text)), None)
    if tags:
        _read_tags(tags, values)
        if tags is not rest.pop():
            raise broken(tags, "text after the tags; a text line of this shape begins with \\")
    if rest:
        values.keep("body", tuple(unescape(line.text) for line in rest), rest[0])


def _read_tags(line: Line, values: _Values) -> None:
    """``Tags: #one #two``."""
    match = TAGS.fullmatch(line.text)
    values.keep("tags", tuple(match[1].split(" #")) if match else (), line)


def _read_items(name: str, lines: list[Line], values: _Values, zone: dt.tzinfo) -> None:
    """The stories of one block."""
    items: list[dict[str, Any]] = []
    time: dt.datetime | None = None
    timed = name == BLOCK_FIELDS[MORE_ABOUT]
    for line in lines:
        found = _time(line, zone) if timed else None
        if found is not None and time is not None:
            raise broken(line, "a time where a title was expected")
        if found is not None:
            time = found
        elif time is not None or not (timed and _is_copy(line, items)):
            items.append({"title": unescape(line.text), **({"published": time} if timed else {})})
            time = None
    if time is not None:
        raise broken(lines[-1], "a time without a title under it")
    if items:
        values.keep(name, items, lines[0])


def _is_copy(line: Line, items: list[dict[str, Any]]) -> bool:
    """True for a title that the page repeats under itself; an escaped line never is one."""
    return bool(items) and line.text == items[-1]["title"] and line.text[0] != "\\"


def _read_record(line: Line, values: _Values) -> None:
    """One ``name: JSON`` line."""
    match = RECORD_LINE.fullmatch(line.text)
    if not match:
        raise broken(line, "expected name: JSON")
    name, attribute, text = match.groups()
    if name not in _FIELDS or (attribute and attribute not in ITEM_FIELDS.get(name, ())):
        raise broken(line, f"no field is named {line.text.partition(':')[0]}")
    try:
        value = json.loads(text)
        if attribute:
            _set_column(values, name, attribute, value)
        else:
            values.keep(name, _from_json(name, value), line)
    except (ValueError, TypeError, RecursionError) as error:
        raise broken(line, f"{name}: {error}") from None


def _set_column(values: _Values, name: str, attribute: str, column: Any) -> None:
    """Set one attribute of all items of a list. Raises ValueError if the numbers differ."""
    items = values.fields.get(name, [])
    if not isinstance(column, list) or len(column) != len(items):
        raise ValueError(f"expected a list of {len(items)} values, one an item of the block")
    for item, value in zip(items, column, strict=True):
        item[attribute] = _from_json(attribute, value)


def _from_json(name: str, value: Any) -> Any:
    """Times from ISO 8601 (pydantic would refuse an offset with seconds); all else as it is."""
    if name == "updates":
        return [{key: _from_json(key, one[key]) for key in one} for one in value]
    return dt.datetime.fromisoformat(value) if name in _TIMES and value is not None else value


def _validated(values: _Values, first: Line) -> Article:
    """The article, checked against the schema."""
    try:
        return from_dict(values.fields)
    except ValidationError as error:
        problem = error.errors()[0]
        name = str(problem["loc"][0])
        number = values.lines.get(name, first.number)
        raise TextLayoutError(f"line {number}: {name}: {problem['msg']}") from None
