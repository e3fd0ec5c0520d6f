"""The README's commands exist, take the options it names, and run on the newsroom."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from crawler.article import Article
from crawler.cli.demo import newsroom
from tests.program import run_program

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    {
        line.split("#")[0].strip().strip("`")
        for line in re.findall(
            r"(?:^    |`)((?:python -m crawler|scrapy|make) ?[^`\n|]*)", README, re.M
        )
    }
)


def run(words: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", **environment}
    return run_program(words, environment=environment)


def test_the_readme_names_commands() -> None:
    assert len(COMMANDS) > 10


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("make")])
def test_a_make_target_is_there(command: str) -> None:
    target = command.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("python -m crawler ")])
def test_a_command_is_there_with_the_options_it_is_shown_with(command: str) -> None:
    words = shlex.split(command.removeprefix("python -m crawler"))
    names = [word for word in words if re.fullmatch(r"[a-z]+", word)]
    group = names[:2] if names[0] == "ledger" else names[:1]
    done = run(["-m", "crawler", *group, "--help"])
    assert done.returncode == 0, done.stderr
    for option in (word.partition("=")[0] for word in words if word.startswith("--")):
        assert option in done.stdout


def test_the_shown_line_is_one_of_the_schema() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    line = json.loads(shown)
    fields = list(Article.__annotations__)
    assert list(line) == [name for name in fields if name in line]
    assert list(line["related"][0]) == ["published", "title", "url"]
    assert list(line["hot_news"][0]) == ["title", "url"]


@pytest.mark.slow
def test_the_shown_report_is_printed_so(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    data = {"CRAWLER_DATA": str(tmp_path)}
    with newsroom(["--articles", "10", "--seed", "4"]) as origin:
        words = ["-m", "crawler", "crawl", "interfax-ukraine", "--origin", origin]
        assert run(words, **data).returncode == 0
    printed = run(["-m", "crawler", "report", "interfax-ukraine"], **data).stdout
    # A newsroom as small as this one has sections without a page, and so gaps, not none.
    lines = [line.rstrip() for line in printed.replace("  gap ", "  gaps ").splitlines()]
    assert shown.splitlines()[0].split() == lines[2].split()[:7]
    labels = [line.split()[0] for line in shown.splitlines() if re.match("total|  [a-z]", line)]
    assert labels == ["total", "missed", "gaps", "footprint"]
    assert {line.split()[0] for line in lines if line} >= set(labels)


@pytest.mark.slow
def test_a_tour_of_the_readme(tmp_path: Path) -> None:
    """The shown commands in their order, sent to the newsroom."""
    data = {"CRAWLER_DATA": str(tmp_path)}
    with newsroom(["--articles", "30", "--seed", "4"]) as origin:
        for command in re.findall(r"^    ((?:python -m crawler|scrapy) .*)$", README, re.M):
            words = shlex.split(command.split("#")[0].replace("out.", f"{tmp_path}/out."))
            if words[0] == "scrapy":
                words = ["-m", *words]
                words += ["-s", f"ORIGIN={origin}"] if "crawl" in words else []
            else:
                del words[0]
                words += ["--origin", origin] if words[2] in ("crawl", "backfill") else []
            done = run(words, **data)
            assert done.returncode == 0, (command, done.stderr)
