"""A home address → the Site that its pages show: feeds, sitemaps, listings, the shape of its
articles' addresses, language and zone. Pure: a generator that says what to ask and gets pages.

    asked = survey(home)
    wanted = next(asked)              # addresses
    wanted = asked.send(pages)        # address → Page, None where there was no answer
    ...                               # StopIteration's value is the Findings
"""

from __future__ import annotations

import datetime as dt
from itertools import chain, islice
from urllib.parse import urlsplit

from crawler.discovery.archive_pages import archive_candidates, lists_its_date
from crawler.discovery.article_page import outlet_of
from crawler.discovery.article_shape import lenient_shape, shape_of
from crawler.discovery.dated_address import read_dated
from crawler.discovery.findings import Asked, Asking, Examples, Findings, Found, ask
from crawler.discovery.home_zone import guess_zone
from crawler.discovery.links import is_own
from crawler.discovery.listing import read_listing
from crawler.discovery.site_pages import language_of, linked_frames, linked_sections
from crawler.discovery.survey_feeds import find_feeds
from crawler.discovery.survey_page import is_like_article
from crawler.discovery.survey_sitemaps import find_sitemaps
from crawler.discovery.undescribed import undescribed
from crawler.link import Link
from crawler.normalization.language import clean_language
from crawler.page import Page
from crawler.site import Archive, Discovery, Feed, Listing, Site, Sitemap

LEAST_ITEMS = 3
"""Articles that a page must list to be a listing."""
MAX_SECTIONS = 10
MAX_PROBES = 4
MAX_ARCHIVES_ASKED = 2


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
    found = Found(site, page, known=known, asked=dict(answers))
    yield from _open_frames(found)
    yield from find_feeds(found)
    yield from find_sitemaps(found, answers.get(robots_url), now)
    sections = yield from _find_sections(found)
    found.learn(found.confirmed, sections)
    yield from _find_listings(found, sections)
    if unlike := _find_unlike(found, sections):
        yield from _learn_from_pages(found, unlike)
        yield from _find_listings(found, sections)
    _learn_numbers(found)
    yield from _find_archives(found, now)
    if not any(moment.utcoffset() for moment in found.moments):
        yield from _look_at_articles(found)
    return Findings(_whole(found), {place: len(links) for place, links in found.links.items()})


def _open_frames(found: Found) -> Asking[None]:
    urls = linked_frames(found.home, found.site)
    answers = yield from ask(found, urls)
    found.frames += [page for url in urls if (page := answers.get(url)) is not None]


def _find_sections(found: Found) -> Asking[tuple[str, ...]]:
    """The sections of the menus; of those that have a story's address the ones that list stories
    and are none."""
    known = frozenset((*found.known.articles, *found.confirmed))
    named = [
        linked_sections(page, found.site, known, page in found.frames) for page in found.fronts
    ]
    plain = tuple(dict.fromkeys(chain.from_iterable(one.plain for one in named)))
    doubtful = tuple(dict.fromkeys(chain.from_iterable(one.like_stories for one in named)))
    doubtful = doubtful[:MAX_PROBES] if len(plain) < MAX_SECTIONS else ()
    answers = yield from ask(found, doubtful)
    lists = tuple(
        url
        for url in doubtful
        if (page := answers.get(url))
        and len(_listed(found, page)) >= LEAST_ITEMS
        and not is_like_article(page)
    )
    return (*plain, *lists)[:MAX_SECTIONS]


def _at_final_address(site: Site, page: Page) -> Site:
    """The site with the home address that a redirect led to, on the hosts that may be asked."""
    hosts = (site.host, *site.aliases)
    moved = page.url != site.home and any(f"://{host}/" in page.url for host in hosts)
    return undescribed(page.url, article_url=site.article_url) if moved else site


def _find_unlike(found: Found, sections: tuple[str, ...]) -> tuple[str, ...]:
    """What the home page lists that may be articles, where most of it is of another shape."""
    lenient = undescribed(found.site.home, article_url=lenient_shape())
    listed = read_listing(found.home, lenient, Listing(found.home.url)).links
    urls = [link.url for link in listed if link.url not in sections]
    unlike = tuple(url for url in urls if not found.site.is_article(url))
    return unlike if len(unlike) >= LEAST_ITEMS and 2 * len(unlike) > len(urls) else ()


