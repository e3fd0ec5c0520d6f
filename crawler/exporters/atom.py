"""Articles → Atom, in constant memory. https://www.rfc-editor.org/rfc/rfc4287"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

from crawler.article import Article
from crawler.exporters.channel import (
    ChannelExporter,
    address_of,
    attribute,
    element,
    html_of,
    identity,
    in_minutes,
    language_of,
    summary_of,
)

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"{language}>
"""
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # an empty feed must have a time, too


class AtomExporter(ChannelExporter):
    """A feed is named by the address it will have, or else by a hash of its title and link."""

    def item(self, article: Article) -> str:
        """The entry element of an article."""
        language = _language(language_of(article))
        return f"<entry{language}>\n" + "".join(self._entry(article)) + "</entry>\n"

    def head(self) -> str:
        """All that stands before the entries."""
        return "".join([_HEAD.format(language=_language(self.language)), *self._feed()])

    def end(self) -> str:
        """The end of the feed."""
        return "</feed>\n"

    def _feed(self) -> Iterator[str]:
        """The feed's own elements: id, title, updated and author must be there."""
        own = address_of(self.self_url)
        link = address_of(self.link)
        name = hashlib.sha256(f"{self.title}\n{link}".encode(errors="replace")).hexdigest()
        yield element("id", own or f"urn:sha256:{name}")
        yield element("title", self.title)
        yield element("subtitle", self.description)
        yield element("updated", _rfc3339(self.newest or _NEVER))
        yield _author(self.title)
        if link:
            yield f'<link rel="alternate" type="text/html" href={attribute(link)}/>\n'
        if own:
            yield f'<link rel="self" type="application/atom+xml" href={attribute(own)}/>\n'

    def _entry(self, article: Article) -> Iterator[str]:
        yield element("id", identity(article))
        yield element("title", article.title)
        yield element("updated", _rfc3339(_updated(article)))
        if article.published:
            yield element("published", _rfc3339(article.published))
        link = address_of(article.url)
        if link:
            yield f'<link rel="alternate" type="text/html" href={attribute(link)}/>\n'
        yield from (_author(name) for name in article.authors if name.strip())
        for term in (article.section, *article.tags):
            if term:
                yield f"<category term={attribute(term)}/>\n"
        yield from self._texts(article, has_link=link is not None)
        image = address_of(article.image)
        if image:
            yield f'<media:content url={attribute(image)} medium="image"/>\n'

    def _texts(self, article: Article, has_link: bool) -> Iterator[str]:
        """Summary and content; an entry without a link must have a content."""
        summary = summary_of(article)
        if summary:
            yield element("summary", summary)
        if article.body and self.is_full:
            yield element("content", html_of(article), ' type="html"')
        elif not has_link:
            yield element("content", summary or article.title)


def _updated(article: Article) -> dt.datetime:
    """When it changed last, as far as the page says; else the beginning of its day."""
    day = dt.datetime.combine(article.date, dt.time(), dt.UTC)
    return article.modified or article.published or day


def _author(name: str) -> str:
    return f"<author>{element('name', name).strip()}</author>\n"


def _language(tag: str | None) -> str:
    return f' xml:lang="{tag}"' if tag else ""


def _rfc3339(time: dt.datetime) -> str:
    """``2026-01-21T18:45:00+02:00``."""
    return in_minutes(time).isoformat()
