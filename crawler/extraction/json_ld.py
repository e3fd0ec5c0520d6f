"""Tree → the JSON-LD nodes of a page, in all the broken forms that pages carry, and the article's.

Own reading instead of extruct: extruct parses the page again, refuses a whole script for one bad
comma, and takes several times as long; what is needed here is one script element's text and json.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.document import parse
from crawler.errors import Rejected
from crawler.extraction.loose_json import read_loosely
from crawler.extraction.markup import read_paragraphs

Node = Mapping[str, Any]

MAX_SCRIPT = 2_000_000
"""Characters of one script; a longer one is not read."""
MAX_NODES = 5_000
"""Objects looked at on one page."""
_DESCENDED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "liveBlogUpdate")
# Each begins with a mark and reads few blanks, and a comment is looked for only where one ends
# behind it: linear.
_WRAPPING = re.compile(r"<!--|-->|(?:(?://|/\*)\s{0,20}+)?(?:<!\[CDATA\[|\]\]>)(?:\s{0,20}+\*/)?")
_BETWEEN_VALUES = re.compile(r"[\s,;]*+(?=[{\[])")
MAX_VALUES = 20
"""Values in one script, one behind another; more are not looked at."""
_TRAILING_COMMA = re.compile(r",(?=\s*+[}\]])")
_LINE_COMMENT = re.compile(r"(?:^|(?<=[{\[,]))[^\S\n]*+//.*$", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+\*/")

_ARTICLE_TYPE_NAMES = (
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle "
    "BackgroundNewsArticle ReviewNewsArticle AskPublicNewsArticle AdvertiserContentArticle "
    "SatiricalArticle BlogPosting LiveBlogPosting SocialMediaPosting TechArticle "
    "ScholarlyArticle Report Review Recipe PodcastEpisode"
)
ARTICLE_TYPES = frozenset(_ARTICLE_TYPE_NAMES.split())
PAGE_TYPES = frozenset({"WebPage", "ItemPage", "VideoObject"})
_SPELLINGS = {name.lower(): name for name in ARTICLE_TYPES | PAGE_TYPES}
SHORTEST_HEADLINE = 12
"""Characters of a headline that may open a title which goes on with the outlet's name."""


def read_json_ld(root: HtmlElement) -> tuple[Node, ...]:
    """All objects of all JSON-LD scripts, flattened, in page order; never raises."""
    nodes: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            nodes.extend(_flatten(_parse(script.text or ""), MAX_NODES - len(nodes)))
    return tuple(nodes)


def _parse(text: str) -> Any:
    """The value of a script; None where nothing helps."""
    if len(text) > MAX_SCRIPT:
        return None
    text = text.strip().lstrip("\ufeff")
    for attempt in _attempts(text):
        try:
            return _decode_all(attempt)
        except ValueError:
            continue
        except RecursionError:
            return None
    try:
        return read_loosely(_WRAPPING.sub("", text))
    except ValueError:
        return None


def _decode_all(text: str) -> Any:
    """The value of a text, or all that stand one after another. Raises ValueError without any."""
    decode = json.JSONDecoder(strict=False).raw_decode
    first, end = decode(text)
    values = [first]
    while (start := _BETWEEN_VALUES.match(text, end)) and len(values) < MAX_VALUES:
        try:
            value, end = decode(text, start.end())
        except ValueError:
            break
        values.append(value)
    return first if len(values) == 1 else values


def _attempts(text: str) -> Iterator[str]:
    """The text as it is, then with one more repair each time."""
    yield text
    text = _WRAPPING.sub("", text).strip().rstrip(";")
    yield text
    text = _without_comments(_LINE_COMMENT.sub("", text))
    text = _TRAILING_COMMA.sub("", text).strip()
    yield text
    yield html.unescape(text)
    yield re.sub(r'\\(?![\\"/bfnrtu])', r"\\\\", text)


def _without_comments(text: str) -> str:
    """Without ``/* … */``; one that does not end stays."""
    last = text.rfind("*/") + len("*/")
    return _BLOCK_COMMENT.sub("", text[:last]) + text[last:]


def _flatten(value: Any, room: int) -> Iterator[Node]:
    """The objects of a value: arrays, @graph and the parts of a page, not the lists of others."""
    waiting: list[Any] = [value]
    while waiting and room > 0:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            room -= 1
            yield one
            waiting.extend(one[key] for key in _DESCENDED if isinstance(one.get(key), (list, dict)))


def types_of(node: Node) -> frozenset[str]:
    """The local names of a node's types, in schema.org's capitals where it has them."""
    given = node.get("@type") or node.get("type")
    names = given if isinstance(given, list) else [given]
    local = (re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str))
    return frozenset(_SPELLINGS.get(name.lower(), name) for name in local)


def get(node: Node, key: str) -> Any:
    """A value by a key that sites also spell with other capitals."""
    if key in node:
        return node[key]
    wanted = key.lower()
    return next((value for name, value in node.items() if name.lower() == wanted), None)


def choose_article(
    nodes: Sequence[Node], addresses: frozenset[str], titles: Iterable[str]
) -> Node | None:
    """The node of the article that the page is about.

    Of several: the one that bears one of the page's ``addresses`` (see `address_key`), then the
    one whose headline is among ``titles`` or opens one, then the first.
    """
    articles = [node for node in nodes if types_of(node) & ARTICLE_TYPES]
    if len(articles) < 2:
        return articles[0] if articles else None
    wanted = {_squash(title) for title in titles if title}
    return max(articles, key=lambda node: _rank(node, addresses, wanted))


def _rank(node: Node, addresses: frozenset[str], titles: set[str]) -> tuple[bool, bool, bool]:
    """Comparable; `max` keeps the first of equals."""
    bears = any(address_key(one) in addresses for one in _addresses(node))
    headline = _squash(text_of(node.get("headline")))
    is_long = len(headline) >= SHORTEST_HEADLINE
    is_title = headline in titles or (is_long and any(one.startswith(headline) for one in titles))
    return bears, is_title, "headline" in node


def _addresses(node: Node) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def address_key(url: str) -> str:
    """What identifies an address when two spellings are compared: path and query, no slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.path.rstrip('/')}?{parts.query}" if parts.query else parts.path.rstrip("/")


def _squash(text: str) -> str:
    return " ".join(html.unescape(text).split()).casefold()


def text_of(value: Any) -> str:
    """A JSON-LD value as one string: the first of a list, ``@value`` or ``name`` of an object."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("url")
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts_of(value: Any) -> tuple[str, ...]:
    """A JSON-LD value as strings, one for each of a list; blank ones are left out."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for one in values if (text := text_of(one)))


def plain_of(text: str) -> str:
    """Without markup and entities, which some sites put into their data; a line a paragraph."""
    if "</" not in text:
        text = html.unescape(text)
    if "</" not in text:
        return text
    try:
        return "\n".join(read_paragraphs(parse(f"<div>{text}</div>")))
    except Rejected:
        return ""
