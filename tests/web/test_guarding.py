"""What is kept out, whoever asks: asked over real HTTP."""

from __future__ import annotations

import socket

import httpx
import pytest
from sqlalchemy import Engine

from crawler.access.audit import read_audit
from crawler.ledger.connect import reading

from .conftest import NEW_JOB, Serve, count_jobs, form_key


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "[::2]"]
)
def test_another_name_is_not_answered_to(standing: httpx.Client, host: str) -> None:
    """A page whose name was made to resolve to this machine."""
    answer = standing.get("/api/sites", headers={"host": host})
    assert answer.status_code in (400, 421)
    assert "interfax" not in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_may_ask_for_an_address(standing: httpx.Client, path: str) -> None:
    """As in a container, whatever names it answers to."""
    assert standing.get(path, headers={"host": "10.1.2.3:8000"}).status_code == 200


@pytest.mark.parametrize("host", ["localhost:9", "127.0.0.1:9", "[::1]:9", "LOCALHOST"])
def test_its_own_names_are(standing: httpx.Client, host: str) -> None:
    assert standing.get("/api/sites", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=["origin", "null", "another port", "cross-site", "same-site"],
)
@pytest.mark.parametrize("path", ["/api/jobs", "/jobs", "/schedules", "/login"])
def test_another_sites_page_orders_nothing(
    standing: httpx.Client, module_engine: Engine, headers: dict[str, str], path: str
) -> None:
    fields = {"kind": "feeds", "form_key": form_key(standing)}
    given = {"json": NEW_JOB} if path.startswith("/api") else {"data": fields}
    answer = standing.post(path, headers=headers, **given)  # type: ignore[arg-type]
    assert answer.status_code == 403
    assert count_jobs(module_engine) == 0


@pytest.mark.parametrize("key", ["", "0" * 64, "é"])
def test_a_form_that_is_not_ours_orders_nothing(
    standing: httpx.Client, module_engine: Engine, key: str
) -> None:
    form_key(standing)
    answer = standing.post("/jobs", data={"kind": "feeds", "form_key": key})
    assert answer.status_code == 403
    assert count_jobs(module_engine) == 0


def test_a_form_of_another_browser_orders_nothing(
    standing: httpx.Client, module_engine: Engine
) -> None:
    theirs = form_key(standing)
    standing.cookies.clear()
    form_key(standing)
    answer = standing.post("/jobs", data={"kind": "feeds", "form_key": theirs})
    assert answer.status_code == 403
    assert count_jobs(module_engine) == 0


def test_our_form_orders(serve: Serve, engine: Engine) -> None:
    with serve() as client:
        fields = {"kind": "feeds", "form_key": form_key(client)}
        origin = {"origin": str(client.base_url).rstrip("/")}
        answer = client.post("/jobs", data=fields, headers=origin)
        assert answer.status_code == 303
    assert count_jobs(engine) == 1


@pytest.mark.parametrize(
    "path",
    ["/", "/articles", "/api/sites", "/static/style.css", "/nope", "/api/nope", "/feeds/all.rss"],
)
def test_every_answer_bears_the_headers(standing: httpx.Client, path: str) -> None:
    answer = standing.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    "arguments",
    [
        {"site": "http://127.0.0.1:8080/"},
        {"site": "http://169.254.169.254/latest/meta-data"},
        {"site": "http://[::ffff:10.0.0.1]/"},
        {"site": "http://2130706433/"},
        {"site": "file:///etc/passwd"},
        {"site": "interfax-ukraine", "origin": "http://127.0.0.1:1"},
        {"site": "interfax-ukraine", "out": "/etc/cron.d/x"},
    ],
)
def test_what_is_private_or_unknown_is_not_crawled(
    standing: httpx.Client, module_engine: Engine, arguments: dict[str, str]
) -> None:
    answer = standing.post("/api/jobs", json={"kind": "crawl", "arguments": arguments})
    assert answer.status_code == 422
    assert count_jobs(module_engine) == 0
    with reading(module_engine) as connection:
        entry = read_audit(connection)[0]
    assert entry.deed.outcome.startswith("refused")


@pytest.mark.parametrize(
    "out", ["../x.jsonl", "/tmp/x.jsonl", "a/b.jsonl", "..", "s3://x/y", "x\0"]
)
def test_no_path_of_a_users_choosing(
    standing: httpx.Client, module_engine: Engine, out: str
) -> None:
    answer = standing.post("/api/jobs", json={"kind": "export", "arguments": {"out": out}})
    assert answer.status_code == 422
    assert count_jobs(module_engine) == 0


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"]
)
def test_only_what_is_meant_to_be_is_given(standing: httpx.Client, path: str) -> None:
    assert standing.get(path).status_code == 404


def test_half_a_request_is_no_harm(standing: httpx.Client) -> None:
    port = standing.base_url.port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        assert standing.get("/healthz").status_code == 200
    with socket.create_connection(("127.0.0.1", port)) as none:
        none.sendall(b"\x16\x03\x01 nothing\r\n\r\n")
        assert none.recv(1000).startswith(b"HTTP/1.1 400")


def test_a_button_pressed_twice_orders_one_job(client: httpx.Client, engine: Engine) -> None:
    fields = {"kind": "crawl", "site": "interfax-ukraine", "form_key": form_key(client)}
    answers = [client.post("/jobs", data=fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert count_jobs(engine) == 1


def test_a_program_that_heard_no_answer_asks_again(client: httpx.Client, engine: Engine) -> None:
    answers = [client.post("/api/jobs", json=NEW_JOB) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert count_jobs(engine) == 1
