"""Articles → RSS 2.0, in constant memory. https://www.rssboard.org/rss-specification"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterator
from email.utils import format_datetime
from xml.sax.saxutils import quoteattr

from crawler.article import Article
from crawler.exporters.channel import (
    ChannelExporter,
    address_of,
    attribute,
    element,
    html_of,
    identity,
    in_minutes,
    summary_of,
)

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}


class RssExporter(ChannelExporter):
    """Title as text, description and content as HTML, as readers take them."""

    def item(self, article: Article) -> str:
        """The item element of an article."""
        return "<item>\n" + "".join(self._item_elements(article)) + "</item>\n"

    def head(self) -> str:
        """All that stands before the items."""
        names = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in _NAMESPACES.items())
        lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{names}>\n<channel>\n']
        return "".join([*lines, *self._channel()])

    def end(self) -> str:
        """The end of the channel."""
        return "</channel>\n</rss>\n"

    def _channel(self) -> Iterator[str]:
        """The channel's own elements."""
        yield element("title", self.title)
        yield element("link", self.link or "about:blank")
        yield element("description", html.escape(self.description, False))
        if self.language:
            yield element("language", self.language)
        if self.newest:
            yield element("lastBuildDate", _rfc822(self.newest))
        if self.self_url:
            address = attribute(self.self_url)
            yield f'<atom:link href={address} rel="self" type="application/rss+xml"/>\n'

    def _item_elements(self, article: Article) -> Iterator[str]:
        yield element("title", article.title)
        link = address_of(article.url)
        if link:
            yield element("link", link)
        yield element("guid", identity(article), f' isPermaLink="{"true" if link else "false"}"')
        if article.published:
            yield element("pubDate", _rfc822(article.published))
        yield from (element("dc:creator", author) for author in article.authors)
        for category in (article.section, *article.tags):
            if category:
                yield element("category", category)
        summary = summary_of(article)
        if summary:
            yield element("description", html.escape(summary, quote=False))
        if article.body and self.is_full:
            yield element("content:encoded", html_of(article))
        image = address_of(article.image)
        if image:
            yield f'<media:content url={attribute(image)} medium="image"/>\n'


def _rfc822(time: dt.datetime) -> str:
    """``Wed, 21 Jan 2026 18:45:00 +0200``."""
    return format_datetime(in_minutes(time))
