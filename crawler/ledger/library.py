"""The ledger → the articles it holds, one by one, in order of publication.

The order is found first, by numbers alone and a stretch of days at a time; the documents are then
fetched in small groups. So memory stays flat, however many articles there are and however long.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import batched_or_chunked
