"""One answer → a Reading: what the page is, its draft, the links on it. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler.discovery.addresses import key as key_of
from crawler.discovery.addresses import on_site
from crawler.discovery.article_page import canonical_address, find_unlike_article
from crawler.discovery.feed import read_feed
from crawler.discovery.links import Discovered
from crawler.discovery.listing import read_listing
from crawler.discovery.robots_txt import read_sitemap_lines
from crawler.discovery.sitemap import read_sitemap
from crawler.discovery.undescribed import opened
from crawler.draft import Draft
from crawler.errors import Rejected
from crawler.extraction import extract
from crawler.extraction.wrong_page import find_wrong, is_challenge_page, is_not_found_page
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import Link, PageKind
from crawler.page import Page
from crawler.site import Site
from crawler.spiders.places import is_of_archive, is_of_open_date, listing_of


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one answer, before normalisation: a Visit, and for an article's page
    the Page and its Draft."""

    visit: Visit
    page: Page | None = None
    draft: Draft | None = None


def read_answer(due: DuePage, page: Page, site: Site, answer: Answer) -> Reading:
    """What the answer to a due page holds; a place whose bytes are those of the last look, and
    which sent no validators, counts as unchanged."""
    visit = Visit(due, page.seen, answer, page.url, key_of(page.url, site))
    if answer.kind != "ok":
        return Reading(visit)
    is_article = due.kind is PageKind.ARTICLE
    if not is_article and answer.fingerprint and answer.fingerprint == due.fingerprint:
        return Reading(
            replace(visit, answer=replace(answer, kind="unchanged", reason="same-bytes"))
        )
    try:
        if is_article:
            return _read_article(_under_own_address(visit, page, site), page, site)
        return Reading(_read_place(visit, page, site))
    except Rejected as rejected:  # too much to be parsed
        if is_article:
            return Reading(replace(visit, rejected=rejected.reason))
        return Reading(_without_validators(visit, "refused", rejected.reason))


def fingerprint(body: bytes) -> str:
    """A digest of a body, to know it again where a server sends no validators."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def failed(due: DuePage, answer: Answer, at: dt.datetime) -> Visit:
    """The visit of a page that gave nothing to read."""
    return Visit(due, at, answer, due.url, due.key)


def absent(due: DuePage, answer: Answer, at: dt.datetime, site: Site) -> Visit:
    """The visit of a page that is not there. Where a site may well have none it is read as one
    that names nothing: its robots.txt, what is behind a feed's last page, and a date of an archive
    that is not over."""
    is_beyond = due.kind is PageKind.FEED and due.listing not in (None, due.url)
    may_lack = is_robots_txt(due.url) or is_beyond or _may_lack(due, at, site)
    if answer.kind == "gone" and may_lack:
        answer = replace(answer, kind="ok", reason="no-such-page")
    return failed(due, answer, at)


def _may_lack(due: DuePage, at: dt.datetime, site: Site) -> bool:
    """True for an archive's date that may be without a page: one that is not over, and any where
    a survey saw that others have one."""
    return due.kind is PageKind.LISTING and (
        is_of_open_date(due.url, site, at) or (not site.described and is_of_archive(due.url, site))
    )


def _under_own_address(visit: Visit, page: Page, site: Site) -> Visit:
    """Where no file says what identifies an article, the page's canonical address does."""
    said = None if site.described else canonical_address(page)
    url = on_site(said, site, page.url) if said else None
    if url is None or not site.is_article(url):
        return visit
    return replace(visit, url=url, key=key_of(url, site))


def _read_article(visit: Visit, page: Page, site: Site) -> Reading:
    if visit.key != visit.page.key and not site.is_article(page.url):
        gone = replace(visit.answer, kind="gone", reason="redirected-to-other-page")
        return Reading(replace(visit, answer=gone))
    draft = extract(page, site)
    wrong = find_wrong(page, draft)
    if wrong is not None and wrong.reason == "challenge":
        return Reading(_blocked(visit))  # stands in for the page only for now
    if wrong is not None:
        return Reading(replace(visit, rejected=wrong.reason))
    unlike = None if site.described else find_unlike_article(page, draft, site)
    if unlike is not None:
        return Reading(replace(visit, rejected=unlike))
    links = (*draft.related, *draft.hot_news, *draft.latest)
    return Reading(replace(visit, links=_keyed(links, site), layout=draft.layout), page, draft)


def _blocked(visit: Visit) -> Visit:
    return _without_validators(visit, "blocked", "challenge")


def _without_validators(visit: Visit, kind: str, reason: str) -> Visit:
    """The visit ended so, and what came instead of the page does not vouch for it."""
    answer = replace(visit.answer, kind=kind, reason=reason, etag=None, last_modified=None)
    return replace(visit, answer=replace(answer, fingerprint=None))


def _read_place(visit: Visit, page: Page, site: Site) -> Visit:
    if visit.page.kind is PageKind.FEED:
        return _with_found(visit, read_feed(page, opened(site)), site)
    if visit.page.kind is PageKind.SITEMAP and is_robots_txt(page.url):
        return replace(visit, links=_keyed(read_sitemap_lines(page, site), site))
    if visit.page.kind is PageKind.SITEMAP:
        return replace(visit, links=_keyed(_read_sitemap(page, site), site))
    first = visit.page.listing or page.url
    is_further = first not in (page.url, visit.page.url)
    found = read_listing(page, site, listing_of(first, site), is_further=is_further)
    if not found.links and is_challenge_page(page):
        return _blocked(visit)
    if not found.links and is_not_found_page(page):
        return _without_validators(visit, "gone", "not-found")
    return _with_found(visit, found, site)


def _with_found(visit: Visit, found: Discovered, site: Site) -> Visit:
    following = (key_of(found.following, site), found.following) if found.following else None
    return replace(visit, links=_keyed(found.links, site), following=following)


def _read_sitemap(page: Page, site: Site) -> tuple[Link, ...]:
    """What a sitemap names; news, where it says when each was published, whatever its address."""
    if site.described:
        return read_sitemap(page, site)
    return tuple(
        link
        for link in read_sitemap(page, opened(site))
        if link.kind is not PageKind.ARTICLE or link.published or site.is_article(link.url)
    )


def is_robots_txt(url: str) -> bool:
    """True for the file that names a site's sitemaps."""
    return urlsplit(url).path == "/robots.txt"


def _keyed(links: Iterable[Link], site: Site) -> tuple[tuple[str, Link], ...]:
    return tuple((key_of(link.url, site), link) for link in links)
