"""A crawl's work at the ledger without the crawl, in this process: what it used, as JSON.

Draws due pages in batches and keeps, in groups, what each would have led to: its article with
some 25 links, or the links alone. Started by the benchmarks.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Engine

from benchmarks.full_crawl import SITE
from benchmarks.measure import Used, measured, tell
from crawler import registry
from crawler.article import Article
from crawler.demo.newsroom import Newsroom
from crawler.discovery.addresses import key
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.crawling import crawls, frontier
from crawler.ledger.decide import Policy
from crawler.ledger.keeping import keep
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import Link, PageKind, Where
from crawler.normalization.fingerprint import content_hash

GROUP = 24  # pages a draw and a transaction, as a crawl on loopback makes them


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger")
    parser.add_argument("--now", type=dt.datetime.fromisoformat, required=True)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=480)
    parser.add_argument("--links-alone", action="store_true")
    options = parser.parse_args()
    house = Newsroom.opened(now=options.now, articles=options.articles)
    engine = open_ledger(options.ledger)
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, options.now)
    used = Used()
    for _ in range(options.pages // GROUP):
        work(engine, crawl, house, options.links_alone, used)
    with writing(engine) as connection:
        crawls.finish(connection, SITE, crawl, "finished", None, {}, options.now)
    tell(used)


def work(engine: Engine, crawl: int, house: Newsroom, links_alone: bool, used: Used) -> None:
    """Draw a batch and keep it; what stands between the two is not measured."""
    with measured() as drawing, reading(engine) as connection:
        drawn = frontier.draw_due(connection, SITE, house.now, GROUP, ())
    visits = [visit_of(page, house, links_alone) for page in drawn]
    with measured() as keeping, writing(engine) as connection:
        keep.keep(connection, SITE, crawl, Policy(), visits, house.now)
    used.pages += len(drawn)
    used.items += sum(len(visit.links) for visit in visits)
    used.seconds += drawing.seconds + keeping.seconds
    used.cpu += drawing.cpu + keeping.cpu
    used.drawing += drawing.cpu
    used.peak = keeping.peak


def visit_of(page: DuePage, house: Newsroom, links_alone: bool) -> Visit:
    """What the look at a page of the newsroom leads to."""
    article = house.truth(page.url)
    site = registry.site(SITE)
    links = tuple((key(link.url, site), link) for link in links_of(article))
    answer = Answer("ok", status=200, bytes=12_000, etag='"1"')
    if links_alone:
        return Visit(page, house.now, answer, page.url, page.key, rejected="no-body", links=links)
    article = replace(article, site=SITE, content_hash=content_hash(article))
    return Visit(page, house.now, answer, page.url, page.key, article, links=links)


def links_of(article: Article) -> Iterator[Link]:
    """The links that the article's page holds."""
    kind = PageKind.ARTICLE
    for rank, one in enumerate(article.related):
        yield Link(one.url or "", kind, Where.RELATED, article.url, rank, one.title, one.published)
    for where, block in ((Where.HOT_NEWS, article.hot_news), (Where.LATEST, article.latest)):
        for rank, headline in enumerate(block):
            yield Link(headline.url or "", kind, where, article.url, rank, headline.title)


if __name__ == "__main__":
    main()
