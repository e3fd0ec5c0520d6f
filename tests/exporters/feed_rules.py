"""What RFC 4287, RSS 2.0 and JSON Feed 1.1 ask of a feed, written from their texts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 3986, of which an IRI has more characters: a scheme, a host (which alone may be in brackets),
# the rest, and one fragment.
_CHAR = r"(?:[^\s<>\"{}|\\^`\x00-\x20\[\]%#]|%[0-9A-Fa-f]{2})"
_IRI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?://\[[0-9A-Fa-f:.]+\](?=[:/?#]|\Z))?{_CHAR}*(?:\#{_CHAR}*)?"
)
_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)

_TEXT = {"type": "string"}
_URL = {"type": "string", "pattern": r"^https?://[^\s]+$"}
_TIME = {"type": "string", "pattern": f"^{_RFC3339.pattern}$"}
_AUTHORS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": _TEXT, "url": _URL, "avatar": _URL},
        "minProperties": 1,
        "additionalProperties": False,
    },
}
JSON_FEED = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon", "favicon"), _URL),
        **dict.fromkeys(("description", "user_comment", "language"), _TEXT),
        "authors": _AUTHORS,
        "expired": {"type": "boolean"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    **dict.fromkeys(("url", "external_url", "image", "banner_image"), _URL),
                    **dict.fromkeys(
                        ("title", "content_html", "content_text", "summary", "language"), _TEXT
                    ),
                    **dict.fromkeys(("date_published", "date_modified"), _TIME),
                    "authors": _AUTHORS,
                    "tags": {"type": "array", "items": _TEXT},
                },
            },
        },
    },
}


def parse_xml(feed: bytes) -> Any:
    return etree.fromstring(feed, etree.XMLParser(resolve_entities=False, huge_tree=True))


def atom_problems(feed: bytes) -> list[str]:
    """What RFC 4287 asks for and the feed lacks."""
    root = parse_xml(feed)
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}"]
    found = list(_atom_common(root, "feed"))
    for entry in root.findall(f"{ATOM}entry"):
        found += _atom_common(entry, "entry")
        found += _atom_entry(entry, has_author=root.find(f"{ATOM}author") is not None)
    return found


def _atom_common(parent: Any, name: str) -> Iterator[str]:
    for one in ("id", "title", "updated"):  # 4.1.1, 4.1.2: exactly one each
        if len(parent.findall(ATOM + one)) != 1:
            yield f"{name} has not one {one}"
    if not _IRI.fullmatch(parent.findtext(f"{ATOM}id") or ""):  # 4.2.6
        yield f"{name} id is no IRI: {parent.findtext(f'{ATOM}id')!r}"
    for one in ("updated", "published"):  # 3.3
        for time in parent.findall(ATOM + one):
            if not _RFC3339.fullmatch(time.text or ""):
                yield f"{name} {one} is no time: {time.text!r}"
    yield from _atom_parts(parent, name)


def _atom_parts(parent: Any, name: str) -> Iterator[str]:
    for person in parent.findall(f"{ATOM}author"):  # 3.2.1
        if len(person.findall(f"{ATOM}name")) != 1:
            yield f"{name} has an author without a name"
    for one in parent.findall(f"{ATOM}category"):  # 4.2.2.1
        if one.get("term") is None:
            yield f"{name} has a category without a term"
    for link in parent.findall(f"{ATOM}link"):  # 4.2.7.1
        if not _IRI.fullmatch(link.get("href", "")):
            yield f"{name} has a link to {link.get('href')!r}"


def _atom_entry(entry: Any, has_author: bool) -> Iterator[str]:
    alternates = [one for one in entry.findall(f"{ATOM}link") if one.get("rel") == "alternate"]
    content = entry.findall(f"{ATOM}content")
    if len(content) > 1 or len(entry.findall(f"{ATOM}summary")) > 1:
        yield "entry has two contents or summaries"
    if not content and not alternates:
        yield "entry has neither content nor an alternate link"
    if not has_author and entry.find(f"{ATOM}author") is None:
        yield "entry has no author"
    if any(one.get("type") not in (None, "text", "html") for one in content):
        yield "entry's content is of a type that is not written here"


def rss_problems(feed: bytes) -> list[str]:
    """What RSS 2.0 asks for and the feed lacks."""
    root = parse_xml(feed)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ["no rss 2.0 with a channel"]
    found = [f"no {n}" for n in ("title", "link", "description") if not channel.findtext(n)]
    for item in channel.findall("item"):
        if not item.findtext("title") and not item.findtext("description"):
            found.append("an item has neither title nor description")
        guid = item.find("guid")
        if guid.get("isPermaLink") == "true" and not _IRI.fullmatch(guid.text or ""):
            found.append(f"a permanent link is no address: {guid.text!r}")
        found += [f"a link to {one.text!r}" for one in item.findall("link") if not _is_iri(one)]
    for time in (*channel.iter("pubDate"), *channel.iter("lastBuildDate")):
        if not isinstance(parsedate_to_datetime(time.text), dt.datetime):
            found.append(f"no time: {time.text!r}")
    return found


def _is_iri(element: Any) -> bool:
    return bool(_IRI.fullmatch(element.text or ""))
