"""Where data and ledger lie: the option, else the environment, else a default."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.cli.options import data_folder, ledger_address
from crawler.errors import UsageError

CASES = {
    "nothing": (None, None, {}, "sqlite:///data/ledger.sqlite"),
    "data": ("d", None, {}, "sqlite:///d/ledger.sqlite"),
    "data in the environment": (None, None, {"CRAWLER_DATA": "e"}, "sqlite:///e/ledger.sqlite"),
    "data empty in the environment": (
        None,
        None,
        {"CRAWLER_DATA": ""},
        "sqlite:///data/ledger.sqlite",
    ),
    "ledger": ("d", "l.sqlite", {"CRAWLER_LEDGER": "x"}, "sqlite:///l.sqlite"),
    "a whole address": (None, "postgresql+psycopg://h/n", {}, "postgresql+psycopg://h/n"),
    "ledger in the environment": (None, None, {"CRAWLER_LEDGER": "/l"}, "sqlite:////l"),
    "data goes before the environment": (
        "d",
        None,
        {"CRAWLER_LEDGER": "x"},
        "sqlite:///d/ledger.sqlite",
    ),
}


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CRAWLER_DATA", "CRAWLER_LEDGER"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("data", "ledger", "environment", "address"), CASES.values(), ids=CASES)
def test_the_nearest_word_counts(
    monkeypatch: pytest.MonkeyPatch,
    data: str | None,
    ledger: str | None,
    environment: dict[str, str],
    address: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    folder = Path(data) if data is not None else None
    assert ledger_address(folder, ledger) == address


@pytest.mark.parametrize("ledger", ["", "  "])
def test_an_empty_ledger_is_refused(ledger: str) -> None:
    with pytest.raises(UsageError, match="is empty; name a file or a database"):
        ledger_address(None, ledger)


def test_the_data_folder_is_the_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRAWLER_DATA", "e")
    assert data_folder(Path("d")) == Path("d")
    assert data_folder(None) == Path("e")
