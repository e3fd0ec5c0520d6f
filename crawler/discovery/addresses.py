"""An href or a typed address → one canonical address, and one key an article.

Canonical means: absolute, http or https, no fragment, no tracking parameter, no session id, no
default port, lower-case ASCII host, and the article's own form where a print or AMP form was
linked. What cannot be such an address is None; nothing here raises.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

from w3lib.url import canonicalize_url

from crawler.site import Site

MAX_LENGTH = 1024
"""Characters of a canonical address; longer ones are traps or data."""
MAX_RAW_LENGTH = 8 * MAX_LENGTH
"""Characters of an href that is looked at at all: tracking may be long, data: addresses longer."""

_DEFAULT_PORTS = {"http": 80, "https": 443}

# One class of characters or fixed words, no nesting: linear.
_TRACKING = re.compile(
    r"utm_\w*|mtm_\w+|pk_(?:campaign|kwd|source|medium|content)|_hsenc|_hsmi|hsctatracking|_openstat"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|yclid|ysclid|msclkid|twclid|ttclid|igshid|igsh"
    r"|mc_cid|mc_eid|mkt_tok|_ga|_gl|cmpid|ocid|ns_campaign|ns_mchannel|ns_source|at_medium"
    r"|at_campaign",
    re.ASCII,
)
_SESSION = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|sessionid|session_id|cfid|cftoken")
_SHORT_SESSION = re.compile(r"sid|sess(?:ion)?|oscsid|zenid")
"""Names that stand for other things too: a session's value is long and of letters and digits."""
_SESSION_VALUE = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{20,}")
_OTHER_FORM = {
    "print": {"", "1", "y", "yes", "true", "print"},
    "amp": {"", "1", "true"},
    "output": {"amp", "print"},
    "outputtype": {"amp"},
}
_PATH_SESSION = re.compile(r";jsessionid=[^/;]*|/\(S\([a-z0-9]{20,40}\)\)(?=/)", re.IGNORECASE)
_FILE_NAME_SLASH = re.compile(r"(\.(?:html?|php|aspx?|jsp))/+$", re.IGNORECASE)
# Only where a run of them begins, and none is given back: linear.
_AMP_SUFFIX = re.compile(r"(?<!/amp)(?:/amp)++/?$", re.IGNORECASE)
_SLUG = re.compile(r"[0-9-]")
# Spaces around an href and line ends within it are dropped, as browsers do.
_LINE_ENDS = str.maketrans("", "", "\t\r\n")
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")
_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)
# What canonicalize_url only sorts. No class matches what the next one begins with: linear.
_PLAIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)"
    r"(?P<path>(?:/(?:[A-Za-z0-9_-]|%[89A-F][0-9A-F])(?:[A-Za-z0-9._-]|%[89A-F][0-9A-F])*)+/?)"
    r"(?:\?(?P<query>[A-Za-z0-9_.-]+=[A-Za-z0-9_.-]*(?:&[A-Za-z0-9_.-]+=[A-Za-z0-9_.-]*)*))?"
)
_ESCAPE = re.compile(r"%[89a-fA-F][0-9a-fA-F]")
"""A byte of a character that no address holds as it is: written in capitals everywhere."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def canonical(url: str, base: str | None = None) -> str | None:
    """The canonical form of ``url``, resolved against ``base``; None if it cannot be one.

    Idempotent. A slash at the end is kept, because servers differ, except behind a file name.
    """
    if len(url) > MAX_RAW_LENGTH:
        return None
    try:
        href = url.strip().translate(_LINE_ENDS)
        return _canonical(href if base is None or _ABSOLUTE.match(href) else urljoin(base, href))
    except ValueError:  # an IPv6 literal, a port or a lone surrogate that cannot be
        return None


def on_site(url: str, site: Site, base: str | None = None) -> str | None:
    """`canonical`, and an address on one of the site's other hosts (``aliases``, such as its
    mobile host) or of the other web scheme is mapped to the site's own."""
    address = canonical(url, base)
    if address is None or address.startswith(f"{site.origin}/"):
        return address
    parts = urlsplit(address)
    if parts.netloc != site.host and parts.netloc not in site.aliases:
        return address
    return site.origin + parts._replace(scheme="", netloc="").geturl()


@lru_cache(maxsize=2048)  # a story is announced on many pages
def key(url: str, site: Site) -> str:
    """What identifies the article wherever it stands: ``<site name>/<key group>``, else the
    canonical address without its scheme and the slash at its end."""
    address = on_site(url, site)
    if address is None:
        return url
    match = site.match_article(address)
    if match is not None and match.groupdict().get("key"):
        return f"{site.name}/{match['key']}"
    return address.partition("://")[2].rstrip("/")


def _canonical(url: str) -> str | None:
    """`canonical` of an absolute address, without its guard. Raises ValueError."""
    if "%" in url:
        url = _ESCAPE.sub(lambda escape: escape[0].upper(), url)
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        query = "&".join(sorted((plain["query"] or "").split("&"), key=_name_and_value))
        return _joined(plain["scheme"], plain["host"], plain["path"], query)
    raw = urlsplit(url)
    if raw.scheme not in _DEFAULT_PORTS or "@" in raw.netloc or _CONTROL.search(url):
        return None
    parts = urlsplit(canonicalize_url(url))
    host = (parts.hostname or "").rstrip(".")
    if not _HOST.fullmatch(f"[{host}]" if ":" in host else host):
        return None
    return _joined(parts.scheme, _authority(parts), parts.path, parts.query)


def _name_and_value(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    return name, value


def _joined(scheme: str, authority: str, path: str, query: str) -> str | None:
    """The address without what does not change which article is meant; None for a trap."""
    path, query = _path(path), _query(query)
    if _is_trap(path):
        return None
    address = f"{scheme}://{authority}{path}?{query}" if query else f"{scheme}://{authority}{path}"
    return address if len(address) <= MAX_LENGTH else None


def _authority(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    if parts.port in (None, _DEFAULT_PORTS[parts.scheme]):
        return host
    return f"{host}:{parts.port}"


def _path(path: str) -> str:
    path = _without_amp(_PATH_SESSION.sub("", path))
    return _FILE_NAME_SLASH.sub(r"\1", path) or "/"


def _without_amp(path: str) -> str:
    """Drops an AMP marker behind what looks like an article's own name: ``/topics/amp/`` may
    well be a topic."""
    article = _AMP_SUFFIX.sub("", path)
    return article if _SLUG.search(article.rpartition("/")[2]) else path


def _query(query: str) -> str:
    kept = (pair for pair in query.split("&") if pair and not _is_noise(pair))
    return "&".join(kept)


def _is_noise(pair: str) -> bool:
    """True if a query's ``name=value`` does not change which article is meant."""
    name, _, value = pair.lower().partition("=")
    if value in _OTHER_FORM.get(name, ()):
        return True
    if _SHORT_SESSION.fullmatch(name):
        return _SESSION_VALUE.fullmatch(value) is not None
    return bool(_TRACKING.fullmatch(name) or _SESSION.fullmatch(name))


def _is_trap(path: str) -> bool:
    """True if path segments repeat as only a link that leads into itself makes them.

    Two equal segments are common, three equal numbers in a row are a date.
    """
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) - len(set(segments)) < 2:
        return False
    if max(Counter(segments).values()) > 3:
        return True
    triples = zip(segments, segments[1:], segments[2:], strict=False)
    return any(a == b == c and not a.isdigit() for a, b, c in triples)
