"""Article markup: an Article and a Variant → the page's HTML.

The class names are the real site's where they are known; those of HOT NEWS and LATEST are not,
so theirs are ours. Links on pages are host-relative; canonical, OpenGraph and JSON-LD are
absolute. Every related story and headline needs an address (see `addressed`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape

from crawler.article import Article, Headline, RelatedStory
from crawler.demo.editions import EDITIONS, Edition
from crawler.demo.places import tag_path
from crawler.demo.style import layout
from crawler.demo.typesetting import typeset
from crawler.demo.variant import Variant

_DEFAULT = Variant()
_COMMENTS = '<div class="fb-comments"></div>\n'


def render(article: Article, variant: Variant = _DEFAULT) -> str:
    """The article's page."""
    edition = EDITIONS[variant.language or article.language or "en"]
    section = _section(article, edition)
    outside = "" if variant.section_inside else section
    inside = section if variant.section_inside else ""
    comments = _COMMENTS if variant.social else ""
    main = f"""\
{outside}<article class="article article-content-view">
{inside}{_head(article, variant, edition)}
{_image(article)}<div class="article-content">
{_body(article, variant, edition)}
</div>
{_tags(article, edition)}{comments}</article>
{_more_about(article, variant, edition)}"""
    aside = (
        side_block("hot-news", variant.heading_tag, edition.hot_news, article.hot_news)
        + side_block("latest-news", variant.heading_tag, edition.latest, article.latest)
        + f'<div class="ads">{edition.advert}</div>\n'
    )
    head = _structured(article, edition) if variant.structured else ""
    return layout(edition, article.title, main, aside, head)


def relative(url: str | None) -> str:
    """The path of an absolute address, as pages of the same host write it."""
    _, _, rest = (url or "").partition("://")
    return "/" + rest.partition("/")[2]


@lru_cache(maxsize=4096)
def article_time(moment: dt.datetime | None, *, big: bool = False, css: str = "") -> str:
    """``div.article-time`` with its two spans; nothing where no time is known."""
    if moment is None:
        return ""
    clock = ' class="article-time-big"' if big else ""
    return (
        f'<div class="{css}article-time"><span{clock}>{moment:%H:%M}</span>\n'
        f"<span>{moment:%d.%m.%Y}</span></div>\n"
    )


@lru_cache(maxsize=64)
def side_block(css: str, tag: str, heading: str, headlines: tuple[Headline, ...]) -> str:
    """HOT NEWS or LATEST: a heading and its links. The same on every page, hence remembered."""
    if not headlines:
        return ""
    items = "\n".join(
        f'<li><a href="{escape(relative(one.url))}">{escape(one.title)}</a></li>'
        for one in headlines
    )
    return (
        f'<div class="side-block {css}">\n<{tag} class="side-block-title">{heading}</{tag}>\n'
        f"<ul>\n{items}\n</ul>\n</div>\n"
    )


def _section(article: Article, edition: Edition) -> str:
    name = article.section
    if name is None:
        return ""
    keys = {visible: key for key, visible in edition.sections.items()}
    key = keys.get(name) or (relative(article.url).split("/") + ["general"] * 3)[2]
    return f'<h3 class="category-title"><a href="/news/{key}.html">{escape(name)}</a></h3>\n'


def _head(article: Article, variant: Variant, edition: Edition) -> str:
    title = typeset(article.title, rough=variant.rough)
    heading = f'<h1 class="article-content-title">\n{title}\n</h1>\n'
    time = article_time(article.published, big=variant.big_time)
    parts = (time, heading) if variant.time_first else (heading, time)
    return "".join(parts) + _secondary_header(article, variant, edition)


