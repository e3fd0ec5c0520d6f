from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction import extract, find_wrong

STORY = "".join(
    f"<p>Sentence number {n} of a story long enough to be one, with a comma.</p>" for n in range(15)
)


def document(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("markup", "status", "reason"),
    [
        pytest.param("", 200, "empty", id="empty"),
        pytest.param(" \n ", 200, "empty", id="blank"),
        pytest.param('{"a": 1}', 200, "not-html", id="json"),
        pytest.param("just words", 200, "not-html", id="words"),
        pytest.param(document("Oops", "<h1>Gone</h1>"), 410, "not-found", id="status"),
        pytest.param(
            document("Page not found | Example", "<h1>404</h1>"), 200, "not-found", id="en"
        ),
        pytest.param(document("Сторінку не знайдено", "<p>404</p>"), 200, "not-found", id="uk"),
        pytest.param(
            document("Example", "<h1>Seite nicht gefunden</h1>"), 200, "not-found", id="de"
        ),
        pytest.param(
            document("Example", f"<h1>Oops! Page not found</h1><p>21.01.2026 10:00</p>{STORY}"),
            200,
            "not-found",
            id="long-excuse",
        ),
        pytest.param(
            document("Example", f"<h1>404 – сторінку не знайдено</h1>{STORY}"),
            200,
            "not-found",
            id="long-excuse-uk",
        ),
        pytest.param(
            document("Example", f"<h1>Lost city not found, divers say</h1>{STORY}"),
            200,
            None,
            id="headline-of-not-found",
        ),
        pytest.param(document("Just a moment...", "<p>Wait</p>"), 200, "challenge", id="wait-200"),
        pytest.param(document("Just a moment...", "<p>Wait</p>"), 403, "challenge", id="wait-403"),
        pytest.param(document("x", '<div id="px-captcha"></div>'), 200, "challenge", id="mark"),
        pytest.param(document("x", "<p>Sorry</p>"), 403, "challenge", id="bare-403"),
        pytest.param(
            document("x", "<p>Before you continue to Example</p>"), 200, "wall", id="wall"
        ),
        pytest.param(document("x", ""), 200, "no-body", id="no-text"),
        pytest.param(document("x", STORY), 500, "status", id="500"),
        pytest.param(
            document("Not found: the lost city", STORY), 200, None, id="story-of-not-found"
        ),
        pytest.param(
            document("A story of captchas", STORY + "<p>Verify you are human</p>"),
            200,
            None,
            id="story",
        ),
    ],
)
def test_reason(
    make_page: Any, make_site: Any, markup: str, status: int, reason: str | None
) -> None:
    page = make_page(markup, status=status)
    wrong = find_wrong(page, extract(page, make_site()))
    assert (wrong.reason if wrong else None) == reason