def _learn_from_pages(found: Found, listed: tuple[str, ...]) -> Asking[None]:
    """Some of what is listed is asked, and the pages that are like articles teach the shape."""
    urls = listed[:MAX_PROBES]
    answers = yield from ask(found, urls)
    pages = {url: page for url in urls if (page := answers.get(url)) and is_like_article(page)}
    found.articles += pages.values()
    found.learn(pages, (url for url in urls if url in answers and url not in pages))


def _learn_numbers(found: Found) -> None:
    """Where lists tell stories apart by a number alone, any number is a story's: also one of few
    digits, and one that is like a year."""
    lists = chain(found.listings, found.sections)
    urls = [link.url for place in lists for link in found.links[place]]
    numbers = [url for url in urls if urlsplit(url).path.rpartition("/")[2].isdecimal()]
    if len(numbers) < LEAST_ITEMS:
        return
    found.learn(numbers)
    for page in found.asked.values():
        if page and page.url in (*found.listings, *found.sections):
            found.links[page.url] = _listed(found, page)


def _look_at_articles(found: Found) -> Asking[None]:
    """A few articles, for the offset that their times have and the outlet's name."""
    places = islice((links for links in found.links.values() if links), MAX_PROBES)
    urls = () if found.articles else tuple(dict.fromkeys(links[0].url for links in places))
    answers = yield from ask(found, urls)
    found.articles += [page for url in urls if (page := answers.get(url)) is not None]


def _find_listings(found: Found, sections: tuple[str, ...]) -> Asking[None]:
    """The home page, its frames and the sections of its menu, where they list articles."""
    for front in found.fronts:
        if _list(found, front) and front.url not in found.listings:
            found.listings.append(front.url)
    answers = yield from ask(found, sections)
    for url in sections:
        page = answers.get(url)
        if page is None or not is_own(page.url, found.site) or page.url in found.links:
            continue
        if _list(found, page):
            found.sections.append(page.url)


def _list(found: Found, page: Page) -> bool:
    links = _listed(found, page)
    if len(links) >= LEAST_ITEMS:
        found.links[page.url] = links
    return len(links) >= LEAST_ITEMS


def _listed(found: Found, page: Page) -> tuple[Link, ...]:
    return read_listing(page, found.site, Listing(page.url)).links


def _find_archives(found: Found, now: dt.datetime) -> Asking[None]:
    """Listings by day, or by month, that a backfill goes to without walking back to them."""
    shown = [page for page in found.asked.values() if page and page.url in found.links]
    shown = [*found.fronts, *(page for page in shown if page.url in found.sections)]
    stories = [link.url for link in chain.from_iterable(found.links.values())]
    today = now.astimezone(found.site.zone).date()
    urls = archive_candidates(shown, stories, found.site, today)[:MAX_ARCHIVES_ASKED]
    answers = yield from ask(found, urls)
    for url in urls:
        page, dated = answers.get(url), read_dated(url)
        listed = found.links.get(found.home.url, ())
        if page is None or dated is None or page.url != url or found.archives:
            continue
        if lists_its_date(page, found.site, listed):
            found.archives.append(dated.pattern)


def _whole(found: Found) -> Site:
    """The site as its file would say it. Sections are asked daily where more is asked always."""
    names = map(outlet_of, (found.home, *found.articles))
    always: list[Discovery] = [*map(Feed, found.feeds), *map(Sitemap, found.sitemaps)]
    always += map(Listing, found.listings)
    sections: list[Discovery] = [*map(Listing, found.sections)]
    if not always:
        always, sections = sections, []
    if not always and found.undated:
        always = [Sitemap(found.undated)]
    known = {place.url for place in always}
    sections += [Sitemap(url, only_back=True) for url in found.whole if url not in known]
    sections += [Archive(pattern, Listing(pattern)) for pattern in found.archives]
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
