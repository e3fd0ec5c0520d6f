"""An Article → its text in the layout of `crawler.exporters.text_grammar`. Pure."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from crawler.article import Article, Headline, RelatedStory, Update
from crawler.exporters.characters import replace_surrogates
from crawler.exporters.text_grammar import (
    BLOCK_FIELDS,
    ITEM_FIELDS,
    RECORD,
    ZONE,
    as_line,
    escape,
    is_line,
    is_plain_time,
    write_time,
)

_ORDER = {field.name: number for number, field in enumerate(fields(Article))}
_IN_BLOCKS = {"source", "date", "section", "published", "title", "reading_minutes", "body", "tags"}
_RECORD_ONLY = tuple(name for name in _ORDER if name not in {*_IN_BLOCKS, *ITEM_FIELDS})
# What JSON may leave as it is and a line of a text file may not hold.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029]")


def write_article(article: Article, zone: dt.tzinfo = ZONE) -> str:
    """The article's text; it ends with exactly one line feed, and line feeds end all its lines.

    Times are written by the wall clock of their own offset. ``zone`` is the one that a reader will
    be told: a time that cannot be got back from its line in that zone (seconds, another offset, the
    second of two equal hours) is in RECORD, and where there is a RECORD at all it holds every time.
    Lone surrogates, which UTF-8 cannot hold, become U+FFFD.
    """
    blocks = [_head(article), escape(article.title)]
    if article.reading_minutes is not None:
        blocks.append(f"{article.reading_minutes} min read")
    blocks.extend(escape(paragraph) for paragraph in article.body)
    if article.tags:
        blocks.append("Tags: " + " ".join("#" + as_line(tag) for tag in article.tags))
    for heading, name in BLOCK_FIELDS.items():
        items = getattr(article, name)
        if items:
            blocks += [heading, *_item_blocks(items)]
    record = _record(article, zone)
    if record:
        blocks += [RECORD, "\n".join(record)]
    return replace_surrogates("\n\n".join(blocks) + "\n")


def _head(article: Article) -> str:
    """The first block: date and source, section, time."""
    lines = [f" date {article.date.isoformat()} {as_line(article.source or '')}".rstrip()]
    if article.section is not None:
        lines.append(escape(article.section))
    if article.published is not None:
        lines.append(write_time(article.published))
    return "\n".join(lines)


def _item_blocks(items: Sequence[RelatedStory | Headline]) -> Iterator[str]:
    """One block an item: its time where it has one, its title."""
    before = None
    for item in items:
        line = escape(item.title)
        published = getattr(item, "published", None)
        if published is not None:
            yield f"{write_time(published)}\n{line}"
        elif isinstance(item, RelatedStory) and line == before and line[0] != "\\":
            # A reader takes a plain untimed line that repeats the title before it for a page's
            # own copy of that title.
            yield "\\" + line
        else:
            yield line
        before = line


def _record(article: Article, zone: dt.tzinfo) -> list[str]:
    """The lines of RECORD; none if the blocks say everything."""
    names = [*_unsaid(article, zone)]
    if not names:
        return []
    if article.published is not None:
        names.append("published")
    if any(story.published is not None for story in article.related):
        names.append("related.published")
    names = sorted(set(names), key=lambda name: (_ORDER[name.partition(".")[0]], name))
    return [f"{name}: {_json(_value(article, name))}" for name in names]


def _unsaid(article: Article, zone: dt.tzinfo) -> Iterator[str]:
    """Names of what cannot be got back from the blocks."""
    for name in _RECORD_ONLY:
        if getattr(article, name) not in (None, (), {}):
            yield name
    for name in ("source", "section", "title"):
        text = getattr(article, name)
        if text is not None and not is_line(text):
            yield name
    if article.source == "":
        yield "source"
    if not all(map(is_line, article.body)):
        yield "body"
    if not all(map(_is_tag, article.tags)):
        yield "tags"
    if article.published is not None and not is_plain_time(article.published, zone):
        yield "published"
    for name in ITEM_FIELDS:
        yield from _unsaid_items(name, getattr(article, name), zone)


def _unsaid_items(
    name: str, items: Sequence[RelatedStory | Headline], zone: dt.tzinfo
) -> Iterator[str]:
    """Names of what cannot be got back from the blocks of one list of stories."""
    if not all(is_line(item.title) for item in items):
        yield f"{name}.title"
    if any(item.url is not None for item in items):
        yield f"{name}.url"
    times = [item.published for item in items if isinstance(item, RelatedStory)]
    if not all(time is None or is_plain_time(time, zone) for time in times):
        yield f"{name}.published"


def _is_tag(tag: str) -> bool:
    """True if the tags line can carry the tag: ``Tags: #one #two words #three``."""
    return bool(tag) and is_line(tag) and " #" not in tag


def _value(article: Article, name: str) -> Any:
    """The value of a RECORD line: a field's, or an attribute's of each item of a list."""
    field, _, attribute = name.partition(".")
    value = getattr(article, field)
    return [getattr(item, attribute) for item in value] if attribute else value


def _json(value: Any) -> str:
    """JSON in one line, whatever a reader may take for a line end; times are ISO 8601."""
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    if text.isprintable():
        return text
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _plain(value: Any) -> Any:
    """What JSON has no form for: a time (its offset to the second), an entry of a live blog, a
    mapping that is no dict."""
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, Update):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return dict(value)
