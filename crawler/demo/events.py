"""Events: a Newsroom and what happens in it → the Newsroom afterwards. Its clock moves on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.demo.desk import Story
from crawler.demo.edit import Change, Edit
from crawler.demo.editions import SECTION_KEYS
from crawler.demo.newsroom import BEFORE_NOW, MAX_ARTICLES, Newsroom
from crawler.demo.rhythm import KYIV
from crawler.errors import UsageError

_SECOND = dt.timedelta(seconds=1)


def publish(newsroom: Newsroom, count: int = 1) -> Newsroom:
    """After the next ``count`` stories; the clock is four minutes past the last of them."""
    if not 1 <= count <= MAX_ARTICLES:
        raise UsageError(f"publish: {count} is not from 1 to {MAX_ARTICLES}")
    newest = newsroom.newest + count
    now = _later(newsroom, newsroom.desk.rhythm.published(newest) + BEFORE_NOW)
    return replace(newsroom, newest=newest, now=now, sides_at=now)


def change(newsroom: Newsroom, url: str, what: Change) -> Newsroom:
    """After one article was changed. Raises UsageError if there is no such article."""
    story = _standing(newsroom, url)
    edit = newsroom.edits.get(story.serial, Edit(revision=0))
    edit = replace(edit, revision=edit.revision + 1, at=_later(newsroom))
    inside = what in (Change.PARAGRAPH, Change.SIDES)
    return _with(newsroom, story, _changed(newsroom, story, edit, what), elsewhere=not inside)


def remove(newsroom: Newsroom, url: str, status: int = 404) -> Newsroom:
    """Without an article, whose address answers 404, 410, or 301 to its section.

    Raises UsageError if there is no such article or status.
    """
    if status not in (301, 404, 410):
        raise UsageError(f"remove: status {status} is not 301, 404 or 410")
    story = _standing(newsroom, url)
    edit = newsroom.edits.get(story.serial, Edit())
    edit = replace(edit, gone=status, at=_later(newsroom))
    return _with(newsroom, story, edit, elsewhere=True)


def _standing(newsroom: Newsroom, url: str) -> Story:
    story = newsroom.find(urlsplit(url).path)
    if story is None or newsroom.gone(story.serial):
        raise UsageError(f"no article at {url}; GET /_newsroom/truth lists all")
    return story


def _changed(newsroom: Newsroom, story: Story, edit: Edit, what: Change) -> Edit:
    number = edit.revision
    match what:
        case Change.HEADLINE:
            first = newsroom.desk.story(story.serial).title
            return replace(edit, title=f"{first} – UPD {number}")
        case Change.PARAGRAPH:
            thought = newsroom.desk.afterthought(story.serial, number)
            return replace(edit, added=(*edit.added, thought))
        case Change.TAGS:
            return replace(edit, tags=(*story.tags, f"update {number}"))
        case Change.SECTION:
            place = SECTION_KEYS.index(story.section) + 1
            return replace(edit, section=SECTION_KEYS[place % len(SECTION_KEYS)])
        case Change.TIME:
            return replace(edit, published=story.published + dt.timedelta(minutes=2))
        case Change.SIDES:
            return replace(edit, more_about_skipped=edit.more_about_skipped + 1)


def _with(newsroom: Newsroom, story: Story, edit: Edit, *, elsewhere: bool) -> Newsroom:
    """With the edit; ``elsewhere`` if other pages show what it changed."""
    now = edit.at or newsroom.now
    edits = {**newsroom.edits, story.serial: edit}
    sides_at = now if elsewhere else newsroom.sides_at
    return replace(newsroom, edits=edits, now=now, sides_at=sides_at)


def _later(newsroom: Newsroom, moment: dt.datetime | None = None) -> dt.datetime:
    """The moment, or a second from now where that is later: validators count in seconds."""
    soon = newsroom.now + _SECOND
    shown = max(moment or soon, soon).astimezone(KYIV)
    return shown.replace(tzinfo=dt.timezone(shown.utcoffset() or dt.timedelta()))
