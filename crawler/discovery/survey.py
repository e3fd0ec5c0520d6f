"""A home address → the Site that its pages show: feeds, sitemaps, listings, the shape of its
articles' addresses, language and zone. Pure: a generator that says what to ask and gets pages.

    asked = survey(home)
    wanted = next(asked)              # addresses
    wanted = asked.send(pages)        # address → Page, None where there was no answer
    ...                               # StopIteration's value is the Findings
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from crawler.discovery.article_page import offered_times, outlet_of
from crawler.discovery.article_shape import lenient_shape, shape_of
from crawler.discovery.feed import read_feed
from crawler.discovery.home_zone import guess_zone
from crawler.discovery.links import is_own
from crawler.discovery.listing import read_listing
from crawler.discovery.robots_txt import read_sitemap_lines
from crawler.discovery.site_pages import (
    COMMON_FEEDS,
    COMMON_SITEMAPS,
    common_addresses,
    language_of,
    linked_feeds,
    linked_sections,
)
from crawler.discovery.sitemap import read_sitemap
from crawler.discovery.survey_page import is_like_article
from crawler.discovery.undescribed import opened, undescribed
from crawler.link import Link, PageKind
from crawler.normalization.language import clean_language
from crawler.page import Page
from crawler.site import Discovery, Feed, Listing, Site, Sitemap

MAX_FEEDS = 4
MAX_SITEMAPS = 6
"""Sitemaps that are kept as places; of an index, those that changed last."""
MAX_SITEMAPS_ASKED = 16
MAX_SITEMAP_DEPTH = 3
LEAST_ITEMS = 3
"""Articles that a page must list to be a listing."""
MAX_PROBES = 4
RECENT = dt.timedelta(days=14)
"""A sitemap none of whose pages changed since then announces no news."""

Answers = Mapping[str, Page | None]
Asked = Generator[tuple[str, ...], Answers, "Findings"]


@dataclass(frozen=True, slots=True)
class Examples:
    """Addresses of a site that are known to be articles, and known to be none."""

    articles: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """``site`` is whole; None where its home page gave no answer. ``announced`` counts the
    articles at each place, by its address."""

    site: Site | None
    announced: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    """What is known so far; ``links`` are the articles that each place announced."""

    site: Site
    home: Page
    links: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    listings: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    undated: str | None = None
    """A sitemap that names pages without times."""
    articles: list[Page] = field(default_factory=list)
    """Articles that were looked at."""
    asked: dict[str, Page | None] = field(default_factory=dict)
    """All that was asked, with what came."""

    @property
    def confirmed(self) -> list[str]:
        """Addresses that feeds and news sitemaps announce: articles, whatever they look like."""
        places = chain(self.feeds, self.sitemaps)
        return [
            link.url for place in places for link in self.links[place] if link.published is not None
        ]

    @property
    def moments(self) -> list[dt.datetime]:
        """Times of publication, with the offsets that they were given with."""
        announced = chain.from_iterable(self.links.values())
        told = [link.published for link in announced if link.published is not None]
        return [*told, *chain.from_iterable(map(offered_times, self.articles))]


def survey(home: str, now: dt.datetime, known: Examples | None = None) -> Asked:
    """Asks a bounded number of pages; ``known`` is what an earlier crawl learnt of addresses."""
    known = known or Examples()
    site = undescribed(home, article_url=shape_of(known.articles, known.others))
    robots_url = f"{site.origin}/robots.txt"
    answers = yield (site.home, robots_url)
    page = answers.get(site.home)
    if page is None:
        return Findings(None)
    site = _at_final_address(site, page)
    found = _Found(site, page, asked=dict(answers))
    yield from _find_feeds(found)
    yield from _find_sitemaps(found, answers.get(robots_url), now)
    confirmed = (*known.articles, *found.confirmed)
    sections = linked_sections(page, site, frozenset(confirmed))
    found.site = _with_shape(site, shape_of(confirmed, (*known.others, *sections)))
    yield from _find_listings(found, sections)
    if unlike := _find_unlike(found, sections):
        yield from _learn_from_pages(found, unlike, confirmed, (*known.others, *sections))
        yield from _find_listings(found, sections)
    if not any(moment.utcoffset() for moment in found.moments):
        yield from _look_at_articles(found)
    return Findings(_whole(found), {place: len(links) for place, links in found.links.items()})


def _at_final_address(site: Site, page: Page) -> Site:
    """The site with the home address that a redirect led to, on the hosts that may be asked."""
    hosts = (site.host, *site.aliases)
    moved = page.url != site.home and any(f"://{host}/" in page.url for host in hosts)
    return undescribed(page.url, article_url=site.article_url) if moved else site


def _with_shape(site: Site, shape: str) -> Site:
    return undescribed(site.home, article_url=shape)


def _ask(found: _Found, urls: tuple[str, ...]) -> Generator[tuple[str, ...], Answers, Answers]:
    """What the addresses hold, each asked once in a survey."""
    new = tuple(url for url in urls if url not in found.asked)
    if new:
        found.asked |= yield new
    return found.asked


def _find_feeds(found: _Found) -> Generator[tuple[str, ...], Answers, None]:
    linked = linked_feeds(found.home, found.site)[:MAX_FEEDS]
    if linked:
        yield from _try_feeds(found, linked)
    for url in () if found.feeds else common_addresses(COMMON_FEEDS, found.site):
        yield from _try_feeds(found, (url,))
        if found.feeds:
            return


def _try_feeds(found: _Found, urls: tuple[str, ...]) -> Generator[tuple[str, ...], Answers, None]:
    answers = yield from _ask(found, urls)
    for url in urls:
        page = answers.get(url)
        links = read_feed(page, opened(found.site)).links if page is not None else ()
        if page is not None and links:
            _add_feed(found, page, links)


def _add_feed(found: _Found, page: Page, links: tuple[Link, ...]) -> None:
    if is_own(page.url, found.site) and page.url not in found.feeds:
        found.feeds.append(page.url)
        found.links[page.url] = links


def _find_sitemaps(
    found: _Found, robots: Page | None, now: dt.datetime
) -> Generator[tuple[str, ...], Answers, None]:
    """Sitemaps of news and of what changed lately, down their indexes."""
    named = read_sitemap_lines(robots, found.site) if robots is not None else ()
    waiting = tuple(link.url for link in named) or common_addresses(COMMON_SITEMAPS, found.site)
    asked: set[str] = set()
    for _ in range(MAX_SITEMAP_DEPTH):
        urls = tuple(u for u in waiting if u not in asked)[: MAX_SITEMAPS_ASKED - len(asked)]
        if not urls:
            return
        asked |= set(urls)
        answers = yield from _ask(found, urls)
        waiting = _read_sitemaps(found, [page for u in urls if (page := answers.get(u))], now)


def _read_sitemaps(found: _Found, pages: Iterable[Page], now: dt.datetime) -> tuple[str, ...]:
    """Keeps the sitemaps that announce something recent; gives the children of indexes."""
    children: list[Link] = []
    for page in pages:
        links = read_sitemap(page, opened(found.site))
        if not links and (announced := read_feed(page, opened(found.site)).links):
            _add_feed(found, page, announced)  # a feed may stand in for a sitemap
        children += [link for link in links if link.kind is PageKind.SITEMAP]
        articles = tuple(link for link in links if link.kind is PageKind.ARTICLE)
        if _is_recent(articles, now) and len(found.sitemaps) < MAX_SITEMAPS:
            found.sitemaps.append(page.url)
            found.links[page.url] = articles
        elif articles and not _times(articles):
            found.undated = found.undated or page.url
    return tuple(link.url for link in sorted(children, key=_by_promise))


def _by_promise(link: Link) -> tuple[bool, float]:
    """News first, then what changed last."""
    changed = link.published.timestamp() if link.published else 0.0
    return "news" not in link.url.lower(), -changed


def _is_recent(links: tuple[Link, ...], now: dt.datetime) -> bool:
    times = _times(links)
    return bool(times) and max(times) > now - RECENT


def _times(links: Iterable[Link]) -> list[dt.datetime]:
    return [time for link in links if (time := link.published or link.changed)]


def _find_unlike(found: _Found, sections: tuple[str, ...]) -> tuple[str, ...]:
    """What the home page lists that may be articles, where most of it is of another shape."""
    lenient = _with_shape(found.site, lenient_shape())
    listed = read_listing(found.home, lenient, Listing(found.home.url)).links
    urls = [link.url for link in listed if link.url not in sections]
    unlike = tuple(url for url in urls if not found.site.is_article(url))
    return unlike if len(unlike) >= LEAST_ITEMS and 2 * len(unlike) > len(urls) else ()


def _learn_from_pages(
    found: _Found, listed: tuple[str, ...], known: Iterable[str], others: tuple[str, ...]
) -> Generator[tuple[str, ...], Answers, None]:
    """Some of what is listed is asked, and the pages that are like articles teach the shape."""
    urls = listed[:MAX_PROBES]
    answers = yield from _ask(found, urls)
    pages = {url: page for url in urls if (page := answers.get(url)) and is_like_article(page)}
    found.articles += pages.values()
    unlike = tuple(url for url in urls if url in answers and url not in pages)
    found.site = _with_shape(found.site, shape_of((*known, *pages), (*others, *unlike)))


def _look_at_articles(found: _Found) -> Generator[tuple[str, ...], Answers, None]:
    """A few articles, for the offset that their times have and the outlet's name."""
    places = islice((links for links in found.links.values() if links), MAX_PROBES)
    urls = () if found.articles else tuple(dict.fromkeys(links[0].url for links in places))
    answers = yield from _ask(found, urls)
    found.articles += [page for url in urls if (page := answers.get(url)) is not None]


