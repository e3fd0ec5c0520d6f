from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def test_nothing_to_ask_for_again_is_said(run_cli: Any, crawled: Path) -> None:
    done = run_cli("crawler", "retry", "interfax-ukraine", "--data", str(crawled))
    assert done.returncode == 0
    assert done.stdout == "Nothing to ask for again: no page was given up.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("interfax-ukraine", "--reason", "sunshine"), "no page of interfax-ukraine was given up"),
        (("nowhere",), "nowhere"),
        (("interfax-ukraine", "--ledger", "not-there.sqlite"), "there is no ledger"),
    ],
    ids=["unknown reason", "unknown site", "no ledger"],
)
def test_mistakes(run_cli: Any, crawled: Path, words: tuple[str, ...], said: str) -> None:
    done = run_cli("crawler", "retry", *words, "--data", str(crawled))
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
