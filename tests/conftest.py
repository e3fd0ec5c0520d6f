"""What holds for every test: nothing leaves loopback, also in the processes a test starts, and
nothing depends on chance or on how busy the machine is.

Limits of the first: a program that is not Python, or a Python started with -I, -E or -S, is not
watched.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Property tests try the same examples each time, however long a busy machine takes for them. To
# look for others: pytest --hypothesis-profile=exploring.
settings.register_profile("exploring", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "steady", settings.get_profile("exploring"), derandomize=True, database=None
)
settings.load_profile("steady")

LOOPBACK = Path(__file__).parent / "loopback"


def pytest_configure(config: pytest.Config) -> None:
    import tempfile

    descriptor, log = tempfile.mkstemp(prefix="left-loopback-")
    os.close(descriptor)
    os.environ["LEFT_LOOPBACK"] = log
    folders = [str(LOOPBACK), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, folders))
    spec = importlib.util.spec_from_file_location("loopback", LOOPBACK / "sitecustomize.py")
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def pytest_unconfigure(config: pytest.Config) -> None:
    Path(os.environ.pop("LEFT_LOOPBACK")).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def loopback_only() -> Iterator[None]:
    """Fails a test that left loopback, whoever swallowed the exception."""
    log = Path(os.environ["LEFT_LOOPBACK"])
    log.write_text("", encoding="utf-8")
    yield
    tried = log.read_text(encoding="utf-8")
    assert not tried, tried
