"""A site that no file describes: its archive alone gives the same ledger, survey and all."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("warcio")
pytest.importorskip("fastwarc")

from .conftest import Run, serving
from .shapes import blog, paged
from .test_crawl import kept


@pytest.mark.thorough
@pytest.mark.parametrize("make", [blog, paged], ids=["blog", "paged"])
def test_a_replay_finds_the_articles_that_the_crawl_found(run: Run, tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    data, copy, archive = (tmp_path / name for name in ("data", "copy", "archive"))
    with serving(make) as site:
        words = ("crawl", f"{site.origin}/", "--data", str(data), "--archive", str(archive))
        done = run(*words)
        assert done.returncode == 0, done.stderr
    again = run("replay", str(archive), "--data", str(copy))
    assert again.returncode == 0, again.stderr
    assert kept(data)
    assert kept_of_ledger(run, copy) == kept_of_ledger(run, data)
    assert run("replay", str(archive), "--data", str(copy)).stdout.startswith("Nothing new")
    anew = run("reextract", "--from", str(archive), "--data", str(copy))
    assert anew.stdout.startswith("Nothing changes"), anew.stdout + anew.stderr


def kept_of_ledger(run: Run, folder: Path) -> str:
    return run("export", "--out", "-", "--data", str(folder)).stdout