def _secondary_header(article: Article, variant: Variant, edition: Edition) -> str:
    """Reading time and share buttons: inside the article, and no story text."""
    minutes = article.reading_minutes
    reading = f"<span>{edition.reading_time.format(minutes)}</span>\n" if minutes else ""
    social = (
        f'<div class="social-links"><p>{edition.share}</p> <a href="#top">Aa</a></div>\n'
        if variant.social
        else ""
    )
    return f'<div class="grid article-content-secondary-header">\n{reading}{social}</div>\n'


def _image(article: Article) -> str:
    if article.image is None:
        return ""
    alt = escape(article.title)
    source = escape(relative(article.image))
    return f'<img class="article-content-image" src="{source}" alt="{alt}">\n'


def _body(article: Article, variant: Variant, edition: Edition) -> str:
    paragraphs = [f"<p>{typeset(one, rough=variant.rough)}</p>" for one in article.body]
    if variant.subscribe:
        block = f'<div class="subscribe-us"><p>{edition.subscribe}</p></div>'
        paragraphs.insert(len(paragraphs) // 2 + 1, block)
    if variant.advert:
        picture = '<img src="/media/ads/newsroom.jpg" alt="" width="160">'
        paragraphs.insert(1, f'<div class="ad">{edition.advert} {picture}</div>')
    if variant.social:
        paragraphs.append(f'<div class="art-follow"><p>{edition.subscribe}</p></div>')
    return "\n".join(paragraphs)


def _tags(article: Article, edition: Edition) -> str:
    if not article.tags:
        return ""
    links = " ".join(f'<a href="{tag_path(tag)}.html">#{escape(tag)}</a>' for tag in article.tags)
    return f'<div class="article-tags">{edition.tags_label} {links}</div>\n'


def _more_about(article: Article, variant: Variant, edition: Edition) -> str:
    if not article.related:
        return ""
    items = "".join(_related(article.related, variant))
    tag = variant.heading_tag
    return (
        f'<section class="more-about">\n<{tag} class="more-about-title">{edition.more_about}'
        f'</{tag}>\n<div class="articles-section-view">\n{items}</div>\n</section>\n'
    )


def _related(stories: Iterable[RelatedStory], variant: Variant) -> Iterator[str]:
    """Items as on listings. With a picture the title stands twice: as its alt and as the link."""
    for story in stories:
        title, path = escape(story.title), escape(relative(story.url))
        picture = (
            f'<div class="col-23"><img class="article-image" '
            f'src="/media/thumbs{path}.jpg" alt="{title}"></div>\n'
            if variant.pictures
            else ""
        )
        yield (
            f'<div class="grid article">\n{article_time(story.published, css="col-13 ")}{picture}'
            f'<div class="col-57"><a class="article-link" href="{path}">\n'
            f"{title}\n</a></div>\n</div>\n"
        )


def _structured(article: Article, edition: Edition) -> str:
    """Canonical address, OpenGraph and JSON-LD. They say no description: the page shows none."""
    values = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "mainEntityOfPage": article.url,
        "datePublished": article.published and article.published.isoformat(),
        "dateModified": article.modified and article.modified.isoformat(),
        "articleSection": article.section,
        "keywords": ", ".join(article.tags) or None,
        "image": article.image,
        "inLanguage": edition.language,
        "publisher": {"@type": "NewsMediaOrganization", "name": article.source},
    }
    json_ld = json.dumps({k: v for k, v in values.items() if v}, ensure_ascii=False)
    json_ld = json_ld.replace("</", r"<\/")
    properties = {
        "og:type": "article",
        "og:title": article.title,
        "og:url": article.url,
        "og:image": article.image,
        "og:site_name": article.source,
        "article:published_time": values["datePublished"],
        "article:modified_time": values["dateModified"],
        "article:section": article.section,
    }
    metas = "".join(
        f'<meta property="{name}" content="{escape(str(value))}">\n'
        for name, value in properties.items()
        if value
    )
    return (
        f'<link rel="canonical" href="{escape(article.url or "")}">\n{metas}'
        f'<script type="application/ld+json">{json_ld}</script>\n'
    )
