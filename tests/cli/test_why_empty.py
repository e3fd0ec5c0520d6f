"""What is said of a section that no article is of."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.cli.why_empty import tell_empty
from crawler.feeds.selection import parse_selection
from crawler.ledger.connect import open_ledger, reading
from tests.feeds.conftest import Library

NONE = " (nothing fits the selection)"


@pytest.mark.parametrize(
    ("sections", "asked", "told"),
    [
        (["Facts", "Sport"], {"tag": "x"}, NONE),
        (["Facts", "Sport"], {"section": " FACTS", "tag": "x"}, NONE),
        ([], {"section": "Facts"}, NONE),
        (["Facts", "Sport"], {"section": "fact"}, "'fact'; did you mean Facts?)"),
        (["Facts", "Sport"], {"section": "zz"}, "'zz'; there are Facts, Sport)"),
        (["Facts"], {"section": "zz", "site": "herald.example"}, NONE),
        ([f"S{n}" for n in range(10, 30)], {"section": "zz"}, "S10, S11, S12, S13, S14, S15, "),
        ([f"S{n}" for n in range(10, 30)], {"section": "zz"}, "S21 and 8 more)"),
        (["a\x1b[2J\n\u202eb"], {"section": "zz"}, "there are a[2Jb)"),
    ],
)
def test_a_section(tmp_path: Path, sections: list[str], asked: dict[str, str], told: str) -> None:
    address = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    library = Library(open_ledger(address), address)
    for number, section in enumerate(sections, 1):
        library.put(number, section=section)
    with reading(library.engine) as connection:
        assert told in tell_empty(connection, parse_selection(**asked))
    library.engine.dispose()
