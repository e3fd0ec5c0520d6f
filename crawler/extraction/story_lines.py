"""A story's blocks → those of them that are its text.

Dropped are lines above the headline, the headline again, lines of date or author at either end,
labels and pointers to other pages, captions with their credits, and promotional tails.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from crawler.draft import Found
from crawler.extraction.appendages import without_appendages
from crawler.extraction.blocks import Block, squeeze
from crawler.extraction.date_lines import find_moments
from crawler.extraction.notices import EMBED, LONGEST_EMBED
from crawler.extraction.phrases import (
    CREDIT,
    DATE,
    LABEL,
    LINKED_LABEL,
    ONLY_LABEL,
    POINTS,
    PRESENTS_PERSON,
    PRESENTS_REPORTER,
    READING_TIME,
)
from crawler.extraction.short_stories import without_strangers
from crawler.extraction.sign_offs import LEGAL, PROMOTION, SIGN_OFF, TAGGED
from crawler.normalization.calendar_words import FILLERS

HEAD = 4
"""Blocks at the beginning among which lines of date and author are looked for."""
END = 4
PARTS = 3
TAIL = 8
"""Blocks at the end, all within TAIL_SHARE of the text, that may be promotion."""
TAIL_SHARE = 0.6
LONGEST_LABEL = 80
LONGEST_COUNT = 12
LONGEST_TAGS = 200
LONGEST_AROUND = 8
"""Letters around a short name of which a line is a byline."""
LONGEST_SUBTITLE = 160
LONGEST_READING_LINE = 60
SHORTEST_LEAD = 4
LONGEST_LEAD = 30
SHORTEST_LINK = 20
"""Characters of the title of another page; what is shorter may be a name."""
LEADS_ON = re.compile(r"[:|>»›–—-]$")
_WORD = re.compile(r"[^\W\d_]+")
_FULL_STOP = re.compile(r"[.!?。！？।][\"”»」]?\s*$")
_MAIL = re.compile(r"(?<!\S)[^\s@]+@\S+")
_ENDS_IN_ADDRESS = re.compile(r"https?://\S+$")
_LEADS_TO_NOTHING = re.compile(r"[:：]\Z|\w@\w[\w-]*\.\w")
"""At the end of a story: what was to follow is no text; where to write to."""
_SPEAKER = re.compile(r"[^:.]{3,60}:\s")
"""Opens what somebody says in a written conversation."""
_TITLE_BORDER = re.compile(r"\s[|–—-]\s")


@dataclass(frozen=True)
class About:
    """What is known of the article and helps to tell its lines from others; ``told`` are its texts
    in the page's data."""

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    told: tuple[Found, ...] = ()

    @cached_property
    def title_keys(self) -> frozenset[str]:
        """Titles as they stand, and without the name of the outlet behind them."""
        short = (_TITLE_BORDER.split(title)[0] for title in self.titles)
        return frozenset(squeeze(title) for title in (*self.titles, *short)) - {""}

    @cached_property
    def author_keys(self) -> tuple[str, ...]:
        """Names of authors, long enough to be told from words."""
        return tuple(squeeze(name) for name in self.authors if 5 < len(name) < 60)

    @cached_property
    def short_author_keys(self) -> tuple[str, ...]:
        """The other names, as in Chinese: too short to be looked for in more than a byline."""
        keys = (squeeze(name) for name in self.authors if len(name) <= 5)
        return tuple(key for key in keys if len(key) > 1)


def choose_lines(
    story: Sequence[Block], blocks: Sequence[Block], about: About
) -> tuple[Block, ...]:
    """The blocks of ``story`` that are its text; ``blocks`` are all of the page's."""
    kept = _below_headline(story, blocks, about)
    kept = without_appendages(kept, blocks, about.title_keys)
    kept = without_strangers(kept, about.titles[0] if about.titles else "")
    kept = _without_repeated_leads(kept)
    kept = [
        block
        for block in kept
        if block.key not in about.title_keys
        and not is_pointer(block)
        and not _is_credit(block)
        and not _is_embed_notice(block)
    ]
    kept = _without_ends(_without_empty_labels(kept, blocks), about)
    while kept and _stands_with_headline(kept[0]) and not _opens_a_part(kept):
        kept.pop(0)
    while kept and kept[-1].is_heading:
        kept.pop()
    return tuple(kept)


def _below_headline(story: Sequence[Block], blocks: Sequence[Block], about: About) -> list[Block]:
    """Without what stands above the headline, if that is the lesser part."""
    headline = next(
        (n for n, one in enumerate(blocks) if one.tag == "h1" and one.key in about.title_keys), None
    )
    if headline is None:
        return list(story)
    above = set(map(id, blocks[:headline]))
    below = [block for block in story if id(block) not in above]
    whole = sum(block.weight for block in story)
    return below if sum(block.weight for block in below) > 0.6 * whole else list(story)


def _without_empty_labels(story: list[Block], blocks: Sequence[Block]) -> list[Block]:
    """Without short lines that lead to what is nothing but links: "More on the harbour:"."""
    chosen = set(map(id, story))
    following = dict(zip(map(id, blocks), blocks[1:], strict=False))
    return [
        block
        for block in story
        if len(block.text) > LONGEST_LABEL
        or not block.text.endswith((":", "："))
        or (behind := following.get(id(block))) is None
        or id(behind) in chosen
        or behind.link_share < 0.9
        or behind.tag != "li"
    ]


def _stands_with_headline(block: Block) -> bool:
    """True for a subtitle: a short heading beside the h1."""
    if not block.is_heading or block.weight > LONGEST_SUBTITLE or _FULL_STOP.search(block.text):
        return False
    parent = block.element.getparent()
    return parent is not None and parent.tag != "body" and parent.find("h1") is not None


