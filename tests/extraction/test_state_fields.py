"""Pages whose authors and tags stand in their program's data alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.extraction import extract

TITLE = "Harbour strike ends after nine weeks"
TEXT = "".join(
    f"<p>Speaker {n} said, before a full hall, that the work would take two years.</p>"
    for n in range(9)
)
JANE = {"id": 7, "name": "Jane Doe"}
STORY = {"headline": TITLE, "authors": [JANE], "tags": [{"name": "ports"}, {"name": "strikes"}]}
OTHER = {"headline": "Another story of the town", "authors": [{"name": "John Roe"}], "tags": ["x"]}
LIST = {"props": {"more": [OTHER], "story": STORY}}


def next_data(value: Any) -> str:
    return f'<script id=__NEXT_DATA__ type="application/json">{json.dumps(value)}</script>'


def stream(value: Any) -> str:
    pushed = json.dumps([1, f"5:{json.dumps(['$', 'div', None, value])}\n"])
    return f"<script>self.__next_f.push({pushed})</script>"


STATES = {
    "a list of stories": next_data(LIST),
    "assigned to a name": f"<script>window.__PRELOADED_STATE__ = {json.dumps(LIST)};</script>",
    "a stream of strings": stream({"pad": "x" * 300, **LIST}),
    "fields one level below": next_data(
        {
            "headlines": {"basic": TITLE},
            "credits": {"by": [JANE]},
            "taxonomy": {"tags": [{"text": "ports"}, {"text": "strikes"}]},
        }
    ),
    "references": "<script>window.__APOLLO_STATE__="
    + json.dumps(
        {
            "Story:1": STORY | {"authors": [{"__ref": "Author:7"}]},
            "Author:7": JANE,
        }
    )
    + "</script>",
    "strings": next_data(STORY | {"authors": None, "byline": "By Jane Doe",
                                  "tags": ["ports", "strikes"]}),
}  # fmt: skip


@pytest.mark.parametrize("script", STATES.values(), ids=STATES.keys())
def test_who_wrote_the_story_and_its_tags(make_page: Any, make_site: Any, script: str) -> None:
    page = make_page(f"<body><h1>{TITLE}</h1>{TEXT}{script}</body>")
    fields = extract(page, make_site()).fields
    assert "Jane Doe" in fields["authors"][0].values[0]
    assert fields["tags"][0].values == ("ports", "strikes")
    assert {fields[name][0].rule for name in ("authors", "tags")} == {"generic: page state"}


@pytest.mark.parametrize(
    "script",
    [
        next_data({"props": [OTHER]}),
        next_data(STORY | {"authors": ["news-desk-7"], "tags": []}),
        f"<script>window.S = {json.dumps(STORY)[:-20]}</script>",
        "<script>" + '{"authors":' * 50_000 + "</script>",
    ],
    ids=["other stories", "codes", "cut short", "too deep"],
)
def test_nothing_is_taken(make_page: Any, make_site: Any, script: str) -> None:
    page = make_page(f"<body><h1>{TITLE}</h1>{TEXT}{script}</body>")
    fields = extract(page, make_site()).fields
    assert "authors" not in fields
    assert "tags" not in fields


def test_what_a_page_shows_goes_first(make_page: Any, make_site: Any) -> None:
    shown = "<p>By Ann Poe</p><div class=tags><a href=/q>quay</a></div>"
    page = make_page(f"<body><h1>{TITLE}</h1>{shown}{TEXT}{next_data(LIST)}</body>")
    fields = extract(page, make_site()).fields
    assert fields["authors"][0].values == ("By Ann Poe",)
    assert fields["tags"][0].values == ("quay",)
