"""Small sites of several makes, each a mapping of paths to answers, and the articles it holds."""

from __future__ import annotations

import datetime as dt
import gzip
import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ZONE = dt.timezone(dt.timedelta(hours=2))
TOKYO = dt.timezone(dt.timedelta(hours=9))
SUBJECTS = (
    "harbour", "bridge", "orchard", "tramway", "library", "glasshouse", "quarry", "lighthouse",
    "market", "windmill", "theatre", "reservoir", "foundry", "vineyard", "observatory", "ferry",
    "museum", "hospital", "airfield", "brewery", "archive", "canal", "stadium", "nursery",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    number: int
    title: str
    slug: str
    when: dt.datetime
    paragraphs: tuple[str, ...]
    section: str


@dataclass
class Shape:
    """``articles`` maps each article's path to its story; ``answers`` a target to type and body."""

    answers: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    articles: dict[str, Story] = field(default_factory=dict)

    def page(self, path: str, body: str, head: str = "", lang: str = "en") -> None:
        text = (
            f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
            f"<title>The Small Paper</title>{head}</head><body>{body}</body></html>"
        )
        self.answers[path] = ("text/html; charset=utf-8", text.encode())

    def xml(self, path: str, text: str) -> None:
        self.answers[path] = ("application/xml; charset=utf-8", text.encode())


Make = Callable[[str, dt.datetime], Shape]


def stories(
    now: dt.datetime, count: int = 12, sections: tuple[str, ...] = ("news",)
) -> list[Story]:
    """Stories two hours apart, the newest first, all within three days."""
    found = []
    for n in range(count):
        subject = SUBJECTS[n % len(SUBJECTS)]
        title = f"Council reopens the old {subject} after {n + 3} years of repairs"
        paragraphs = tuple(
            f"The {subject} was opened again on a grey morning, and people came in from {k} "
            f"villages to see what {n + 3} years of patient work had made of it, sentence {k}."
            for k in range(3, 7)
        )
        when = (
            (now - dt.timedelta(hours=2 * n + 1)).astimezone(ZONE).replace(second=0, microsecond=0)
        )
        slug = f"council-reopens-the-old-{subject}"
        found.append(Story(41230 - n, title, slug, when, paragraphs, sections[n % len(sections)]))
    return found


def paragraphs_of(story: Story) -> str:
    return "".join(f"<p>{html.escape(text)}</p>" for text in story.paragraphs)


def feed_of(origin: str, articles: Mapping[str, Story]) -> str:
    items = "".join(
        f"<item><title>{story.title}</title><link>{origin}{path}</link>"
        f"<pubDate>{story.when:%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
        for path, story in articles.items()
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    )


def blog(origin: str, now: dt.datetime) -> Shape:
    """Dates in the addresses, a feed of the newest half, older posts on /page/2/."""
    shape = Shape()
    for story in stories(now):
        path = f"/{story.when:%Y/%m/%d}/{story.slug}/"
        shape.articles[path] = story
        shape.page(
            path,
            f'<header class="site-header"><nav><a href="/category/town/">Town</a></nav></header>'
            f'<article class="post"><h1 class="entry-title">{story.title}</h1>'
            f'<span class="posted-on"><time class="entry-date" datetime="{story.when.isoformat()}">'
            f"{story.when:%d %B %Y}</time></span>"
            f'<div class="entry-content">{paragraphs_of(story)}</div>'
            f'<footer><a href="/tag/council/" rel="tag">council</a></footer></article>',
            '<meta property="og:type" content="article">',
        )
    posts = list(shape.articles.items())

    def listed(some: list[tuple[str, Story]], following: str) -> str:
        rows = "".join(
            f'<article class="post"><h2 class="entry-title"><a href="{path}" rel="bookmark">'
            f'{story.title}</a></h2><time datetime="{story.when.isoformat()}">'
            f"{story.when:%d %B %Y}</time></article>"
            for path, story in some
        )
        path, story = posts[0]
        side = f'<aside><h3>Recent Posts</h3><ul><li><a href="{path}">{story.title}</a></ul>'
        pager = f'<nav class="navigation"><a class="next" href="{following}">Older posts</a></nav>'
        return f"<main>{rows}{pager if following else ''}</main>{side}</aside>"

    head = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    head += '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
    shape.page("/", listed(posts[:6], "/page/2/"), head)
    shape.page("/page/2/", listed(posts[6:], ""), head)
    shape.page("/tag/council/", listed(posts, ""))
    shape.page("/category/town/", listed(posts[:3], ""))
    shape.xml("/feed/", feed_of(origin, dict(posts[:6])))
    return shape


def newspaper(origin: str, now: dt.datetime) -> Shape:
    """Sections and sitemaps only: robots.txt names an index that leads to a packed news sitemap,
    to itself, and to an archive of years ago."""
    shape = Shape()
    sections = ("politics", "economy", "sport")
    for story in stories(now, sections=sections):
        path = f"/{story.section}/{story.slug}-{story.number}"
        shape.articles[path] = story
        data = {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "WebSite", "name": "The Small Paper"},
                {
                    "@type": "NewsArticle",
                    "headline": story.title,
                    "datePublished": story.when.isoformat(),
                    "articleSection": story.section.title(),
                    "mainEntityOfPage": origin + path,
                },
            ],
        }
        shape.page(
            path,
            f"<main><h1>{story.title}</h1><div class='story'>{paragraphs_of(story)}</div></main>",
            f'<script type="application/ld+json">{json.dumps(data)}</script>',
        )
    menu = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in sections)
    menu = f'<div class="main-menu"><ul>{menu}<li><a href="/about">About us</a></li></ul></div>'
    shape.page("/", f"{menu}<h1>The Small Paper</h1><p>Welcome.</p>")
    shape.page("/about", f"{menu}<h1>About us</h1><p>{'We print what we hear. ' * 60}</p>")
    for name in sections:
        rows = "".join(
            f'<div class="teaser"><a href="{path}"><h3>{story.title}</h3></a></div>'
            for path, story in shape.articles.items()
            if story.section == name
        )
        shape.page(f"/{name}", f"{menu}<div class='list'>{rows}</div>")
    news = "".join(
        f"<url><loc>{origin}{path}</loc><n:news><n:publication_date>{story.when.isoformat()}"
        f"</n:publication_date><n:title>{story.title}</n:title></n:news></url>"
        for path, story in shape.articles.items()
    )
    packed = gzip.compress(
        b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        b'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">' + news.encode() + b"</urlset>"
    )
    shape.answers["/sitemaps/news.xml.gz"] = ("application/gzip", packed)
    old = f"<url><loc>{origin}/politics/old-and-gone-1</loc><lastmod>2019-01-01</lastmod></url>"
    xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    shape.xml("/sitemaps/2019.xml", f"<urlset {xmlns}>{old}</urlset>")
    names = ("index.xml", "news.xml.gz", "2019.xml")
    index = "".join(f"<sitemap><loc>{origin}/sitemaps/{n}</loc></sitemap>" for n in names)
    shape.xml("/sitemaps/index.xml", f"<sitemapindex {xmlns}>{index}</sitemapindex>")
    text = f"User-agent: *\nAllow: /\nSitemap: {origin}/sitemaps/index.xml\n"
    shape.answers["/robots.txt"] = ("text/plain", text.encode())
    return shape


