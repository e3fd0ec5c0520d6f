"""In a job's process, once it was let begin: proof of what runs when, and commands that misbehave.

A lock on a file a job, which the kernel gives to one process at a time and takes back when that
dies: whoever finds it taken writes it down. An export named after a conduct behaves like that in
place of the export.
"""

import fcntl
import os
import signal
import sys
import time
from pathlib import Path

CONDUCTS = {}
LONG = 600  # seconds: longer than any test waits


def conduct(function):
    CONDUCTS[function.__name__] = function
    return function


@conduct
def sleeps():
    time.sleep(LONG)


@conduct
def briefly():
    time.sleep(0.3)


@conduct
def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    proof("stubborn", str(os.getpid()))
    time.sleep(LONG)


@conduct
def parent():
    """A process of its own that ignores everything, as a job might start one."""
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        proof("grandchild", str(os.getpid()))
        time.sleep(LONG)
    time.sleep(LONG)


@conduct
def hungry():
    held = [bytearray(64 * 1024 * 1024) for _ in range(100)]
    print(len(held))


@conduct
def talkative():
    from crawler.jobs.telling import tell_progress, tell_result

    for done in range(5000):
        tell_progress(done, 5000, "x" * 500)
    tell_result(articles=5)


@conduct
def deaf():
    """Holds Python's lock, so that no thread of its own runs."""
    sys.setswitchinterval(1e9)
    deadline = time.monotonic() + LONG
    while time.monotonic() < deadline:
        pass


@conduct
def unlucky():
    """The ledger does not answer, the first time."""
    from crawler.jobs.telling import tell_setback

    proof("tried", str(os.getpid()))
    if len((FOLDER / "tried").read_text(encoding="utf-8").splitlines()) == 1:
        tell_setback()
        print("crawler: the ledger could not be read", file=sys.stderr)
        os._exit(1)


@conduct
def complains():
    print("one line\n\ncrawler: the \x1b[31mreason\x1b[0m\n", file=sys.stderr)
    os._exit(2)


def proof(name, line):
    with (FOLDER / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def begin(words):
    job, attempt = words[:2]
    for name in (f"job-{job}", *(f"site-{words[-1]}" for _ in "x" if words[-2] == "--")):
        lock = os.open(FOLDER / f"{name}.lock", os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            proof("twice", f"{name} attempt {attempt}")
    proof("began", f"{job} {attempt} {os.getpid()}")
    for word in words:
        chosen = CONDUCTS.get(word.rpartition("/")[2])
        if word.startswith("--out=") and chosen is not None:
            chosen()
            os._exit(0)


def watch(event, arguments):
    if event == "import" and arguments[0] == "crawler.cli.main" and not BEGUN:
        BEGUN.append(True)
        begin(sys.orig_argv[sys.orig_argv.index("crawler.jobs.child") + 1 :])


BEGUN = []
FOLDER = Path(os.environ.get("STAGE_PROOF", ""))
if "crawler.jobs.child" in sys.orig_argv:
    sys.addaudithook(watch)

# Python knows one sitecustomize: the one that keeps to loopback is run from here.
for place in sys.path:
    other = Path(place, "sitecustomize.py")
    if other.exists() and other != Path(__file__):
        exec(compile(other.read_text(encoding="utf-8"), other, "exec"), {"__name__": "loopback"})
        break
