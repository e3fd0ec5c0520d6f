"""A private PostgreSQL for tests: a cluster in a temporary folder, on loopback only."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


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
    port: int
    user: str

    def address(self, database: str) -> str:
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{database}"

    def control(self, *words: str) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off"
        command = [self.binaries / "pg_ctl", "-D", self.folder / "cluster", "-w", "-o", options]
        run_as(self.user, [*map(str, command), "-l", str(self.folder / "log"), *words])

    def create(self, database: str) -> None:
        command = [self.binaries / "createdb", "-h", "127.0.0.1", "-p", str(self.port), database]
        run_as(self.user, list(map(str, command)))


def run_as(user: str, command: list[str]) -> None:
    """PostgreSQL refuses to run as root, so root becomes somebody else."""
    become = {"user": user, "group": pwd.getpwnam(user).pw_gid} if os.geteuid() == 0 else {}
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        timeout=60,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        **become,  # type: ignore[arg-type]
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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
    cluster = Cluster(binaries, folder, _free_port(), user)
    initdb = [str(binaries / "initdb"), "-D", str(folder / "cluster"), "-A", "trust", "-U", user]
    try:
        run_as(user, [*initdb, "--no-sync", "-E", "UTF8"])
        cluster.control("start")
        yield cluster
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            cluster.control("stop", "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)
