"""Who gets in, and what is kept out: asked over real HTTP."""

from __future__ import annotations

import base64
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from crawler.access import tokens
from crawler.access.audit import read_audit
from crawler.access.tokens import Scope
from crawler.errors import UsageError
from crawler.jobs.listing import list_jobs
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.web.settings import Limits, Rate, answered_hosts, check_exposure, is_loopback

from .conftest import NOW, Serve, served

Make = Callable[[Scope], str]
NEW_JOB = {"kind": "feeds", "arguments": {}}
READ_PATHS = (
    "/api/articles",
    "/api/jobs",
    "/api/sites",
    "/api/audit",
    "/feeds/all.rss",
    "/metrics",
)


def form_key(client: httpx.Client, path: str = "/schedules") -> str:
    page = client.get(path, headers={"accept": "text/html"})
    found = re.search(r'name="form_key" value="([0-9a-f]{64})"', page.text)
    assert found is not None
    return found[1]


def count_jobs(engine: Engine) -> int:
    with reading(engine) as connection:
        return len(list_jobs(connection).jobs)


@dataclass(frozen=True)
class Closed:
    """A client that shows no token, and a token that reads."""

    client: httpx.Client
    token: str


@pytest.fixture(scope="module")
def closed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Closed]:
    """An app that asks for a token; its ledger is left as it is."""
    folder = tmp_path_factory.mktemp("closed")
    engine = open_ledger(f"sqlite:///{shutil.copy(template, folder)}")
    with writing(engine) as connection:
        token = tokens.add_token(connection, "reader", Scope.READ, NOW)
    with served(engine, folder, is_open=False) as client:
        yield Closed(client, token)
    engine.dispose()


@pytest.mark.parametrize("path", READ_PATHS)
def test_without_a_token_nothing_is_told(closed: Closed, path: str) -> None:
    answer = closed.client.get(path)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert "www-authenticate" in answer.headers


@pytest.mark.parametrize("path", ["/", "/jobs", "/articles", "/docs", "/nothing-here"])
def test_a_browser_is_shown_the_door(closed: Closed, path: str) -> None:
    answer = closed.client.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/login?next={path}"


@pytest.mark.parametrize("path", READ_PATHS)
def test_a_token_that_reads_reads(closed: Closed, path: str) -> None:
    header = {"authorization": f"Bearer {closed.token}"}
    assert closed.client.get(path, headers=header).status_code == 200


def test_a_token_that_reads_orders_nothing(serve: Serve, make_token: Make, engine: Engine) -> None:
    with serve(make_token(Scope.READ), is_open=False) as client:
        answer = client.post("/api/jobs", json=NEW_JOB)
        assert answer.status_code == 403
        assert "read" in answer.json()["detail"]
    assert count_jobs(engine) == 0


def test_a_token_that_operates_orders(serve: Serve, make_token: Make, engine: Engine) -> None:
    with serve(make_token(Scope.OPERATE), is_open=False) as client:
        answer = client.post("/api/jobs", json=NEW_JOB)
        assert answer.status_code == 201, answer.text
    with reading(engine) as connection:
        (entry,) = read_audit(connection)
    assert (entry.deed.who, entry.deed.operation) == ("a-operate", "job create")


def test_feed_readers_send_the_token_as_a_password(
    serve: Serve, make_token: Make, engine: Engine
) -> None:
    given = make_token(Scope.OPERATE)
    basic = base64.b64encode(f"anyone:{given}".encode()).decode()
    with serve(is_open=False) as client:
        header = {"authorization": f"Basic {basic}"}
        assert client.get("/feeds/all.rss", headers=header).status_code == 200
        # A browser sends a password unasked, so it orders nothing.
        assert client.post("/api/jobs", json=NEW_JOB, headers=header).status_code == 403
    assert count_jobs(engine) == 0


def test_a_revoked_token_is_out(serve: Serve, make_token: Make, engine: Engine) -> None:
    from crawler.web.guarding import visitor

    given = make_token(Scope.READ)
    with serve(given, is_open=False) as client:
        assert client.get("/api/sites").status_code == 200
        with writing(engine) as connection:
            tokens.revoke_token(connection, "a-read")
        assert visitor.REMEMBERED.total_seconds() <= 2
    with serve(given, is_open=False) as client:
        assert client.get("/api/sites").status_code == 401


