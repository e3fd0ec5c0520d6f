"""A proxy before the service: whom it asks for is believed of the proxies that are named, no other.

The client of these tests is the proxy: it sits on loopback and says what a proxy says.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from crawler.access import tokens
from crawler.access.audit import read_audit
from crawler.access.tokens import Scope
from crawler.errors import UsageError
from crawler.ledger.connect import reading, writing
from crawler.web.app import create_app
from crawler.web.guarding.rates import neighbourhood
from crawler.web.patience import Patience
from crawler.web.server import serving
from crawler.web.settings import Limits, Rate, WebSettings, is_open, read_proxies

from .conftest import NEW_JOB, NOW, PATIENCE, form_key

Behind = Callable[..., Any]


@contextmanager
def behind(engine: Engine, tmp_path: Any, proxies: tuple[str, ...], **values: Any) -> Iterator[Any]:
    """A client of the app, which believes the proxies."""
    settings = WebSettings(engine=engine, data=tmp_path, **{"is_open": True, **values})
    patience = Patience(proxies=read_proxies(proxies))
    with (
        serving(create_app(settings), patience=patience) as address,
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        yield client


@pytest.fixture
def proxied(engine: Engine, tmp_path: Any) -> Behind:
    return functools.partial(behind, engine, tmp_path)


def told(address: str) -> dict[str, str]:
    return {"x-forwarded-for": address, "x-forwarded-proto": "https"}


@pytest.mark.parametrize(
    ("proxies", "expected"),
    [((), "127.0.0.1"), (("127.0.0.1",), "203.0.113.7"), (("127.0.0.0/8",), "203.0.113.7"),
     (("10.0.0.0/8",), "127.0.0.1")],
    ids=["no proxy", "its address", "its network", "another's"],
)  # fmt: skip
def test_who_ordered_is_told_by_the_proxy(
    proxied: Behind, engine: Engine, proxies: tuple[str, ...], expected: str
) -> None:
    with writing(engine) as connection:
        token = tokens.add_token(connection, "desk", Scope.OPERATE, NOW)
    header = {"authorization": f"Bearer {token}"}
    with proxied(proxies) as client:
        # What stands before the last is what the visitor said itself.
        headers = {**header, **told("198.51.100.1, 203.0.113.7")}
        assert client.post("/api/jobs", json=NEW_JOB, headers=headers).status_code == 201
    with reading(engine) as connection:
        assert read_audit(connection)[0].deed.origin == expected


@pytest.mark.parametrize("said", ["unknown", "", "evil\x7f", "1" * 5000, "203.0.113.7:1"])
def test_an_address_that_is_none_is_not_kept(proxied: Behind, engine: Engine, said: str) -> None:
    with writing(engine) as connection:
        token = tokens.add_token(connection, "desk", Scope.OPERATE, NOW)
    headers = {"authorization": f"Bearer {token}", "x-forwarded-for": said}
    with proxied(("127.0.0.1",)) as client:
        assert client.post("/api/jobs", json=NEW_JOB, headers=headers).status_code == 201
    with reading(engine) as connection:
        assert read_audit(connection)[0].deed.origin in ("unknown", "203.0.113.7", "127.0.0.1")


@pytest.mark.parametrize(("proxies", "expected"), [((), 429), (("127.0.0.1",), 200)])
def test_one_visitor_does_not_use_up_what_another_may(
    proxied: Behind, proxies: tuple[str, ...], expected: int
) -> None:
    with proxied(proxies, limits=Limits(feeds=Rate(0.01, 2))) as client:
        for _ in range(3):
            many = client.get("/feeds/all.rss", headers=told("203.0.113.7"))
        assert many.status_code == 429
        answer = client.get("/healthz", headers=told("203.0.113.8"))
        assert answer.status_code == expected


@pytest.mark.parametrize(("proxies", "is_secure"), [((), False), (("127.0.0.1",), True)])
def test_a_cookie_that_came_by_https_goes_by_https(
    proxied: Behind, proxies: tuple[str, ...], is_secure: bool
) -> None:
    with proxied(proxies, is_open=False) as client:
        cookie = client.get("/login", headers=told("203.0.113.7")).headers["set-cookie"]
    assert ("; Secure" in cookie) is is_secure


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_what_a_proxy_brings_is_not_of_this_machine(proxied: Behind, name: str) -> None:
    """Nobody added a token, and somebody put a proxy before it that asks for 127.0.0.1."""
    with proxied(()) as client:
        assert client.get("/api/sites").status_code == 200
        key = form_key(client)
        for header in ({name: "127.0.0.1"}, {name: ""}):
            assert client.get("/api/sites", headers=header).status_code == 401
            form = {"kind": "feeds", "form_key": key}
            assert client.post("/jobs", data=form, headers=header).status_code == 303
            assert client.post("/api/jobs", json=NEW_JOB, headers=header).status_code == 401


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        (("127.0.0.1",), True),
        (("127.0.0.1", "localhost"), True),
        (("127.0.0.1", "news.example"), False),
        (("0.0.0.0",), False),
    ],
)
def test_what_has_a_name_never_opens(hosts: tuple[str, ...], expected: bool) -> None:
    """Not even when its last token is revoked."""
    assert is_open(hosts) is expected


def test_proxies_are_addresses_or_networks() -> None:
    texts = ["127.0.0.1", "10.1.2.3/8", "::1", "fd00::/8", "10.0.0.1/32"]
    expected = {"127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8", "10.0.0.1"}
    assert read_proxies(texts) == expected


@pytest.mark.parametrize("text", ["*", "0.0.0.0/0", "::/0", "proxy.example", "", "10.0.0.0/99"])
def test_not_everybody_is_a_proxy(text: str) -> None:
    with pytest.raises(UsageError, match=r"write as 127\.0\.0\.1 or 10"):
        read_proxies([text])


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unknown"),
    ],
)
def test_who_counts_as_one(address: str, expected: str) -> None:
    assert neighbourhood(address) == expected
