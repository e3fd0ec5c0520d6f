"""Raw tags, keyword lists and tag addresses → clean tags, in page order.

"Tags: #putin #usa" gives putin and usa; "war, peace; talks" gives three; the address
``/news/tag/мирний_план.html``, percent-encoded or not, gives "мирний план". What a program notes
beside the subjects is left out: "Subject: Justice, Day: Friday, Page Type: Article" gives Justice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
    "related tags", "topics in this article", "topics mentioned", "topics in this story",
    "read more about", "more about", "explore more topics", "mentioned in this article",
    "mehr lesen über", "mehr über", "mehr zu", "mehr zum thema", "mehr zu den themen",
    "verwandte themen", "ähnliche themen", "themen in diesem artikel", "themen dieses artikels",
    "en savoir plus sur", "sur le même thème", "sujets associés", "thèmes associés",
    "más sobre", "temas relacionados", "etiquetado en", "archivado en", "leia mais sobre",
    "saiba mais sobre", "mais sobre", "tópicos relacionados", "leggi altro su", "altro su",
    "lees meer over", "meer over", "läs mer om", "mer om", "les mer om", "læs mere om",
    "mere om", "lue lisää aiheesta", "więcej na temat", "więcej o", "více k tématu", "viac o",
    "на тему", "по теме", "читайте також про", "больше по теме", "więcej tematów", "още за",
    "hashtags", "tópicos", "assuntos", "parole chiave", "etichete", "cuvinte cheie",
    "kulcsszavak", "témák", "kľúčové slová", "klíčová slova", "oznake", "ključne riječi",
    "tagovi", "teme", "ključne besede", "тагове", "етикети", "ключови думи", "ознаке",
    "žymos", "raktiniai žodžiai", "temos", "birkas", "temati", "sildid", "märksõnad", "teemad",
    "efnisorð", "nyckelord", "taggar", "stikord", "nøkkelord", "anahtar kelimeler", "konular",
    "kata kunci", "topik", "từ khóa", "chủ đề", "თეგები", "θέματα", "λέξεις κλειδιά",
    "תגיות", "תגים", "كلمات مفتاحية", "كلمات دلالية", "وسوم", "مواضيع", "برچسب‌ها", "برچسب ها",
    "टैग", "टैग्स", "ট্যাগ", "বিষয়", "关键字", "關鍵字", "關鍵詞", "话题", "主題", "トピック",
    "関連キーワード", "ハッシュタグ", "키워드", "관련 태그", "해시태그", "คำค้น", "แฮชแท็ก",
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
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PATH = re.compile(r"(?:[a-z][a-z0-9-]{3,40}/){1,5}([a-z][a-z0-9-]{3,40})")
"""Two or more steps of an address, such as a section and its subject."""
_LABELLED = re.compile(r"([^\W\d_][\w -]{1,30}):\s?(\S.*)")
FEWEST_LABELLED = 3
"""Tags of one list with a label before them from which the labels are a program's."""
_SUBJECTS = re.compile(
    r"(?:.* )?(?:subjects?|topics?|tags?|keywords?|entit(?:y|ies)(?: tokens?)?|tokens?|themes?"
    r"|person|people|place|places|locations?|organi[sz]ations?|compan(?:y|ies))",
    re.IGNORECASE,
)
"""Labels of what a story is about; others tell of its form, hour and place on the site."""


def clean_tags(raws: Iterable[str], count: int = TAG_COUNT) -> tuple[str, ...]:
    """The tags in ``raws``: single tags, whole lists, or addresses of tag pages.

    The first spelling of a tag counts; repetitions, labels and what is longer than a tag are
    left out.
    """
    tags: dict[str, str] = {}
    for tag in _only_subjects(list(_read_all(raws))):
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
            if step := _PATH.fullmatch(tag):
                tag = step[1]
            if tag and len(tag) <= LONGEST_TAG and any(map(str.isalnum, tag)):
                yield tag


def _only_subjects(tags: Sequence[str]) -> Iterator[str]:
    """Without a program's identifiers, and without labels and what is labelled otherwise."""
    labelled = [_LABELLED.fullmatch(tag) for tag in tags]
    has_labels = sum(label is not None for label in labelled) >= FEWEST_LABELLED
    for tag, label in zip(tags, labelled, strict=True):
        if _IDENTIFIER.fullmatch(tag):
            continue
        if not has_labels or label is None:
            yield tag
        elif _SUBJECTS.fullmatch(label[1]):
            yield label[2]


def _read_address(address: str) -> str:
    """The last step of a tag page's path, with blanks for underscores; empty if it has none."""
    match = _ADDRESS.match(address)
    path = match[0] if match else ""
    if "://" in path:
        path = path.split("://")[1].partition("/")[2]
    name = unquote(path.rstrip("/").rpartition("/")[2])
    return _EXTENSION.sub("", name).replace("_", " ")
