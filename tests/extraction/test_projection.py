from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction.certainty import is_certain
from crawler.extraction.projection import complete
from crawler.extraction.visible import View

SENTENCES = [
    f"Sentence {n} says, with a comma and at some length, what was seen from the tower on day {n},"
    " and what was not."
    for n in range(1, 17)
]


def wrapped(before: str, after: str, between: str = "") -> str:
    return between.join(f"{before}<p>{one}</p>{after}" for one in SENTENCES)


PLACES = {
    "in-one-element": wrapped("", ""),
    "each-in-a-division": wrapped("<div>", "</div>"),
    "each-in-two-of-a-class": wrapped("<div class=cell><div>", "</div></div>"),
    "each-in-a-section": wrapped("<section>", "</section>"),
    "in-divisions-of-several-columns": "<div class=column>"
    + wrapped("<div>", "</div>", "<hr></div><div class=column>")
    + "</div>",
}


@pytest.mark.parametrize("markup", PLACES.values(), ids=PLACES.keys())
def test_a_story_of_which_some_was_chosen_is_completed(make_page: Any, markup: str) -> None:
    blocks = View(make_page(f"<body><h1>Headline</h1><article>{markup}</article></body>")).blocks
    chosen = [index for index, block in enumerate(blocks) if block.text in SENTENCES[4:9]]
    assert [block.text for block in complete(chosen, blocks)] == SENTENCES


@pytest.mark.parametrize(
    ("markup", "certain"),
    [
        pytest.param(wrapped("<div class=cell><div>", "</div></div>"), True, id="each-wrapped"),
        pytest.param(wrapped("", ""), True, id="in-one-element"),
        pytest.param(
            wrapped("", "") + "".join(f"<div class=cta><p>{one}.</p></div>" for one in SENTENCES),
            False,
            id="as-much-again-beside-it-that-its-names-speak-against",
        ),
    ],
)
def test_a_story_is_certain(make_page: Any, markup: str, *, certain: bool) -> None:
    blocks = View(make_page(f"<body><h1>Headline</h1><article>{markup}</article></body>")).blocks
    story = [block for block in blocks if block.text in SENTENCES]
    assert is_certain(story, blocks) is certain
