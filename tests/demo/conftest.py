"""A newsroom at a fixed moment, and how tests talk to one that is served."""

from __future__ import annotations

import datetime as dt
import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.demo import Newsroom, Origin, serving

PATIENCE = 120  # seconds until a test gives up waiting: generous, the machine may be busy
NOW = dt.datetime.fromisoformat("2026-01-21T18:50+02:00")


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """One request a connection, so that a broken one does not spoil the next."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin

    def ask(
        self, url: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.origin.port, timeout=PATIENCE)
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, target, body, named)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, found, response.read())
        finally:
            connection.close()

    def order(self, order: str, **values: Any) -> Reply:
        body = json.dumps(values).encode()
        return self.ask(f"/_newsroom/{order}", "POST", body, content_type="application/json")


@pytest.fixture(scope="session")
def newsroom() -> Newsroom:
    return Newsroom.opened(now=NOW, articles=300)


@pytest.fixture
def origin(newsroom: Newsroom) -> Iterator[Origin]:
    with serving(newsroom) as served:
        yield served


@pytest.fixture
def client(origin: Origin) -> Client:
    return Client(origin)
