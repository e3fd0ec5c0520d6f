"""Page → Draft: site rules, structured data, generic body. Pure.

`crawler.extraction.extract` is what a page goes through; `find_wrong` tells a page that is no
article from one that is.
"""

from crawler.extraction.extract import extract
from crawler.extraction.wrong_page import Wrong, find_wrong

__all__ = ["Wrong", "extract", "find_wrong"]
