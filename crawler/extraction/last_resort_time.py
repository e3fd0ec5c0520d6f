"""Page → its time of publication where no known element tells it: meta elements of other
names, its program's data, its title, a line
far from its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile

from lxml.html import HtmlElement

from crawler.draft import Found
from crawler.extraction.blocks import squeeze
from crawler.extraction.date_lines import find_moments
from crawler.extraction.meta_tags import MetaTags, label
from crawler.extraction.phrases import MOMENT
from crawler.extraction.story_lines import is_date_line
from crawler.extraction.visible import LONGEST_LINE, View

_PUBLISHED_KEY = re.compile(
    r"(?!.*(?:last|updat|modif|expir|unpubl)).{0,30}(?:publish(?:ed)?(?:date|time|at|on)?|pubdate"
    r"|publicationdate|datepublished|(?:date|terms)issued|releasedate|datecreated|creationdate"
    r"|dateoriginal|posttime|termsdate)"
)
"""A `name_key` that speaks of publication; bounded in length by its own alternatives."""
LONGEST_SCRIPT = 4_000_000
# Fixed words with an optional separator; the value is bounded. Quotes may be escaped, as in JSON
# inside a string.
_PUBLISHED = re.compile(
    r"(?:\"|(?<=[{,]))(?:date_?published|published|publish(?:ed)?_?(?:date|time|at|on)|publication_?date"
    r"|pub_?date|first_?publish(?:ed)?(?:_?(?:date|time|at))?|first_?publication_?date"
    r"|deploy_?(?:dt|date)|display_?date|release_?date|posted_?(?:at|on|date))(?:\\?\")?\s?:\s?"
    r"\\?\"(\d{4}[-./]\d{2}[-./]\d{2}[^\"\\]{0,25})",
    re.IGNORECASE,
)


# What a program calls any time of a story counts with its hour alone.
_CREATED = re.compile(
    r"\"(?:created(?:_?(?:at|on|date|time))?|date(?:_?time)?|timestamp)\\?\"\s?:\s?"
    r"\\?\"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}[^\"\\]{0,20})",
    re.IGNORECASE,
)


def find_named_time(meta: MetaTags) -> Iterator[Found]:
    """What meta elements tell under one of the many names that sites invent."""
    for name, contents in meta.values.items():
        if _PUBLISHED_KEY.fullmatch(name):
            yield Found(contents[:1], label(name))


def find_untold_time(root: HtmlElement, titles: Iterable[str]) -> Iterator[Found]:
    """What scripts call the time of publication, if they speak of one day alone: of several
    stories none can be told to be this one. Then a date in a title."""
    for pattern in (_PUBLISHED, _CREATED):
        moments = list(dict.fromkeys(_moments(root, pattern)))
        if moments and len({moment[:10] for moment in moments}) == 1:
            yield Found((max(moments, key=len),), "generic: page state")
        if moments:
            break
    for title in titles:
        if date := MOMENT.search(title):
            yield Found((date[0].strip(),), "generic: date in the title")
            return


def find_time_below(view: View) -> Iterator[Found]:
    """The first line below the headline that says little but a date: some pages tell the time at
    the end. No name speaks against it but its own, or one that speaks against the headline too."""
    wanted = squeeze(view.headline)
    below = dropwhile(lambda block: block.key != wanted, view.blocks) if wanted else iter(())
    headline = next(below, None)
    around = set(headline.marks) if headline else set()
    for block in below:
        apart = set(block.marks) - around - {block.element}
        if not apart and len(block.text) < LONGEST_LINE and is_date_line(block):
            moments = sorted(find_moments(block.text), key=lambda one: one.is_change)
            yield from (Found((one.text,), "generic: line of date below") for one in moments[:1])
            return


def _moments(root: HtmlElement, pattern: re.Pattern[str]) -> Iterator[str]:
    for script in root.iter("script"):
        text = script.text or ""
        if len(text) < LONGEST_SCRIPT:
            yield from (match[1].strip() for match in pattern.finditer(text))
