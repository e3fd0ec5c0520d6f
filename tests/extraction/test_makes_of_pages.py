"""Pages of our own in the markup of well-known systems: what is made of them on any site."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.extraction import extract
from crawler.normalization.normalize import normalize

TITLE = "Council votes to rebuild the old bridge"
TIME = "2026-01-20T10:15:00+01:00"
STORY = [
    f"Sentence {n} of the story tells, with a comma, what the council did about its bridge today."
    for n in range(1, 15)
]
OTHER = "Police in the capital arrested three people on Monday night after a robbery."
P = "".join(f"<p>{one}</p>" for one in STORY)
FIRST = "".join(f"<p>{one}</p>" for one in STORY[:7])
REST = "".join(f"<p>{one}</p>" for one in STORY[7:])
META = f'<meta property="article:published_time" content="{TIME}">'
LD = json.dumps(
    {"@type": "NewsArticle", "headline": TITLE, "datePublished": TIME, "author": "Jane Doe"}
)
TAGS = '<a rel="tag" href="/tag/bridge">bridge</a>, <a rel="tag" href="/tag/town">town</a>'

MAKES = {
    "WordPress": f"""{META}<article class="post hentry"><h1 class="entry-title">{TITLE}</h1>
        <div class="entry-meta"><time class="entry-date published updated" datetime="{TIME}">
        January 20, 2026</time> <span class="byline">by <span class="author vcard">
        <a class="url fn n" href="/author/jd">Jane Doe</a></span></span></div>
        <div class="entry-content">{FIRST}<div class="wp-block-group"><h3>Read also</h3><ul>
        <li><a href="/1.html">Ferry to run on Sundays as well</a></li></ul></div>{REST}
        <div class="sharedaddy"><h3>Share this:</h3></div></div>
        <footer><a rel="category tag" href="/c/t">News</a> {TAGS}</footer></article>
        <div id="comments"><h2>3 thoughts on “{TITLE}”</h2><p>{OTHER}</p></div>""",
    "Drupal": f"""<article class="node node--type-article"><h1>{TITLE}</h1><div class="node__meta">
        Submitted by <a class="username">Jane Doe</a> on Tue, 01/20/2026 - 10:15 CET</div>
        <div class="field field--name-body">{P}</div><div class="field field--name-field-tags">
        <div>Tags</div><a href="/t/1">bridge</a> <a href="/t/2">town</a></div></article>
        <div class="views-element-container"><h2>Recent content</h2><p>{OTHER}</p></div>""",
    "Blogger": f"""<div class="post hentry"><h3 class="post-title entry-title">{TITLE}</h3>
        <div class="post-body entry-content">{"<br /><br />".join(STORY)}</div>
        <div class="post-footer">Posted by <span itemprop="author">Jane Doe</span> at
        <abbr class="published" itemprop="datePublished" title="{TIME}">10:15 AM</abbr>
        Labels: {TAGS}</div></div><meta property="og:title" content="{TITLE}">""",
    "Ghost": f"""{META}<article class="article post"><h1 class="article-title">{TITLE}</h1>
        <section class="byline"><h4 class="author-name"><a href="/author/jd/">Jane Doe</a></h4>
        <time datetime="2026-01-20">Jan 20, 2026</time> <span>3 min read</span></section>
        <section class="gh-content">{FIRST}<figure class="kg-bookmark-card">
        <a href="https://o.example"><div>Ferry</div><div>{OTHER}</div></a></figure>{REST}
        <div class="kg-signup-card"><p>News in your inbox every Friday.</p></div></section>
        <p>Tags: {TAGS}</p></article>""",
    "a letter": f"""{META}<article class="newsletter-post post"><h1 class="post-title">{TITLE}</h1>
        <div class="byline-wrapper"><div><a href="https://letters.example/@jane">Jane Doe</a></div>
        <div>Jan 20, 2026</div></div><div class="available-content">{FIRST}
        <div class="subscription-widget"><p>To receive new posts, become a subscriber.</p></div>
        {REST}</div><p>Tags: {TAGS}</p></article><div class="comments-page"><h4>Discussion</h4>
        <p>{OTHER}</p></div>""",
    "AMP": f"""<script type="application/ld+json">{LD}</script><article><h1>{TITLE}</h1>
        <div class="amp-wp-article-content">{FIRST}<amp-ad></amp-ad>{REST}</div>
        <p>{TAGS}</p></article>
        <amp-consent><div><p>We use cookies to measure who reads us.</p></div></amp-consent>""",
    "data alone": f"""<meta property="og:title" content="{TITLE}">
        <meta name="author" content="Jane Doe"><meta name="keywords" content="bridge, town">
        <div id="__next"></div>
        <script id="__NEXT_DATA__" type="application/json">{json.dumps(
            {"story": {"publishedAt": TIME, "content": [{"text": one} for one in STORY]},
             "related": [{"title": "Another", "text": OTHER}]})}</script>""",
}  # fmt: skip


@pytest.mark.parametrize("markup", MAKES.values(), ids=MAKES.keys())
def test_a_page_of_a_known_make(make_page: Any, make_site: Any, markup: str) -> None:
    page = make_page(f"<!DOCTYPE html><html lang=en><body>{markup}</body></html>")
    article = normalize(extract(page, make_site()), page, make_site())
    assert article.title == TITLE
    assert list(article.body) == STORY
    assert article.authors == ("Jane Doe",)
    assert article.tags == ("bridge", "town")
    assert article.published is not None
    assert article.published.isoformat() == TIME
