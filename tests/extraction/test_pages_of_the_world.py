"""Layouts, languages and habits of sites, each in a small page: who, when, what is the story."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.extraction import extract
from crawler.normalization.normalize import normalize

TITLE = "The quay is to be widened"
STORY = [
    f"Speaker {n} said, before a full hall, that the work on the quay would take about two years."
    for n in range(1, 9)
]
TEXT = "".join(f"<p>{one}</p>" for one in STORY)
HEAD = f"<h1>{TITLE}</h1><p>12 March 2024, 14:30</p>"
CARDS = "".join(
    f"<div class=card><h3><a href=/other/{n}>Another story of the town, number {n}</a></h3>"
    f"<p>It says a little of what happened elsewhere on day {n}, and stops.</p></div>"
    for n in range(9)
)


@pytest.fixture
def article_of(make_page: Any, make_site: Any) -> Any:
    """The article of a body's markup, as any site's."""

    def read(markup: str, head: str = "", url: str = "https://news.example/town/quay") -> Any:
        title = f"<title>{TITLE}</title>"
        page = make_page(f"<html><head>{title}{head}</head><body>{markup}</body></html>", url)
        site = make_site()
        return normalize(extract(page, site), page, site)

    return read


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(f"<article>{HEAD}{TEXT}</article><div>{CARDS}</div>", id="cards-behind"),
        pytest.param(
            f"{HEAD}"
            + "".join(
                f"<div class='elementor-element elementor-element-25b0c{n} elementor-widget'>"
                f"<div class=elementor-widget-container><p>{one}</p></div></div>"
                for n, one in enumerate(STORY)
            )
            + f"<div class=widget><p>{STORY[0]} It is said elsewhere too.</p></div>",
            id="a-page-builder's-elements",
        ),
        pytest.param(
            f"{HEAD}"
            + "".join(
                f"<div class='promo promo-{n}0417'><p>{t}</p></div>" for n, t in enumerate(STORY)
            )
            + f"<aside>{TEXT.replace('Speaker', 'Reader')}</aside>",
            id="numbered-classes",
        ),
        pytest.param(
            f"<article>{HEAD}<amp-ad><p>Buy a boat.</p></amp-ad>{TEXT}</article>", id="amp"
        ),
        pytest.param(f"<article>{HEAD}<div>128</div>{TEXT}</article>", id="number-of-likes"),
        pytest.param(
            f"<article><h1>{TITLE}</h1><p>Publié le 12 mars 2024 à 14h30, mis à jour à 15h02</p>"
            f"{TEXT}</article>",
            id="line-of-two-times",
        ),
        pytest.param(
            f"<article><h1>{TITLE}</h1><p>12 มีนาคม 2567 14:30 น.</p>{TEXT}</article>",
            id="date-that-ends-with-a-full-stop",
        ),
        pytest.param(
            f"<article>{HEAD}{TEXT}<p><em>Mary Ann Lee is a reporter at the Quay Times. Follow her."
            "</em></p></article>",
            id="reporter-nobody-named-before",
        ),
        pytest.param(
            f"<article>{HEAD}{TEXT}<p>เรื่องที่เกี่ยวข้อง "
            "<a href=/x>ข่าวอื่นของเมืองที่ท่าเรือและชาวประมง</a></p></article>",
            id="pointer-in-thai",
        ),
    ],
)
def test_the_story_and_nothing_else(article_of: Any, markup: str) -> None:
    assert list(article_of(markup).body) == STORY


def test_cards_that_are_the_story_stay(article_of: Any) -> None:
    assert len(article_of(f"<article>{HEAD}{CARDS}</article>").body) >= 9


def test_titles_of_parts_stay_from_the_first(article_of: Any) -> None:
    parts = "".join(f"<h2>Part {n}</h2><p>{one}</p>" for n, one in enumerate(STORY))
    body = article_of(f"<article>{HEAD}{parts}</article>").body
    assert [one for one in body if one.startswith("Part")] == [f"Part {n}" for n in range(8)]


def test_a_subtitle_goes(article_of: Any) -> None:
    markup = f"<article>{HEAD}<h2>What the council said</h2>{TEXT}<h2>Next</h2></article>"
    assert list(article_of(markup).body) == STORY


def test_what_an_author_says_stays(article_of: Any) -> None:
    spoken = "<p>JANE DOE: That is what was said here, and it has been said in every year.</p>"
    markup = f"<article>{HEAD}<p>By Jane Doe</p>{TEXT}{spoken}</article>"
    assert article_of(markup).body[-1].startswith("JANE DOE:")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("文・田中一郎", "田中一郎"),
        ("김하늘 기자 sky@news.example", "김하늘"),
        ("लेखक: राम शर्मा", "राम शर्मा"),
        ("โดย สมชาย ใจดี", "สมชาย ใจดี"),
        ("Της Μαρίας Παππά", "Μαρίας Παππά"),
        ("نویسنده: علی رضایی", "علی رضایی"),
        ("מאת: דוד כהן", "דוד כהן"),
        ("Por Ana Souza — São Paulo", "Ana Souza"),
    ],
    ids=["ja", "ko", "hi", "th", "el", "fa", "he", "pt"],
)
def test_a_byline_is_read_and_left_out(article_of: Any, line: str, name: str) -> None:
    article = article_of(f"<article>{HEAD}<div>{line}</div>{TEXT}</article>")
    assert (article.authors, list(article.body)) == ((name,), STORY)


def test_a_byline_below_the_story(article_of: Any) -> None:
    end = "<div class=author>Par ANNE REED, PAUL OAK Envoyés spéciaux à Northtown</div>"
    assert article_of(f"<article>{HEAD}{TEXT}</article>{end}").authors == ("ANNE REED", "PAUL OAK")


def test_a_visible_name_goes_before_a_handle(article_of: Any) -> None:
    head = "<meta name='twitter:creator' content='janedoe'>"
    markup = f"<article>{HEAD}<p>By <a href=/authors/1>Jane Doe</a></p>{TEXT}</article>"
    assert article_of(markup, head).authors == ("Jane Doe",)
    assert article_of(f"<article>{HEAD}{TEXT}</article>", head).authors == ("janedoe",)


@pytest.mark.parametrize(
    ("markup", "url", "time"),
    [
        pytest.param(
            f"<h1>{TITLE}</h1>{TEXT}<abbr class=published title=2024-03-12T14:30:00+01:00>x</abbr>",
            "https://news.example/quay",
            "2024-03-12T14:30:00+01:00",
            id="microformat",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1>{TEXT}<div>Mis à jour le 13/03/2024 à 14h30</div>",
            "https://news.example/quay",
            "2024-03-13T14:30:00+00:00",
            id="line-below-the-story",
        ),
        pytest.param(
            f"<div class=widget><h1>{TITLE}</h1>{TEXT}{TEXT}<div class=art-date>12.03.2024, 14:30"
            "</div></div>",
            "https://news.example/quay",
            "2024-03-12T14:30:00+00:00",
            id="line-below-the-story-of-a-name-of-its-own",
        ),
        pytest.param(
            f"<p>Friday, 20 December 2024</p><h1>{TITLE}</h1><p>12 March 2024, 14:30</p>{TEXT}",
            "https://news.example/quay",
            "2024-03-12T14:30:00+00:00",
            id="todays-day-above-the-headline",
        ),
        pytest.param(
            f"<time datetime=2023-05-01T10:00:00Z>1 May</time>{CARDS}<h1>{TITLE}</h1>"
            f"<p>12 March 2024, 14:30</p>{TEXT}",
            "https://news.example/quay",
            "2024-03-12T14:30:00+00:00",
            id="a-card's-time-of-another-day",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1><p>12 March 2024</p>{TEXT}{TEXT}"
            "<time datetime=2024-03-12T14:30:00Z>12 March</time>",
            "https://news.example/quay",
            "2024-03-12T14:30:00+00:00",
            id="a-time-of-the-day-below-the-story",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1><div>Submitted by Jane on Tue, 03/12/2024 - 14:30</div>{TEXT}",
            "https://news.example/quay",
            "2024-03-12T14:30:00+00:00",
            id="month-first-with-weekday",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1>{TEXT}<script>window.S={{data:[{{title:'x',"
            f"published_at:\"2024-03-12T14:30:00Z\"}}],pad:'{'x' * 20}'}}</script>",
            "https://news.example/quay",
            "2024-03-12T14:30:00+00:00",
            id="data-of-a-program-with-bare-keys",
        ),
    ],
)
def test_time(article_of: Any, markup: str, url: str, time: str) -> None:
    assert article_of(markup, url=url).published.isoformat() == time


def test_day_in_an_address_around_a_section(article_of: Any) -> None:
    article = article_of(f"<h1>{TITLE}</h1>{TEXT}", url="https://news.example/2024/town/3/12/quay")
    assert str(article.date) == "2024-03-12"


def test_sharing_links_are_no_tags(article_of: Any) -> None:
    links = (
        "<a href='https://social.example/sharer.php?u=x'>Social</a><a href=mailto:?x>Mail</a>"
        "<a href=/tag/quay>Quay</a>"
    )
    markup = f"<article>{HEAD}{TEXT}<div class=tags>{links}</div></article>"
    assert article_of(markup).tags == ("Quay",)


def test_a_title_cut_into_words_is_no_list_of_tags(article_of: Any) -> None:
    head = "<meta name=keywords content='the,quay,is,to,be,widened,town'>"
    head += f"<meta property=og:title content='{TITLE}'>"
    assert article_of(f"<article>{HEAD}{TEXT}</article>", head).tags == ()
    told = head.replace("the,quay,is,to,be,widened,town", "quay,council,harbour,town")
    assert len(article_of(f"<article>{HEAD}{TEXT}</article>", told).tags) == 4


def test_a_lead_escaped_twice(article_of: Any) -> None:
    head = '<meta name=description content="The town&amp;apos;s quay &amp;amp; lamps">'
    assert article_of(f"<article>{HEAD}{TEXT}</article>", head).lead == "The town's quay & lamps"


def test_an_outlet_behind_a_wide_colon(article_of: Any) -> None:
    head = "<meta property=og:title content='埠頭の拡張が決定：港日報'>"
    head += "<meta property=og:site_name content=港日報>"
    assert (
        article_of(
            f"<h1></h1><p>2024年3月12日</p>{TEXT}<p>12 March 2024</p>",
            head,
            "https://news.example/2024/03/12/x",
        ).title
        == "埠頭の拡張が決定"
    )


def data(**values: Any) -> str:
    node = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-03-12T14:30Z"}
    return f"<script type=application/ld+json>{json.dumps(node | values)}</script>"


PERSON = {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}
OUTLET = "<meta property=og:site_name content='The Quay Times'>"


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(data(author={"@id": "#jane"}, hasPart=[PERSON]), id="reference"),
        pytest.param(data(author={"givenName": "Jane", "familyName": "Doe"}), id="two-names"),
        pytest.param(
            OUTLET + data(author={"name": "Jane Doe | The Quay Times"}), id="outlet-behind"
        ),
        pytest.param(data(author={"name": "Jane&nbsp;Doe"}), id="entity"),
        pytest.param(
            data(author=PERSON).replace(">{", '>{"@type": "WebSite"}\n{'),
            id="two-values-in-a-script",
        ),
    ],
)
def test_authors_of_structured_data(article_of: Any, head: str) -> None:
    assert article_of(f"<article><h1>{TITLE}</h1>{TEXT}</article>", head).authors == ("Jane Doe",)


@pytest.mark.parametrize(
    "raw",
    [
        "2024-03-12T14:30:00Z+00:00",
        "2024-03-12T16:30:00+2:00",
        "2024-03-12 14:30:00 +0000 UTC",
        "2024-03-12T15:30:00CET",
    ],
)
def test_odd_moments_of_structured_data(article_of: Any, raw: str) -> None:
    markup = f"<article><h1>{TITLE}</h1>{TEXT}</article>"
    assert article_of(markup, data(datePublished=raw)).published.timestamp() == 1710253800


@pytest.mark.parametrize("name", ["vr:published_time", "dcterms.issued", "article:publish_date"])
def test_time_under_a_name_that_a_site_invented(article_of: Any, name: str) -> None:
    head = f"<meta name={name} content=2024-03-12T14:30:00Z>"
    markup = f"<article><h1>{TITLE}</h1>{TEXT}</article>"
    assert article_of(markup, head).published.timestamp() == 1710253800
    seen = f"<article><h1>{TITLE}</h1><p>11 March 2024, 10:00</p>{TEXT}</article>"
    assert article_of(seen, head).published.day == 11


@pytest.mark.parametrize(
    "lines",
    [
        "<div>12 March 2024</div><div>14:30</div>",
        "<div><span>Published</span><span>12 March 2024</span><span>14:30</span></div>",
        "<div>Posted: Mar 12, 2024 / 02:30 PM GMT / Updated: Mar 13, 2024 / 09:00 AM GMT</div>",
    ],
    ids=["two-blocks", "glued", "slashes"],
)
def test_hour_beside_the_day(article_of: Any, lines: str) -> None:
    article = article_of(f"<article><h1>{TITLE}</h1>{lines}{TEXT}</article>")
    assert article.published.timestamp() == 1710253800


def test_a_line_of_links_to_tags(article_of: Any) -> None:
    links = "<p><a href=/tag/quay>#quay</a> <a href=/tag/council>#council</a></p>"
    other = "<p><a href=/tag/boats>#boats</a> <a href=/other/story>A story</a></p>"
    assert article_of(f"<article>{HEAD}{TEXT}{links}{other}</article>").tags == ("quay", "council")


def test_an_outlet_before_the_title(article_of: Any) -> None:
    head = OUTLET + f"<meta property=og:title content='The Quay Times: {TITLE}'>"
    assert article_of(f"<article>{HEAD}{TEXT}</article>", head).title == TITLE
