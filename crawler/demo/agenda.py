"""The Agenda: serial number → what a story is about, from a table that repeats.

A table of 240 slots makes everything about a story's subject a matter of arithmetic: a newsroom
of 100,000 stories needs no list of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from crawler.demo.dice import Dice
from crawler.demo.editions import SECTION_KEYS, Edition

_WEIGHTS = (70, 45, 45, 15, 15, 15, 20, 15)
PERIOD = sum(_WEIGHTS)
_TWIN_EVERY, _TWIN_BEHIND = 20, 3


@dataclass(frozen=True, slots=True)
class Topic:
    """A section and one of its subjects, by number."""

    section: str
    subject: int


def twin_of(serial: int) -> int:
    """The earlier story whose title this one bears again, or the story itself."""
    return serial - _TWIN_BEHIND if serial % _TWIN_EVERY == _TWIN_EVERY - 1 else serial


@dataclass(frozen=True, eq=False)
class Agenda:
    """Who and what is in the news, by serial number."""

    seed: int
    edition: Edition

    @cached_property
    def _slots(self) -> tuple[Topic, ...]:
        topics = [
            Topic(section, number % len(self.edition.vocabulary.sections[section].subjects))
            for section, weight in zip(SECTION_KEYS, _WEIGHTS, strict=True)
            for number in range(weight)
        ]
        shuffled = Dice(self.seed, 1).shuffled(topics)
        return tuple(shuffled[twin_of(slot)] for slot in range(PERIOD))

    @cached_property
    def _steps_back(self) -> tuple[int, ...]:
        """For every slot, how far back the same topic was last on."""
        return tuple(
            next(back for back in range(1, PERIOD + 1) if self._slots[slot - back] == topic)
            for slot, topic in enumerate(self._slots)
        )

    @cached_property
    def _tags(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self._tags_of(slot, topic) for slot, topic in enumerate(self._slots))

    def _tags_of(self, slot: int, topic: Topic) -> tuple[str, ...]:
        if slot % 17 == 5:
            return ()
        words = self.edition.vocabulary.sections[topic.section]
        own = words.subjects[topic.subject].tag
        return (own, words.tag) if slot % 2 else (own,)

    def topic(self, serial: int) -> Topic:
        """What the story is about."""
        return self._slots[serial % PERIOD]

    def second_section(self, serial: int) -> str | None:
        """The other section that a story in about thirty also stands under."""
        if serial % 29 != 26:
            return None
        first = SECTION_KEYS.index(self.topic(serial).section)
        return SECTION_KEYS[(first + 1) % len(SECTION_KEYS)]

    def tags(self, serial: int) -> tuple[str, ...]:
        """The story's tags as readers see them; one story in seventeen has none."""
        return self._tags[serial % PERIOD]

    def earlier(self, serial: int) -> Iterator[int]:
        """Earlier stories on the same topic, newest first, without end."""
        while True:
            serial -= self._steps_back[serial % PERIOD]
            yield serial
