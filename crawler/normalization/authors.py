"""Raw bylines → names of authors: one string a person or agency, in page order.

"By Jane Doe, Senior Political Correspondent, and John Roe in Kyiv (Reuters)" gives Jane Doe,
John Roe and Reuters. Agencies and desks count as authors where the page names them so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile

from crawler.normalization.byline_words import (
    AGENCIES,
    AGENCY_NAMES,
    CONJUNCTIONS,
    CREDIT_STARTS,
    DEGREES,
    INTRODUCTIONS,
    JOBS,
    LOWER_CASE_INTRODUCTIONS,
    NO_NAMES,
    ONLY_BEFORE_COLON,
    PARTICLES,
    PLACES,
    QUALIFIERS,
    SUFFIXES,
    TRAILING_NOISE,
)
from crawler.normalization.calendar_words import find_month
from crawler.normalization.text import clean_line

AUTHOR_COUNT = 50
RAW_COUNT = 200
"""Strings that are looked at; a page that has more names no authors with them."""
LONGEST_BYLINE = 600
LONGEST_NAME = 80
MOST_WORDS = 6

# Alternations of literals and single classes, anchored or bounded by what they cannot match.
_BLANK_LINES = re.compile(r"[\r\n][ \t]*(?:\r?\n[ \t]*)+")
_ADDRESS = re.compile(r"\bhttps?:|\bwww\.|://|@[\w-]+\.\w|^@|^/", re.IGNORECASE)
_HANDLE = re.compile(r"\(?(?<!\w)@[\w.]+\)?")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+){0,3}\.[a-z]{2,6}", re.IGNORECASE)
_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)+")
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]{0,200})[)\]）]?")
# A single word on either side: a first name, what its bearer is called, a last name.
_NICKNAME = re.compile(
    r"(?:^|(?<=[,;&|])\s|(?<=\bby)\s)[^\W\d_]+\s?(\([^()]{1,12}\))(?=\s[^\W\d_])", re.IGNORECASE
)
_DESCRIPTION = re.compile(r"[\u3400-\u9fff·]{2,16}(?:作者|记者|記者|评论员|評論員|撰稿人)\s+(?=\S)")
"""Before a name in Chinese: "文/港口日报专栏作者 王小明"."""
_PARTS = re.compile(r"[,;|•·、，；／/\n]+| [-–—] | {2,}")
_DASH = re.compile(r" [–—] ")
_NO_EDGE = ' \t:：.,;|•·-–—/*"“”„«»‘【】'


_NEVER_IN_NAMES = frozenset("{}<>=!?_\\:#%$")
_EAST_ASIAN = "\u2e80"  # from here on in Unicode


def _longest_first(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _introductions(letter: str) -> re.Pattern[str]:
    """What introduces an author and begins with ``letter``: one pattern of all would be tried
    phrase by phrase at every line."""
    plain, before_colon, small = (
        _longest_first(one for one in phrases if one[0] == letter) or "(?!)"
        for phrases in (
            set(INTRODUCTIONS) - ONLY_BEFORE_COLON,
            ONLY_BEFORE_COLON,
            LOWER_CASE_INTRODUCTIONS,
        )
    )
    return re.compile(
        rf"(?:(?:{plain})(?:\s*[:：・／\-–—=/]\s*|\s+|$)|(?:{before_colon})\s*[:：・／]\s*"
        rf"|(?-i:(?:{small}))\s+)",
        re.IGNORECASE,
    )


_INTRODUCTIONS = {
    letter: _introductions(letter) for letter in {one[0] for one in INTRODUCTIONS} | {"d"}
}


def _introduction(line: str) -> re.Match[str] | None:
    pattern = _INTRODUCTIONS.get(line[:1].casefold())
    return pattern.match(line) if pattern else None


_BEFORE_AGENCY = re.compile(
    rf"(?<=\w) (?=(?:{_longest_first(AGENCY_NAMES)}|(?-i:Reuters|AFP|AP|dpa))\s*$)", re.IGNORECASE
)
_CREDIT = re.compile(rf"(?:{_longest_first(CREDIT_STARTS)})(?:\b|(?=[:：]))", re.IGNORECASE)
_NOBLE = re.compile(r"von (?:der|den|dem|und|zu) ", re.IGNORECASE)


def clean_authors(raws: Iterable[str], count: int = AUTHOR_COUNT) -> tuple[str, ...]:
    """The names in ``raws``, which may be single names, lists of names or whole bylines.

    Left out: introductions ("By", "Von", "Автор:"), job titles, places, degrees, addresses and
    handles, photo and editing credits, empty names such as "admin", repetitions.
    """
    names: dict[str, str] = {}
    for name in _read_all(raws):
        names.setdefault(name.replace(".", "").casefold(), name)
        if len(names) == count:
            break
    return tuple(_drop_outlets(list(names.values())))


def _read_all(raws: Iterable[str]) -> Iterator[str]:
    for raw in islice(raws, RAW_COUNT):
        lines = _BLANK_LINES.split(raw[: 4 * LONGEST_BYLINE])
        bylines = [_split_byline(clean_line(line, LONGEST_BYLINE)) for line in lines]
        yield from _read_names([part for parts, _ in bylines for part in parts])
        yield from (agency for _, agencies in bylines for agency in agencies)


def _drop_outlets(names: list[str]) -> list[str]:
    """Without domains and slugs (``jane-doe``, ``example.com``) beside real names, and without
    what such a name's bearer is ("Quay News Reporter")."""
    people = [name for name in names if not (_DOMAIN.fullmatch(name) or _SLUG.fullmatch(name))]
    named = [name for name in people if _bare(name.split()[-1]) not in JOBS]
    if any(" " in name for name in named):
        return named
    return people or [name for name in names if _DOMAIN.fullmatch(name)]


