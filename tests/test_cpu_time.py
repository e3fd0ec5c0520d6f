from __future__ import annotations

import time

import pytest

from tests.cpu_time import USUAL, at_most, fixed_work


def test_what_takes_no_time_is_in_time() -> None:
    with at_most(60):
        fixed_work()


def test_what_takes_a_hundred_times_as_long_is_not() -> None:
    with pytest.raises(AssertionError, match="of CPU time"), at_most(USUAL / 100):
        fixed_work()


def test_what_waits_takes_no_time() -> None:
    with at_most(USUAL):
        time.sleep(2 * USUAL)
