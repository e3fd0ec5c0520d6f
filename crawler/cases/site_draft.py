"""Page → the first draft of its site's file: what is known is written, what is not is asked for.

Only what structured data and the generic finders do not give becomes a rule or a request; the
file stands as it is written, and each comment in it says what a person is to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.cases.page_hints import (
    find_feeds,
    find_headings,
    find_visible_title,
    guess_zone,
    unruled,
)
from crawler.errors import Rejected
from crawler.extraction import extract
from crawler.normalization.language import clean_language
from crawler.normalization.normalize import normalize
from crawler.normalization.text import clean_line
from crawler.page import Page
from crawler.site import Site

_FIELDS = {
    "title": 'Text("h1")',
    "published": 'Text("…")',
    "body": 'Texts("… > p")',
    "authors": 'Texts("…")',
    "tags": 'Texts("… a")',
    "section": 'Text("…")',
}
"""What a reader of news looks for; each with a rule to begin with."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read from the page without any rule; empty where nothing was."""

    title: str
    source: str
    language: str
    answered: frozenset[str]


def module_of(name: str) -> str:
    """The name of the site file's module."""
    module = name.replace("-", "_")
    return f"site_{module}" if module[0].isdigit() else module


def draft_site(name: str, page: Page) -> str:
    """The text of the site's file.

    Raises Rejected for a page that cannot be parsed in bounded time and memory.
    """
    site = unruled(page.url)
    read = _read(page, site)
    imports = ", ".join(["Feed", "Site"] if find_feeds(page) else ["Site"])
    source = _one_line(read.source or site.host)
    members = (*_facts(name, page, site, read), *_hints(page, read))
    head = f'''\
"""{source}: drafted from one page. Only what the finders get wrong needs a rule."""

from crawler.site import {imports}


class {_class_name(name)}(Site):
    """Read from {_one_line(site.host)}."""

'''
    return head + "".join(f"    {line}\n" for line in members)


def _read(page: Page, site: Site) -> _Read:
    draft = extract(page, site)
    source, language = (draft.first(name) for name in ("source", "language"))
    article, missing = None, ""
    try:
        article = normalize(draft, page, site)
    except Rejected as rejected:
        missing = rejected.reason.removeprefix("no-").replace("time", "published")
    answered = article.provenance if article else draft.fields.keys() - {missing}
    return _Read(
        title=article.title if article else "",
        source=clean_line(source.values[0]) if source else "",
        language=(clean_language(language.values[0]) if language else None) or "",
        answered=frozenset(answered),
    )


def _class_name(name: str) -> str:
    return "".join(word.capitalize() for word in module_of(name).split("_"))


def _facts(name: str, page: Page, site: Site, read: _Read) -> Iterator[str]:
    """What a site file must say."""
    yield f"name = {_quoted(name)}"
    yield from _said("source", read.source, "the publisher's name")
    yield f"home = {_quoted(site.home)}"
    yield from _said("language", read.language, "the language, such as en")
    yield from _said("timezone", guess_zone(site.host), "the zone of times without an offset")
    yield from _discovery(page)
    yield "# Does it match every article and nothing else? `key` is what identifies one."
    yield f"article_url = {_raw(site.article_url)}"


def _said(name: str, value: str | None, what: str) -> Iterator[str]:
    if not value:
        yield f"# Fill in {what}: it could not be told from the page."
    yield f"{name} = {_quoted(value or ('UTC' if name == 'timezone' else ''))}"


def _discovery(page: Page) -> Iterator[str]:
    feeds = find_feeds(page)
    if feeds:
        yield f"discovery = ({', '.join(f'Feed({_quoted(url)})' for url in feeds)},)"
        return
    yield '# Fill in where new articles are found: Feed("/rss"), Sitemap("/news-sitemap.xml") or'
    yield '# Listing("/latest", item="article"). The page names no feed; a crawl finds what it can:'
    yield "# python -m crawler crawl HOME --dry-run, with the home page's address."
    yield "discovery = ()"


def _hints(page: Page, read: _Read) -> Iterator[str]:
    """What a person may add, each as a comment that only wants its mark removed."""
    for name, rule in _FIELDS.items():
        if name not in read.answered:
            yield f"# {name} = {rule}  # nothing answered; a rule, if the page shows it"
    headline = find_visible_title(page)
    if read.title and headline and headline != read.title:
        yield f'# title = Text("h1")  # shown there: {_quoted(headline[:50])}'
    for text, count in find_headings(page):
        yield f"# related = Block(headings=({_quoted(text)},))  # {count} stories stand under it"


def _quoted(text: str) -> str:
    """A string literal on one line, whatever a page put into it."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '\\"':
        return "\\" + character
    return character if character.isprintable() else character.encode("unicode_escape").decode()


def _raw(pattern: str) -> str:
    """A pattern as a raw literal where that is possible."""
    return _quoted(pattern) if '"' in pattern or not pattern.isprintable() else f'r"{pattern}"'


def _one_line(text: str) -> str:
    """Text that may stand in a docstring."""
    return "".join(c for c in text if c.isprintable() and c not in '"\\')[:60]
