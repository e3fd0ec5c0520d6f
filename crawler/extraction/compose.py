"""Page + Site → Draft: site rules first, then structured data, then what a page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml.html import HtmlElement

from crawler.discovery.related import read_blocks
from crawler.draft import FIELDS, Draft, Found, FoundUpdate
from crawler.extraction.bylines import find_authors, find_authors_below
from crawler.extraction.generic_body import find_body
from crawler.extraction.json_ld import plain_of, text_of
from crawler.extraction.last_resort_time import find_named_time, find_time_below, find_untold_time
from crawler.extraction.layouts import choose_layout, name_layout
from crawler.extraction.live_blog import RULE as LIVE_RULE
from crawler.extraction.live_blog import read_updates
from crawler.extraction.meta_tags import name_key
from crawler.extraction.names_beside_date import find_names
from crawler.extraction.people import find_fuller, find_handle, find_outlet, is_outlet
from crawler.extraction.site_rules import run_rules
from crawler.extraction.state_fields import find_state_people, find_state_tags
from crawler.extraction.story_lines import About
from crawler.extraction.structured import Structured
from crawler.extraction.titles import outlets_last, whole_first, without_outlet
from crawler.extraction.told_tags import find_told_tags
from crawler.extraction.visible import View, find_reading_time, find_title
from crawler.extraction.visible_tags import find_tags
from crawler.extraction.visible_times import find_modified, find_published
from crawler.page import Page
from crawler.site import Site


def extract(page: Page, site: Site) -> Draft:
    """The raw strings of every field of the article on ``page``, and who answered.

    Raises Rejected for a page that cannot be parsed in bounded time and memory.
    """
    side = read_blocks(page, site)
    region = frozenset(side.region)
    layout = choose_layout(page, site)
    declared = run_rules(page, site, region, layout)
    generic = _Generic(Structured(page), region, is_described="body" in declared)
    fields: dict[str, tuple[Found, ...]] = {}
    for name in FIELDS:
        candidates = tuple(_candidates(name, declared.get(name), generic))
        if candidates:
            fields[name] = candidates
    return Draft(
        page.url,
        fields,
        side.related,
        side.hot_news,
        side.latest,
        layout=name_layout(layout, page, site),
        updates=generic.updates,
    )


@dataclass(frozen=True)
class _Generic:
    """What answers on any site.

    Where a site's rules gave the story, a field that they and structured data leave out is taken
    to be missing: bylines and tags are not looked for on the visible page.
    """

    data: Structured
    region: frozenset[HtmlElement]
    is_described: bool

    @cached_property
    def view(self) -> View:
        """The visible page."""
        titles = tuple(found.values[0] for found in self.data.titles)
        return View(self.data.page, self.region, titles)

    @cached_property
    def titles(self) -> tuple[Found, ...]:
        """Headlines of structured data, then the visible one; the outlet's name is cut off."""
        found = (*self.data.titles, *find_title(self.view))
        outlets = [one.values[0] for one in self.data.candidates("source")]
        headline = self.view.headline
        named = without_outlet(found, headline, outlets, self.data.outlets)
        return outlets_last(whole_first(named, headline), self.data.outlets)

    @cached_property
    def authors(self) -> tuple[Found, ...]:
        """Persons of structured data, then the visible byline, then the outlet. What the page
        shows goes first where it names the same persons and more."""
        people = self.data.candidates("authors")
        shown = () if self.is_described else tuple(find_authors(self.view))
        seen = self._persons(shown)
        guessed: tuple[Found, ...] = ()
        if not people and not seen and not self.is_described:
            seen = self._persons(find_authors_below(self.view))
            seen += self._persons(find_state_people(self.data.page.root, self._all_titles))
            guessed = tuple(self._names_beside_date())
        fuller = find_fuller(seen, people, self.data.outlets)
        meta = self.data.meta
        outlet = (*(one for one in shown if one not in seen), *find_outlet(self.data.article, meta))
        told = [one for one in outlet if one.rule.startswith("json-ld")]
        last = (*find_handle(meta, self.data.outlets), *told, *guessed, *outlet)
        return (*fuller, *people, *seen, *last)

    def _names_beside_date(self) -> Iterator[Found]:
        sections = (name_key(one.values[0]) for one in self.data.candidates("section"))
        titles = (*self.view.titles, self.view.headline)
        return find_names(
            self.view.around_headline, self.data.outlets | set(sections), filter(None, titles)
        )

    def _persons(self, found: Iterable[Found]) -> tuple[Found, ...]:
        return tuple(one for one in found if not is_outlet(one, self.data.outlets))

    def times(self, told: tuple[Found, ...]) -> Iterator[Found]:
        """The visible time beside what structured data told; the last resorts without either."""
        seen = tuple(find_published(self.view))
        yield from seen
        if not told:
            yield from find_named_time(self.data.meta)
        if not told and not seen:
            yield from find_untold_time(self.data.page.root, self.view.titles)
            yield from find_time_below(self.view)

    def tags(self) -> Iterator[Found]:
        """The lists of structured data; the visible ones go before those that are doubtful."""
        sure, doubtful = find_told_tags(self.data)
        yield from sure
        if not sure and not self.is_described:
            seen = tuple(islice(find_tags(self.view), 1))
            yield from seen or find_state_tags(self.data.page.root, self._all_titles)
        yield from doubtful

    @property
    def _all_titles(self) -> tuple[str, ...]:
        return tuple(found.values[0] for found in self.titles)

    @cached_property
    def updates(self) -> tuple[FoundUpdate, ...]:
        """The entries of a live blog."""
        return read_updates(self.data.live_blog)

    def body(self) -> Iterator[Found]:
        titles = tuple(value for found in self.titles for value in found.values)
        authors = tuple(value for found in self.authors[:2] for value in found.values)
        found = find_body(self.view.page, self.view.blocks, About(titles, authors, self._told()))
        if found:
            yield found

    def _told(self) -> tuple[Found, ...]:
        """The story as the page's data tells it, for pages that show little of it."""
        whole = plain_of(text_of(self.data.article.get("articleBody")))
        entries = "\n".join(f"{one.title}\n{one.body}" for one in self.updates)
        told = ((whole, "json-ld: articleBody"), (entries, LIVE_RULE))
        return tuple(Found((text,), rule) for text, rule in told if text)


_SEEN: Mapping[str, Callable[[View], Iterator[Found]]] = {
    "modified": find_modified,
    "reading_time": find_reading_time,
}


def _candidates(name: str, declared: Found | None, generic: _Generic) -> Iterator[Found]:
    """A site's answer stands alone, but for the time: JSON-LD beside it lets agreement be seen."""
    if declared:
        yield declared
        if name == "published":
            found = generic.data.candidates(name)
            yield from (one for one in found if one.rule.startswith("json-ld"))
    elif name == "title":
        yield from generic.titles
    elif name == "authors":
        yield from generic.authors
    elif name == "tags":
        yield from generic.tags()
    elif name == "body":
        yield from generic.body()
    else:
        found = generic.data.candidates(name)
        yield from found
        if name == "published":
            yield from generic.times(found)
        elif name in _SEEN and not found and not generic.is_described:
            yield from _SEEN[name](generic.view)
