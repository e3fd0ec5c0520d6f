"""Files in TOML: their values, or one line that begins with the file's name."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import UsageError
from crawler.toml_file import parse_toml, read_toml

MARKS = st.text(st.sampled_from("[]{}=.,\"'#\n ab01-:T\\"), max_size=30)


@pytest.mark.parametrize(
    ("text", "values"),
    [("", {}), ('a = "x"', {"a": "x"}), ("[[feed]]\nn = 1", {"feed": [{"n": 1}]})],
)
def test_values(text: str, values: dict[str, object]) -> None:
    assert parse_toml(text, "a.toml") == values


@pytest.mark.parametrize(
    "text",
    ["[", "a = ", "a = 1\na = 2", "a = 2026-02-30", "a = " + "[" * 5000, "a = " + "9" * 5000],
    ids=["table", "value", "twice", "day", "deep", "long"],
)
def test_what_is_no_toml(text: str) -> None:
    with pytest.raises(UsageError, match=r"^a\.toml is no TOML: [^\n]+$"):
        parse_toml(text, "a.toml")


@given(MARKS | st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(UsageError):
        assert isinstance(parse_toml(text, "a.toml"), dict)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    assert read_toml(file) == {}
    assert read_toml(file / "in it") == {}
    file.write_bytes(b"\xff")
    for path in (file, tmp_path, Path("a\0b")):
        with pytest.raises(UsageError, match="cannot be read"):
            read_toml(path)
    file.write_text("a = 1")
    assert read_toml(file) == {"a": 1}
