"""Who gets in, and how far: tokens, sessions, the door; asked over real HTTP."""

from __future__ import annotations

import base64
import shutil
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
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.web.settings import Limits, Rate, answered_hosts, check_exposure, is_loopback

from .conftest import NEW_JOB, NOW, Serve, count_jobs, form_key, served

Make = Callable[[Scope], str]
READ_PATHS = (
    "/api/articles",
    "/api/jobs",
    "/api/sites",
    "/api/audit",
    "/feeds/all.rss",
    "/metrics",
)


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


@pytest.mark.parametrize("path", ["/api/jobs", "/metrics", "/feeds/all.rss", "/jobs"])
@pytest.mark.parametrize(
    "host", ["localhost/static/?", "localhost:1/static/?", "x:1/login#", "localhost:1@x/static/"]
)
def test_no_name_of_a_host_opens_a_path(closed: Closed, path: str, host: str) -> None:
    """What is asked for is not what a request puts before it."""
    assert closed.client.get(path, headers={"host": host}).status_code in (400, 421)


@pytest.mark.parametrize("host", ["localhost/static/?", "localhost:1/static/?", "[::1]x", "a b"])
def test_any_name_is_still_a_name(serve: Serve, host: str) -> None:
    with serve(is_open=False, hosts=frozenset()) as client:
        assert client.get("/api/jobs", headers={"host": "any.example:80"}).status_code == 401
        assert client.get("/api/jobs", headers={"host": host}).status_code in (400, 421)


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
    with reading(engine) as connection:
        (entry,) = read_audit(connection)
    deed = entry.deed
    assert (deed.who, deed.operation, deed.subject) == ("a-read", "post", "/api/jobs")
    assert deed.outcome == "refused: 403"


def test_what_nobody_known_tries_is_in_the_log(
    serve: Serve, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """And not in the ledger, which nobody can fill so."""
    caplog.set_level("INFO", logger="crawler.access.audit")
    with serve(is_open=False) as client:
        for method, path in (("POST", "/api/jobs"), ("DELETE", "/api/schedules/a%0Ab")):
            assert client.request(method, path).status_code == 401
    assert [one.getMessage() for one in caplog.records] == [
        "nobody (127.0.0.1): post /api/jobs: refused: 401",
        "nobody (127.0.0.1): delete /api/schedules/a b: refused: 401",
    ]
    with reading(engine) as connection:
        assert read_audit(connection) == ()


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
        command, cwd=root, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 2
    assert done.stderr.startswith("crawler: 0.0.0.0 can be reached by others; add a token first")
    assert done.stderr.count("\n") == 1
