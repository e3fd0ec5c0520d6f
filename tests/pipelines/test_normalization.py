"""A reading's draft becomes an article, or the reason why there is none."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from crawler import registry
from crawler.draft import Draft, Found
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import PageKind, Where
from crawler.page import Page
from crawler.pipelines.normalization import NormalizationPipeline
from crawler.spiders.reading import Reading

SITE = registry.site("interfax-ukraine")
SPIDER = SimpleNamespace(site=SITE)  # all that the pipeline asks of a spider
URL = "https://en.interfax.com.ua/news/general/1.html"
NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
DUE = DuePage(1, SITE.name, "k", URL, PageKind.ARTICLE, Where.LISTING)
VISIT = Visit(DUE, NOW, Answer("ok", status=200), URL, "k")
WHOLE = {
    "title": (Found(("A title",), "site: h1"),),
    "published": (Found(("2026-01-21T12:00:00+02:00",), "site: time"),),
    "body": (Found(("One.", "Two."), "site: p"),),
}


def processed(fields: dict[str, tuple[Found, ...]]) -> Reading:
    reading = Reading(VISIT, draft=Draft(URL, fields), page=Page(URL, b"<p>", NOW))
    found = NormalizationPipeline(SPIDER).process_item(reading)
    assert isinstance(found, Reading)
    return found


def test_a_draft_becomes_an_article() -> None:
    found = processed(WHOLE)
    assert found.visit.article is not None
    assert (found.visit.article.title, found.visit.article.body) == ("A title", ("One.", "Two."))
    assert (found.visit.rejected, found.draft) == (None, None)


def test_what_cannot_be_an_article_is_rejected_with_its_reason() -> None:
    found = processed({name: value for name, value in WHOLE.items() if name != "title"})
    assert (found.visit.article, found.visit.rejected) == (None, "no-title")


@pytest.mark.parametrize("item", [{"url": URL}, Reading(VISIT)], ids=["no reading", "no draft"])
def test_what_has_no_draft_passes_through(item: object) -> None:
    assert NormalizationPipeline(SPIDER).process_item(item) is item
