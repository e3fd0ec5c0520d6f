"""Conduct: how the newsroom's server behaves as a whole, changed on demand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, PositiveInt


class Validators(StrEnum):
    """What the server does with ETag and Last-Modified."""

    HONEST = "honest"
    IGNORED = "ignored"
    OMITTED = "omitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """``listing_pages`` is how many pages a listing has at most, so that older articles stand in
    related links and sitemaps alone; ``redesigned`` gives every class another name;
    ``crawl_delay`` (seconds) goes into robots.txt."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    crawl_delay: Annotated[float, Field(gt=0)] | None = None
    listing_pages: PositiveInt | None = None
    listing_size: PositiveInt = 20
    feed_size: PositiveInt = 50
    redesigned: bool = False
    validators: Validators = Validators.HONEST
