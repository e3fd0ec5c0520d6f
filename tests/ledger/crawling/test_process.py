from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.ledger.crawling import process
from crawler.ledger.crawling.process import Process, is_gone, this_process

CHILD = """\
from crawler.ledger.crawling.process import this_process
print(repr(this_process()), flush=True)
input()
"""


@pytest.fixture
def child() -> Iterator[tuple[subprocess.Popen[str], Process]]:
    """A living process, and what it says of itself."""
    command = [sys.executable, "-c", CHILD]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[3], stdin=-1, stdout=-1, text=True
    ) as started:
        assert started.stdout is not None
        yield started, eval(started.stdout.readline(), {"Process": Process})
        started.kill()


def test_a_living_process_is_not_gone(child: tuple[subprocess.Popen[str], Process]) -> None:
    assert not is_gone(child[1])
    assert child[1].pid == child[0].pid


def test_a_killed_process_is_gone_even_before_its_parent_has_noticed(
    child: tuple[subprocess.Popen[str], Process],
) -> None:
    child[0].send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, child[0].pid, os.WEXITED | os.WNOWAIT)
    assert is_gone(child[1])
    child[0].wait()
    assert is_gone(child[1])


def test_a_number_given_to_another_program_is_gone() -> None:
    me = this_process()
    assert not is_gone(me)
    assert is_gone(replace(me, start="1"))


@pytest.mark.parametrize("field", ["machine", "realm"])
def test_a_process_elsewhere_cannot_be_asked(field: str) -> None:
    assert not is_gone(replace(this_process(), **{field: "elsewhere"}, pid=2**22 + 1, start="1"))


def test_without_proc_the_number_must_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(process, "PROC", tmp_path)
    me = this_process()
    assert (me.realm, me.start) == ("", "")
    assert not is_gone(me)
    assert is_gone(replace(me, pid=2**22 + 1))
