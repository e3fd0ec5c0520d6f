"""An empty ledger of each kind, for what is remembered of schedules."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location(
    "ledgers_of_jobs", Path(__file__).parents[1] / "jobs" / "conftest.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
_MODULE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MODULE)

address, _engine, engine = _MODULE.address, _MODULE._engine, _MODULE.engine
