"""Errors in one shape, and what any request may be; asked over real HTTP."""

from __future__ import annotations

import httpx
import pytest

from crawler.web.settings import Limits, Rate

from .conftest import Serve


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nope", 404),
        ("GET", "/nope", 404),
        ("GET", "/static/nope.css", 404),
        ("DELETE", "/api/sites", 405),
        ("POST", "/metrics", 405),
        ("PUT", "/healthz", 405),
        ("POST", "/api/jobs", 415),
        ("POST", "/api/schedules", 415),
        ("GET", "/api/articles/x", 422),
        ("GET", "/api/articles/99999999999999999999", 422),
        ("GET", "/api/articles/1", 404),
        ("GET", "/api/articles?limit=0", 422),
        ("GET", "/api/articles?since=yesterday", 422),
        ("GET", "/api/articles?site=%00", 422),
        ("GET", "/api/sites/nowhere", 404),
        ("GET", "/api/sites/interfax-ukraine/report?from=2026-02-01&to=2026-01-01", 422),
        ("GET", "/api/jobs/7", 404),
        ("POST", "/api/jobs/7/cancel", 404),
        ("GET", "/api/schedules/none", 404),
        ("DELETE", "/api/schedules/none", 404),
    ],
)
def test_every_problem_has_one_shape(
    standing: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = standing.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    values = answer.json()
    assert values["status"] == status
    assert set(values) <= {"type", "title", "status", "detail", "errors"}
    assert values["title"]
    assert values["detail"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("sectoin=Facts", "did you mean section?"),
        ("q=grain", "there are order, cursor"),
        ("token=nc_0", "no parameter is named 'token'"),
        ("site=a&site=b", "site stands there 2 times"),
        (f"{'x' * 500}=1", "no parameter is named"),
    ],
)
def test_a_slip_in_a_filter_is_told(standing: httpx.Client, query: str, told: str) -> None:
    """It would else admit everything."""
    answer = standing.get(f"/api/articles?{query}")
    assert answer.status_code == 422
    assert told in answer.json()["detail"]
    assert len(answer.json()["detail"]) < 300


@pytest.mark.parametrize("path", ["/api/jobs?state=done&state=failed", "/feeds/all.rss?_=17"])
def test_what_may_come_twice_or_is_none_of_ours_is_let_be(
    standing: httpx.Client, path: str
) -> None:
    assert standing.get(path).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/jobs", "GET, HEAD, POST"),
        ("PUT", "/api/schedules/a", "GET, HEAD, DELETE"),
        ("GET", "/api/jobs/7/cancel", "POST"),
        ("OPTIONS", "/api/sites", "GET, HEAD"),
        ("POST", "/healthz", "GET, HEAD"),
    ],
)
def test_what_an_address_takes_is_told(
    standing: httpx.Client, method: str, path: str, allowed: str
) -> None:
    answer = standing.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize(("path", "is_set"), [("/", True), ("/healthz", False), ("/readyz", False)])
def test_a_probe_gets_no_cookie(serve: Serve, path: str, is_set: bool) -> None:
    with serve() as client:
        assert ("set-cookie" in client.get(path).headers) is is_set


@pytest.mark.parametrize(
    "days", ["from=0001-01-01&to=0001-01-02", "to=0001-01-01", "from=9999-12-30&to=9999-12-31"]
)
def test_a_report_may_be_of_the_first_and_the_last_days(standing: httpx.Client, days: str) -> None:
    """Whose midnights are no times that UTC knows."""
    answer = standing.get(f"/api/sites/interfax-ukraine/report?{days}")
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/sites", "/healthz", "/static/style.css", "/nope"])
def test_head_is_get_without_a_body(standing: httpx.Client, path: str) -> None:
    given, head = standing.get(path), standing.head(path)
    assert (head.status_code, head.content) == (given.status_code, b"")
    assert head.headers["content-type"] == given.headers["content-type"]


def test_what_fails_tells_nothing_of_itself(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from crawler.web.api import sites

    def fail(*_: object) -> None:
        raise RuntimeError("the secret way")

    monkeypatch.setattr(sites, "read_sites", fail)
    with serve() as client:
        answer = client.get("/api/sites")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "content-security-policy" in answer.headers
    assert "secret" not in answer.text
    assert "the secret way" in caplog.text


def test_a_large_request_is_refused(standing: httpx.Client) -> None:
    large = b"x" * 70_000
    answer = standing.post("/api/jobs", content=large, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"

    def pieces() -> object:
        for _ in range(70):
            yield b"x" * 1000

    header = {"content-type": "application/json"}
    unsaid = standing.post("/api/jobs", content=pieces(), headers=header)  # type: ignore[arg-type]
    assert unsaid.status_code == 413
    form = standing.post("/jobs", data={"kind": "x" * 70_000})
    assert form.status_code == 413


def test_asking_too_often_is_told(serve: Serve) -> None:
    with serve(limits=Limits(reads=Rate(0.01, 2))) as client:
        answers = [client.get("/api/sites") for _ in range(3)]
        assert [one.status_code for one in answers] == [200, 200, 429]
        assert answers[2].headers["content-type"] == "application/problem+json"
        assert client.get("/feeds/all.rss").status_code == 200
