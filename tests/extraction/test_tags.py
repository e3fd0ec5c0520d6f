"""Pages → the article's tags: from lists that are told, and from links that are shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.extraction import extract
from crawler.normalization.tags import clean_tags

STORY = "".join(
    f"<p>Paragraph {n} tells, in some words and with a comma, what happened.</p>" for n in range(9)
)
H1 = "<h1>Harbour Strike Ends After Nine Weeks</h1>"


def page_of(head: str = "", end: str = "", top: str = "") -> str:
    body = f"{top}{H1}<div>{STORY}</div>{end}"
    return f"<html lang=en><head>{head}</head><body>{body}</body></html>"


def json_ld(**values: Any) -> str:
    node = {"@type": "NewsArticle", "headline": "Harbour Strike Ends After Nine Weeks", **values}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def meta(name: str, *contents: str) -> str:
    return "".join(f'<meta name="{name}" content="{content}">' for content in contents)


def links(*texts: str, path: str = "/x/", before: str = "", behind: str = "") -> str:
    return "".join(f"{before}<a href='{path}{n}'>{t}</a>{behind}" for n, t in enumerate(texts))


OUTLET = meta("og:site_name", "Daily Example")
LABELLED = ["Day: Friday", "Page Type: Article", "Subject: Ports", "Strikes", "Language: en"]
IDENTIFIER = "8c1b6f1e-55aa-4f07-9d0c-0a1b2c3d4e5f"

CASES = {
    "json-ld list": (page_of(json_ld(keywords=["Ports", "Strikes"])), ["Ports", "Strikes"]),
    "json-ld string": (page_of(json_ld(keywords="Ports, Strikes")), ["Ports", "Strikes"]),
    "json-ld terms": (
        page_of(json_ld(keywords=[{"@type": "DefinedTerm", "name": "Ports"}, "Strikes"])),
        ["Ports", "Strikes"],
    ),
    "json-ld entities": (
        page_of(json_ld(keywords=["Trade &amp; Ports", "Strikes"])), ["Trade & Ports", "Strikes"],
    ),
    "json-ld about": (
        page_of(json_ld(about=[{"@type": "Thing", "name": "Ports"}])), ["Ports"],
    ),
    "a program's labels": (page_of(json_ld(keywords=LABELLED)), ["Ports", "Strikes"]),
    "an identifier": (page_of(json_ld(keywords=[IDENTIFIER, "Ports"])), ["Ports"]),
    "for news before json-ld": (
        page_of(json_ld(keywords=["layout7", "Ports"]) + meta("news_keywords", "Ports, Strikes")),
        ["Ports", "Strikes"],
    ),
    "one tag behind a longer list": (
        page_of(meta("article:tag", "Economy") + meta("keywords", "Ports, Strikes")),
        ["Ports", "Strikes"],
    ),
    "an invented name": (page_of(meta("shop:tags", "Ports", "Strikes")), ["Ports", "Strikes"]),
    "an invented name with a dash": (page_of(meta("classification-tags", "Ports")), ["Ports"]),
    "the site's own words": (
        page_of(OUTLET + meta("keywords", "Daily Example, news, politics, sport"),
                f"<div class=tags>{links('Ports', 'Strikes')}</div>"),
        ["Ports", "Strikes"],
    ),
    "the site's own words alone": (
        page_of(OUTLET + meta("keywords", "Daily Example, politics")),
        ["Daily Example", "politics"],
    ),
    "the outlet named beside the story": (
        page_of(OUTLET + json_ld() + meta("keywords", "Daily Example, Strike"),
                f"<div class=tags>{links('Weather')}</div>"),
        ["Daily Example", "Strike"],
    ),
    "codes": (
        page_of(meta("keywords", "AER,AIRS08,GEN,INDG,TRAN,ASIA"),
                f"<div class=tags>{links('Ports')}</div>"),
        ["Ports"],
    ),
    "the section alone": (
        page_of(json_ld(keywords=["Business"], articleSection="Business"),
                f"<ul class=topics>{links('Ports', 'Strikes')}</ul>"),
        ["Ports", "Strikes"],
    ),
    "the title in words": (
        page_of(json_ld() + meta("keywords", "harbour, strike, ends, after, nine"),
                f"<p class=tags>{links('Ports')}</p>"),
        ["Ports"],
    ),
    "a list of what is in the news": (
        page_of("", f"<div class=tags>{links('Ports', 'Strikes')}</div>",
                f"<div class=tags-bar>{links('Vote', 'Storm', 'Cup', 'Stars', 'Quiz')}</div>"),
        ["Ports", "Strikes"],
    ),
    "headlines in a list so named": (
        page_of("", "<div class=topics>" + links(*(
            f"How the port of Example town number {n} came back to work" for n in range(4)
        )) + "</div>"),
        [],
    ),
    "links named one by one": (
        page_of("", links("Ports", "Strikes", before="<b class='pill tag'>", behind="</b>")),
        ["Ports", "Strikes"],
    ),
    "links to tags, a line each": (
        page_of("", links("Ports", "Strikes", path="/thema/", before="<div>", behind="</div>")),
        ["Ports", "Strikes"],
    ),
    "menus do not count": (
        page_of("", f"<nav><div>{links('A', 'B', path='/tag/', before='<p>', behind='</p>')}"
                    "</div></nav>"),
        [],
    ),
    "below a heading": (
        page_of("", "<h4>Mehr zum Thema</h4><ul>"
                + links("Häfen", "Streik", before="<li>", behind="</li>") + "</ul>"),
        ["Häfen", "Streik"],
    ),
    "behind a label": (
        page_of("", f"<p>Assuntos: {links('Portos', 'Greves')}</p>"), ["Portos", "Greves"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "tags"), CASES.values(), ids=CASES.keys())
def test_tags(make_page: Any, make_site: Any, markup: str, tags: list[str]) -> None:
    found = extract(make_page(markup), make_site()).first("tags")
    assert list(clean_tags(found.values if found else ())) == tags
