"""A selection → what its feed is called and where it belongs, for feed readers."""

from __future__ import annotations

from typing import Any

from crawler import registry
from crawler.errors import UnknownSite, UsageError
from crawler.exporters import find_format
from crawler.feeds.selection import Revisions, Selection, tell_words
from crawler.site import Site


def channel_options(
    format: str,  # noqa: A002
    selection: Selection,
    self_url: str | None = None,
    content: str | None = None,
) -> dict[str, Any]:
    """The options of the format's exporter: none for a format without a channel.

    ``self_url`` is the address that the feed will have; ``content`` is full or lead. Raises
    UsageError where the format takes neither, or holds no article twice.
    """
    if not find_format(format).is_channel:
        if self_url is not None or content is not None:
            raise UsageError(f"{format} has no channel; take rss, atom or jsonfeed for that")
        return {}
    if selection.revisions is Revisions.ALL:
        raise UsageError(f"{format} holds each article once; leave revisions out, or take jsonl")
    if self_url is not None and not self_url.startswith(("http://", "https://")):
        raise UsageError(f"{self_url!r} is no address of a feed; write https://…")
    site = _find_site(selection.site)
    options = {
        "title": _title(selection, site),
        "link": site.home if site is not None else None,
        "self_url": self_url,
        "content": content,
    }
    return {name: value for name, value in options.items() if value}


def _title(selection: Selection, site: Site | None) -> str | None:
    """As in ``The Herald: Facts, #energy``; None if the articles' own source says enough."""
    tag = selection.tag.strip().removeprefix("#") if selection.tag else None
    asked = (
        selection.section,
        f"#{tag}" if tag else None,
        selection.author,
        tell_words(selection.words),
        selection.language,
    )
    parts = ", ".join(one for one in asked if one)
    name = (site.source if site is not None else None) or selection.site
    if not parts:
        return name
    return f"{name}: {parts}" if name else parts


def _find_site(name: str | None) -> Site | None:
    try:
        return registry.site(name) if name is not None else None
    except UnknownSite:
        return None
