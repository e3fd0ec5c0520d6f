"""A command that dies by SIGKILL just before it gives a file its name."""

from __future__ import annotations

import os
import signal
import sys

from crawler.cli.main import main


def die(event: str, _: object) -> None:
    if event == "os.rename":
        os.kill(os.getpid(), signal.SIGKILL)


sys.addaudithook(die)
main()
