"""Selection: which articles a feed holds, decided from the article alone. Pure.

Bounds are both inclusive and read by the article's own clock where they bear no offset:
``since=2026-01-30, until=2026-01-31`` holds all that was published on those two days where it was
published. An article without a time of publication counts by its date. With `By.SEEN` they mean the
time of the first look at the article, in UTC where they bear no offset.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from crawler.article import Article
from crawler.errors import UsageError

Bound = dt.date | dt.datetime
"""A whole day, or a time, which may have an offset."""


class By(StrEnum):
    """Which time the bounds mean, and the order of the articles."""

    PUBLISHED = "published"
    SEEN = "seen"


class Revisions(StrEnum):
    """Which versions of an article are written."""

    LATEST = "latest"
    ALL = "all"


_Kind = TypeVar("_Kind", bound=StrEnum)
_QUOTES = str.maketrans("“”„«»", '"""""')
_WORD = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is None or empty admits everything; the rest must hold all together.

    ``section``, ``tag`` and ``author`` match whole, whatever their case; ``language`` also what it
    is a prefix of (``en`` admits ``en-GB``); ``words`` are words or phrases, each of which
    stands in the title or in one paragraph, whole and whatever the case; a ``*`` at the end of one
    stands for any ending (``putin*``). An article is admitted by its latest version, also where
    all its ``revisions`` are asked for.
    """

    site: str | None = None
    since: Bound | None = None
    until: Bound | None = None
    section: str | None = None
    tag: str | None = None
    words: tuple[str, ...] = ()
    author: str | None = None
    language: str | None = None
    by: By = By.PUBLISHED
    revisions: Revisions = Revisions.LATEST

    def __post_init__(self) -> None:
        """Raises UsageError if nothing can lie between the bounds."""
        if self.since and self.until and _is_after(self.since, self.until):
            raise UsageError(f"since {self.since} is after until {self.until}; swap them")

    def admits(self, article: Article) -> bool:
        """True if the article belongs into the feed."""
        return (
            (self.site is None or article.site == self.site)
            and self._admits_time(article)
            and (self.section is None or is_same(self.section, article.section or ""))
            and (self.tag is None or _has_tag(article, self.tag))
            and (self.author is None or _has_author(article, self.author))
            and (self.language is None or _is_language(self.language, article.language or ""))
            and (not self.words or _has_words(article, self.words))
        )

    def _admits_time(self, article: Article) -> bool:
        """True if it lies between the bounds."""
        time = article.published
        if self.by is By.SEEN and article.first_seen is not None:
            time = article.first_seen.astimezone(dt.UTC)
        day = time.date() if time else article.date
        return (self.since is None or not _is_before(time, day, self.since)) and (
            self.until is None or not _is_later(time, day, self.until)
        )


def parse_selection(
    *,
    site: str | None = None,
    since: str | None = None,
    until: str | None = None,
    section: str | None = None,
    tag: str | None = None,
    words: str | None = None,
    author: str | None = None,
    language: str | None = None,
    by: str = By.PUBLISHED,
    revisions: str = Revisions.LATEST,
) -> Selection:
    """The selection of what a user typed. Raises UsageError in one line."""
    return Selection(
        site=site,
        since=parse_bound(since) if since is not None else None,
        until=parse_bound(until) if until is not None else None,
        section=section,
        tag=tag,
        words=parse_words(words or ""),
        author=author,
        language=language,
        by=_parse_one(By, "by", by),
        revisions=_parse_one(Revisions, "revisions", revisions),
    )


def _parse_one(kind: type[_Kind], name: str, text: str) -> _Kind:
    try:
        return kind(text)
    except ValueError:
        known = " or ".join(kind)
        raise UsageError(f"{name} {text!r} is not understood; write {known}") from None


def parse_bound(text: str) -> Bound:
    """``2026-01-31``, or ISO 8601 with a time: ``2026-01-31T18:45``, ``…T18:45:00+02:00``.

    Raises UsageError for anything else.
    """
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
            return dt.date.fromisoformat(text.strip())
        if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]", text.strip()):
            return dt.datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{text!r} is no date: {error}; write it as 2026-01-31") from None
    raise UsageError(f"{text!r} is no date; write it as 2026-01-31 or 2026-01-31T18:45+02:00")


def parse_words(text: str) -> tuple[str, ...]:
    """``putin "peace plan"`` → two: words are parted by blanks, quotes keep a phrase together.

    Raises UsageError if a quote is not closed.
    """
    straight = text.translate(_QUOTES)
    if straight.count('"') % 2:
        raise UsageError(f"words {text!r}: a quote is not closed")
    found = (" ".join((phrase or word).split()) for phrase, word in _WORD.findall(straight))
    return tuple(one for one in found if one.strip(' "*'))


def tell_words(words: Iterable[str]) -> str:
    """Words and phrases as `parse_words` takes them."""
    return " ".join(f'"{one}"' if " " in one else one for one in words)


def _is_before(time: dt.datetime | None, day: dt.date, since: Bound) -> bool:
    """True if what is of that time (None: not known), or of that day, is older than the bound."""
    if time is None or not isinstance(since, dt.datetime):
        return day < day_of(since)
    return _comparable(time, since) < since


def _is_later(time: dt.datetime | None, day: dt.date, until: Bound) -> bool:
    """True if what is of that time (None: not known), or of that day, is newer than the bound."""
    if time is None or not isinstance(until, dt.datetime):
        return day > day_of(until)
    return _comparable(time, until) > until


def day_of(bound: Bound) -> dt.date:
    """The day that a bound names."""
    return bound.date() if isinstance(bound, dt.datetime) else bound


def _comparable(time: dt.datetime, bound: dt.datetime) -> dt.datetime:
    """The time, without its offset where the bound has none."""
    return time if bound.tzinfo else time.replace(tzinfo=None)


def _is_after(since: Bound, until: Bound) -> bool:
    """True if no time lies between; bounds with and without an offset are compared by day."""
    if isinstance(since, dt.datetime) and isinstance(until, dt.datetime):
        if (since.tzinfo is None) == (until.tzinfo is None):
            return since > until
        return since.date() - until.date() > dt.timedelta(days=1)
    return day_of(since) > day_of(until)


def is_same(wanted: str, given: str) -> bool:
    """True if a name is the one that was asked for, whatever its case."""
    return _fold(wanted.strip()) == _fold(given)


def _has_tag(article: Article, tag: str) -> bool:
    return any(is_same(tag.strip().removeprefix("#"), one) for one in article.tags)


def _has_author(article: Article, author: str) -> bool:
    return any(is_same(author, one) for one in article.authors)


def _is_language(wanted: str, given: str) -> bool:
    """Basic filtering by RFC 4647; ``_`` is taken for ``-``."""
    wanted = wanted.strip().replace("_", "-").casefold()
    given = given.replace("_", "-").casefold()
    return given == wanted or given.startswith(f"{wanted}-")


def _has_words(article: Article, words: tuple[str, ...]) -> bool:
    texts = [_fold(text) for text in (article.title, *article.body)]
    return all(any(_pattern(word).search(text) for text in texts) for word in words)


@lru_cache(maxsize=256)
def _pattern(word: str) -> re.Pattern[str]:
    """Finds a word or phrase in folded text; a run of blanks is read once for each place where the
    word before it stands, so no text takes long."""
    stem = word.rstrip("*")
    end = "" if stem != word else r"(?!\w)"
    phrase = r"\s+".join(re.escape(part) for part in _fold(stem).split())
    return re.compile(rf"(?<!\w){phrase}{end}")


def _fold(text: str) -> str:
    """Text as it is compared: one form of each character, case away."""
    return unicodedata.normalize("NFC", text).casefold()
