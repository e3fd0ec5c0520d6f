from __future__ import annotations

import pytest

from benchmarks import quality


def test_what_sinks_is_named() -> None:
    floors = {"set": {"f1": 0.97, "fail": 0.005}}
    assert quality.find_sunk({"set": {"f1": 0.97, "fail": 0.005}}, floors) == []
    assert quality.find_sunk({"set": {"f1": 0.96, "fail": 0.006}}, floors) == [
        "set f1: 0.9600, pinned 0.9700",
        "set fail: 0.0060, pinned 0.0050",
    ]


def test_without_pages_it_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quality, "GOLD", tmp_path)
    monkeypatch.setattr(quality, "SCORER", quality.ROOT / "nothing.py")
    assert quality.main([]) == 0
    assert capsys.readouterr().out.startswith("skipped: the recorded pages are not there")


def test_the_callable_gives_the_scorer_s_keys() -> None:
    html = b"<title>T</title><h1>Title of it</h1><p>Some words of a story, at length, told.</p>"
    assert set(quality.extract(html, "https://a.example/2026/01/21/x")) >= {"title", "body", "tags"}


@pytest.mark.skipif(not quality.GOLD.is_dir(), reason="the recorded pages are not there")
def test_no_recorded_article_is_called_wrong() -> None:
    from benchmarks.extract import read_pages
    from crawler.extraction import extract, find_wrong
    from crawler.page import Page

    pages = [Page(url, html, quality.SEEN) for html, url in read_pages(None)[::4]]
    wrong = [
        (page.url, find_wrong(page, extract(page, quality.any_site(page.url)))) for page in pages
    ]
    assert [one for one in wrong if one[1]] == []