def feed_only(origin: str, now: dt.datetime) -> Shape:
    """A front page with a picture and no link; a feed that nothing links to."""
    shape = Shape()
    for story in stories(now):
        path = f"/a/{story.number % 1000}"
        shape.articles[path] = story
        shape.page(
            path,
            f"<h1>{story.title}</h1><div class='date'>{story.when:%d.%m.%Y %H:%M}</div>"
            f"<div id='text'>{paragraphs_of(story)}</div>",
        )
    shape.page("/", "<h1>The Small Paper</h1><img src='/front.png' alt='front page'>")
    shape.xml("/rss.xml", feed_of(origin, shape.articles))
    return shape


def json_pages(origin: str, now: dt.datetime) -> Shape:
    """No list of stories but a JSON feed in pages, the last of which leads to the first."""
    shape = _without_lists(origin, now, "application/feed+json", "/feed.json")
    targets = ("/feed.json", "/feed.json?page=2", "/feed.json?page=3")
    for n, target in enumerate(targets):
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "The Small Paper",
            "next_url": origin + (*targets[1:], targets[0])[n],
            "items": [
                {"id": path, "url": origin + path, "date_published": story.when.isoformat()}
                for path, story in list(shape.articles.items())[7 * n : 7 * n + 7]
            ],
        }
        shape.answers[target] = ("application/feed+json", json.dumps(feed).encode())
    return shape


def atom_pages(origin: str, now: dt.datetime) -> Shape:
    """No list of stories anywhere but an Atom feed in pages, and an archive behind them."""
    shape = _without_lists(origin, now, "application/atom+xml", "/atom")
    older = ('rel="next" href="/atom/2"', 'rel="prev-archive" href="/atom/archive"', "")
    for n, target in enumerate(("/atom", "/atom/2", "/atom/archive")):
        entries = "".join(
            f'<entry><link href="{path}"/><published>{story.when.isoformat()}</published></entry>'
            for path, story in list(shape.articles.items())[7 * n : 7 * n + 7]
        )
        link = f"<link {older[n]}/>" if older[n] else ""
        shape.xml(target, f'<feed xmlns="http://www.w3.org/2005/Atom">{link}{entries}</feed>')
    return shape