def _split_byline(line: str) -> tuple[list[str], list[str]]:
    """(what may be names, agencies in brackets); nothing of a line that holds an address."""
    line = _NICKNAME.sub(_without_nickname, line.strip("【】 "))
    inside = _BRACKETS.findall(line)
    line = _HANDLE.sub(" ", _BRACKETS.sub(" ", line)).strip()
    if not line or _ADDRESS.search(line):
        return [], []
    return _split_parts(_drop_place(_drop_introduction(line), line)), [
        text.strip(_NO_EDGE) for text in inside if _is_agency(text)
    ]


def _without_nickname(name: re.Match[str]) -> str:
    """ "Richard (R.J.) Roe" without what stands in brackets, if that is no agency."""
    nickname = name[1]
    return name[0] if _is_agency(nickname[1:-1]) else name[0].removesuffix(nickname).rstrip()


def opens_byline(line: str) -> bool:
    """True for a line that begins with what introduces an author, and goes on."""
    match = _introduction(line)
    return match is not None and match.end() < len(line)


def _drop_introduction(line: str) -> str:
    """Without "By", "Текст:" and the like; twice, for "Analysis: By …"."""
    for _ in range(2):
        match = _introduction(line)
        if match is None or _NOBLE.match(line):
            break
        line = line[match.end() :].lstrip(_NO_EDGE)
    return _DESCRIPTION.sub("", line, count=1)


def _drop_place(rest: str, line: str) -> str:
    """``rest`` of a line whose introduction was dropped, without what stands behind a dash: a
    place, or an agency, which stays."""
    if rest == line:
        return rest
    name, *behind = _DASH.split(rest)
    return "\n".join((name, *filter(_is_agency, behind)))


def _split_parts(line: str) -> list[str]:
    """At separators and conjunctions; suffixes rejoined, "Doe, Jane" turned round."""
    parts = [part.strip(_NO_EDGE.replace(".", "")) for part in _PARTS.split(line)]
    whole = [name for part in parts if part for name in _split_conjunctions(part)]
    split = [name for one in whole for name in _split_agency(one)]
    joined: list[str] = []
    for part in split:
        suffix = SUFFIXES.get(part.strip(".").casefold())
        if suffix and joined:
            joined[-1] = f"{joined[-1]} {suffix}"
        else:
            joined.append(part)
    return _turn_round(joined) if line.count(",") == 1 else joined


def _split_agency(name: str) -> list[str]:
    """ "Jane Doe The Associated Press" → both; an agency's own name stays whole."""
    return [name] if _is_agency(name) else _BEFORE_AGENCY.split(name, maxsplit=1)


def _turn_round(parts: list[str]) -> list[str]:
    """["Doe", "Jane"] → ["Jane Doe"]; agencies and anything longer stay."""
    if len(parts) != 2 or not all(part.istitle() and " " not in part for part in parts):
        return parts
    if any(_is_agency(part) or part.casefold() in JOBS | NO_NAMES for part in parts):
        return parts
    return [f"{parts[1]} {parts[0]}"]


