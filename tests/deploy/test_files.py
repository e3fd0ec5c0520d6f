"""What is read of the files that deploy the service: nothing is built, for want of a daemon."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SERVES = (ROOT / "crawler" / "cli" / "serve.py").exists()


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def instructions() -> list[tuple[str, str]]:
    """(word, rest) of each instruction of the Dockerfile, continued lines joined."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", read("Dockerfile"), flags=re.M))
    return [tuple(line.split(None, 1)) for line in joined.splitlines() if line]  # type: ignore[misc]


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
    return found


def unit() -> dict[str, list[str]]:
    """All values by key, whatever their section."""
    found: dict[str, list[str]] = {}
    for line in read("deploy/crawler.service").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def serve_words(words: list[str]) -> list[str]:
    """The options behind `serve`, which must be its own."""
    assert words[0] == "serve"
    return [word for word in words if word.startswith("--")]


def test_the_image_is_made_of_what_exists() -> None:
    known = {"FROM", "ENV", "RUN", "COPY", "WORKDIR", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL",
             "HEALTHCHECK", "ENTRYPOINT", "CMD"}  # fmt: skip
    assert {word for word, _ in instructions()} <= known
    stages = {rest.split(" AS ")[1] for word, rest in instructions() if " AS " in rest}
    for word, rest in instructions():
        parts = rest.split()
        if word == "COPY" and not parts[0].startswith("--from"):
            assert all((ROOT / one).exists() for one in parts[:-1]), rest
        elif word == "COPY":
            assert parts[0].removeprefix("--from=") in stages


def test_the_ignored_files_leave_what_is_copied() -> None:
    left = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    copied = {
        one
        for word, rest in instructions()
        if word == "COPY" and not rest.startswith("--from")
        for one in rest.split()[:-1]
    }
    assert copied == left


def test_the_image_runs_as_nobody_and_looks_after_its_health() -> None:
    last = dict(instructions())
    assert last["USER"].isdigit()
    assert int(last["USER"]) > 0
    check = json.loads(last["HEALTHCHECK"].partition("CMD ")[2])
    assert check[0] == "python"
    compile(check[2], "healthcheck", "exec")
    assert "/readyz" in check[2]
    assert "urllib" not in check[2]  # it would ask a proxy that the environment names
    words = [word for word, _ in instructions()]
    assert words.index("USER") > max(i for i, word in enumerate(words) if word in ("COPY", "RUN"))


def test_the_command_is_one_of_the_program() -> None:
    last = dict(instructions())
    assert json.loads(last["ENTRYPOINT"]) == ["python", "-m", "crawler"]
    assert json.loads(last["CMD"]) == compose()["services"]["crawler"]["command"]
    program, *words = shlex.split(unit()["ExecStart"][0])
    assert Path(program).name == "python"
    assert words == ["-m", "crawler", "serve"]  # so that each setting of the environment counts


@pytest.mark.skipif(not SERVES, reason="this version has no service")
def test_the_service_takes_the_options_it_is_given() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "serve", "--help"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    last = dict(instructions())
    given = [*json.loads(last["CMD"]), *shlex.split(unit()["ExecStart"][0])]
    for option in (word for word in given if word.startswith("--")):
        assert option in done.stdout


def test_the_compose_file_is_sound() -> None:
    services = compose()["services"]
    assert set(services) == {"db", "crawler"}
    for service in services.values():
        for mount in service.get("volumes", ()):
            assert mount.partition(":")[0] in compose()["volumes"]
        assert {"max-size", "max-file"} <= set(service["logging"]["options"])
    crawler = services["crawler"]
    assert crawler["depends_on"]["db"]["condition"] == "service_healthy"
    assert "test" in services["db"]["healthcheck"]
    assert all(port.startswith("127.0.0.1:") for port in crawler["ports"])
    assert crawler["read_only"]
    assert crawler["cap_drop"] == ["ALL"]
    assert (ROOT / crawler["build"] / "Dockerfile").exists()


def test_no_secret_stands_in_a_file() -> None:
    for service in compose()["services"].values():
        for name, value in service["environment"].items():
            if re.search("PASSWORD|SECRET|LEDGER", name):
                assert "${" in value
    for line in read("deploy/crawler.env.example").splitlines():
        assert not re.search(r"(PASSWORD|SECRET)=.", line)


VARIABLE = re.compile(r"\bCRAWLER_[A-Z_]+[A-Z]\b")
OWN = {"CRAWLER_JOB_PIPE", "CRAWLER_IN_SERVICE"}
"""Told by the program to its own children."""


def used() -> set[str]:
    """The variables in the code."""
    files = (ROOT / "crawler").rglob("*.py")
    return {name for file in files for name in VARIABLE.findall(file.read_text("utf-8"))} - OWN


def told() -> set[str]:
    """Those in the table of the docs."""
    return set(re.findall(r"^\| `(CRAWLER_[A-Z_]+)` \|", read("docs/deploy.md"), re.M))


def test_the_docs_tell_every_variable_and_no_other() -> None:
    assert told() == used()


@pytest.mark.parametrize("name", ["compose.yaml", "deploy/crawler.service",
                                  "deploy/crawler.env.example", "Dockerfile"])  # fmt: skip
def test_a_file_sets_only_variables_that_exist(name: str) -> None:
    assert set(VARIABLE.findall(read(name))) <= used()


def test_the_docs_name_files_that_exist() -> None:
    for name in re.findall(
        r"`((?:deploy/|docs/)[\w./-]+|Dockerfile|compose\.yaml)`", read("docs/deploy.md")
    ):
        assert (ROOT / name).exists(), name


def test_the_docs_tell_every_kind_of_alarm() -> None:
    from crawler.health.alarm import Kind

    text = read("docs/deploy.md")
    assert [one for one in Kind if f"| `{one}` |" not in text] == []


def test_the_unit_is_confined() -> None:
    found = unit()
    assert found["User"] != ["root"]
    for key, value in {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "CapabilityBoundingSet": "",
        "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    }.items():
        assert found[key] == [value]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not there")
def test_systemd_reads_the_unit_and_finds_little_exposed() -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20",
         str(ROOT / "deploy" / "crawler.service")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_scrapy_cfg_names_the_project() -> None:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "scrapy.cfg")
    assert parser["settings"]["default"] == "crawler.settings"
    assert parser["deploy"]["project"] == "crawler"
