"""docs/guarantees.md names tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/guarantees.md").read_text("utf-8"))


def test_every_promise_names_a_test() -> None:
    rows = (ROOT / "docs/guarantees.md").read_text("utf-8").splitlines()
    promises = [row for row in rows if row.startswith("| ") and not row.startswith("| Promise")]
    assert len(promises) > 20
    assert [row for row in promises if "::test_" not in row] == []


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_the_named_test_exists(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
