"""Dice: a stream of numbers that is the same on every machine and Python version.

SplitMix64, because it can be started anywhere in constant time: every story rolls its own dice
from its number, and `random.Random` costs ten times as much to seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_Item = TypeVar("_Item")

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


def mix(*numbers: int) -> int:
    """64 well-mixed bits made of the numbers, which may be negative."""
    state = 0
    for number in numbers:
        state = (state ^ (number & _MASK)) + _GOLDEN & _MASK
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB & _MASK
        state ^= state >> 31
    return state


class Dice:
    """Rolls that depend on nothing but the numbers given."""

    __slots__ = ("_state",)

    def __init__(self, *numbers: int) -> None:
        self._state = mix(*numbers)

    def roll(self, sides: int) -> int:
        """A number from 0 up to, not including, ``sides``."""
        self._state = mix(self._state)
        return self._state % sides

    def pick(self, items: Sequence[_Item]) -> _Item:
        """One of the items."""
        return items[self.roll(len(items))]

    def shuffled(self, items: Sequence[_Item]) -> list[_Item]:
        """All items in another order (Fisher and Yates)."""
        deck = list(items)
        for last in range(len(deck) - 1, 0, -1):
            other = self.roll(last + 1)
            deck[last], deck[other] = deck[other], deck[last]
        return deck
