"""Sites that hide their stories: behind buttons, frames, pages about feeds, days and months."""

from __future__ import annotations

import datetime as dt
import json

from .shapes import Make, Shape, Story, feed_of, paragraphs_of, stories


def scroll(origin: str, now: dt.datetime) -> Shape:
    """Numbers for addresses, some like years; a list that grows as one scrolls, piece by piece as
    JSON, the last piece with one story."""
    shape = Shape()
    numbers = (77, 990, 1950, 2024, 2031, 20123, 201012, *range(41230, 41236))
    for number, story in zip(numbers, stories(now, len(numbers)), strict=True):
        _put(shape, f"/{number}", story)
    pieces = [list(shape.articles.items())[n : n + 6] for n in (0, 6, 12)]
    first = f"<div id='list' data-next='/list?part=2'>{_rows(pieces[0])}</div>"
    shape.page("/", f"<main>{first}<button>Load more</button></main>")
    for n, piece in enumerate(pieces[1:], 2):
        told = {"html": _rows(piece), "next": f"/list?part={n + 1}" if n < 3 else None}
        shape.answers[f"/list?part={n}"] = ("application/json", json.dumps(told).encode())
    return shape


def wordpress(origin: str, now: dt.datetime) -> Shape:
    """A front page without stories; a feed of the newest, in pages that it does not name; a page
    for each day on which there was something."""
    shape = Shape()
    for n, story in enumerate(stories(now, 23)):
        when = story.when - dt.timedelta(hours=40 * n)
        moved = Story(story.number, story.title, story.slug, when, story.paragraphs, story.section)
        _put(shape, f"/{when:%Y/%m/%d}/{story.slug}/", moved)
    told = list(shape.articles.items())
    maker = "<generator>https://wordpress.org/?v=6.4</generator>"
    for n in range(3):
        target = f"/feed/?paged={n + 1}" if n else "/feed/"
        text = feed_of(origin, dict(told[10 * n : 10 * n + 10]))
        shape.xml(target, text.replace("<item>", f"{maker}<item>", 1))
    for day in {path[:12] for path, _ in told}:
        rows = _rows([one for one in told if one[0].startswith(day)])
        shape.page(day, f"<main>{rows}</main>")
    head = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    shape.page("/", "<h1>The Small Paper</h1><p>Welcome.</p>", head)
    return shape


def framed(origin: str, now: dt.datetime) -> Shape:
    """Two frames, in one of them a link to a page that lists the feeds."""
    shape = Shape()
    for story in stories(now):
        _put(shape, f"/n/{story.number}.htm", story)
    frames = "<frameset><frame src='/menu.htm'><frame src='/main.htm'></frameset>"
    shape.answers["/"] = ("text/html", f"<html>{frames}</html>".encode())
    shape.page("/menu.htm", "<a href='/help/feeds.htm'>RSS</a><a href='/contact.htm'>Contact</a>")
    shape.page("/main.htm", "<h1>Welcome</h1>")
    listed = "<a href='/export/top.rdf'>Top stories</a><a href='/export/all.xml'>All</a>"
    shape.page("/help/feeds.htm", f"<h1>Our feeds</h1>{listed}")
    shape.xml("/export/all.xml", feed_of(origin, shape.articles))
    shape.xml("/export/top.rdf", feed_of(origin, dict(list(shape.articles.items())[:4])))
    return shape


def by_month(origin: str, now: dt.datetime) -> Shape:
    """The newest on the front page, the months behind a choice; sections named like stories."""
    shape = Shape()
    menu = "<nav><a href='/local-news-and-city-council'>Local news</a></nav>"
    for n, story in enumerate(stories(now, 24)):
        when = story.when - dt.timedelta(hours=60 * n)
        moved = Story(story.number, story.title, story.slug, when, story.paragraphs, story.section)
        _put(shape, f"/{story.slug}", moved)
    told = list(shape.articles.items())
    months = sorted({f"{story.when:%Y-%m}" for _, story in told})
    choice = "".join(f"<option value='/archive/{month}'>{month}</option>" for month in months)
    shape.page("/", f"{menu}<main>{_rows(told[:6])}</main><select>{choice}</select>")
    shape.page("/local-news-and-city-council", f"{menu}<main>{_rows(told[6:12])}</main>")
    for month in months:
        rows = _rows([one for one in told if f"{one[1].when:%Y-%m}" == month])
        shape.page(f"/archive/{month}", f"<main>{rows}</main>")
    return shape


def unnamed_sitemaps(origin: str, now: dt.datetime) -> Shape:
    """An index of sitemaps by month that no robots.txt names, of changes alone; its oldest is
    gone."""
    shape = Shape()
    months: dict[str, str] = {}
    for n, story in enumerate(stories(now, 24)):
        when = story.when - dt.timedelta(hours=60 * n)
        moved = Story(story.number, story.title, story.slug, when, story.paragraphs, story.section)
        path = f"/read/{story.slug}"
        _put(shape, path, moved)
        entry = f"<url><loc>{origin}{path}</loc><lastmod>{when.isoformat()}</lastmod></url>"
        months[f"{when:%Y-%m}"] = months.get(f"{when:%Y-%m}", "") + entry
    index = ""
    for month, entries in months.items():
        shape.xml(f"/map-{month}.xml", f"<urlset>{entries}</urlset>")
        index += f"<sitemap><loc>{origin}/map-{month}.xml</loc></sitemap>"
    index += f"<sitemap><loc>{origin}/map-2019-01.xml</loc></sitemap>"
    shape.xml("/sitemap.xml", f"<sitemapindex>{index}</sitemapindex>")
    shape.page("/", "<h1>The Small Paper</h1><p>Read us in our app.</p>")
    return shape


def _put(shape: Shape, path: str, story: Story) -> None:
    shape.articles[path] = story
    shape.page(
        path,
        f"<article><h1>{story.title}</h1><time datetime='{story.when.isoformat()}'>"
        f"{story.when:%d.%m.%Y %H:%M}</time>{paragraphs_of(story)}</article>",
        '<meta property="og:type" content="article">',
    )


def _rows(told: list[tuple[str, Story]]) -> str:
    return "".join(
        f"<div class='row'><a href='{path}'>{story.title}</a>"
        f"<time datetime='{story.when.isoformat()}'>{story.when:%d.%m.%Y}</time></div>"
        for path, story in told
    )


ODD_SHAPES: dict[str, Make] = {
    make.__name__: make for make in (scroll, wordpress, framed, by_month, unnamed_sitemaps)
}
