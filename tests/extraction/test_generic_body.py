from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.draft import Found
from crawler.extraction.generic_body import find_body
from crawler.extraction.story_lines import About
from crawler.extraction.visible import View

SENTENCES = [
    f"Paragraph {n} tells, in some words and with a comma, what happened on day {n} of the year."
    for n in range(1, 17)
]
MENU = "<nav>" + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(12)) + "</nav>"
FOOT = "<footer><p>Example Media Ltd, a company of some town, with an address.</p></footer>"


def paragraphs(some: list[str]) -> str:
    return "".join(f"<p>{one}</p>" for one in some)


def body_of(page: Any, about: About | None = None) -> Found:
    found = find_body(page, View(page).blocks, about or About(("Headline",)))
    assert found is not None
    return found


WHOLE = paragraphs(SENTENCES)
ELSEWHERE = paragraphs(["Elsewhere, " + one for one in SENTENCES])
FIRST, REST = paragraphs(SENTENCES[:8]), paragraphs(SENTENCES[8:])
LAYOUTS = {
    "one-container": f"<div class=text>{WHOLE}</div>",
    "split-over-siblings": "".join(
        f"<div class=part>{paragraphs(SENTENCES[n : n + 4])}</div><div class=ad>Advert</div>"
        for n in range(0, 16, 4)
    ),
    "breaks": "<div class=text>" + "<br><br>".join(SENTENCES) + "</div>",
    "with-quotations": f"<div class=text>{paragraphs(SENTENCES[:5])}<blockquote>"
    f"{paragraphs(SENTENCES[5:7])}</blockquote>{paragraphs(SENTENCES[7:])}</div>",
    "with-captions": "<div class=text><figure><img><figcaption>A caption of a picture, taken by "
    f"somebody.</figcaption></figure>{WHOLE}</div>",
    "with-related": f"<div class=text>{FIRST}<div class=related-box><p>Another "
    f"story entirely, told elsewhere, at length.</p></div>{REST}</div>",
    "name-that-speaks-against-all": f"<div class=sidebar-page>{WHOLE}</div>",
    "with-comments": f"<div class=text>{WHOLE}</div><div id=comments><p>I think, "
    "as a reader, that this is all quite wrong, and here is why.</p></div>",
    "cells-that-lay-out": "<table><tr><td><a href=/1>News</a><br><a href=/2>Sport</a></td><td>"
    f"{'<br><br>'.join(SENTENCES)}</td></tr></table>",
    "before-an-offer": f"<div class=text>{WHOLE}<p>This article is for subscribers "
    "only.</p><p>Pay a little every month and be one of those who read us.</p></div>",
    "around-a-consent-notice": f"<div class=text>{FIRST}<p>To view this content "
    f"you have to accept cookies of others.</p>{REST}</div>",
    "above-comments-of-no-name": f"<div class=text>{WHOLE}</div><div><h3>12 comments"
    "</h3>"
    + "<div><b>A reader</b><div>I think that this is quite wrong, all of it.</div></div>" * 3
    + "</div>",
    "above-the-rights": f"<div class=text>{WHOLE}"
    + "<p>None of this may not be reproduced without the consent of whoever owns it.</p>" * 9
    + "</div>",
    "above-links-that-are-announced": f"<div class=text>{FIRST}<p>More on that "
    f"day:</p><ul><li><a href=/1>Another story of it</a></li></ul>{REST}</div>",
    "below-a-subtitle": f"<div class=text><h1>Headline</h1><h2>What it means</h2>{WHOLE}</div>",
    "before-the-next-article": f"<div class=story><h1>Headline</h1><div>{WHOLE}</div>"
    f"</div><div class=story><h1>Another</h1><div>{ELSEWHERE}"
    "</div></div>",
    "with-quotations-apart": "".join(
        f"<div class=part><p>{one}</p></div>"
        if n % 4
        else f"<div class=part><blockquote><p>{one}</p></blockquote></div>"
        for n, one in enumerate(SENTENCES, 1)
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_the_story_is_found_whole_and_alone(make_page: Any, layout: str) -> None:
    page = make_page(f"<body>{MENU}<h1>Headline</h1>{layout}{FOOT}</body>")
    assert list(body_of(page).values) == SENTENCES


def test_who_answered_is_told(make_page: Any) -> None:
    certain = make_page(f"<body><h1>Headline</h1><div>{paragraphs(SENTENCES)}</div></body>")
    doubtful = make_page(f"<body><h1>Headline</h1><div>{paragraphs(SENTENCES[:8])}</div></body>")
    assert body_of(certain).rule == "generic: stretch"
    assert body_of(doubtful).rule == "generic: trafilatura"


@pytest.mark.parametrize(
    ("attribute", "rule"),
    [("class=part", "generic: stretch"), ("", "generic: trafilatura")],
    ids=["of-one-class", "of-none"],
)
def test_a_story_split_over_elements_of_one_class_is_certain(
    make_page: Any, attribute: str, rule: str
) -> None:
    parts = "".join(
        f"<div {attribute}>{paragraphs(SENTENCES[n : n + 4])}</div>" for n in (0, 4, 8, 12)
    )
    assert body_of(make_page(f"<body><h1>Headline</h1>{parts}</body>")).rule == rule


def test_nothing_is_nothing(make_page: Any) -> None:
    page = make_page("<body></body>")
    assert find_body(page, View(page).blocks, About()) is None


STATE = {"props": {"article": {"body": [{"type": "p", "text": one} for one in SENTENCES]}}}
STORE = {f"Paragraph:{n}": {"text": one} for n, one in enumerate(SENTENCES)}
COMMENTS = [{"text": "I have read all of it, and I say that it is wrong, as ever." * 9}] * 20
ESCAPED = paragraphs(SENTENCES).replace("<", "&lt;").replace(">", "&gt;")
MARKUP = json.dumps(json.dumps({"html": paragraphs(SENTENCES)}))


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(
            f"<script type='application/json'>{json.dumps(STATE)}</script>", id="json-of-parts"
        ),
        pytest.param(f"<script>window.STATE = {json.dumps(STATE)};</script>", id="assigned"),
        pytest.param(f"<script>push([1, {MARKUP}])</script>", id="stream-of-markup"),
        pytest.param(
            f"<script>window.STATE = {json.dumps(STORE)}</script>",
            id="records-with-keys-of-their-own",
        ),
        pytest.param(
            f"<script>window.STATE = {json.dumps({'html': ESCAPED})}</script>", id="escaped-markup"
        ),
        pytest.param(
            f"<script>window.STATE = {json.dumps({'text': chr(10).join(SENTENCES)})}</script>",
            id="lines",
        ),
        pytest.param(
            f"<script>window.STATE = {json.dumps({'a': STATE, 'comments': COMMENTS})}</script>",
            id="beside-longer-texts-of-which-the-headline-says-nothing",
        ),
    ],
)
def test_a_story_that_is_only_data(make_page: Any, script: str) -> None:
    page = make_page(f"<body><h1>Words of the year</h1><div id=app></div>{script}</body>")
    found = body_of(page, About(("Words of the year",)))
    assert (found.rule, list(found.values)) == ("generic: page state", SENTENCES)


def test_the_body_of_json_ld_counts_where_little_is_shown(make_page: Any) -> None:
    page = make_page(f"<body><h1>Headline</h1><p>{SENTENCES[0]}</p></body>")
    found = body_of(
        page, About(("Headline",), (), (Found(("\n".join(SENTENCES),), "json-ld: articleBody"),))
    )
    assert (found.rule, list(found.values)) == ("json-ld: articleBody", SENTENCES)
