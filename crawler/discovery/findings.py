"""What a survey of a site has found so far, and how it asks for more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from crawler.discovery.article_page import offered_times
from crawler.discovery.article_shape import shape_of
from crawler.discovery.undescribed import undescribed
from crawler.link import Link
from crawler.page import Page
from crawler.site import Site

Result = TypeVar("Result")
Answers = Mapping[str, Page | None]
Asking = Generator[tuple[str, ...], Answers, Result]
"""Yields addresses to ask, is sent what came, gives a result."""
Asked = Asking["Findings"]


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
class Found:
    """What is known so far; ``links`` are the articles that each place announced."""

    site: Site
    home: Page
    known: Examples = field(default_factory=Examples)
    """What teaches the shape of its articles' addresses."""
    frames: list[Page] = field(default_factory=list)
    """What stands in the home page's frames."""
    links: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    listings: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    archives: list[str] = field(default_factory=list)
    """Patterns of listings by date."""
    whole: list[str] = field(default_factory=list)
    """Sitemaps that no robots.txt names; what is old may be in them alone."""
    undated: str | None = None
    """A sitemap that names pages without times."""
    articles: list[Page] = field(default_factory=list)
    """Articles that were looked at."""
    asked: dict[str, Page | None] = field(default_factory=dict)
    """All that was asked, with what came."""

    @property
    def fronts(self) -> list[Page]:
        """The home page, and what it is made of."""
        return [self.home, *self.frames]

    def learn(self, articles: Iterable[str], others: Iterable[str] = ()) -> None:
        """Take addresses for what they are known to be: the site's shape is that of all so far."""
        known = Examples((*self.known.articles, *articles), (*self.known.others, *others))
        shape = shape_of(known.articles, known.others)
        self.known, self.site = known, undescribed(self.site.home, article_url=shape)

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


def ask(found: Found, urls: tuple[str, ...]) -> Asking[Answers]:
    """What the addresses hold, each asked once in a survey."""
    new = tuple(dict.fromkeys(url for url in urls if url not in found.asked))
    if new:
        found.asked |= yield new
    return found.asked
