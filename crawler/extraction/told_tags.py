"""Structured data → lists of an article's tags, and lists that may be none of its own.

A list is doubtful that names the outlet and nothing of the story, as on every page of a site, that
consists of codes for machines, or that holds the section alone: what the page shows goes before it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote, urlsplit

from crawler.draft import Found
from crawler.extraction.json_ld import texts_of
from crawler.extraction.meta_tags import label, name_key
from crawler.extraction.structured import Structured
from crawler.normalization.tags import clean_tags

FEWEST_WORDS = 4
"""Words of a title in their order from which a list of keywords is no list."""
FEWEST_CODES = 5
SHARE_OF_CODES = 0.6
_WRITTEN_FOR_NEWS = ("article:tag", "og:article:tag", "news_keywords")
_OTHERS = (
    "parsely-tags", "sailthru.tags", "keywords", "cxenseparse:keywords", "dc.subject",
    "dcterms.subject",
)  # fmt: skip
_KNOWN = frozenset(map(name_key, (*_WRITTEN_FOR_NEWS, *_OTHERS)))
_INVENTED = re.compile(r"[a-z0-9]{0,30}(?:tags?|topics?|keywords?|hashtags?|subjects?)")
"""The `name_key` of what sites call their tags: ``shop:tags``, ``classification-tags``."""
_NO_TAGS = re.compile(r"(?:google|template|mrf|msapplication|next|cache|surrogate)")
"""Opens the `name_key` of what programs tell one another."""
_CODE = re.compile(r"[A-Z][A-Z0-9:_-]+")


def find_told_tags(data: Structured) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """(lists, the first of several tags before those of one; doubtful lists). What stands behind
    a first good list is not read."""
    single: list[Found] = []
    doubtful: list[Found] = []
    for found in _lists(data):
        tags = clean_tags(found.values)
        if not tags or _is_title_in_words(tags, data):
            continue
        if _is_doubtful(tags, data):
            doubtful.append(found)
        elif len(tags) > 1:
            return (found, *single), tuple(doubtful)
        else:
            single.append(found)
    return tuple(single), tuple(doubtful)


def _lists(data: Structured) -> Iterator[Found]:
    """What is written for news readers first. JSON-LD often holds a program's words too, and a
    string without any comma there is words run together; plain keywords may be the site's."""
    yield from _contents(data, _WRITTEN_FOR_NEWS)
    written = _texts(data, "keywords")
    is_list = len(written) > 1 or any("," in value or ";" in value for value in written)
    if is_list:
        yield Found(written, "json-ld: keywords")
    yield from _contents(data, _OTHERS)
    names = data.meta.values
    yield from _contents(data, (name for name in names if name not in _KNOWN and _names_tags(name)))
    if written and not is_list:
        yield Found(written, "json-ld: keywords")
    if about := _texts(data, "about"):
        yield Found(about, "json-ld: about")


def _contents(data: Structured, names: Iterable[str]) -> Iterator[Found]:
    for name in names:
        if contents := data.meta.all(name):
            yield Found(tuple(map(html.unescape, contents)), label(name))


def _texts(data: Structured, key: str) -> tuple[str, ...]:
    """The names under a key, without entities; none for an address."""
    texts = texts_of(data.article.get(key) or data.web_page.get(key))
    return tuple(html.unescape(text) for text in texts if "://" not in text)


def _names_tags(key: str) -> bool:
    return _INVENTED.fullmatch(key) is not None and not _NO_TAGS.match(key)


def _is_doubtful(tags: Sequence[str], data: Structured) -> bool:
    keys = {name_key(tag) for tag in tags}
    if keys & data.outlets and not _tells_of_story(tags, data):
        return True
    codes = sum(_CODE.fullmatch(tag) is not None for tag in tags)
    if codes >= FEWEST_CODES and codes > SHARE_OF_CODES * len(tags):
        return True
    sections = (*texts_of(data.article.get("articleSection")), *data.meta.all("article:section"))
    return len(tags) == 1 and keys <= {name_key(section) for section in sections}


def _tells_of_story(tags: Sequence[str], data: Structured) -> bool:
    """True if a tag, other than the outlet's name, stands in the title or the lead."""
    found = (*data.titles, *data.candidates("lead"))
    told = " ".join(one.values[0] for one in found).casefold()
    own = (tag for tag in tags if name_key(tag) not in data.outlets)
    return any(tag.casefold() in told for tag in own)


def _is_title_in_words(tags: Sequence[str], data: Structured) -> bool:
    """True for what a program made of the title or the address: its words, one by one."""
    words = [tag.casefold() for tag in tags]
    if len(words) < FEWEST_WORDS or sum(" " in word for word in words) > 1:
        return False
    titles = " ".join(found.values[0] for found in data.titles).casefold().split()
    first = [word.strip(",;:'\"") for word in titles][:FEWEST_WORDS]
    return words[:FEWEST_WORDS] == first or _stand_in_order(words, _steps(data.page.url))


def _steps(url: str) -> Sequence[str]:
    """The words of the longest step of an address."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ()
    return re.split(r"[-_.]", max(path.casefold().split("/"), key=len))


def _stand_in_order(words: Sequence[str], wanted: Sequence[str]) -> bool:
    rest = iter(wanted)
    return all(word in rest for word in words)
