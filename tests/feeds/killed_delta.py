"""A child of a test: takes a delta in processes that die by SIGKILL at moment 1, 2 … until one
lives to its end. A moment is just before a statement, or before a file is renamed.

Arguments: the ledger's address and a folder. Prints what was to come at each moment.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import signal
import sys
from typing import Any

from sqlalchemy import event

from crawler.feeds.delta import Delta, take_delta
from crawler.feeds.selection import Selection
from crawler.ledger.connect import open_ledger


def main(address: str, folder: str) -> None:
    for deadly in itertools.count(1):
        child = os.fork()
        if child == 0:
            take_until(address, folder, deadly)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            return


def take_until(address: str, folder: str, deadly: int) -> None:
    engine = open_ledger(address)
    count = 0

    def reach(what: str) -> None:
        nonlocal count
        count += 1
        if count == deadly:
            print(what, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

    def before_statement(*given: Any) -> None:
        reach(str(given[2]).split()[0].lower())

    def before_call(name: str, _: Any) -> None:
        if name == "os.rename":
            reach("rename")

    event.listen(engine, "before_cursor_execute", before_statement)
    event.listen(engine, "commit", lambda _: reach("commit"))
    sys.addaudithook(before_call)
    asked = Delta(name="mine", folder=folder, format="jsonl", selection=Selection())
    take_delta(engine, asked, dt.datetime(2026, 1, 22, tzinfo=dt.UTC))


if __name__ == "__main__":
    main(*sys.argv[1:])
