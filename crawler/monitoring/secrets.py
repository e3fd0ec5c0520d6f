"""Text → text without passwords and tokens.

Two nets: the values of variables that hold secrets, wherever they stand, and what looks like one
by its place: a password in an address, the value of a parameter or header of such a name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from functools import cache
from urllib.parse import quote, urlsplit

HIDDEN = "***"
SHORTEST = 6
"""Characters: shorter values also stand in words that are no secret."""
_SECRET_NAME = re.compile(r"(?i)(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|KEY)S?(?:_|$)")
_ADDRESSES = ("CRAWLER_LEDGER", "CRAWLER_ALARM_WEBHOOK", "CRAWLER_SMTP")
# What follows each of these ends at a blank, quote or delimiter; no part overlaps another: linear.
_USERINFO = re.compile(r"(?<=://)([^\s/@:'\"]{1,200}):([^\s/@'\"]{1,200})@")
_PARAMETER = re.compile(
    r"(?i)\b((?:access_?|api_?|auth_?|refresh_?)?(?:token|key|secret|password|passwd|signature))"
    r"(=|: ?|\": ?\")([^\s&,;'\"]{1,400})"
)
_BEARER = re.compile(r"(?i)\b(bearer|basic) +([A-Za-z0-9._~+/=-]{6,})")


def scrub(text: str, known: Iterable[str] = ()) -> str:
    """The text with HIDDEN in place of every secret; ``known`` are values that hold one."""
    for value in known:
        text = text.replace(value, HIDDEN)
    text = _USERINFO.sub(rf"\1:{HIDDEN}@", text)
    text = _BEARER.sub(rf"\1 {HIDDEN}", text)
    return _PARAMETER.sub(rf"\1\2{HIDDEN}", text)


def known_secrets(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The secrets that the environment holds, the longest first."""
    found = {value for name, value in environment.items() if _SECRET_NAME.search(name)}
    for name in _ADDRESSES:
        found |= _secrets_of_address(environment.get(name, ""))
    found |= {quote(one, safe="") for one in found}
    return tuple(sorted((one for one in found if len(one) >= SHORTEST), key=len, reverse=True))


@cache
def own_secrets() -> tuple[str, ...]:
    """Those of this process, read once."""
    return known_secrets(os.environ)


def _secrets_of_address(address: str) -> set[str]:
    """The password of an address, and its query: the tokens of webhooks stand there."""
    try:
        parts = urlsplit(address)
        return {one for one in (parts.password, parts.query) if one}
    except ValueError:
        return {address}
