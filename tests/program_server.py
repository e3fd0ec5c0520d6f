"""Forks a process for each command it is asked for, with what takes long to import imported.

Started by tests/program.py with one end of a socket as standard input. A request is one message:
JSON (words, folder, environment, file_bytes) and four open files: the process's input, output and
errors, and a pipe for the answers, a line each: the process's number, then its exit code as
subprocess has it.
"""

from __future__ import annotations

import array
import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import resource
import runpy
import signal
import socket
import sys
import threading
from pathlib import Path

# Large, and the same in whatever environment they are imported: none that reads variables when
# imported, which are read by each process itself.
IMPORTED = [
    "aiohttp.web",
    "alembic.command",
    "alembic.config",
    "certifi",
    "cronsim",
    "dateparser",
    "lxml.html",
    "parsel",
    "protego",
    "pydantic",
    "pydantic.dataclasses",
    "queuelib",
    "requests",
    "rich.console",
    "rich.markdown",
    "rich.progress",
    "rich.table",
    "scrapy",
    "scrapy.crawler",
    "scrapy.commands.crawl",
    "scrapy.core.downloader.contextfactory",
    "scrapy.core.engine",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.scraper",
    "scrapy.downloadermiddlewares.httpcompression",
    "scrapy.exporters",
    "scrapy.extensions.corestats",
    "scrapy.extensions.feedexport",
    "scrapy.extensions.telnet",
    "scrapy.http",
    "scrapy.pqueues",
    "scrapy.spidermiddlewares.referer",
    "scrapy.spiders",
    "scrapy.squeues",
    "sqlalchemy",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.postgresql",
    "twisted.web.client",
    "typer",
    "w3lib.html",
    "w3lib.url",
    "zoneinfo",
]
# The program's own: these packages, and what they import.
OWN = [
    "crawler.cli",
    "crawler.discovery",
    "crawler.extraction",
    "crawler.middlewares",
    "crawler.pipelines",
    "crawler.sites",
    "crawler.spiders",
]
# What each process makes or reads itself: the reactor, and modules that read variables.
LEFT = {"crawler.settings", "twisted.internet.reactor", "typer.rich_utils"}
ROOT = Path(__file__).resolve().parent.parent
MESSAGE_BYTES = 1 << 18


def main() -> None:
    """Serve until the other end is closed."""
    for name in IMPORTED:
        with contextlib.suppress(ModuleNotFoundError):  # one less only takes longer
            importlib.import_module(name)
    import_own()
    if early := LEFT & sys.modules.keys():
        sys.exit(f"a process that is forked must not have imported {early} yet")
    if threading.active_count() > 1:
        sys.exit("a process that is forked must have no threads yet")
    gc.freeze()  # what all of them have is not looked through, nor copied, by each
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait
    with socket.socket(fileno=0) as asked:
        while request := receive(asked):
            serve(asked, *request)


def import_own() -> None:
    """Import the program's own modules from the project's folder."""
    sys.path.insert(0, str(ROOT))
    for package in map(importlib.import_module, OWN):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    sys.path.remove(str(ROOT))


def forget_own() -> None:
    """As if none of them was imported: in another folder, a process has other ones."""
    for name in list(sys.modules):
        if name.split(".")[0] == "crawler":
            del sys.modules[name]


def receive(asked: socket.socket) -> tuple[dict[str, object], list[int]] | None:
    """What is asked for, and the files that came with it."""
    message, ancillary, _, _ = asked.recvmsg(MESSAGE_BYTES, socket.CMSG_LEN(4 * 4))
    if not message:
        return None
    files = array.array("i")
    for _, _, data in ancillary:
        files.frombytes(data)
    return json.loads(message), list(files)


def serve(asked: socket.socket, request: dict[str, object], files: list[int]) -> None:
    """Begin a command, and let a process of its own wait for its end."""
    if os.fork() == 0:
        asked.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        *own, answers = files
        child = os.fork()
        if child == 0:
            os.close(answers)
            become(request, own)
        os.write(answers, f"{child}\n".encode())
        _, status = os.waitpid(child, 0)
        with contextlib.suppress(BrokenPipeError):
            os.write(answers, f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    for file in files:
        os.close(file)


def become(request: dict[str, object], files: list[int]) -> None:
    """Be the process that was asked for."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout, sys.stderr = map(_as_text, range(3))
    os.environ.clear()
    os.environ.update(request["environment"])  # type: ignore[call-overload]
    if size := request["file_bytes"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # type: ignore[arg-type]
    os.chdir(str(request["folder"]))
    if Path.cwd() != ROOT:
        forget_own()
    os._exit(run(list(request["words"])))  # type: ignore[call-overload]


def _as_text(number: int) -> io.TextIOWrapper:
    binary = os.fdopen(number, "rb" if number == 0 else "wb", closefd=False)
    return io.TextIOWrapper(binary, "utf-8", line_buffering=number == 2)


def run(words: list[str]) -> int:
    """Run a module or a script, as Python does; its exit code."""
    more = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[1:1] = [folder for folder in more if folder and folder not in sys.path]
    code = 0
    try:
        if words[0] == "-m":
            sys.argv, sys.path[0] = words[1:], str(Path.cwd())
            runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv, sys.path[0] = words, str(Path(words[0]).resolve().parent)
            runpy.run_path(words[0], run_name="__main__")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
    return code


if __name__ == "__main__":
    main()
