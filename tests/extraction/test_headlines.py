"""Pages → the headline: which heading it is, and what of it is the title."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction import extract
from crawler.extraction.visible import View

TITLE = "Harbour strike ends after nine weeks"
WIDE = "港口罢工九周后结束工会宣布"
TEXT = "".join(
    f"<p>Speaker {n} said, before a full hall, that the work would take two years.</p>"
    for n in range(9)
)


def page_of(head: str, body: str) -> str:
    return f"<html><head>{head}</head><body>{body}{TEXT}</body></html>"


HEADINGS = {
    "an h1": (f"<h1>{TITLE}</h1>", "h1"),
    "an h1 below the outlet's": (f"<h1>Example Post Online</h1><h1>{TITLE}</h1>", "h1"),
    "an h2 below the outlet's h1": (f"<h1>Example Post Online</h1><h2>{TITLE}</h2>", "h2"),
    "an h3 below a section's h1": (f"<h1>News of the Ports</h1><h3>{TITLE}</h3>", "h3"),
}


@pytest.mark.parametrize(("markup", "tag"), HEADINGS.values(), ids=HEADINGS.keys())
def test_the_heading_that_is_the_title(
    make_page: Any, make_site: Any, markup: str, tag: str
) -> None:
    page = make_page(page_of(f"<title>{TITLE} - Example Post</title>", markup))
    assert View(page).heading == (tag, TITLE)
    found = extract(page, make_site()).fields["title"][0]
    assert (found.values, found.rule) == ((TITLE,), f"html: {tag}")


def test_an_h1_stays_where_no_heading_is_the_title(make_page: Any) -> None:
    page = make_page(page_of(f"<title>{TITLE}</title>", "<h1>Strike over</h1><h2>Other</h2>"))
    assert View(page).heading == ("h1", "Strike over")


def test_time_and_author_stand_near_a_lesser_heading(make_page: Any, make_site: Any) -> None:
    menu = "".join(f"<li>Part {n} of the paper</li>" for n in range(20))
    near = f"<h2>{TITLE}</h2><p>20 January 2026, 10:15</p><p>By Jane Doe</p>"
    markup = f"<h1>Example Post Online</h1><ul>{menu}</ul>{near}"
    draft = extract(make_page(page_of(f"<title>{TITLE}</title>", markup)), make_site())
    assert draft.fields["published"][0].values == ("20 January 2026, 10:15",)
    assert draft.fields["authors"][0].values == ("By Jane Doe",)


def test_a_tag_list_below_a_lesser_heading(make_page: Any, make_site: Any) -> None:
    above = "<ul class=topics>" + "".join(f"<li><a href=/{n}>In {n}</a></li>" for n in range(9))
    below = "<div class=tags><a href=/a>ports</a><a href=/b>strikes</a></div>"
    markup = f"<h1>Example Post Online</h1>{above}</ul><h2>{TITLE}</h2>{below}"
    draft = extract(make_page(page_of(f"<title>{TITLE}</title>", markup)), make_site())
    assert draft.fields["tags"][0].values == ("ports", "strikes")


def test_a_line_of_a_script_without_blanks_is_known_as_the_title(make_page: Any) -> None:
    page = make_page(page_of(f"<title>{WIDE}-新华网</title>", f"<div>{WIDE}</div><p>a</p>"))
    assert View(page).around_headline[0].text == "a"


TITLES = {
    "an underscore": (f"{WIDE}_凤凰网资讯_凤凰网", WIDE),
    "a dash before an outlet": (f"{WIDE}-新华网", WIDE),
    "a dash before no outlet": (f"{WIDE}-上篇", f"{WIDE}-上篇"),
    "an underscore in a name": ("The snake_case of names", "The snake_case of names"),
}


@pytest.mark.parametrize(("told", "title"), TITLES.values(), ids=TITLES.keys())
def test_outlets_behind_titles(make_page: Any, make_site: Any, told: str, title: str) -> None:
    draft = extract(make_page(page_of(f"<title>{told}</title>", "")), make_site())
    assert draft.fields["title"][0].values == (title,)


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ("The quay said", "html: h1"),
        ("The quay said 'no' to all…", "html: h1"),
        ("The quay said 'no' to all offers of th", "html: h1"),
        ("The quay said 'no' to all offers", "opengraph: og:title"),
    ],
    ids=["cut at a quotation mark", "dots", "within a word", "a shorter form"],
)
def test_a_whole_headline_goes_before_its_beginning(
    make_page: Any, make_site: Any, told: str, rule: str
) -> None:
    head = f'<meta property=og:title content="{told}">'
    body = "<h1>The quay said 'no' to all offers of the port</h1>"
    draft = extract(make_page(page_of(head, body)), make_site())
    assert draft.fields["title"][0].rule == rule


ADDRESS = "https://news.example/ports/harbour-strike-ends-after-nine-weeks-81234.html"
NEAR = f"<h2>{TITLE}</h2><p>20 January 2026, 10:15</p>"
UNTOLD = {
    "no h1, the address tells": ("Example Post", f"<h2>Menu of today</h2>{NEAR}", ADDRESS),
    "the outlet's h1, the address tells": ("Example Post", f"<h1>Example Post</h1>{NEAR}", ADDRESS),
    "no h1, behind the outlet's name": (
        f"The Example Post | {TITLE}", f"<h2>Menu of today</h2>{NEAR}", "https://news.example/?p=81",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("title", "markup", "url"), UNTOLD.values(), ids=UNTOLD.keys())
def test_a_headline_that_no_title_opens_with(
    make_page: Any, make_site: Any, title: str, markup: str, url: str
) -> None:
    menu = "".join(f"<li>Part {n} of the paper</li>" for n in range(20))
    page = make_page(page_of(f"<title>{title}</title>", f"<ul>{menu}</ul>{markup}"), url)
    draft = extract(page, make_site())
    assert (draft.fields["title"][0].values, View(page).heading.tag) == ((TITLE,), "h2")
    assert draft.fields["published"][0].values == ("20 January 2026, 10:15",)


OTHERS = {
    "two words are a section's": ("https://news.example/harbour-strike/", "Harbour Strike"),
    "of another story": (ADDRESS, "Strike of the pilots goes on after nine weeks without a word"),
    "a short part of a long address": (ADDRESS, "Harbour strike"),
    "a long teaser with the words among others": (
        ADDRESS, f"{TITLE}, ministers return to parliament tomorrow and bakeries close for good",
    ),
    "no address": ("https://news.example/", TITLE),
}  # fmt: skip


@pytest.mark.parametrize(("url", "other"), OTHERS.values(), ids=OTHERS.keys())
def test_a_heading_of_which_the_address_was_not_made(make_page: Any, url: str, other: str) -> None:
    page = make_page(page_of("<title>Example Post</title>", f"<h2>{other}</h2>"), url)
    assert View(page).heading == ("", "")


@pytest.mark.parametrize(
    ("part", "heading"),
    [
        ("megrongaltak-petofi-sandor-szobrat", "Megrongálták Petőfi Sándor szobrát"),
        ("gruenes-licht-fuer-muenchner-tunnel", "Grünes Licht für Münchner Tunnel"),
        ("grunes-licht-fur-munchner-tunnel", "Grünes Licht für Münchner Tunnel"),
        ("%D0%BF%D0%BE%D1%80%D1%82-%D1%81%D0%BD%D0%BE%D0%B2%D0%B0-%D0%BE%D1%82%D0%BA%D1%80%D1%8B%D1%82",
         "Порт снова открыт"),
        ("orman-yangini-sondu", "Orman yangını söndü"),
    ],
)  # fmt: skip
def test_addresses_write_words_without_accents(make_page: Any, part: str, heading: str) -> None:
    url = f"https://news.example/{part}"
    page = make_page(page_of("<title>Example Post</title>", f"<h2>{heading}</h2>"), url)
    assert View(page).heading == ("h2", heading)


def test_a_title_that_is_the_outlets_name_goes_last(make_page: Any, make_site: Any) -> None:
    head = '<meta property="og:site_name" content="Example Post">'
    head += '<meta property="og:title" content="The Example Post">'
    draft = extract(make_page(page_of(head, f"<h1>{TITLE}</h1>")), make_site())
    assert [one.values[0] for one in draft.fields["title"]] == [TITLE, "The Example Post"]
