"""Listing markup: announcements of one page, and where its pager leads → HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from crawler.article import Headline
from crawler.demo.editions import Edition
from crawler.demo.markup import article_time, relative, side_block
from crawler.demo.newsroom import Announcement
from crawler.demo.places import Place
from crawler.demo.style import layout

_PAGES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page of a listing. ``items`` bear the path of their picture, where there is one."""

    place: Place
    number: int
    last: int
    items: Sequence[tuple[Announcement, str | None]]
    hot_news: tuple[Headline, ...] = ()


def render_listing(page: ListingPage, edition: Edition) -> str:
    """The listing page, with the pager after the container."""
    name = heading(page.place, edition)
    title = f'<h2 class="section-title">{escape(name)}</h2>\n'
    main = title + _items(page.items) + _pager(page, edition)
    aside = side_block("hot-news", "h3", edition.hot_news, page.hot_news)
    return layout(edition, f"{name} – {edition.source}", main, aside)


def render_home(
    items: Sequence[tuple[Announcement, str | None]],
    hot_news: tuple[Headline, ...],
    edition: Edition,
) -> str:
    """The home page: the newest stories, HOT NEWS, and the way to all others."""
    more = f'<p><a class="all-news" href="/news/latest.html">{edition.latest}</a></p>\n'
    aside = side_block("hot-news", "h3", edition.hot_news, hot_news)
    return layout(edition, edition.source, _items(items) + more, aside)


def heading(place: Place, edition: Edition) -> str:
    """The name of a listing, as people read it."""
    if place.tag is not None:
        return f"#{place.tag}"
    return edition.sections[place.section] if place.section else edition.latest


def _items(items: Iterable[tuple[Announcement, str | None]]) -> str:
    inside = "".join(_item(announcement, picture) for announcement, picture in items)
    return f'<div class="articles-section-view">\n{inside}</div>\n'


def _item(announcement: Announcement, picture: str | None) -> str:
    title = escape(announcement.title)
    time = article_time(
        announcement.published, big=announcement.published.minute % 3 == 0, css="col-13 "
    )
    thumbnail = (
        f'<div class="col-23"><div class="col-27 article-image-wrapper"><img class="article-image"'
        f' src="{picture}" alt="{title}"></div></div>\n'
        if picture
        else ""
    )
    return (
        f'<div class="grid article">\n{time}{thumbnail}<div class="col-57">'
        f'<h1 class="article-link-wrapper"><a class="article-link" '
        f'href="{escape(relative(announcement.url))}">\n{title}\n</a></h1></div>\n</div>\n'
    )


def _pager(page: ListingPage, edition: Edition) -> str:
    """Page numbers with a class, then the way on without one. The last page's leads to itself;
    tags have none there; a listing of one page has no pager."""
    if page.last == 1:
        return ""
    first = max(1, page.number - _PAGES_SHOWN)
    numbers = range(first, min(page.last, page.number + _PAGES_SHOWN) + 1)
    links = "".join(
        f'<a class="{"active" if number == page.number else "page"}" '
        f'href="{page.place.path(number)}">{number}</a>\n'
        for number in numbers
    )
    following = page.place.path(min(page.number + 1, page.last))
    way_on = f'<a href="{following}">{edition.following}</a>\n'
    if page.place.tag is not None and page.number == page.last:
        way_on = ""
    return f'<div class="pager">\n{links}{way_on}</div>\n'
