"""A mistake that a component of Scrapy finds → one line and exit code 2, or an error to a caller.

`scrapy crawl` would print the whole traceback, and for some of them exit with 0.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from scrapy.settings import BaseSettings

from crawler.errors import CrawlerError


@contextlib.contextmanager
def refusing(settings: BaseSettings) -> Iterator[None]:
    """What is raised inside is told in one line, and ends the program.

    Where the setting RAISES_TO_CALLER is True, as in a project that does not know it, a caller
    is there to be told: it is raised as it is.
    """
    try:
        yield
    except CrawlerError as error:
        if settings.getbool("RAISES_TO_CALLER", True):
            raise
        print(f"crawler: {' '.join(str(error).split())}", file=sys.stderr)
        raise SystemExit(2) from None
