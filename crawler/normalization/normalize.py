"""Draft, Page and Site → Article: the first candidate of each field that holds wins.

Pure: the time of the look is the page's, nothing else is asked. ``provenance`` says for each
field which rule answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from crawler.article import Article, RelatedStory, Update
from crawler.draft import Draft
from crawler.normalization.addresses import clean_address
from crawler.normalization.authors import clean_authors
from crawler.normalization.candidates import Candidates
from crawler.normalization.fingerprint import content_hash
from crawler.normalization.language import clean_language
from crawler.normalization.live import clean_updates
from crawler.normalization.published import TimeAnswer, choose_time
from crawler.normalization.reading_time import count_reading_minutes, parse_reading_minutes
from crawler.normalization.side_blocks import clean_headlines, clean_related
from crawler.normalization.tags import clean_tags
from crawler.normalization.text import LINE_LIMIT, clean_line, clean_paragraphs
from crawler.normalization.zones import zone_of
from crawler.page import Page
from crawler.site import Site

TITLE_LIMIT = 1_000
LABEL_LIMIT = 200
"""Characters of a section or a source."""

LIVE_RULE = "json-ld: liveBlogUpdate"
_ECHO_SLACK = 10
"""Characters of punctuation by which a repeated title may differ."""

Value = TypeVar("Value")


def normalize(draft: Draft, page: Page, site: Site) -> Article:
    """The article of a draft, bounded and clean whatever the page held.

    Raises Rejected with the reason ``no-title``, ``no-time`` or ``no-body``. A day without an
    hour is kept as ``date``, with ``published`` None.
    """
    fields = Candidates(draft)
    title = fields.require("title", _read_title, "no-title")
    language = _read_language(fields, site)
    published = _choose_time("published", fields, page, site, language)
    if published is None:
        raise fields.reject("published", "no-time")
    modified = _choose_time("modified", fields, page, site, language)
    body = fields.require("body", lambda raws: _read_body(raws, title), "no-body")
    article = Article(
        source=_read_source(fields, site),
        date=published.time.day,
        section=fields.read("section", _read_label),
        published=published.time.when,
        title=title,
        reading_minutes=_read_minutes(fields, body, language),
        body=body,
        tags=fields.read("tags", clean_tags) or (),
        related=_read_related(fields, draft, page, site),
        hot_news=clean_headlines(draft.hot_news, page.url),
        latest=clean_headlines(draft.latest, page.url),
        url=clean_address(draft.url, page.url),
        site=site.name or None,
        language=language,
        authors=fields.read("authors", clean_authors) or (),
        lead=fields.read("lead", _read_lead),
        image=fields.read("image", _first(lambda raw: clean_address(raw, page.url))),
        modified=modified.time.when if modified else None,
        accessible_for_free=_read_flag("accessible_for_free", fields),
        coverage_start=_read_moment("coverage_start", fields, page, site, language),
        coverage_end=_read_moment("coverage_end", fields, page, site, language),
        updates=_read_updates(fields, draft, page, site, language),
        published_raw=published.raw,
        first_seen=page.seen,
        last_seen=page.seen,
        provenance=fields.provenance,
    )
    return replace(article, content_hash=content_hash(article))


def _line(limit: int = LINE_LIMIT) -> Callable[[Sequence[str]], str | None]:
    """A reader of a field's first value as a clean line."""
    return _first(lambda raw: clean_line(raw, limit))


def _first(parse: Callable[[str], Value | None]) -> Callable[[Sequence[str]], Value | None]:
    """A reader of a field's first value; the others are not looked at."""
    return lambda raws: parse(raws[0]) if raws else None


_read_title = _line(TITLE_LIMIT)
_read_label = _line(LABEL_LIMIT)
_read_lead = _line()
_read_reading_time = _first(parse_reading_minutes)
_read_tag = _first(clean_language)


def _read_language(fields: Candidates, site: Site) -> str | None:
    own = clean_language(site.language) if site.language else None
    return fields.read("language", _read_tag) or fields.note("language", own, "site: language")


def _read_source(fields: Candidates, site: Site) -> str | None:
    """What the site's file says, else what the page says."""
    own = clean_line(site.source, LABEL_LIMIT)
    return fields.note("source", own, "site: source") or fields.read("source", _read_label)


def _choose_time(
    name: str, fields: Candidates, page: Page, site: Site, language: str | None
) -> TimeAnswer | None:
    def guess(moments: Sequence[dt.datetime]) -> ZoneInfo | None:
        return None if site.says_zone else zone_of(page.url, language, moments)

    answer = choose_time(fields.of(name), site, page.seen, language, guess)
    return fields.note(name, answer, answer.rule) if answer else None


def _read_moment(
    name: str, fields: Candidates, page: Page, site: Site, language: str | None
) -> dt.datetime | None:
    """A time that may lie ahead: the coverage of a day that is not over."""
    answer = _choose_time(name, fields, page, site, language)
    return answer.time.when if answer else None


def _read_related(
    fields: Candidates, draft: Draft, page: Page, site: Site
) -> tuple[RelatedStory, ...]:
    related = clean_related(draft.related, page.url, site.zone)
    return fields.note("related", related, draft.related_rule or "")


def _read_updates(
    fields: Candidates, draft: Draft, page: Page, site: Site, language: str | None
) -> tuple[Update, ...]:
    updates = clean_updates(draft.updates, site, page.seen, language)
    return fields.note("updates", updates, LIVE_RULE)


def _read_flag(name: str, fields: Candidates) -> bool | None:
    """The first candidate that says ``true`` or ``false``, the rules of those that differ noted."""
    told = [(value, found.rule) for found in fields.of(name) for value in found.values[:1]]
    words = [(value, rule) for value, rule in told if value in ("true", "false")]
    if not words:
        return None
    said, rule = words[0]
    differing = [f"differs: {other}" for word, other in words if word != said]
    return fields.note(name, said, "; ".join((rule, *differing))) == "true"


def _read_body(raws: Sequence[str], title: str) -> tuple[str, ...]:
    """The paragraphs, without a first one that only repeats the title."""
    body = clean_paragraphs(raws)
    return body[1:] if body and _is_echo(body[0], title) else body


def _is_echo(paragraph: str, title: str) -> bool:
    """True if both are the same but for capitals, blanks and punctuation."""
    if abs(len(paragraph) - len(title)) > _ECHO_SLACK:
        return False
    return _letters(paragraph) == _letters(title)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _read_minutes(fields: Candidates, body: tuple[str, ...], language: str | None) -> int | None:
    """What the page says, else counted, which provenance then says."""
    told = fields.read("reading_time", _read_reading_time, note_as="reading_minutes")
    if told is not None:
        return told
    return fields.note("reading_minutes", count_reading_minutes(body, language), "counted: words")