def test_the_first_token_closes_what_was_open(serve: Serve, make_token: Make) -> None:
    with serve() as client:
        assert client.get("/api/sites").status_code == 200
    given = make_token(Scope.READ)
    with serve() as client:
        assert client.get("/api/sites").status_code == 401
    with serve(given) as client:
        assert client.get("/api/sites").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "[::2]"]
)
def test_another_name_is_not_answered_to(standing: httpx.Client, host: str) -> None:
    """A page whose name was made to resolve to this machine."""
    answer = standing.get("/api/sites", headers={"host": host})
    assert answer.status_code in (400, 421)
    assert "interfax" not in answer.text


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


def test_logging_in_and_out(serve: Serve, make_token: Make, engine: Engine) -> None:
    given = make_token(Scope.OPERATE)
    with serve(is_open=False) as client:
        fields = {"form_key": form_key(client, "/login"), "next": "/jobs"}
        wrong = client.post("/login", data={**fields, "token": "nc_wrong"})
        assert wrong.status_code == 403
        assert client.get("/jobs").status_code == 303
        answer = client.post("/login", data={**fields, "token": given})
        assert (answer.status_code, answer.headers["location"]) == (303, "/jobs")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert given not in cookie
        assert client.get("/jobs").status_code == 200
        order = {"kind": "feeds", "form_key": form_key(client, "/jobs")}
        assert client.post("/jobs", data=order).status_code == 303
        client.post("/logout", data={"form_key": order["form_key"]})
        client.cookies.clear()
        assert client.get("/jobs", headers={"cookie": cookie.partition(";")[0]}).status_code == 303
    with reading(engine) as connection:
        done = [(one.deed.operation, one.deed.outcome) for one in read_audit(connection)]
    assert done == [
        ("logout", "done"),
        ("job create", "done"),
        ("login", "done"),
        ("login", "refused"),
    ]


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "x\r\ny"],
)
def test_the_door_leads_nowhere_else(serve: Serve, make_token: Make, target: str) -> None:
    given = make_token(Scope.READ)
    with serve(is_open=False) as client:
        fields = {"form_key": form_key(client, "/login"), "next": target, "token": given}
        assert client.post("/login", data=fields).headers["location"] == "/"


def test_guessing_is_slowed_down(serve: Serve) -> None:
    limits = Limits(logins=Rate(0.01, 3))
    with serve(is_open=False, limits=limits) as client:
        fields = {"form_key": form_key(client, "/login"), "token": "nc_guess"}
        answers = [client.post("/login", data=fields) for _ in range(5)]
    assert [one.status_code for one in answers] == [403, 403, 403, 429, 429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_asking_too_often_is_told(serve: Serve) -> None:
    with serve(limits=Limits(reads=Rate(0.01, 2))) as client:
        answers = [client.get("/api/sites") for _ in range(3)]
        assert [one.status_code for one in answers] == [200, 200, 429]
        assert answers[2].headers["content-type"] == "application/problem+json"
        assert client.get("/feeds/all.rss").status_code == 200


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


@pytest.mark.parametrize("path", ["/", "/api/sites", "/healthz", "/static/style.css", "/nope"])
def test_head_is_get_without_a_body(standing: httpx.Client, path: str) -> None:
    given, head = standing.get(path), standing.head(path)
    assert (head.status_code, head.content) == (given.status_code, b"")
    assert head.headers["content-type"] == given.headers["content-type"]


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


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.5.5.5", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
    if not expected:
        with pytest.raises(UsageError, match="add a token first"):
            check_exposure([host], has_token=False)
    check_exposure([host], has_token=True)


def test_names_behind_a_proxy() -> None:
    assert "news.example" in answered_hosts("127.0.0.1", ["News.example"])
    assert "localhost" in answered_hosts("127.0.0.1", [])
    assert answered_hosts("0.0.0.0", []) == frozenset()
    with pytest.raises(UsageError):
        check_exposure(["127.0.0.1", "news.example"], has_token=False)


def test_serve_refuses_the_network_without_a_token(tmp_path: Path) -> None:
    import subprocess
    import sys

    command = [
        sys.executable,
        "-m",
        "crawler",
        "serve",
        "--host",
        "0.0.0.0",
        "--data",
        str(tmp_path),
    ]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.startswith("crawler: 0.0.0.0 can be reached by others; add a token first")
    assert done.stderr.count("\n") == 1


def test_half_a_request_is_no_harm(standing: httpx.Client) -> None:
    port = standing.base_url.port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        assert standing.get("/healthz").status_code == 200
    with socket.create_connection(("127.0.0.1", port)) as none:
        none.sendall(b"\x16\x03\x01 nothing\r\n\r\n")
        assert none.recv(1000).startswith(b"HTTP/1.1 400")
