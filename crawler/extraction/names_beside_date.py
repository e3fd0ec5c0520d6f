"""Blocks near a headline → names of people who stand with the date and are marked by nothing.

A byline without "By" is nothing but names, in the date's line ("27 January 2026 • Jane Doe • 3
min") or in a line beside it ("Jane Doe and John Roe").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from crawler.draft import Found
from crawler.extraction.blocks import Block
from crawler.extraction.date_lines import tells_time, without_times
from crawler.extraction.meta_tags import name_key
from crawler.extraction.phrases import BYLINE, DATE, ONLY_LABEL
from crawler.normalization.byline_words import AGENCIES, CONJUNCTIONS

LONGEST_LINE = 120
# One word is letters after a capital; words are divided by single characters that no word holds.
_WORD = r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{1,3}}")
_BORDER = re.compile(r"\s[|•·–—/-]\s|[|•·]|(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})")
_BETWEEN_NAMES = re.compile(
    rf"\s?[,;&]\s(?:(?:and|und)\s)?|\s(?:{'|'.join(map(re.escape, sorted(CONJUNCTIONS)))})\s"
)
LONGEST_NAMES = 300
MOST_LINKS = 20
_NO_PEOPLE = frozenset({"nav", "footer", "form", "figure", "figcaption", "menu"})
_SECTION_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cat|category|categories|section-?name|rubri\w{1,4}|kicker|topic|tags?|channel"
    r"|ressort|breadcrumbs?)(?=$|[\s_-])",
    re.IGNORECASE,
)
_MARKED_SECTION = re.compile(r"(?:^|\s)(?:tag|category)(?:$|\s)")
_TO_SECTION = re.compile(
    r"/(?:category|categories|kategorie|rubri\w{1,4}|topics?|tags?|section)/"
    r"|#(?:comm?ent|kommentar|disqus|respond)"
)
_PARTICLE_WORDS = "al bin da de del der di dos du el ibn la le ter van von y"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())


def find_names(
    lines: Sequence[Block], others: Collection[str], titles: Iterable[str]
) -> Iterator[Found]:
    """Names beside the first line of a date; ``others`` are `name_key` of names that are no
    person's (the outlet's, the sections'), ``titles`` the story's: whom it is about is no author.
    """
    headline = " ".join(map(name_key, titles))
    for index, line in enumerate(lines):
        if len(line.text) > LONGEST_LINE or not (DATE.search(line.text) or tells_time(line.text)):
            continue
        near = filter(_may_name_people, (line, *_beside(lines, index)))
        names = [name for one in near for name in _names(one.text) if name not in _labels(one)]
        keys = {name: name_key(name) for name in names}
        names = [name for name, key in keys.items() if key not in others and key not in headline]
        if names:
            yield Found(tuple(names), "generic: name beside the date")
        return


def _may_name_people(line: Block) -> bool:
    """False for headings, for what belongs to a menu or a picture, and for what is named after a
    section."""
    element = line.element
    if line.is_heading or any(one.tag in _NO_PEOPLE for one in (element, *element.iterancestors())):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > LONGEST_NAMES or _SECTION_NAMES.search(names) is None


def _labels(line: Block) -> Collection[str]:
    """The texts of the line's links to sections, topics and readers' comments."""
    links = islice(line.element.iter("a"), MOST_LINKS)
    return {
        " ".join("".join(link.itertext()).split())
        for link in links
        if _MARKED_SECTION.search(link.get("rel") or "") or _TO_SECTION.search(link.get("href", ""))
    }


def _beside(lines: Sequence[Block], index: int) -> Iterator[Block]:
    """The lines before and after one that may be names; a line of many links is a menu's."""
    before, after = lines[max(0, index - 1) : index], lines[index + 1 : index + 2]
    for one in (*before, *after):
        if one.link_share < 0.5 or split_names(one.text):
            yield one


def _names(line: str) -> Iterator[str]:
    """The parts of a short line that are names, or several names and nothing else."""
    if len(line) >= LONGEST_LINE:
        return
    for part in _BORDER.split(without_times(line)):
        text = part.strip(" ,")
        yield from split_names(text[said.end() :] if (said := BYLINE.match(text)) else text)


def split_names(text: str) -> tuple[str, ...]:
    """The names in a text that is nothing but names, agencies among them; else none."""
    if is_name(text):
        return (text,)
    parts = [part for part in _BETWEEN_NAMES.split(text) if part]
    if not any(map(is_name, parts)):
        return ()
    whole = all(is_name(part) or part.casefold() in AGENCIES for part in parts)
    return tuple(parts) if whole else ()


def is_name(text: str) -> bool:
    """True for two to four capitalised words and nothing else."""
    if len(text) > 40 or not _NAME.fullmatch(text) or DATE.search(text):
        return False
    words = [word for word in text.split() if word not in _PARTICLES]
    return len(words) > 1 and all(map(_is_capital, words)) and not ONLY_LABEL.fullmatch(text)


def _is_capital(word: str) -> bool:
    return word[0].isupper()
