"""Every error this program raises on purpose.

    CrawlerError
    ├── UsageError              the user's input; the command ends with exit code 2
    │   ├── UnknownSite
    │   └── BadAddress
    ├── SiteError               a site file that cannot work; raised at import
    ├── Rejected                a page that is not kept as an article, with the reason
    ├── Refused                 a request not sent or an answer not taken, with the reason
    ├── TextLayoutError         a text that is not in the seed's layout
    ├── NothingToCrawl          a site gave nothing that could be crawled
    ├── FeedError               a feed that could not be written; the old file stands
    │   └── ReaderGone          who read standard output has seen enough
    └── LedgerError             the ledger could not be opened, read or written
        ├── LedgerUnusable      not a database, of a newer version, read-only, not there
        │   ├── LedgerMissing   there is none yet
        │   └── LedgerAway      its server does not answer, or another program holds it locked
        ├── LedgerBusy          another crawl holds the site
        └── StorageFailed       a write failed and was rolled back: fail-stop
            └── ArchiveFailed   an answer could not be archived: fail-stop as well

Messages are one line and say what to do.
"""


class CrawlerError(Exception):
    """Parent of all: catching it catches everything raised here on purpose."""


class UsageError(CrawlerError):
    """Raised if what the user gave cannot be used."""


class UnknownSite(UsageError):
    """Raised if no site of that name is registered."""


class BadAddress(UsageError):
    """Raised if a given URL is not one that may be fetched."""


class SiteError(CrawlerError):
    """Raised if a site definition is misspelt or a selector in it does not parse."""


class Rejected(CrawlerError):
    """Raised if a page is not kept as an article.

    ``reason`` is a short stable word such as ``no-title``, counted in reports.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class Refused(CrawlerError):
    """Raised if a request is not sent, or its answer not taken.

    ``reason`` is a stable word such as ``refused-address``; crawler.fetch.outcome lists them.
    ``retry_after`` is seconds to wait where somebody said so.
    """

    def __init__(self, reason: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.retry_after = retry_after


class TextLayoutError(CrawlerError):
    """Raised if a text cannot be read as an article in the seed's layout."""


class NothingToCrawl(CrawlerError):
    """Raised if a site that nobody has described shows no feed, sitemap or listing."""


class FeedError(CrawlerError):
    """Raised if a feed could not be written; what stood there before still does."""


class ReaderGone(FeedError):
    """Raised if nobody reads standard output any more, as behind ``head``."""


class LedgerError(CrawlerError):
    """Parent of what can go wrong with the ledger."""


class LedgerUnusable(LedgerError):
    """Raised if a ledger cannot be opened; nothing in it was changed."""


class LedgerAway(LedgerUnusable):
    """Raised if the ledger cannot be reached now: the same may work a moment later."""


class LedgerMissing(LedgerUnusable):
    """Raised if a ledger that is only to be read does not exist."""


class LedgerBusy(LedgerError):
    """Raised if a living crawl already holds the site."""


class StorageFailed(LedgerError):
    """Raised if a write failed; the transaction was rolled back, nothing was acknowledged."""


class ArchiveFailed(StorageFailed):
    """Raised if an answer could not be archived; it is not kept in the ledger either."""
