"""An answer to /robots.txt → Robots: what may be asked of that authority, how often, how long
this holds. By RFC 9309.

Protego reads the rules. What it is lax about is put right before: a group is for us if its
product token is ours, not if it begins like it; and only CR and LF end a line.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import quote

from protego import Protego

MAX_SIZE = 500 * 1024
MAX_CRAWL_DELAY = 60.0
HOLDS = dt.timedelta(hours=24)
"""An answer is used no longer than this (RFC 9309, 2.4)."""
UNREACHABLE_HOLDS = dt.timedelta(minutes=5)
"""After this a robots.txt that could not be read is asked for again."""

_LINE_END = re.compile(r"\r\n?")
_NO_LINE_END = re.compile("[\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
# One line each; the value is cut at its product token, so nothing is matched twice.
_AGENT = re.compile(
    r"^[ \t]*user[- ]?agent(?:[ \t]*:|[ \t])[ \t]*(\*|[A-Za-z_-]*)[^\n]*$", re.IGNORECASE | re.M
)


@dataclass(frozen=True, slots=True)
class Robots:
    """``rules`` None means everything is allowed, or nothing for now if ``unreachable`` (the
    reason). ``until`` is when to ask again."""

    token: str
    until: dt.datetime
    rules: Protego | None = None
    unreachable: str | None = None

    def allows(self, url: str) -> bool:
        """True if ``url`` may be asked; longest match, Allow wins a tie."""
        if self.unreachable is not None:
            return False
        return self.rules is None or self.rules.can_fetch(url, self.token.lower())

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between requests that the site asks for, at most MAX_CRAWL_DELAY."""
        delay = None if self.rules is None else self.rules.crawl_delay(self.token.lower())
        return None if delay is None else min(delay, MAX_CRAWL_DELAY)

    def is_fresh(self, now: dt.datetime) -> bool:
        """True while this may be used without asking again."""
        return now < self.until


def read_answer(
    status: int, body: bytes, token: str, now: dt.datetime, retry_after: float | None = None
) -> Robots:
    """What an answer of that status, after redirects, allows to the product ``token``.

    4xx means there are no rules. 429 is the exception: it says "not now" like 5xx does.
    """
    if 200 <= status < 300:
        return Robots(token, now + HOLDS, parse_rules(body, token))
    if status == 429 or status >= 500:
        return not_reachable(f"http-{status}", token, now, retry_after)
    return Robots(token, now + HOLDS)


def not_reachable(
    reason: str, token: str, now: dt.datetime, retry_after: float | None = None
) -> Robots:
    """Nothing is allowed until the site has been asked again."""
    wait = max(UNREACHABLE_HOLDS, dt.timedelta(seconds=retry_after or 0))
    return Robots(token, now + wait, unreachable=reason)


def no_rules(token: str, now: dt.datetime) -> Robots:
    """Everything is allowed: what more than five redirects mean (RFC 9309, 2.3.1.2)."""
    return Robots(token, now + HOLDS)


def parse_rules(body: bytes, token: str) -> Protego:
    """The rules in ``body`` for the product ``token``; whatever is no rule is skipped."""
    text = _decode(body[:MAX_SIZE])
    if len(body) > MAX_SIZE:
        text = text.rpartition("\n")[0]  # half a rule could forbid more than the whole
    if text.lstrip().startswith("<"):
        text = ""  # a page in place of the file
    ours = token.lower()
    return Protego.parse(_AGENT.sub(lambda line: _address_group(line[1], ours), text))


def _decode(body: bytes) -> str:
    text = body.decode("utf-8-sig", errors="replace").replace("\x00", "\ufffd")
    text = _LINE_END.sub("\n", text)
    return _NO_LINE_END.sub(lambda character: quote(character[0]), text)


def _address_group(named: str, ours: str) -> str:
    """The line that starts a group, naming us, everybody, or somebody who is never us."""
    is_ours = named.lower() == ours
    return f"User-agent: {ours if is_ours else '*' if named == '*' else '!'}"
