"""A raw address and the page's own → an absolute http(s) address in ASCII, or nothing."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

from crawler.normalization.text import clean_line

LONGEST_ADDRESS = 2_048
_CLEAN = re.compile(r"https?://[a-z0-9][\w.:-]*(?:[/?#][!-~]*)?", re.ASCII)


def clean_address(raw: str, base: str) -> str | None:
    """``raw`` made absolute against ``base``; None for other schemes and what is no address."""
    if len(raw) <= LONGEST_ADDRESS and _CLEAN.fullmatch(raw):
        return raw
    try:
        url = safe_url_string(urljoin(base, clean_line(raw, LONGEST_ADDRESS + 1)))
        host = urlsplit(url).hostname
    except ValueError:  # an unclosed bracket, a port or host name that cannot be
        return None
    return url if host and len(url) <= LONGEST_ADDRESS and _CLEAN.fullmatch(url) else None
