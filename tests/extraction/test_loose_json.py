"""Text that is nearly JSON → its value."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.loose_json import read_loosely
from tests.cpu_time import at_most

CASES = {
    "quotes inside": ('{"a": "He said "no" to it", "b": 1}', {"a": 'He said "no" to it', "b": 1}),
    "quotes and a comma inside": (
        '{"a": "The "end", they said", "b": "c"}', {"a": 'The "end", they said', "b": "c"},
    ),
    "escaped quotes": (r'{"a": "x \"y\" z"}', {"a": 'x "y" z'}),
    "line end inside": ('{"a": "x\ny",\n}', {"a": "x\ny"}),
    "missing comma": ('{"a": "x"\n "b": "y"}', {"a": "x", "b": "y"}),
    "missing comma in a list": ('[{"a": 1} {"b": 2}]', [{"a": 1}, {"b": 2}]),
    "doubled comma": ('{"a": 1,, "b": 2}', {"a": 1, "b": 2}),
    "missing value": ('{"a": , "b": 2}', {"b": 2}),
    "undefined": ('{"a": undefined, "b": true}', {"a": None, "b": True}),
    "single quotes": ("{'a': 'it is', 'b': ['c']}", {"a": "it is", "b": ["c"]}),
    "assigned to a name": ('var x = {"a": "b"};', {"a": "b"}),
    "comments": ('{"a": "b", // c\n /* d */ "e": "http://f"}', {"a": "b", "e": "http://f"}),
    "numbers": ('{"a": -1, "b": 2.5,,}', {"a": -1, "b": 2.5}),
    "what follows": ('{"a": "b"} and more }', {"a": "b"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), CASES.values(), ids=CASES.keys())
def test_what_is_nearly_json_is_read(text: str, value: Any) -> None:
    assert read_loosely(text) == value


@pytest.mark.parametrize("text", ["", "words", '{"a": "b"', '{"a": "b', "[" * 10_000])
def test_what_holds_no_whole_object_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no object|breaks off"):
        read_loosely(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(alphabet="abc é漢\n.,"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(alphabet="abc", min_size=1, max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4) | st.dictionaries(st.text("ab", min_size=1), JSON, max_size=4))
def test_json_itself_is_read_as_it_is(value: Any) -> None:
    assert read_loosely(json.dumps(value)) == value


@given(st.text(alphabet="{}[]\"',:/*\\ \nab1"))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read_loosely(text), dict | list)


@pytest.mark.parametrize("piece", ['"', "{", '{"a":', '"a" ', "'\n", "/*", "//\n", ", ", "\\"])
def test_no_text_takes_long(piece: str) -> None:
    with at_most(3), contextlib.suppress(ValueError):
        read_loosely(("{" + piece * 400_000)[:400_000])