def _without_lists(origin: str, now: dt.datetime, kind: str, feed: str) -> Shape:
    """Twenty stories, and a front page that names nothing but a feed."""
    shape = Shape()
    for story in stories(now, 20):
        path = f"/read/{story.slug}-{story.number}"
        shape.articles[path] = story
        shape.page(
            path,
            f"<article><h1>{story.title}</h1><time datetime='{story.when.isoformat()}'>"
            f"{story.when:%d.%m.%Y %H:%M}</time>{paragraphs_of(story)}</article>",
        )
    head = f'<link rel="alternate" type="{kind}" href="{feed}">'
    shape.page("/", "<h1>The Small Paper</h1><p>Read us in a reader.</p>", head)
    return shape


def json_ld_only(origin: str, now: dt.datetime) -> Shape:
    """Addresses of a word or two, pages that show no time: their data says all."""
    shape = Shape()
    for story in stories(now):
        path = f"/story/old-{story.slug.rpartition('-')[2]}"
        shape.articles[path] = story
        data = [
            {
                "@type": ["NewsArticle"],
                "headline": story.title,
                "datePublished": story.when.isoformat(),
                "articleBody": "\n\n".join(story.paragraphs),
            }
        ]
        shape.page(
            path,
            f"<div id='app'><h1>{story.title}</h1>{paragraphs_of(story)}</div>",
            f'<script type="application/ld+json">{json.dumps(data)}</script>',
        )
    rows = "".join(
        f'<section class="card c{n}"><a class="card-link" href="{path}">{story.title}</a></section>'
        for n, (path, story) in enumerate(shape.articles.items())
    )
    shape.page("/", f"<main>{rows}</main>")
    return shape


def paged(origin: str, now: dt.datetime) -> Shape:
    """A listing in numbered pages with teasers beside it, in Ukrainian, related stories below."""
    shape = Shape()
    found = stories(now, 20)
    for story in found:
        shape.articles[f"/novyny/{story.number}.html"] = story
    paths = list(shape.articles)
    teasers = "".join(
        f'<li><a href="{path}">{shape.articles[path].title}</a></li>' for path in paths[-3:]
    )
    aside = f'<aside class="sidebar"><h3>Популярне</h3><ul>{teasers}</ul></aside>'
    for n, (path, story) in enumerate(shape.articles.items()):
        more = "".join(
            f'<li><a href="{other}">{shape.articles[other].title}</a></li>'
            for other in (paths[n - 1], paths[n - 2])
        )
        shape.page(
            path,
            f"<div class='wrap'><div class='content'><h1>{story.title}</h1>"
            f'<time datetime="{story.when.isoformat()}">{story.when:%H:%M %d.%m.%Y}</time>'
            f"<div class='text'>{paragraphs_of(story)}</div>"
            f"<div class='more'><h4>Читайте також:</h4><ul>{more}</ul></div></div>{aside}</div>",
            lang="uk",
        )
    pager = "".join(f'<a href="/?page={n}">{n}</a>' for n in (1, 2))
    for n, target in ((0, "/"), (0, "/?page=1"), (1, "/?page=2")):
        rows = "".join(
            f'<div class="item"><span>{shape.articles[path].when:%H:%M %d.%m.%Y}</span>'
            f'<a href="{path}">{shape.articles[path].title}</a></div>'
            for path in paths[10 * n : 10 * n + 10]
        )
        shape.page(target, f"<div class='feed'>{rows}</div><div>{pager}</div>{aside}", lang="uk")
    return shape


def rel_next(origin: str, now: dt.datetime) -> Shape:
    """A front page that is a menu; the news on pages that follow each other by rel=next."""
    shape = Shape()
    for story in stories(now):
        path = f"/en/news/{story.slug}-{story.number}.html"
        shape.articles[path] = story
        shape.page(
            path,
            f'<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">'
            f'{story.title}</h1><meta itemprop="datePublished" content="{story.when.isoformat()}">'
            f'<div itemprop="articleBody">{paragraphs_of(story)}</div></article>',
            f'<meta property="article:published_time" content="{story.when.isoformat()}">',
        )
    paths = list(shape.articles)
    menu = '<nav><a href="/en/news">News</a><a href="/en/contact">Contact</a></nav>'
    shape.page("/", f"{menu}<p>Pick a section.</p>")
    shape.page("/en/contact", f"{menu}<p>Write to us.</p>")
    for n, target in enumerate(("/en/news", "/en/news/older", "/en/news/oldest")):
        rows = "".join(
            f'<tr><td>{shape.articles[path].when:%Y-%m-%d %H:%M}</td><td><a href="{path}">'
            f"{shape.articles[path].title}</a></td></tr>"
            for path in paths[4 * n : 4 * n + 4]
        )
        following = ("/en/news/older", "/en/news/oldest", "")[n]
        head = f'<link rel="next" href="{following}">' if following else ""
        shape.page(target, f"{menu}<table>{rows}</table>", head)
    return shape


