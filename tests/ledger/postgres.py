"""A private PostgreSQL for tests: a cluster in a temporary folder, which is also where it listens.

No port: one that was free a moment ago, or before a restart, may be another program's by now.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 300  # seconds until a command is given up: generous, the machine may be busy


class ClusterFailed(Exception):
    """Raised if a command of PostgreSQL failed; says what it said."""


def find_binaries() -> Path | None:
    """The folder with initdb and pg_ctl, the newest version first."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if found := shutil.which("pg_ctl"):
        places.append(Path(found).parent)
    return next((place for place in places if (place / "initdb").exists()), None)


def _version(place: Path) -> int:
    digits = "".join(filter(str.isdigit, place.parent.name))
    return int(digits or 0)


@dataclass(frozen=True)
class Cluster:
    binaries: Path
    folder: Path
    user: str

    def address(self, database: str) -> str:
        return f"postgresql+psycopg://{self.user}@/{database}?host={self.folder}"

    def control(self, *words: str) -> None:
        options = f"-c listen_addresses='' -k {self.folder} -c fsync=off"
        command = [self.binaries / "pg_ctl", "-D", self.folder / "cluster", "-w", "-o", options]
        patience = ["-t", str(PATIENCE), "-l", str(self.folder / "log")]
        run_as(self.user, [*map(str, command), *patience, *words])

    def create(self, database: str) -> None:
        run_as(self.user, [str(self.binaries / "createdb"), "-h", str(self.folder), database])


def run_as(user: str, command: list[str]) -> None:
    """PostgreSQL refuses to run as root, so root becomes somebody else. Raises ClusterFailed."""
    become = {"user": user, "group": pwd.getpwnam(user).pw_gid} if os.geteuid() == 0 else {}
    with tempfile.TemporaryFile() as said:  # no pipe: the server that it starts would hold it
        done = subprocess.run(
            command,
            check=False,
            stdout=said,
            stderr=said,
            cwd="/",
            timeout=PATIENCE + 60,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            **become,  # type: ignore[arg-type]
        )
        if done.returncode:
            said.seek(0)
            raise ClusterFailed(f"{command}: {said.read().decode(errors='replace')}")


def _user() -> str:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return "nobody"


@contextlib.contextmanager
def running_cluster(binaries: Path) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="ledger-pg-"))
    user = _user()
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    cluster = Cluster(binaries, folder, user)
    initdb = [str(binaries / "initdb"), "-D", str(folder / "cluster"), "-A", "trust", "-U", user]
    try:
        run_as(user, [*initdb, "--no-sync", "-E", "UTF8"])
        cluster.control("start")
        yield cluster
    finally:
        with contextlib.suppress(ClusterFailed):
            cluster.control("stop", "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)
