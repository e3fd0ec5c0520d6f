"""What cannot be reported is one clear line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.ledger.connect import open_ledger

SITE = "interfax-ukraine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((SITE,), "knows nothing of interfax-ukraine; crawl it first"),
        (("interfax-ukrane",), "did you mean interfax-ukraine?"),
        ((SITE, "--from", "2026-01-31", "--to", "2026-01-01"), "is after to 2026-01-01; swap them"),
        ((SITE, "--from", "2026-01-31T10:00"), "write 2026-01-31"),
        ((SITE, "--to", "2026-02-30"), "is no date"),
    ],
    ids=["nothing known", "misspelt", "wrong way round", "a time", "no such day"],
)
def test_one_line_says_what_to_do(
    tmp_path: Path, command: Callable[..., Any], words: tuple[str, ...], said: str
) -> None:
    address = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    open_ledger(address).dispose()
    out = tmp_path / "report.txt"
    ended = command("report", *words, "--ledger", address, "--out", str(out))
    assert (ended.code, ended.err.count("\n"), ended.out) == (2, 1, "")
    assert said in ended.err
    assert not out.exists()


def test_without_a_ledger_none_is_made(tmp_path: Path, command: Callable[..., Any]) -> None:
    ended = command("report", SITE, "--data", str(tmp_path))
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "there is no ledger" in ended.err
    assert not list(tmp_path.iterdir())
