"""`schedule`, `jobs` and `serve` as typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.access.audit import read_audit
from crawler.ledger.connect import open_ledger, reading

Run = Callable[..., Any]


@pytest.fixture
def on(run_cli: Run, tmp_path: Path) -> Run:
    """Runs a command on a fresh data folder; what it said."""

    def run(*words: str, code: int = 0) -> str:
        places = {"CRAWLER_DATA": str(tmp_path), "CRAWLER_LEDGER": f"{tmp_path}/ledger.sqlite"}
        places["COLUMNS"] = "200"
        done = run_cli("crawler", *words, **places)
        assert done.returncode == code, done.stderr
        return str(done.stderr if code else done.stdout)

    return run


def test_a_job_from_asking_to_cancelling(on: Run) -> None:
    assert on("jobs", "run", "crawl", "site=unian", "max_pages=7") == "job 1 waits for a worker\n"
    assert on("jobs", "run", "crawl", "site=unian", "max_pages=7") == "job 1 waits for a worker\n"
    for _ in range(2):  # asked twice, nothing changes
        assert on("jobs", "cancel", "1") == "job 1 is cancelled\n"
    assert "there is no job 2" in on("jobs", "cancel", "2", code=2)
    assert on("jobs", "retry", "1") == "job 1 waits for a worker\n"
    shown = on("jobs", "show", "1")
    assert "arguments site=unian max_pages=7" in shown
    assert "state     queued" in shown
    assert on("jobs", "log", "1") == ""
    listed = on("jobs", "list", "--state", "queued")
    assert listed.splitlines()[1].split()[:4] == ["1", "crawl", "unian", "queued"]
    assert len(on("jobs", "list", "--site", "other").splitlines()) == 1


def test_a_schedule_from_adding_to_removing(on: Run, tmp_path: Path) -> None:
    (tmp_path / "crawler.toml").write_text('[[schedule]]\nsite = "unian"\nwhen = "0 6 * * *"\n')
    every = ("--site", "interfax-ukraine", "--when", "every 10 minutes", "--name", "mine")
    added = on("schedule", "add", *every, "--quiet", "23:00-06:00", "max_pages=9")
    assert added == "mine: every 10 minutes, by the clock of Europe/Kyiv\n"
    assert on("schedule", "pause", "mine") == "mine is paused\n"
    mine, declared = (row.split() for row in on("schedule", "list").splitlines()[1:])
    assert mine[:3] == ["mine", "crawl", "interfax-ukraine"]
    assert mine[-2:] == ["paused", "added"]
    assert declared[0] == "unian"
    assert declared[-2] in ("EET", "EEST")  # each row by its own clock, which it names
    assert declared[-1] == "crawler.toml"
    assert on("schedule", "resume", "mine") == "mine is followed again\n"
    assert "remove it there" in on("schedule", "remove", "unian", code=2)
    assert on("schedule", "remove", "mine") == "mine is removed\n"


def test_what_is_ordered_by_command_is_audited(on: Run, tmp_path: Path) -> None:
    """What is refused, too; in the words of the web's own orders."""
    on("jobs", "run", "crawl", "site=unian", "max_pages=7")
    on("jobs", "cancel", "1")
    on("jobs", "cancel", "2", code=2)
    on("jobs", "retry", "1")
    on("schedule", "add", "--site", "unian", "--when", "every 10 minutes", "depth=2")
    for word in ("pause", "resume", "remove"):
        on("schedule", word, "unian")
    on("token", "add", "desk")
    on("token", "revoke", "desk")
    engine = open_ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    with reading(engine) as connection:
        deeds = [one.deed for one in read_audit(connection)][::-1]
    engine.dispose()
    assert {one.who for one in deeds} == {"command line"}
    assert [(one.operation, one.subject, one.outcome) for one in deeds] == [
        ("job create", "crawl site=unian max_pages=7", "done"),
        ("job cancel", "1", "done"),
        ("job cancel", "2", "refused: there is no job 2; see: python -m crawler jobs list"),
        ("job retry", "1", "done"),
        ("schedule add", "site=unian when=every 10 minutes kind=crawl depth=2", "done"),
        ("schedule pause", "unian", "done"),
        ("schedule resume", "unian", "done"),
        ("schedule remove", "unian", "done"),
        ("token add", "desk (read)", "done"),
        ("token revoke", "desk", "done"),
    ]


def test_revoking_the_last_token_says_what_that_opens(run_cli: Run, tmp_path: Path) -> None:
    places = {"CRAWLER_DATA": str(tmp_path)}
    for name in ("desk", "feeds"):
        run_cli("crawler", "token", "add", name, **places)
    one, last = (
        run_cli("crawler", "token", "revoke", name, **places) for name in ("desk", "feeds")
    )
    assert one.stderr == "desk: revoked\n"
    assert last.stderr.startswith("feeds: revoked\nIt was the last token")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("jobs", "run", "crawl", "site"), "'site' is not understood"),
        (("jobs", "run", "crawl", "site=nowhere"), "no site is named 'nowhere'"),
        (("jobs", "run", "export", "out=../x"), "'out' is no name"),
        (("jobs", "show", "5"), "there is no ledger"),
        (("schedule", "add", "--site", "unian", "--when", "soon"), "when 'soon' is not understood"),
        (("schedule", "pause", "nothing"), "no schedule is named 'nothing'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_one_line(on: Run, words: tuple[str, ...], complaint: str) -> None:
    said = on(*words, code=2)
    assert said.startswith("crawler: ")
    assert complaint in said
    assert said.count("\n") == 1


def test_serve_refuses_a_broken_file(on: Run, tmp_path: Path) -> None:
    (tmp_path / "crawler.toml").write_text("[[schedules]]\n")
    said = on("serve", code=2)
    assert "did you mean schedule?" in said
    assert said.count("\n") == 1
