"""A Variant: which of the forms that are known of the real site's pages a page takes."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.demo.desk import Story
from crawler.demo.dice import Dice

HEADING_TAGS = ("h3", "h2", "h4", "div")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The markup of one article page. What it says is the article's: to see a page without tags
    or picture, or with a dateline, replace those fields of the article.

    ``heading_tag`` is the tag of MORE ABOUT, HOT NEWS and LATEST; ``language`` the language of
    all headings, the article's own where None; ``structured`` adds JSON-LD, OpenGraph and a
    canonical address; ``subscribe`` puts a block with a ``p`` of its own into the body, ``advert``
    one between two paragraphs, ``social`` share buttons, an invitation and comments; ``rough``
    typesets text with non-breaking spaces, soft hyphens, zero-width spaces, decomposed letters
    and line breaks.
    """

    heading_tag: str = "h3"
    language: str | None = None
    section_inside: bool = True
    time_first: bool = True
    structured: bool = False
    subscribe: bool = False
    advert: bool = False
    big_time: bool = False
    social: bool = False
    reading_time: bool = True
    pictures: bool = True
    rough: bool = False


def variant_of(seed: int, story: Story) -> Variant:
    """How the newsroom marks up a story: over a hundred stories, every form occurs.

    A story that stands under two addresses bears no canonical one, so that each page is true by
    itself.
    """
    dice = Dice(seed, story.serial, 6)
    return Variant(
        heading_tag=dice.pick(HEADING_TAGS),
        section_inside=dice.roll(2) == 0,
        time_first=dice.roll(3) > 0,
        structured=dice.roll(2) == 0 and story.second_section is None,
        subscribe=dice.roll(3) == 0,
        advert=dice.roll(3) == 0,
        big_time=dice.roll(4) == 0,
        social=dice.roll(2) == 0,
        reading_time=dice.roll(9) > 0,
        pictures=dice.roll(5) > 0,
        rough=dice.roll(5) == 0,
    )