def _opens_a_part(story: Sequence[Block]) -> bool:
    """True if the first heading is one of at least three of its kind, as the titles of parts."""
    first = story[0].element
    kinds = [(one.element.tag, one.element.get("class")) for one in story if one.is_heading]
    return kinds.count((first.tag, first.get("class"))) >= PARTS


def _is_embed_notice(block: Block) -> bool:
    return len(block.text) < LONGEST_EMBED and EMBED.match(block.text) is not None


def _without_repeated_leads(story: list[Block]) -> list[Block]:
    """Without lines that lead to other pages by words that other lines lead by too, in whatever
    language: "READ ALSO | A linked title"."""
    leads = Counter(lead for block in story if (lead := _lead_of(block)))
    return [block for block in story if leads[_lead_of(block)] < 2]


def _lead_of(block: Block) -> str:
    """The words before a link that ends the line, if the link is a good part of it."""
    if block.link_share < 0.4 or len(block.text) > 300 or block.linked < SHORTEST_LINK:
        return ""
    lead = block.text[: len(block.text) - block.linked].strip()
    return lead if len(lead) >= SHORTEST_LEAD and LEADS_ON.search(lead) else ""


def is_pointer(block: Block) -> bool:
    """True for a label such as "Read more", alone or before another page's title."""
    text = block.text
    if len(text) > 300:
        return False
    if len(text) < 60 and ONLY_LABEL.fullmatch(text):
        return True
    if block.link_share > 0.5 and (LINKED_LABEL.match(text) or _is_announced_link(block)):
        return True
    label = LABEL.match(text)
    if label is None:
        return False
    if block.link_share > 0.5:
        return True
    points = POINTS.match(text, label.end()) is not None
    return points and (block.link_share > 0.3 or len(text) < 140)


def _is_announced_link(block: Block) -> bool:
    """True for a word or two in whatever language, a colon, and nothing but a title behind it."""
    lead, text = _lead_of(block), block.text
    announces = block.tag == "p" and 0 < len(lead) <= LONGEST_LEAD and lead[-1] in ":|>»"
    return announces and "@" not in text and "://" not in text


def is_date_line(block: Block) -> bool:
    """True for a short line that says little but a date."""
    text = block.text
    if block.weight > 110 or text[0] in "—–-*(":
        return False
    rest = DATE.sub(" ", text)
    if rest == text:
        moment = next(find_moments(text), None)
        if moment is None:
            return False
        rest = text.replace(moment.text, " ")
    if len(rest) > 0.75 * len(text) + 8 or _FULL_STOP.search(rest):
        return False
    words = _WORD.findall(rest)
    return len(words) <= 8 or sum(word.casefold() not in FILLERS for word in words) <= 4


def _is_credit(block: Block) -> bool:
    return not block.is_heading and block.weight < 350 and CREDIT.match(block.text) is not None


def _without_ends(story: list[Block], about: About) -> list[Block]:
    """Without the lines at both ends that only ends have."""
    whole, before = sum(block.weight for block in story), 0
    kept = []
    for index, block in enumerate(story):
        left = len(story) - index
        is_end = index < HEAD or left <= END
        is_tail = left <= TAIL and before > TAIL_SHARE * whole
        before += block.weight
        if is_end and not block.is_heading and _is_end_line(block, about):
            continue
        if is_tail and _is_tail_line(block, about):
            continue
        kept.append(block)
    cut = 0
    while kept and _is_last_line(kept[-1], about) and cut + kept[-1].weight < 0.5 * whole:
        cut += kept.pop().weight
    return kept


def _is_end_line(block: Block, about: About) -> bool:
    """True for a line of date, author or reading time, and for a number of likes."""
    if (
        len(block.text) < LONGEST_COUNT
        and block.tag not in ("td", "th")
        and not _WORD.search(block.text)
    ):
        return any(map(str.isdecimal, block.text))
    return is_date_line(block) or _is_byline(block, about) or _is_reading_time(block)


def _is_reading_time(block: Block) -> bool:
    said = READING_TIME.search(block.text) if len(block.text) < LONGEST_READING_LINE else None
    return said is not None and len(said[0]) > 0.4 * len(block.text)


def _is_byline(block: Block, about: About) -> bool:
    if len(block.text) >= 120 or _FULL_STOP.search(block.text):
        return False
    if any(author in block.key for author in about.author_keys):
        return True
    key = squeeze(_MAIL.sub("", block.text))
    return any(
        author in key and len(key) <= len(author) + LONGEST_AROUND
        for author in about.short_author_keys
    )


def _is_last_line(block: Block, about: About) -> bool:
    """True for what ends no story: a rule of signs, an address, words that lead to nothing, a tail
    line."""
    if not block.key:
        return True
    if len(block.text) < LONGEST_SUBTITLE and _LEADS_TO_NOTHING.search(block.text):
        return True
    is_address = block.link_share > 0.5 and _ENDS_IN_ADDRESS.search(block.text) is not None
    return (is_address and len(block.text) < LONGEST_SUBTITLE) or _is_tail_line(block, about)


def _is_tail_line(block: Block, about: About) -> bool:
    """True for copyright, promotion, topics, and what presents an author."""
    text = block.text
    if len(text) < LONGEST_TAGS and TAGGED.match(text):
        return True
    if len(text) < 500 and (LEGAL.search(text) or SIGN_OFF.match(text)):
        return True
    if len(text) < 450 and (block.linked or len(text) < 200) and PROMOTION.match(text):
        return True
    if len(text) < 450 and PRESENTS_REPORTER.match(text):
        return True
    presents = PRESENTS_PERSON.search(text[:90]) is not None and not _SPEAKER.match(text)
    return len(text) < 700 and presents and block.key.startswith(about.author_keys)
