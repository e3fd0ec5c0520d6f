"""The Desk: serial number → the Story as it was first written, text included.

Everything is computed when asked for; only a few thousand heads are remembered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from crawler.demo.agenda import Agenda, twin_of
from crawler.demo.dice import Dice, mix
from crawler.demo.editions import Edition
from crawler.demo.rhythm import Rhythm

_NEWEST_ID = 1_143_800
_IDS_A_STORY = 4  # one counter serves three editions and the wire
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Story:
    """What listings need of a story. ``second_section`` is the other section it stands under;
    ``picture`` is the path of its picture on the newsroom's host."""

    serial: int
    id: int
    section: str
    second_section: str | None
    published: dt.datetime
    title: str
    tags: tuple[str, ...]
    picture: str | None


def id_of(serial: int) -> int:
    """The number in a story's address."""
    return _NEWEST_ID + _IDS_A_STORY * serial + mix(serial) % _IDS_A_STORY


def serial_of(number: int) -> int | None:
    """The serial of the story that has this number in its address; None for a gap."""
    serial = (number - _NEWEST_ID) // _IDS_A_STORY
    return serial if id_of(serial) == number else None


@dataclass(frozen=True, eq=False)
class Desk:
    """Who writes: the same seed, rhythm and edition always give the same stories."""

    seed: int
    edition: Edition
    rhythm: Rhythm

    @cached_property
    def agenda(self) -> Agenda:
        """What the stories are about."""
        return Agenda(self.seed, self.edition)

    @cached_property
    def story(self) -> Callable[[int], Story]:
        """The head of a story, by serial."""
        return lru_cache(_REMEMBERED)(self._write_head)

    def _write_head(self, serial: int) -> Story:
        topic = self.agenda.topic(serial)
        words = self.edition.vocabulary.sections[topic.section]
        dice = self._dice(serial)
        headline = dice.pick(words.headlines)
        published = self.rhythm.published(serial)
        return Story(
            serial=serial,
            id=id_of(serial),
            section=topic.section,
            second_section=self.agenda.second_section(serial),
            published=published,
            title=headline.format_map(self._facts(serial)),
            tags=self.agenda.tags(serial),
            picture=_picture_path(serial, published),
        )

    def paragraphs(self, serial: int) -> tuple[str, ...]:
        """The body as it was first written: three to ten paragraphs."""
        vocabulary = self.edition.vocabulary
        words = vocabulary.sections[self.agenda.topic(serial).section]
        dice = Dice(self.seed, serial, 3)
        facts = self._facts(serial)
        told = dice.shuffled(words.sentences + vocabulary.sentences)
        paragraphs = [dice.pick(words.leads)]
        for _ in range(2 + dice.roll(8)):
            size = 1 + dice.roll(3)
            paragraphs.append(" ".join(told[:size]))
            del told[:size]
        filled = [text.format_map(facts) for text in paragraphs if text]
        if dice.roll(6) == 0:
            filled[0] = f"{self.dateline(serial)} {filled[0]}"
        return tuple(filled)

    def afterthought(self, serial: int, revision: int) -> str:
        """The paragraph that a later revision of the story adds."""
        dice = Dice(self.seed, serial, 4, revision)
        sentence = dice.pick(self.edition.vocabulary.sentences)
        return f"{sentence.format_map(self._facts(serial - revision))} ({revision})"

    def dateline(self, serial: int) -> str:
        """How an agency's story may begin, as in ``KYIV. Nov 24 (Interfax-Ukraine) –``."""
        day = self.rhythm.published(serial)
        month = self.edition.months.split()[day.month - 1]
        return self.edition.dateline.format(month=month, day=day.day)

    def _dice(self, serial: int) -> Dice:
        return Dice(self.seed, twin_of(serial), 2)

    def _facts(self, serial: int) -> dict[str, str]:
        """The names and numbers of a story, the same in its title and its body."""
        vocabulary = self.edition.vocabulary
        topic = self.agenda.topic(serial)
        subject = vocabulary.sections[topic.section].subjects[topic.subject].name
        dice = self._dice(serial)
        dice.roll(2)  # the headline
        first, second = dice.roll(len(vocabulary.towns)), 1 + dice.roll(len(vocabulary.towns) - 1)
        sender, other = dice.roll(len(vocabulary.persons)), 1 + dice.roll(5)
        return {
            "subject": subject,
            "subject_cap": subject[0].upper() + subject[1:],
            "town": vocabulary.towns[first],
            "town2": vocabulary.towns[(first + second) % len(vocabulary.towns)],
            "person": vocabulary.persons[sender],
            "person2": vocabulary.persons[(sender + other) % len(vocabulary.persons)],
            "n": str(5 * (1 + dice.roll(90))),
            "n2": str(5 * (1 + dice.roll(60))),
            "sum": dice.pick(vocabulary.sums),
            "sum2": dice.pick(vocabulary.sums),
            "percent": f"{2 + dice.roll(70)}%",
            "months": str(5 + dice.roll(5)),
        }


def _picture_path(serial: int, published: dt.datetime) -> str | None:
    """Four stories in five have a picture; the month in its path is not the story's."""
    if serial % 5 == 3:
        return None
    month = published.replace(day=1) - dt.timedelta(days=1)
    return f"/media/thumbs/images/{month:%Y/%m}/{mix(serial, 5):016x}.jpg"
