"""Scrapy settings: flat, and each line that leaves Scrapy's default says why.

What is one crawl's own (SITE_HOME, ALLOWED_ADDRESSES, ORIGIN) is set by its spider or its
command line. Nothing here asks the network.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from crawler import VERSION
from crawler.exporters import FEED_EXPORTERS
from crawler.feeds import FEED_STORAGES

# Who we are ------------------------------------------------------------------------------------

BOT_NAME = "news-crawler"  # also the product token that robots.txt files may name
# An address or URL where a site's owner reaches whoever runs this crawler. One line, no brackets:
# it stands in a header.
CONTACT = re.sub(r"[^\x21-\x7e]|[()]", "", os.environ.get("CRAWLER_CONTACT", ""))
USER_AGENT = f"{BOT_NAME}/{VERSION}" + (f" (+{CONTACT})" if CONTACT else "")
ROBOTSTXT_USER_AGENT = BOT_NAME  # robots.txt is matched by product token, not by the whole header

# Where things are kept -------------------------------------------------------------------------

CRAWLER_DATA = os.environ.get("CRAWLER_DATA", "data")
CRAWLER_LEDGER = os.environ.get(
    "CRAWLER_LEDGER", f"sqlite:///{Path(CRAWLER_DATA, 'ledger.sqlite').as_posix()}"
)

ARCHIVE: str | None = None  # a folder; every answer is kept there as it came, as WARC files
ARCHIVE_SIZE = 1 << 30  # bytes after which a new file is begun

# What is crawled -------------------------------------------------------------------------------

SPIDER_MODULES = ["crawler.spiders"]
SPIDER_LOADER_CLASS = "crawler.spiders.loader.SiteSpiderLoader"  # names the nearest; no traceback
SITE_HOME: str | None = None  # the site's address; its authority may be asked
ALLOWED_ADDRESSES: list[str] = []  # other addresses whose authorities may be asked
ORIGIN: str | None = None  # another host that answers for the site, as in http://127.0.0.1:8001

CLOCK = "crawler.spiders.session.utc_now"  # gives the time of every decision; its path, or itself

# Gently ----------------------------------------------------------------------------------------

# One request at a time to a host, about a second apart (DOWNLOAD_DELAY_JITTER makes it 0.5 to
# 1.5). A stated delay rather than AutoThrottle: that one lowers a slot's delay again below the
# Crawl-delay a site states. An origin on loopback is asked at full speed (CrawlSettings).
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
ROBOTSTXT_OBEY = True  # by our own middleware: see DOWNLOADER_MIDDLEWARES
RETRY_ENABLED = False  # retries are rows of the ledger with a not-before time

# Within limits ---------------------------------------------------------------------------------

DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # of 1 GiB; before and after decompression
DOWNLOAD_WARNSIZE = 0  # DOWNLOAD_MAXSIZE refuses with a reason; a warning adds nothing
DOWNLOAD_TIMEOUT = 30  # of 180 s: a drip would hold its host's only slot for three minutes
DNS_TIMEOUT = 15  # of 60 s: must end before the download's timeout does
URLLENGTH_LIMIT = 1024  # of 2083; kept by the guard
DEPTH_LIMIT = 200  # no limit by default: pages that each link to a next one have no end
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # last found first would enter a trap
DEPTH_PRIORITY = 1  # and never come back; breadth first sees everything else before it
REDIRECT_MAX_TIMES = 5  # of 20
METAREFRESH_ENABLED = False  # a page that is replaced by script or tag is not an article
CLOSESPIDER_TIMEOUT = 6 * 3600  # seconds; no limit by default, and some traps cost only time
MEMUSAGE_LIMIT_MB = 1536  # no limit by default: a crawl ends before the machine swaps
MEMUSAGE_WARNING_MB = 1024
EXTENSIONS = {  # by this process's memory, not what its parent had
    "scrapy.extensions.memusage.MemoryUsage": None,
    "crawler.monitoring.memory.OwnMemoryUsage": 0,
}

CONCURRENT_ITEMS = 1  # of 100: Scrapy starts as many tasks for each answer, and ours give one item

# Safely ----------------------------------------------------------------------------------------

DOWNLOAD_VERIFY_CERTIFICATES = True  # not verified by default
REMOTE_CONTROL_ENABLED = False  # runs arbitrary Python on a loopback port
TELNETCONSOLE_ENABLED = False  # so does this one
COOKIES_ENABLED = False  # a session of ours is nobody's news, and its code asks a third party
HTTPPROXY_ENABLED = False  # a proxy would resolve names where the guard cannot see it
DOWNLOAD_HANDLERS = {
    "http": "crawler.middlewares.handler.GuardedDownloadHandler",  # guard and origin below all
    "https": "crawler.middlewares.handler.GuardedDownloadHandler",
    "data": None,  # a news site has no business with any of these
    "file": None,
    "ftp": None,
    "s3": None,
}

# Our components --------------------------------------------------------------------------------

ADDONS = {"crawler.middlewares.crawl_settings.CrawlSettings": 100}
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    # Requests go down this list, answers come up.
    "crawler.middlewares.guard.GuardMiddleware": 10,  # first: nothing refused goes further
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.conditional.ConditionalMiddleware": 450,
    "crawler.middlewares.limits.LimitsMiddleware": 570,  # judges what will be parsed
    "crawler.middlewares.origin.OriginMiddleware": 580,  # reads what was unpacked
    "crawler.middlewares.whole.WholeAnswerMiddleware": 590,
    "crawler.middlewares.redirect.ReasonedRedirectMiddleware": 600,  # half a redirect is one
    "crawler.middlewares.archive.ArchiveMiddleware": 900,  # last: what was sent and what came
    # Those of Scrapy that ours replace:
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # knows no ports
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # allows what fails
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # takes halves
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,  # gives no reasons
}
SPIDER_MIDDLEWARES = {
    # Drops long addresses in silence; the guard refuses them with a reason.
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the ledger alone says what was seen
ITEM_PIPELINES = {
    "crawler.pipelines.normalization.NormalizationPipeline": 300,
    "crawler.pipelines.ledger.LedgerPipeline": 800,
}

# Feeds -----------------------------------------------------------------------------------------

FEED_EXPORT_ENCODING = "utf-8"  # JSON would be escaped to ASCII by default
FEED_EXPORTERS = dict(FEED_EXPORTERS)  # ours, by what -O's file name ends with
# A feed is published whole or not at all; Scrapy's own storages write into the target, and log
# the passwords of addresses.
FEED_STORAGES = dict(FEED_STORAGES)

# Calm ------------------------------------------------------------------------------------------

LOG_LEVEL = "INFO"  # DEBUG writes a line a request
LOG_VERSIONS: list[str] = []  # of no use to who reads a crawl's log
STATS_DUMP = False  # the crawl's report says it in words
RAISES_TO_CALLER = False  # `scrapy crawl` is told of a mistake in one line and exits with 2
