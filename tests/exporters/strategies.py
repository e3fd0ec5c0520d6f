"""Articles of every kind for property tests: all fields, hostile text, odd times."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from crawler.article import Article, Headline, RelatedStory, Update

HOSTILE_LINES = [
    *("MORE ABOUT", "HOT NEWS", "LATEST", "RECORD", "AD", "Tags: #putin #usa", "Tags: #"),
    *("3 min read", "18:45 21.01.2026", "99:99 99.99.2026", "date 2026-01-21", 'url: "x"'),
    *("\\", "\\AD", "\\\\AD", "\\MORE ABOUT", "# tag", "one #two", "energy/saving"),
    *('=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "x;=1+1", "'=1", '"=1', "＝1"),
    *("]]>", "<script>alert(1)</script>", "a & b", "a,b;c", "null", "[]", '"'),
    *("\u202eabc", "Ё\u0301", "\ufeff", "\u200b", "😀"),
]

lines = st.one_of(
    st.sampled_from(HOSTILE_LINES),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1)
    .map(str.strip)
    .filter(bool),
)
"""Text in the schema's normal form: one clean line."""

raw_texts = st.one_of(
    lines,
    st.text(st.characters(), min_size=1),
    st.sampled_from(["\0", "a\nb", "\r", "\n\n", " x ", "\ud83d\ude00", "a\udfff"]),
)
"""Text that nobody cleaned, surrogates included."""

_zones = st.one_of(
    st.sampled_from([ZoneInfo("Europe/Kyiv"), ZoneInfo("America/New_York"), dt.UTC]),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))),
)
# The hour that Kyiv's clocks repeat, and the one that they skip.
_kyiv_changes = st.builds(
    dt.datetime.combine, st.sampled_from([dt.date(2025, 10, 26), dt.date(2026, 3, 29)]), st.times()
)
_days = st.dates(dt.date(1925, 1, 1), dt.date(2100, 1, 1))
_walls = st.one_of(st.builds(dt.datetime.combine, _days, st.times()), _kyiv_changes)


@st.composite
def times(draw: st.DrawFn) -> dt.datetime:
    wall = draw(_walls)
    if draw(st.booleans()):
        wall = wall.replace(second=0, microsecond=0)
    time = wall.replace(tzinfo=draw(_zones), fold=draw(st.integers(0, 1)))
    # JSON, like RFC 3339, has no offset finer than a minute.
    offset = time.utcoffset()
    assert offset is not None
    return time if not offset.seconds % 60 else time.replace(tzinfo=dt.UTC)


def articles(text: st.SearchStrategy[str] = lines) -> st.SearchStrategy[Article]:
    some = st.none() | text
    many = st.lists(text, max_size=4).map(tuple)
    moment = st.none() | times()
    headlines = st.lists(st.builds(Headline, text, some), max_size=3).map(tuple)
    related = st.lists(st.builds(RelatedStory, moment, text, some), max_size=4).map(tuple)
    return st.builds(
        Article,
        source=some,
        date=st.dates(),
        section=some,
        published=moment,
        title=text,
        reading_minutes=st.none() | st.integers(1, 1440),
        body=many,
        tags=many,
        related=related,
        hot_news=headlines,
        latest=headlines,
        url=some,
        site=some,
        language=some,
        authors=many,
        lead=some,
        image=some,
        modified=moment,
        accessible_for_free=st.none() | st.booleans(),
        coverage_start=moment,
        coverage_end=moment,
        updates=st.lists(st.builds(Update, moment, some, many), max_size=3).map(tuple),
        published_raw=some,
        first_seen=moment,
        last_seen=moment,
        revision=st.none() | st.integers(1, 10**6),
        content_hash=some,
        provenance=st.dictionaries(lines, text, max_size=3),
    )


def exact(value: Any) -> Any:
    """A value for comparing: times by wall clock and offset, whatever the kind of their zone."""
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [exact(one) for one in value]
    if isinstance(value, dict):
        return {key: exact(one) for key, one in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: exact(getattr(value, one.name)) for one in dataclasses.fields(value)}
    return value
