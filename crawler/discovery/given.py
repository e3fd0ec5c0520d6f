"""Lines of text → the addresses to fetch, by site; and the lines that give none, with why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.discovery.addresses import on_site
from crawler.discovery.undescribed import described_host, undescribed
from crawler.errors import BadAddress
from crawler.fetch.guard import guard_for
from crawler.site import Site

MOST_SITES = 5000
"""Different sites in one list."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line, counted from 1, that gives no address that may be fetched."""

    number: int
    text: str
    why: str


@dataclass(slots=True)
class GivenList:
    """``by_site`` holds each site with its addresses in the list's order, each once; ``again``
    counts lines whose address stood above."""

    by_site: dict[str, tuple[Site, dict[str, None]]] = field(default_factory=dict)
    bad: list[BadLine] = field(default_factory=list)
    again: int = 0


def read_given(lines: Iterable[str], described: Iterable[Site]) -> GivenList:
    """A line is one address; blank lines and those that begin with ``#`` say nothing."""
    given, sites = GivenList(), tuple(described)
    for number, line in enumerate(lines, 1):
        text = line.strip().lstrip("\ufeff")
        if not text or text.startswith("#"):
            continue
        try:
            _add(given, text, sites)
        except BadAddress as error:
            given.bad.append(BadLine(number, text[:100], str(error)))
    return given


def site_of(url: str, described: Iterable[Site]) -> Site:
    """The described site on whose host an address is, else one made from its host."""
    found = described_host(url, described)
    return found or undescribed(url.split("/", 3)[0] + "//" + url.split("/", 3)[2] + "/")


def _add(given: GivenList, text: str, described: tuple[Site, ...]) -> None:
    problem = guard_for(()).find_refusal(text)  # a list may come from anybody: public hosts only
    if problem is not None:
        no_address = problem.reason == "refused-scheme"
        raise BadAddress("no http or https address" if no_address else problem.detail)
    site = site_of(text, described)
    site, urls = given.by_site.setdefault(site.name, (site, {}))
    url = on_site(text, site)
    if url is None:
        raise BadAddress("no address of a page")
    if url in urls:
        given.again += 1
    elif len(given.by_site) > MOST_SITES:
        raise BadAddress(f"more than {MOST_SITES} sites in one list")
    urls.setdefault(url)
