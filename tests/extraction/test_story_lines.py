from __future__ import annotations

import pytest

from crawler.document import parse
from crawler.extraction.blocks import iter_blocks
from crawler.extraction.story_lines import About, choose_lines, is_date_line, is_pointer

P = "<p>A sentence of the story that is long enough to be told from everything else, {}.</p>"
STORY = "".join(P.format(n) for n in ("one", "two", "three", "four", "five", "six", "seven"))
ABOUT = About(("The Council Votes | Example",), ("Jane Doe",))


def lines_of(markup: str, about: About = ABOUT) -> list[str]:
    blocks = tuple(iter_blocks(parse(f"<body>{markup}").find("body")))
    story = [block for block in blocks if block.tag != "h1"]
    return [block.text for block in choose_lines(story, blocks, about)]


WHOLE = lines_of(STORY)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<p>The Council Votes</p>" + STORY, id="title-again"),
        pytest.param("<p>21 January 2026, 18:45</p>" + STORY, id="date"),
        pytest.param("<p>Оновлено 21.01.2026 18:45</p>" + STORY, id="date-uk"),
        pytest.param("<p>By Jane Doe in Kyiv</p>" + STORY, id="byline"),
        pytest.param(STORY + "<p>Read more: <a>Another story of the day</a></p>", id="read-more"),
        pytest.param(STORY + "<p>Читайте також: <a>Інша новина</a></p>", id="read-more-uk"),
        pytest.param(STORY + "<p>Lesen Sie auch</p>", id="label"),
        pytest.param(STORY + "<p>Foto: Jemand / Agentur</p>", id="credit"),
        pytest.param(STORY + "<p>© 2026 Example. All rights reserved.</p>", id="copyright"),
        pytest.param(STORY + "<p>Sign up to our newsletter here.</p>", id="promotion"),
        pytest.param(STORY + "<p>Підписуйтесь на наш канал</p>", id="promotion-uk"),
        pytest.param(STORY + "<p>Jane Doe is a reporter who covers councils.</p>", id="biography"),
        pytest.param(STORY + "<h2>More</h2>", id="heading-without-text"),
        pytest.param(
            STORY + "<p>Kaikki vaalien tulokset löydät täältä:</p>", id="leads-to-nothing"
        ),
        pytest.param(STORY + "<p>这里有更多图片：</p>", id="leads-to-nothing-zh"),
        pytest.param(STORY + "<p>Write to jd@news.example or phone her.</p>", id="address"),
        pytest.param(STORY + "<p>홍길동 jd@news.example (END)</p>", id="address-ko"),
        pytest.param(
            "<p>Above everything stands a line of the page.</p><h1>The Council Votes</h1>" + STORY,
            id="above-the-headline",
        ),
    ],
)
def test_what_is_not_the_story_is_left(markup: str) -> None:
    assert lines_of(markup) == WHOLE


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            "Read more than one book a month and you are rare, says the study.", id="read"
        ),
        pytest.param("On 21 January 2026 at 18:45 the council met in the town hall.", id="date"),
        pytest.param("The photo: it was all that was left.", id="photo"),
        pytest.param("Jane Doe said no.", id="name"),
    ],
)
def test_sentences_stay(line: str) -> None:
    whole = [*WHOLE[:3], line, *WHOLE[3:]]
    assert lines_of("".join(f"<p>{one}</p>" for one in whole)) == whole


@pytest.mark.parametrize(
    "line",
    ["The score stood at 2:1 in the end", "Her last post was signed @jane.doe, that is all."],
)
def test_a_last_sentence_stays(line: str) -> None:
    assert lines_of(f"{STORY}<p>{line}</p>") == [*WHOLE, line]


def test_a_part_headed_as_comments_are_stays() -> None:
    more = "<p>A paragraph that stands side by side with all the others of the story.</p>"
    body = lines_of(f"<div>{STORY}<h2>Responses</h2>{more}</div>")
    assert body == [*WHOLE, "Responses", more[3:-4]]
    assert lines_of(f"<div>{STORY}</div><h2>Responses</h2><div>{more}</div>") == WHOLE


def test_an_appended_article_under_a_lesser_heading_ends_the_story() -> None:
    markup = "<h1>Latest</h1>" + "".join(
        f"<div class=story><header><h2>{title}</h2></header><div><h2>A part</h2>{text}</div></div>"
        for title, text in (
            ("The Council Votes", STORY),
            ("Something Else", STORY.replace("sentence", "line")),
        )
    )
    assert lines_of(markup) == ["A part", *WHOLE]


def test_an_appended_article_ends_the_story() -> None:
    second = f"<article><h1>Something Else</h1>{STORY.replace('sentence', 'line')}</article>"
    markup = f"<article><h1>The Council Votes</h1>{STORY}</article>{second}"
    assert lines_of(markup) == WHOLE


def test_headings_inside_the_story_stay() -> None:
    assert "Why now" in lines_of(STORY + "<h2>Why now</h2>" + P.format("eight"))


@pytest.mark.parametrize(
    ("text", "is_date"),
    [
        ("Published 5 May 2024 at 10:00", True),
        ("2025年1月14日 01時28分", True),
        ("The war of 2022", False),
        ("— A Person (@person) 19 November 2019", False),
        ("No date here", False),
    ],
)
def test_date_lines(text: str, is_date: bool) -> None:
    (block,) = iter_blocks(parse(f"<p>{text}").find("body"))
    assert is_date_line(block) is is_date


def test_a_long_line_is_no_pointer() -> None:
    (block,) = iter_blocks(parse("<p>Read more: " + "word " * 100).find("body"))
    assert not is_pointer(block)
