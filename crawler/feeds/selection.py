"""Selection: which articles a feed holds, decided from the article alone. Pure.

Bounds are both inclusive and read by the article's own clock where they bear no offset:
``since=2026-01-30, until=2026-01-31`` holds all that was published on those two days where it was
published. An article without a time of publication counts by its date.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from crawler.article import Article
from crawler.errors import UsageError

Bound = dt.date | dt.datetime
"""A whole day, or a time, which may have an offset."""

_QUOTES = str.maketrans("“”„«»", '"""""')
_WORD = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is None or empty admits everything; the rest must hold all together.

    ``section`` and ``tag`` match whatever their case; ``words`` are words or phrases, each of which
    stands in the title or in one paragraph, whole and whatever the case; a ``*`` at the end of one
    stands for any ending (``putin*``).
    """

    site: str | None = None
    since: Bound | None = None
    until: Bound | None = None
    section: str | None = None
    tag: str | None = None
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises UsageError if nothing can lie between the bounds."""
        if self.since and self.until and _is_after(self.since, self.until):
            raise UsageError(f"since {self.since} is after until {self.until}; swap them")

    def admits(self, article: Article) -> bool:
        """True if the article belongs into the feed."""
        return (
            (self.site is None or article.site == self.site)
            and (self.since is None or not _is_before(article, self.since))
            and (self.until is None or not _is_later(article, self.until))
            and (self.section is None or _is_same(self.section, article.section or ""))
            and (self.tag is None or _has_tag(article, self.tag))
            and (not self.words or _has_words(article, self.words))
        )


def parse_selection(
    *,
    site: str | None = None,
    since: str | None = None,
    until: str | None = None,
    section: str | None = None,
    tag: str | None = None,
    words: str | None = None,
) -> Selection:
    """The selection of what a user typed. Raises UsageError in one line."""
    return Selection(
        site=site,
        since=parse_bound(since) if since is not None else None,
        until=parse_bound(until) if until is not None else None,
        section=section,
        tag=tag,
        words=parse_words(words or ""),
    )


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
    found = (phrase or word for phrase, word in _WORD.findall(straight))
    return tuple(" ".join(one.split()) for one in found if one.strip(' "*'))


def _is_before(article: Article, since: Bound) -> bool:
    """True if the article is older than the bound."""
    if article.published is None or not isinstance(since, dt.datetime):
        return _day(article) < _day_of(since)
    return _comparable(article.published, since) < since


def _is_later(article: Article, until: Bound) -> bool:
    """True if the article is newer than the bound."""
    if article.published is None or not isinstance(until, dt.datetime):
        return _day(article) > _day_of(until)
    return _comparable(article.published, until) > until


def _day(article: Article) -> dt.date:
    """The day of publication by the article's own clock."""
    return article.published.date() if article.published else article.date


def _day_of(bound: Bound) -> dt.date:
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
    return _day_of(since) > _day_of(until)


def _is_same(wanted: str, given: str) -> bool:
    return _fold(wanted.strip()) == _fold(given)


def _has_tag(article: Article, tag: str) -> bool:
    return any(_is_same(tag.strip().removeprefix("#"), one) for one in article.tags)


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