def by_query(origin: str, now: dt.datetime) -> Shape:
    """One script for everything: articles are told apart by a number in the query."""
    shape = Shape()
    for story in stories(now, 6):
        path = f"/index.php?id={story.number}"
        shape.articles[path] = story
        shape.page(
            path,
            f"<h2 class='t'>{story.title}</h2><i>{story.when:%Y-%m-%d %H:%M}</i>"
            f"{paragraphs_of(story)}",
            f'<meta property="og:type" content="article"><meta property="og:title" '
            f'content="{story.title}"><meta property="article:published_time" '
            f'content="{story.when.isoformat()}">',
        )
    rows = "".join(
        f'<p class="n"><a href="{path}">{story.title}</a></p>'
        for path, story in shape.articles.items()
    )
    shape.page("/", f"<div>{rows}</div><a href='/index.php?page=contact'>Contact</a>")
    return shape


def short_names(origin: str, now: dt.datetime) -> Shape:
    """Addresses of two words right below the root, each in a header of its teaser's own,
    beside pages that are said to be articles too; a feed that names them all."""
    shape = Shape()
    for story in stories(now):
        path = f"/{story.slug.rpartition('-')[2]}-opens/"
        shape.articles[path] = story
        shape.page(
            path,
            f"<article><header class='entry-header'><h1>{story.title}</h1>"
            f'<time datetime="{story.when.isoformat()}">{story.when:%d.%m.%Y}</time></header>'
            f"{paragraphs_of(story)}</article>",
            '<meta property="og:type" content="article">',
        )
    menu = "<header class='site-header'><a href='/category/town/'>Town</a> "
    menu += "<a href='/our-team/'>Our team</a></header>"
    rows = "".join(
        f"<article><header class='entry-header'><h2><a href='{path}'>{story.title[:30]}</a></h2>"
        f"</header><p>A teaser.</p></article>"
        for path, story in shape.articles.items()
    )
    head = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    shape.page("/", f"{menu}<main>{rows}</main>", head)
    shape.page("/category/town/", f"{menu}<main>{rows}</main>", head)
    team = "<p>We are nine people and a dog, and we write what we see. </p>" * 9
    shape.page(
        "/our-team/",
        f"{menu}<article><h1>Our team</h1>{team}</article>",
        f'{head}<meta property="og:type" content="article">',
    )
    shape.xml("/feed/", feed_of(origin, shape.articles))
    return shape


def codes(origin: str, now: dt.datetime) -> Shape:
    """Addresses that no rule knows, on pages without any data, under headlines of nine letters;
    a foot whose links look more like articles than the articles do."""
    shape = Shape()
    for n, story in enumerate(stories(now)):
        path = f"/articles/ASV{4000 + 37 * n}X{n:02}UT.html"
        shape.articles[path] = story
        shown = story.when.astimezone(TOKYO)  # where its language is spoken
        shape.page(
            path,
            f"<main><h1>{story.title}</h1><p class='d'>{shown:%Y年%m月%d日 %H時%M分}</p>"
            f"<div class='txt'>{paragraphs_of(story)}</div></main>",
            lang="ja",
        )
    rows = "".join(
        f"<li><a href='{path}'>橋の計画採決へ{n:02}</a></li>"
        for n, path in enumerate(shape.articles)
    )
    foot = "".join(
        f"<a href='/info/{name}'>How we work</a> "
        for name in ("how-we-work-here", "what-we-print-and-why", "who-owns-us-and-why")
    )
    shape.page("/", f"<main><ul>{rows}</ul></main><footer>{foot}</footer>", lang="ja")
    return shape


def nothing(origin: str, now: dt.datetime) -> Shape:
    """A shop's card: no article anywhere."""
    shape = Shape()
    shape.page("/", '<nav><a href="/about">About</a><a href="/prices">Prices</a></nav><p>Hats.</p>')
    shape.page("/about", "<p>We make hats.</p>")
    shape.page("/prices", "<p>They are dear.</p>")
    return shape


SHAPES: dict[str, Make] = {
    make.__name__: make
    for make in (
        blog,
        newspaper,
        feed_only,
        json_pages,
        atom_pages,
        json_ld_only,
        paged,
        rel_next,
        by_query,
        short_names,
        codes,
    )
}