def _split_conjunctions(part: str) -> list[str]:
    """At "and" in many languages; at a short one only between names of two words or more."""
    names: list[list[str]] = [[]]
    words = part.split()
    for index, word in enumerate(words):
        if word.casefold() in CONJUNCTIONS and word == word.lower():
            after = next((i for i, w in enumerate(words[index + 1 :]) if w == "and"), None)
            right = words[index + 1 :][:after]
            if word in ("and", "&", "und") or (_is_side(names[-1]) and _is_side(right)):
                names.append([])
                continue
        names[-1].append(word)
    return [" ".join(name) for name in names if name]


def _is_side(words: list[str]) -> bool:
    return len(words) > 1 or (len(words) == 1 and _is_agency(words[0]))


def _read_names(parts: list[str]) -> Iterator[str]:
    """The parts that are names. After a whole name, a single word is a place, not a person."""
    had_full_name = False
    for index, part in enumerate(parts):
        is_place = index > 0 and part.split(" ")[0] in PLACES
        had_full_name = had_full_name or is_place
        if is_place or _CREDIT.match(part):
            continue
        name = _trim_name(_drop_introduction(part), is_first=index == 0)
        if not _is_name(name):
            continue
        if had_full_name and (_is_place(name) or name[0].isdecimal()):
            continue
        is_outlet = _is_agency(name) or _DOMAIN.fullmatch(name) is not None
        had_full_name = had_full_name or " " in name or is_outlet
        yield name


def _is_place(name: str) -> bool:
    """A single word in a script that puts blanks between words, and no outlet."""
    is_word = " " not in name and name[0] < _EAST_ASIAN
    return is_word and not _is_agency(name) and not _DOMAIN.fullmatch(name)


def _trim_name(part: str, is_first: bool) -> str:
    """The name without a place, job title, degree, clock or button text around it."""
    words = _once(part.split())
    for index, word in enumerate(words):
        is_place = index and word in PLACES and len(words) > index + 1
        if is_place or (index and any(map(str.isdecimal, word))):
            is_date = not is_place and index > 2 and find_month(_bare(words[index - 1]))
            words = words[: index - 1 if is_date else index]
            break
    if any(word in JOBS for word in words) and not is_first and words[0].casefold() not in JOBS:
        return ""  # "Kyiv Independent reporter": a description, in small letters
    words = _drop_trailing(words)
    person = _drop_job(words)
    if not is_first and len(person) < len(words) and _is_agency(" ".join(person)):
        return ""  # "CNN Senior Analyst", behind the name
    is_desk = is_first and len(person) == 1 and len(words) > 1 and not _is_agency(person[0])
    words = words if is_desk and person[0] < _EAST_ASIAN else person  # "Guardian staff reporter"
    name = " ".join(_drop_trailing(words))
    return name if name.endswith((" Jr.", " Sr.")) else name.strip(_NO_EDGE)


def _once(words: list[str]) -> list[str]:
    """Words that are said twice over ("Jane Doe Jane Doe"), once."""
    half = len(words) // 2
    return words[:half] if half > 1 and words[:half] == words[half:] else words


def _drop_trailing(words: list[str]) -> list[str]:
    while words and (_bare(words[-1]) in TRAILING_NOISE or _bare(words[-1]) in DEGREES):
        words = words[:-1]
    return words


def _drop_job(words: list[str]) -> list[str]:
    """Without "Senior Political Reporter" or "envoyée spéciale" at the end, or "Журналист" at the
    start."""
    if not words:
        return words
    title = list(takewhile(_is_of_title, reversed(words)))
    if any(_bare(word) in JOBS for word in title):
        return words[: len(words) - len(title)]
    start = 0
    while start < len(words) and _bare(words[start]) in JOBS:
        start += 1
    return words[start:]


def _is_of_title(word: str) -> bool:
    return _bare(word) in JOBS or _bare(word) in QUALIFIERS


def _bare(word: str) -> str:
    return word.strip(".,:").casefold()


def _is_agency(text: str) -> bool:
    return text.strip(_NO_EDGE).casefold() in AGENCIES


def _is_name(name: str) -> bool:
    """Short, with letters, and no sentence: small words are particles of names."""
    words = name.split()
    if not words or len(name) > LONGEST_NAME or len(words) > MOST_WORDS:
        return False
    if name.casefold() in NO_NAMES or _NEVER_IN_NAMES & set(name):
        return False
    if not any(map(str.isalpha, name)):
        return False
    if len(words) == 1:
        return len(name) > 1
    return not any(_is_small(word) for word in words[1:]) or words[-1] in JOBS


def _is_small(word: str) -> bool:
    return word[0].islower() and word.casefold() not in PARTICLES and not _DOMAIN.fullmatch(word)
