"""The memory that this process held, and Scrapy's limit on it."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

_STATUS = Path("/proc/self/status")


class OwnMemoryUsage(MemoryUsage):
    """Scrapy's warning and limit, by the memory of this process alone.

    Scrapy asks getrusage, whose figure survives exec: a crawl that a large process starts (a
    service that has answered many, say) would begin with its parent's and be ended for it.
    """

    def get_virtual_size(self) -> int:
        """The most memory this process held, in bytes."""
        return peak_memory()


def peak_memory() -> int:
    """The most memory this process held since its program began, in bytes."""
    if _STATUS.exists():
        line = next(one for one in _STATUS.read_text().splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
