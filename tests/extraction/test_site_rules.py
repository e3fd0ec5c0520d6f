from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction.site_rules import run_rules
from crawler.site import Attribute, Text, Texts

PAGE = """<html><body>
<div class="time">menu 09:00</div>
<aside id="side"><div class="time">17:00</div><h1 class="t">Other</h1><p class="x">side</p></aside>
<article><h1 class="t">Title</h1><div class="time">18:45</div><img class="i" src="/a.jpg">
<div class="c"><p>One <i>a</i>.</p><div class="ad"><p>Buy</p></div><p>Two<br>lines</p>
<div class="follow"><p>Join <b class="n">3 min</b></p></div></div></article>
<div class="tags"><a>#one</a><a> </a><a>#two</a></div></body></html>"""


@pytest.mark.parametrize(
    ("rules", "field", "values"),
    [
        pytest.param({"title": Text("h1")}, "title", ("Other",), id="no-scope-whole-page"),
        pytest.param({"scope": "article", "title": Text("h1")}, "title", ("Title",), id="scope"),
        pytest.param(
            {"scope": ".none", "title": Text("h1")}, "title", ("Other",), id="scope-absent"
        ),
        pytest.param(
            {"scope": "article", "tags": Texts(".tags a")}, "tags", None, id="outside-scope"
        ),
        pytest.param(
            {"scope": "article", "tags": Texts(".tags a", anywhere=True)},
            "tags",
            ("#one", "#two"),
            id="anywhere-and-blank-left-out",
        ),
        pytest.param(
            {"image": Attribute("article img", "src")}, "image", ("/a.jpg",), id="attribute"
        ),
        pytest.param(
            {"title": (Text(".none"), Text("article .t"))},
            "title",
            ("Title",),
            id="first-match-wins",
        ),
        pytest.param(
            {"scope": "article", "body": Texts("div.c > p")},
            "body",
            ("One a.", "Two\nlines"),
            id="direct-children",
        ),
        pytest.param(
            {"scope": "article", "remove": (".ad", ".follow"), "body": Texts("p")},
            "body",
            ("One a.", "Two\nlines"),
            id="removed-is-no-story",
        ),
        pytest.param(
            {"scope": "article", "remove": (".ad", ".follow"), "body": Text(".c")},
            "body",
            ("One a.", "Two\nlines"),
            id="container-without-removed",
        ),
        pytest.param(
            {"scope": "article", "body": Texts("div, p")},
            "body",
            ("18:45", "One a.", "Buy", "Two\nlines", "Join 3 min"),
            id="nested-read-once",
        ),
        pytest.param(
            {"remove": (".follow",), "scope": "article", "reading_time": Text(".n")},
            "reading_time",
            ("3 min",),
            id="other-fields-may-stand-in-removed",
        ),
    ],
)
def test_rule(
    make_page: Any,
    make_site: Any,
    rules: dict[str, Any],
    field: str,
    values: tuple[str, ...] | None,
) -> None:
    found = run_rules(make_page(PAGE), make_site(**rules), ()).get(field)
    assert (found.values if found else None) == values


def test_side_blocks_never_answer(make_page: Any, make_site: Any) -> None:
    page = make_page(PAGE)
    region = page.root.xpath("//aside") + page.root.xpath("//body/div[@class='time']")
    site = make_site(published=Text(".time", anywhere=True), title=Text("h1"), body=Texts("p.x"))
    answers = run_rules(page, site, region)
    assert answers["published"].values == ("18:45",)
    assert answers["title"].values == ("Title",)
    assert "body" not in answers


def test_answers_name_their_rule(make_page: Any, make_site: Any) -> None:
    def lead(self: Any, page: Any) -> tuple[str, ...]:
        return (page.url,)

    answers = run_rules(make_page(PAGE), make_site(title=Text("article .t"), lead=lead), ())
    assert answers["title"].rule == "site: article .t"
    assert (answers["lead"].rule, answers["lead"].values) == (
        "site: lead()",
        ("https://news.example/a/1.html",),
    )


def test_the_shared_tree_is_not_changed(make_page: Any, make_site: Any) -> None:
    page = make_page(PAGE)
    before = page.selector.get()
    run_rules(page, make_site(scope="article", remove=(".ad",), body=Text(".c")), ())
    assert page.selector.get() == before
