"""Ukrainska Pravda: the Ukrainian, Russian and English editions on one host. Feeds and sitemaps
are known from public recipes; the markup of the Russian one from a page."""

from crawler.site import Feed, Site, Sitemap, Texts


class UkrainskaPravda(Site):
    """The Ukrainian edition."""

    name = "ukrainska-pravda"
    source = "Українська правда"
    home = "https://www.pravda.com.ua/"
    language = "uk"
    timezone = "Europe/Kyiv"
    discovery = (Feed("/rss/"), Sitemap("/sitemap/sitemap-news.xml"))
    article_url = r"^/(?:news|articles|columns)/\d{4}/\d{2}/\d{1,2}/(?P<key>\d+)/?(?:\?|$)"
    scope = "article.post_article, article.post"
    remove = (".block_related", ".post_tags", ".post_news_tags", ".article_story_grid")
    tags = Texts(".post_news_tags a, .post_tags a", anywhere=True)


class UkrainskaPravdaRu(UkrainskaPravda):
    """The Russian edition."""

    name = "ukrainska-pravda-ru"
    source = "Украинская правда"
    language = "ru"
    discovery = (Feed("/rus/rss/"), Sitemap("/sitemap/sitemap-news.xml"))
    article_url = r"^/rus/(?:news|articles|columns)/\d{4}/\d{2}/\d{1,2}/(?P<key>\d+)/?(?:\?|$)"


class UkrainskaPravdaEn(UkrainskaPravda):
    """The English edition; its feeds are known from public recipes."""

    name = "ukrainska-pravda-en"
    source = "Ukrainska Pravda"
    language = "en"
    discovery = (Feed("/eng/rss/"), Sitemap("/sitemap/sitemap-news.xml"))
    sections = (Feed("/eng/rss/view_news/"),)
    article_url = r"^/eng/(?:news|articles|columns)/\d{4}/\d{2}/\d{1,2}/(?P<key>\d+)/?(?:\?|$)"
