"""Raw tags, keyword lists and tag addresses → clean tags, in page order.

"Tags: #putin #usa" gives putin and usa; "war, peace; talks" gives three; the address
``/news/tag/мирний_план.html``, percent-encoded or not, gives "мирний план".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import unquote

from crawler.normalization.text import clean_line

TAG_COUNT = 100
RAW_COUNT = 1_000
"""Strings that are looked at."""
LONGEST_TAG = 100
LONGEST_LIST = 10_000

_LABELS = (
    "tags", "tag", "topics", "topic", "keywords", "related topics", "more on", "read more on",
    "filed under", "labels", "in this story", "теги", "тег", "теґи", "метки", "метка", "темы",
    "теми", "тема", "ключові слова", "ключевые слова", "мітки", "позначки", "schlagworte",
    "schlagwörter", "stichworte", "themen", "thema", "mots-clés", "mots clés", "étiquettes",
    "sujets", "thèmes", "etiquetas", "temas", "palabras clave", "palavras-chave", "argomenti",
    "tagi", "tematy", "słowa kluczowe", "trefwoorden", "onderwerpen", "tagok", "címkék",
    "štítky", "témata", "témy", "etiketler", "ämnen", "emner", "emneord", "aiheet", "avainsanat",
    "ετικέτες", "แท็ก", "标签", "標籤", "关键词", "タグ", "キーワード", "태그", "الوسوم",
)  # fmt: skip
# One alternation of literals, anchored; a colon must follow unless the string ends or "#" comes.
LABEL = re.compile(
    rf"(?:{'|'.join(sorted(map(re.escape, _LABELS), key=len, reverse=True))})\s*(?:[:：]|$|(?=#))",
    re.IGNORECASE,
)
"""Opens a line that lists tags."""
_SEPARATOR = re.compile(r"[,;|•·、，；]+")
_HASHES = re.compile(r"[,;|•·、，；#]+")  # in a list of #tags; elsewhere C# is a tag too
_ADDRESS = re.compile(r"(?:https?:/)?/[^\s?#]*", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?)$", re.IGNORECASE)
_EDGE = " \"'“”„«».:-–—*"


def clean_tags(raws: Iterable[str], count: int = TAG_COUNT) -> tuple[str, ...]:
    """The tags in ``raws``: single tags, whole lists, or addresses of tag pages.

    The first spelling of a tag counts; repetitions, labels and what is longer than a tag are
    left out.
    """
    tags: dict[str, str] = {}
    for tag in _read_all(raws):
        tags.setdefault(tag.casefold(), tag)
        if len(tags) == count:
            break
    return tuple(tags.values())


def _read_all(raws: Iterable[str]) -> Iterator[str]:
    for raw in islice(raws, RAW_COUNT):
        line = clean_line(_read_address(raw) if _ADDRESS.match(raw) else raw, LONGEST_LIST)
        match = LABEL.match(line)
        line = (line[match.end() :] if match else line).lstrip()
        for part in (_HASHES if line.startswith("#") else _SEPARATOR).split(line):
            tag = part.strip(_EDGE).removeprefix("#")
            if tag and len(tag) <= LONGEST_TAG and any(map(str.isalnum, tag)):
                yield tag


def _read_address(address: str) -> str:
    """The last step of a tag page's path, with blanks for underscores; empty if it has none."""
    match = _ADDRESS.match(address)
    path = match[0] if match else ""
    if "://" in path:
        path = path.split("://")[1].partition("/")[2]
    name = unquote(path.rstrip("/").rpartition("/")[2])
    return _EXTENSION.sub("", name).replace("_", " ")
