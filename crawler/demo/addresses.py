"""Addresses for an article that bears none, such as one read from a text: pure and repeatable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import TypeVar

from crawler.article import Article, Headline, RelatedStory
from crawler.demo.editions import EDITIONS
from crawler.demo.places import article_path

_FIRST = 1_143_800
_Line = TypeVar("_Line", Headline, RelatedStory)


def addressed(article: Article) -> Article:
    """The article with an address for itself and for every related story and headline that has
    none. A title has one address wherever it stands; repeated in one block, it has another."""
    edition = EDITIONS[article.language or "en"]
    sections = {name: key for key, name in edition.sections.items()}
    section = sections.get(article.section or "", "general")
    numbers = count(_FIRST, -1)
    known: dict[tuple[str, int], str] = {}

    def place(title: str, time: int) -> str:
        if (title, time) not in known:
            known[title, time] = edition.origin + article_path(section, next(numbers))
        return known[title, time]

    def lines(items: Iterable[_Line]) -> Iterable[_Line]:
        seen: list[str] = []
        for item in items:
            seen.append(item.title)
            yield replace(item, url=item.url or place(item.title, seen.count(item.title)))

    return replace(
        article,
        url=article.url or place(article.title, 1),
        related=tuple(lines(article.related)),
        hot_news=tuple(lines(article.hot_news)),
        latest=tuple(lines(article.latest)),
    )
