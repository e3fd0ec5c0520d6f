"""The New Voice of Ukraine, English. The feed is known from public recipes, not the markup."""

from crawler.site import Feed, Site


class NewVoice(Site):
    """Addresses end with a number."""

    name = "new-voice"
    source = "The New Voice of Ukraine"
    home = "https://english.nv.ua/"
    language = "en"
    timezone = "Europe/Kyiv"
    discovery = (Feed("/rss/all_english.xml"),)
    article_url = r"^/(?:[\w-]+/)*[\w-]+-(?P<key>\d{6,})\.html(?:\?|$)"
    scope = "article"
