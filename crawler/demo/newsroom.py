"""The Newsroom: a value that knows every article it has published, and what is true of each.

It holds no article: a story is computed from its serial number when asked for, so a newsroom of
100,000 is as small as one of ten. What happens in it (`crawler.demo.events`) gives a new newsroom.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, takewhile
from urllib.parse import urlsplit

from crawler.article import Article, Headline, RelatedStory
from crawler.demo.desk import Desk, Story, serial_of
from crawler.demo.edit import Edit
from crawler.demo.editions import EDITIONS, Edition
from crawler.demo.places import LATEST, Place, article_path, read_article_path
from crawler.demo.rhythm import KYIV, Rhythm, localize
from crawler.demo.variant import Variant, variant_of
from crawler.errors import UsageError

MORE_ABOUT_SIZE, HOT_NEWS_SIZE, LATEST_SIZE = 10, 5, 10
MAX_ARTICLES = 100_000
BEFORE_NOW = dt.timedelta(minutes=4)
_HOT_EVERY = 7
_WORDS_A_MINUTE = 90  # short, so that reading times differ


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a listing, feed or sitemap says of an article: the address is absolute."""

    url: str
    title: str
    published: dt.datetime


@dataclass(frozen=True, eq=False)
class Newsroom:
    """All articles of one edition at one moment. Make one with `Newsroom.opened`.

    ``newest`` is the serial of the newest story, ``oldest`` of the oldest; ``now`` the newsroom's
    clock; ``sides_at`` when HOT NEWS, LATEST or a title last changed.
    """

    desk: Desk
    oldest: int
    newest: int
    now: dt.datetime
    sides_at: dt.datetime
    edits: Mapping[int, Edit] = field(default_factory=dict)

    @classmethod
    def opened(
        cls,
        *,
        now: dt.datetime,
        articles: int = 300,
        seed: int = 1,
        edition: str = "en",
        per_day: float = 60,
    ) -> Newsroom:
        """The newsroom at ``now`` (aware), its newest article four minutes old.

        The newest n articles are the same whatever ``articles`` is. Raises UsageError if a value
        is out of range.
        """
        if edition not in EDITIONS:
            raise UsageError(f"no edition {edition!r}; there are {', '.join(EDITIONS)}")
        if not 1 <= articles <= MAX_ARTICLES:
            raise UsageError(f"articles: {articles} is not from 1 to {MAX_ARTICLES}")
        if not 4 <= per_day <= 10_000:
            raise UsageError(f"per day: {per_day:g} is not from 4 to 10000")
        if now.tzinfo is None:
            raise UsageError("now: give the time with an offset, as in 2026-01-21T18:50+02:00")
        wall = (now.astimezone(KYIV) - BEFORE_NOW).replace(tzinfo=None, second=0, microsecond=0)
        desk = Desk(seed, EDITIONS[edition], Rhythm(seed, wall, per_day))
        start = localize(now.astimezone(KYIV).replace(tzinfo=None, microsecond=0))
        return cls(desk, oldest=1 - articles, newest=0, now=start, sides_at=start)

    # What there is

    @property
    def edition(self) -> Edition:
        """Language, host and words."""
        return self.desk.edition

    def __len__(self) -> int:
        return len(self.serials(LATEST))

    def urls(self) -> Iterator[str]:
        """The main address of every article there is, newest first."""
        return (self.url(self.story(serial)) for serial in self.serials(LATEST))

    def truth(self, url: str) -> Article:
        """The article as its page at ``url`` shows it now. Raises KeyError if there is none."""
        story = self.find(urlsplit(url).path)
        if story is None or self.gone(story.serial):
            raise KeyError(url)
        return self.article(story, self.edition.origin + urlsplit(url).path)

    def truths(self) -> Iterator[Article]:
        """All articles at their main addresses, newest first."""
        for serial in self.serials(LATEST):
            story = self.story(serial)
            yield self.article(story, self.url(story))

    def addresses(self, url: str) -> tuple[str, ...]:
        """Every address of the article at ``url``, the main one first; empty if there is none."""
        story = self.find(urlsplit(url).path)
        if story is None:
            return ()
        sections = (story.section, story.second_section)
        return tuple(self.url(story, section) for section in sections if section)

    def announcement(self, serial: int, place: Place = LATEST) -> Announcement:
        """What a place says of a story: a section lists it under the section's own address."""
        story = self.story(serial)
        section = place.section or story.section
        return Announcement(self.url(story, section), story.title, story.published)

    def opening_paragraph(self, url: str) -> str:
        """The first paragraph of the article at ``url``; empty if there is none."""
        story = self.find(urlsplit(url).path)
        return self.desk.paragraphs(story.serial)[0] if story else ""

    def changed_at(self, url: str) -> dt.datetime | None:
        """When the article at ``url`` was last changed; None if it never was."""
        story = self.find(urlsplit(url).path)
        edit = self.edits.get(story.serial) if story else None
        return edit.at if edit else None

    # Stories by serial

    def story(self, serial: int) -> Story:
        """The head of a story as it stands now."""
        story = self.desk.story(serial)
        edit = self.edits.get(serial)
        if edit is None:
            return story
        section = edit.section or story.section
        return replace(
            story,
            title=edit.title or story.title,
            section=section,
            second_section=None if section == story.second_section else story.second_section,
            published=edit.published or story.published,
            tags=story.tags if edit.tags is None else edit.tags,
        )

    def serials(self, place: Place) -> Sequence[int]:
        """The stories of a place, newest first, without those that are gone."""
        if place not in self._indexes:
            found = range(self.newest, self.oldest - 1, -1)
            self._indexes[place] = array("i", (one for one in found if self._is_in(place, one)))
        return self._indexes[place]

    @cached_property
    def _indexes(self) -> dict[Place, Sequence[int]]:
        """At most a listing a section and a tag: as many entries as stories have tags."""
        return {}

    def _is_in(self, place: Place, serial: int) -> bool:
        if serial in self.edits:
            return not self.gone(serial) and _belongs(self.story(serial), place)
        agenda = self.desk.agenda
        if place.tag is not None:
            return place.tag in agenda.tags(serial)
        if place.section is None:
            return True
        return place.section in (agenda.topic(serial).section, agenda.second_section(serial))

    def gone(self, serial: int) -> int | None:
        """The status that a removed story's address answers; None while it stands."""
        edit = self.edits.get(serial)
        return edit.gone if edit else None

    def find(self, path: str) -> Story | None:
        """The story at a path, removed or not, also at an address it has left."""
        read = read_article_path(path)
        serial = serial_of(read[1]) if read else None
        if read is None or serial is None or not self.oldest <= serial <= self.newest:
            return None
        story, first = self.story(serial), self.desk.story(serial)
        known = (story.section, story.second_section, first.section)
        return story if read[0] in known else None

    def url(self, story: Story, section: str | None = None) -> str:
        """The real address of a story, under its own section or another."""
        return self.edition.origin + article_path(section or story.section, story.id)

    def variant(self, story: Story) -> Variant:
        """How the story's page is marked up."""
        return variant_of(self.desk.seed, story)

    # What a page shows

    def article(self, story: Story, url: str) -> Article:
        """What the story's page at ``url`` shows."""
        edit = self.edits.get(story.serial, Edit())
        variant = self.variant(story)
        body = self.desk.paragraphs(story.serial) + edit.added
        words = sum(paragraph.count(" ") + 1 for paragraph in body)
        return Article(
            source=self.edition.source,
            date=story.published.date(),
            section=self.edition.sections[story.section],
            published=story.published,
            title=story.title,
            reading_minutes=1 + words // _WORDS_A_MINUTE if variant.reading_time else None,
            body=body,
            tags=story.tags,
            related=tuple(self._more_about(story, edit.more_about_skipped)),
            hot_news=self.hot_news,
            latest=self.latest,
            url=url,
            language=self.edition.language,
            image=self.edition.origin + story.picture if story.picture else None,
            modified=edit.at if variant.structured else None,
        )

    def _more_about(self, story: Story, skipped: int) -> Iterator[RelatedStory]:
        """Earlier stories on the topic. Removed ones stay: nobody edits old pages."""
        earlier = takewhile(lambda one: one >= self.oldest, self.desk.agenda.earlier(story.serial))
        for serial in islice(earlier, skipped, skipped + MORE_ABOUT_SIZE):
            other = self.story(serial)
            yield RelatedStory(other.published, other.title, self.url(other))

    @cached_property
    def hot_news(self) -> tuple[Headline, ...]:
        """The stories on top at this moment, the same on every page."""
        hot = (one for one in self.serials(LATEST) if one % _HOT_EVERY == 2)
        return tuple(self._headline(serial) for serial in islice(hot, HOT_NEWS_SIZE))

    @cached_property
    def latest(self) -> tuple[Headline, ...]:
        """The newest stories at this moment, the same on every page."""
        return tuple(self._headline(serial) for serial in self.serials(LATEST)[:LATEST_SIZE])

    def _headline(self, serial: int) -> Headline:
        story = self.story(serial)
        return Headline(story.title, self.url(story))

    def modified(self, story: Story) -> dt.datetime:
        """When the story's page last changed: itself, or the blocks beside it."""
        edit = self.edits.get(story.serial)
        return max(edit.at, self.sides_at) if edit and edit.at else self.sides_at


def _belongs(story: Story, place: Place) -> bool:
    if place.tag is not None:
        return place.tag in story.tags
    return place.section in (None, story.section, story.second_section)
