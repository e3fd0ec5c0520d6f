"""Answers: Newsroom, Conduct and path → what the server says, before the wire is considered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from crawler.demo import syndication
from crawler.demo.announced import listing_pages, on_listing_page, sitemaps
from crawler.demo.conduct import Conduct
from crawler.demo.desk import Story
from crawler.demo.listing_markup import ListingPage, render_home, render_listing
from crawler.demo.markup import relative, render
from crawler.demo.newsroom import Announcement, Newsroom
from crawler.demo.picture import draw
from crawler.demo.places import (
    LATEST,
    Place,
    read_article_path,
    read_listing_path,
)
from crawler.demo.redesign import redesign
from crawler.demo.style import layout

HTML, XML, TEXT = "text/html; charset=utf-8", "application/xml", "text/plain; charset=utf-8"
RSS, SVG = "application/rss+xml; charset=utf-8", "image/svg+xml"

# One bounded group each, anchored at both ends: they cannot run away.
_FEED = re.compile(r"/news/([a-z]{1,20})\.rss")
_SITEMAP = re.compile(r"/sitemap-(news|[1-9]\d{0,3})\.xml")


@dataclass(frozen=True, slots=True)
class Answer:
    """``modified`` is when the body last changed; None where no validators are due."""

    status: int
    body: bytes
    media_type: str = HTML
    modified: dt.datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)


def answer(newsroom: Newsroom, path: str, conduct: Conduct) -> Answer:
    """The answer to GET ``path`` (percent-encoded, without a query)."""
    if read_article_path(path):
        return _article(newsroom, path, conduct)
    if listing := read_listing_path(path):
        return _listing(newsroom, *listing, conduct)
    if path.startswith("/media/"):
        return Answer(200, draw(path).encode(), SVG, None)
    if match := _FEED.fullmatch(path):
        return _feed(newsroom, match[1], conduct)
    if match := _SITEMAP.fullmatch(path):
        return _sitemap(newsroom, match[1])
    fixed = _FIXED.get(path)
    return fixed(newsroom, conduct) if fixed else not_found(newsroom)


def not_found(newsroom: Newsroom, status: int = 404) -> Answer:
    """The page for what is not there; with status 200 it is a soft 404."""
    edition = newsroom.edition
    return Answer(status, _notice(newsroom, edition.not_found, edition.not_found))


def challenge(newsroom: Newsroom, status: int) -> Answer:
    """The page of a gatekeeper that wants to see a browser, with status 403 or 200."""
    text = newsroom.edition.challenge
    return Answer(status, _notice(newsroom, "Just a moment…", text))


def failure(status: int, retry_after: str | None) -> Answer:
    """A server's bare error."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    return Answer(status, f"{status}\n".encode(), TEXT, headers=headers)


def _notice(newsroom: Newsroom, title: str, text: str) -> bytes:
    main = f'<div class="notice"><h1>{escape(title)}</h1>\n<p>{escape(text)}</p></div>\n'
    return layout(newsroom.edition, title, main).encode()


def _redirect(newsroom: Newsroom, path: str) -> Answer:
    text = f'<p><a href="{path}">{path}</a></p>\n'
    body = layout(newsroom.edition, "301", text).encode()
    return Answer(301, body, headers={"Location": path})


def _article(newsroom: Newsroom, path: str, conduct: Conduct) -> Answer:
    story = newsroom.find(path)
    if story is None:
        return not_found(newsroom)
    gone = newsroom.gone(story.serial)
    if gone == 301:
        return _redirect(newsroom, Place(section=story.section).path())
    if gone:
        return not_found(newsroom, gone)
    known = newsroom.addresses(path)
    url = newsroom.edition.origin + path
    if url not in known:
        return _redirect(newsroom, relative(known[0]))
    page = render(newsroom.article(story, url), newsroom.variant(story))
    return _page(page, conduct, newsroom.modified(story))


def _listing(newsroom: Newsroom, place: Place, number: int, conduct: Conduct) -> Answer:
    last = listing_pages(newsroom, place, conduct)
    if number > last:
        return not_found(newsroom)
    announcements = on_listing_page(newsroom, place, number, conduct)
    items = [(one, _picture(newsroom, one)) for one in announcements]
    page = ListingPage(place, number, last, items, newsroom.hot_news)
    return _page(render_listing(page, newsroom.edition), conduct, newsroom.sides_at)


def _picture(newsroom: Newsroom, one: Announcement) -> str | None:
    story: Story | None = newsroom.find(relative(one.url))
    return story.picture if story else None


def _home(newsroom: Newsroom, conduct: Conduct) -> Answer:
    announcements = on_listing_page(newsroom, LATEST, 1, conduct)[:10]
    items = [(one, _picture(newsroom, one)) for one in announcements]
    page = render_home(items, newsroom.hot_news, newsroom.edition)
    return _page(page, conduct, newsroom.sides_at)


def _page(html: str, conduct: Conduct, modified: dt.datetime) -> Answer:
    text = redesign(html) if conduct.redesigned else html
    return Answer(200, text.encode(), HTML, modified)


def _feed(newsroom: Newsroom, name: str, conduct: Conduct) -> Answer:
    if name != "last" and name not in newsroom.edition.sections:
        return not_found(newsroom)
    place = LATEST if name == "last" else Place(section=name)
    return Answer(200, syndication.rss(newsroom, place, conduct).encode(), RSS, newsroom.sides_at)


def _sitemap(newsroom: Newsroom, name: str) -> Answer:
    if name == "news":
        return Answer(200, syndication.news_sitemap(newsroom).encode(), XML, newsroom.now)
    if int(name) > sitemaps(newsroom):
        return not_found(newsroom)
    return Answer(200, syndication.sitemap(newsroom, int(name)).encode(), XML, newsroom.now)


def _sitemap_index(newsroom: Newsroom, _: Conduct) -> Answer:
    return Answer(200, syndication.sitemap_index(newsroom).encode(), XML, newsroom.now)


def _robots(newsroom: Newsroom, conduct: Conduct) -> Answer:
    return Answer(200, syndication.robots_txt(newsroom, conduct).encode(), TEXT)


_FIXED: dict[str, Callable[[Newsroom, Conduct], Answer]] = {
    "/": _home,
    "/sitemap.xml": _sitemap_index,
    "/robots.txt": _robots,
}
