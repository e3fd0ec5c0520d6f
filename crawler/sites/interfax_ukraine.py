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
READING = ("min read", "хв чит", "мин чт")
# In the languages of all editions, because a page may mix them.
MORE_ABOUT = Block(
    (
        *("MORE ABOUT", "READ ALSO"),
        *("БІЛЬШЕ ПРО", "ЧИТАЙТЕ ТАКОЖ", "ЩЕ ЗА ТЕМОЮ", "ЗА ТЕМОЮ"),
        *("БОЛЬШЕ О", "ЧИТАЙТЕ ТАКЖЕ", "ЕЩЕ ПО ТЕМЕ", "ЕЩЁ ПО ТЕМЕ", "ПО ТЕМЕ"),
    )
)
HOT_NEWS = Block(
    (
        *("HOT NEWS", "TOP NEWS"),
        *("ГАРЯЧІ НОВИНИ", "ГОЛОВНІ НОВИНИ", "ГОЛОВНЕ"),
        *("ГОРЯЧИЕ НОВОСТИ", "ГЛАВНЫЕ НОВОСТИ", "ГЛАВНОЕ"),
    )
)
LATEST_NEWS = Block(
    (
        *("LATEST", "LATEST NEWS"),
        *("ОСТАННІ НОВИНИ", "ОСТАННІ", "ОСТАННЄ"),
        *("ПОСЛЕДНИЕ НОВОСТИ", "ПОСЛЕДНИЕ", "ПОСЛЕДНЕЕ"),
    )
)


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
    article_url = r"^/news/(?!tag/)[\w-]+/(?P<key>\d+)\.html(?:\?|$)"
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
    related = MORE_ABOUT
    hot_news = HOT_NEWS
    latest = LATEST_NEWS
    title = Text("h1.article-content-title", anywhere=True)
    published = Text("div.article-time", anywhere=True)
    section = (
        Text("h3.category-title > a", anywhere=True),
        Text("h3.category-title", anywhere=True),
    )
    reading_time = (
        Text("div.article-content-secondary-header", anywhere=True),
        *(Text(f"span:contains('{words}')", anywhere=True) for words in READING),
    )
    body = (Texts("div.article-content > p"), Texts("div.article-content > p", anywhere=True))
    tags = Texts("div.article-tags a", anywhere=True)
    image = Attribute("img.article-content-image", "src", anywhere=True)


class InterfaxUkraineUk(InterfaxUkraine):
    """The Ukrainian edition."""

    name = "interfax-ukraine-uk"
    source = "Інтерфакс-Україна"
    home = "https://interfax.com.ua/"
    language = "uk"


class InterfaxUkraineRu(InterfaxUkraine):
    """The Russian edition."""

    name = "interfax-ukraine-ru"
    source = "Интерфакс-Украина"
    home = "https://ru.interfax.com.ua/"
    language = "ru"
