"""Interfax-Ukraine: the English, Ukrainian and Russian editions, which share their markup.

Rebuilt from public sources, not from pages. Relied on: hosts, article addresses, RSS, latest,
items and pager of a listing, title, first ``div.article-time``, body. The rest is tried and may
be missing; side blocks are known by their headings alone.
"""

from crawler.site import Attribute, Block, Feed, Listing, Site, TagPages, Text, Texts

LATEST = Listing(
    "/news/latest.html",
    item="div.articles-section-view div.grid.article",
    link="a.article-link",
    time="div.article-time",
    following="div.pager a",
)
SECTIONS = [
    "general",
    "political",
    "economic",
    "greendeal",
    "sport",
    "telecom",
    "investments",
    "pharmacy",
]


class InterfaxUkraine(Site):
    """The English edition."""

    name = "interfax-ukraine"
    source = "Interfax-Ukraine"
    home = "https://en.interfax.com.ua/"
    language = "en"
    timezone = "Europe/Kyiv"
    discovery = (Feed("/news/last.rss"), LATEST)
    sections = LATEST.at(*(f"/news/{section}.html" for section in SECTIONS))
    tag_pages = TagPages("/news/tag/{}.html", LATEST, blank="_")
    article_url = r"^/news/[\w-]+/(?P<key>\d+)\.html(?:\?|$)"
    scope = "article.article-content-view"
    remove = (
        ".article-content-secondary-header",
        ".article-tags",
        ".social-links",
        ".subscribe-us",
        ".art-follow",
        ".fb-comments",
        "div.ad",
        "div.ads",
        "img[src*='/media/ads']",
    )
    related = Block(("MORE ABOUT",))
    hot_news = Block(("HOT NEWS",))
    latest = Block(("LATEST", "LATEST NEWS"))
    title = Text("h1.article-content-title", anywhere=True)
    published = Text("div.article-time", anywhere=True)
    section = (
        Text("h3.category-title > a", anywhere=True),
        Text("h3.category-title", anywhere=True),
    )
    reading_time = Text("div.article-content-secondary-header", anywhere=True)
    body = (Texts("div.article-content > p"), Texts("div.article-content > p", anywhere=True))
    tags = Texts("div.article-tags a", anywhere=True)
    image = Attribute("img.article-content-image", "src", anywhere=True)


class InterfaxUkraineUk(InterfaxUkraine):
    """The Ukrainian edition."""

    name = "interfax-ukraine-uk"
    source = "Інтерфакс-Україна"
    home = "https://interfax.com.ua/"
    language = "uk"
    related = Block(("БІЛЬШЕ ПРО", "ЧИТАЙТЕ ТАКОЖ", "ЩЕ ЗА ТЕМОЮ", "ЗА ТЕМОЮ", "MORE ABOUT"))
    hot_news = Block(("ГАРЯЧІ НОВИНИ", "ГОЛОВНІ НОВИНИ", "ГОЛОВНЕ", "HOT NEWS"))
    latest = Block(("ОСТАННІ НОВИНИ", "ОСТАННІ", "ОСТАННЄ", "LATEST"))


class InterfaxUkraineRu(InterfaxUkraine):
    """The Russian edition."""

    name = "interfax-ukraine-ru"
    source = "Интерфакс-Украина"
    home = "https://ru.interfax.com.ua/"
    language = "ru"
    related = Block(
        ("БОЛЬШЕ О", "ЧИТАЙТЕ ТАКЖЕ", "ЕЩЕ ПО ТЕМЕ", "ЕЩЁ ПО ТЕМЕ", "ПО ТЕМЕ", "MORE ABOUT")
    )
    hot_news = Block(("ГОРЯЧИЕ НОВОСТИ", "ГЛАВНЫЕ НОВОСТИ", "ГЛАВНОЕ", "HOT NEWS"))
    latest = Block(("ПОСЛЕДНИЕ НОВОСТИ", "ПОСЛЕДНИЕ", "ПОСЛЕДНЕЕ", "LATEST"))
