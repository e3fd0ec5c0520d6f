"""Stories of two sentences beside longer things, and boxes amid stories, named by nothing."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction import extract

TITLE = "Ferry company to build three electric boats"
SHORT = [
    "The ferry company will build three electric boats, it said on Tuesday.",
    "They are to cross the bay from next spring on.",
]
STORY = [
    f"The ferry company said on day {n} that its new boats, all electric, would cross the bay in"
    f" {20 + n} minutes, and that the harbour would be rebuilt for them."
    for n in range(1, 11)
]
HEAD = f"<h1>{TITLE}</h1><p>20 January 2026, 08:00</p>"
CARDS = "".join(
    f"<div><h4><a href=/c/{n}>Some other thing that happened, number {n}</a></h4><p>It tells, a"
    f" little, of what went on in place number {n} and of who was there.</p></div>"
    for n in range(6)
)
ANSWERS = "".join(
    f"<div><b>reader{n}</b><span>2 hours ago</span><div>I think that number {n} of these ideas is"
    " wrong, and I have said so before, at length, to anybody who asked me about it.</div></div>"
    for n in range(8)
)
BESIDE = {
    "cards": CARDS,
    "answers": ANSWERS,
    "answers-below-a-heading": f"<h3>What others say</h3>{ANSWERS}",
    "notice": "<p>We and our partners store and read information on a device, and process data,"
    " such as identifiers, to show what you may like.</p><p>You may accept or manage your choices"
    " by clicking below, and object at any time.</p>",
    "who-we-are": "<p>The Courier is the newspaper of the shore, founded in 1911, and is owned by"
    " the people who write it, each with one share.</p><p>Write to us at the old pier.</p>",
}


def paragraphs(some: list[str]) -> str:
    return "".join(f"<p>{one}</p>" for one in some)


@pytest.fixture
def body_of(make_page: Any, make_site: Any) -> Any:
    """The body of a page's markup, as any site's."""

    def read(markup: str) -> list[str]:
        page = make_page(f"<html><head><title>{TITLE}</title></head><body>{markup}</body></html>")
        return list(extract(page, make_site()).fields["body"][0].values)

    return read


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE.keys())
def test_a_short_story_beside_longer_things(body_of: Any, beside: str) -> None:
    markup = f"<div>{HEAD}{paragraphs(SHORT)}</div><div>{beside}</div>"
    assert body_of(markup) == SHORT


def test_a_lead_above_its_story_is_no_short_story(body_of: Any) -> None:
    markup = f"<div>{HEAD}<p>{SHORT[0]}</p></div><div>{paragraphs(STORY)}</div>"
    assert body_of(markup) == [SHORT[0], *STORY]


@pytest.mark.parametrize(
    "box",
    [
        pytest.param("<input name=mail><button>Go</button>", id="field-alone"),
        pytest.param("<form><div><input type=email></div></form>", id="field-in-a-form"),
    ],
)
def test_a_box_that_asks_for_an_address_is_left_out(body_of: Any, box: str) -> None:
    offer = f"<div><h3>A letter from the bay</h3><p>Every Friday, by our editors.</p>{box}</div>"
    markup = f"<div>{HEAD}{paragraphs(STORY[:4])}{offer}{paragraphs(STORY[4:])}</div>"
    assert body_of(markup) == STORY


@pytest.mark.parametrize(
    "markup",
    [
        f"<div>{HEAD}{paragraphs(STORY)}<input type=text placeholder=Search></div>",
        f"<form><input type=text>{HEAD}{paragraphs(STORY)}</form>",
        f"<form><div><input type=text>{HEAD}{paragraphs(SHORT)}</div></form>",
    ],
    ids=["field-below", "whole-page-in-a-form", "short-story-in-a-form"],
)
def test_a_field_beside_a_story_does_not_hide_it(body_of: Any, markup: str) -> None:
    assert body_of(markup) == (STORY if STORY[0] in markup else SHORT)


@pytest.mark.parametrize(
    "parts",
    [
        [(f"<dt>{n}. What is it?</dt>", f"<dd>{one}</dd>") for n, one in enumerate(STORY)],
        [(f"<h3>{n}. A boat</h3>", f"<p>{one}</p>") for n, one in enumerate(STORY)],
    ],
    ids=["terms", "headings"],
)
def test_the_title_of_the_first_part_stays(body_of: Any, parts: list[tuple[str, str]]) -> None:
    body = body_of(f"<div>{HEAD}<dl>{''.join(map(''.join, parts))}</dl></div>")
    assert body[0].startswith("0. ")
    assert len(body) == 2 * len(STORY)
