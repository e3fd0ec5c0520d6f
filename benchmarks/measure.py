"""What a process used → one JSON line; rounds of such lines → medians and ratios."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from crawler.monitoring.memory import peak_memory

ROOT = Path(__file__).resolve().parent.parent
MIB = 1024 * 1024


@dataclass(slots=True)
class Used:
    """``pages`` asked for, ``items`` given, ``seconds`` by the wall clock, ``cpu`` seconds of the
    process, ``peak`` bytes of memory it ever held, ``writes`` and ``reads`` transactions;
    ``drawing`` is the part of ``cpu`` in which due pages were drawn."""

    pages: int = 0
    items: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    writes: int = 0
    reads: int = 0
    drawing: float = 0.0


@contextmanager
def measured() -> Iterator[Used]:
    """Time and memory of what happens inside; the caller sets pages and items."""
    used = Used()
    started, cpu = time.perf_counter(), time.process_time()
    yield used
    used.seconds, used.cpu = time.perf_counter() - started, time.process_time() - cpu
    used.peak = peak_memory()


def tell(used: Used) -> None:
    """Say it to the process that asked."""
    print(json.dumps(asdict(used)), flush=True)


def run_fresh(module: str, *arguments: str) -> Used:
    """What ``python -m module`` used in a process of its own, as its last line says."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Used(**json.loads(done.stdout.strip().splitlines()[-1]))


def median(values: Sequence[float]) -> float:
    """The middle one: a machine that others use too has slow moments, and no fast ones."""
    return statistics.median(values)


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as they need to be, numbers to the right."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    for row in (head, *rows):
        cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        print(row[0].ljust(widths[0]), *cells, sep="  ")
