"""One crawl in a process of its own, at a time that the job says: JSON on stdin, counts on stdout.

The job: ``site``, ``settings``, ``arguments``, and ``now`` (ISO 8601), from which the crawl's clock
goes on.
"""

from __future__ import annotations

import datetime as dt
import json
import sys

from crawler import registry
from crawler.spiders.run import quiet_logging, run_crawl
from crawler.spiders.session import utc_now

job = json.load(sys.stdin)
shift = dt.datetime.fromisoformat(job["now"]) - utc_now()


def shifted() -> dt.datetime:
    return utc_now() + shift


quiet_logging(False)
site = registry.site(job["site"])
end = run_crawl(site, {**job["settings"], "CLOCK": shifted}, job["arguments"])
json.dump(end.counts, sys.stdout)