def _find_listings(
    found: _Found, sections: tuple[str, ...]
) -> Generator[tuple[str, ...], Answers, None]:
    """The home page and the sections of its menu, where they list articles."""
    if _list(found, found.home):
        found.listings.append(found.home.url)
    answers = yield from _ask(found, sections)
    for url in sections:
        page = answers.get(url)
        if page is None or not is_own(page.url, found.site) or page.url in found.links:
            continue
        if _list(found, page):
            found.sections.append(page.url)


def _list(found: _Found, page: Page) -> bool:
    links = read_listing(page, found.site, Listing(page.url)).links
    if len(links) >= LEAST_ITEMS:
        found.links[page.url] = links
    return len(links) >= LEAST_ITEMS


def _whole(found: _Found) -> Site:
    """The site as its file would say it. Sections are asked daily where more is asked always."""
    names = map(outlet_of, (found.home, *found.articles))
    always: list[Discovery] = [*map(Feed, found.feeds), *map(Sitemap, found.sitemaps)]
    always += map(Listing, found.listings)
    sections: list[Discovery] = [*map(Listing, found.sections)]
    if not always:
        always, sections = sections, []
    if not always and found.undated:
        always = [Sitemap(found.undated)]
    language = clean_language(language_of(found.home)) or ""
    return undescribed(
        found.site.home,
        source=next(filter(None, names), ""),
        language=language,
        timezone=guess_zone(found.site.host, found.moments, language),
        discovery=tuple(always),
        sections=tuple(sections),
        article_url=found.site.article_url,
    )
