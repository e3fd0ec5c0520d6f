"""Schedules over HTTP: what was sent is read back."""

from __future__ import annotations

import httpx
import pytest

NEW = {
    "site": "interfax-ukraine",
    "when": "*/15 6-22 * * *",
    "jitter": "2 minutes",
    "quiet": "23:00-06:00",
    "zone": "Europe/Kyiv",
    "arguments": {"max_pages": 200},
}


def test_a_schedule_says_all_that_it_was_told(client: httpx.Client) -> None:
    added = client.post("/api/schedules", json=NEW)
    assert added.status_code == 201
    line = client.get(added.headers["location"]).json()
    assert line == added.json()
    assert {name: line[name] for name in NEW} == {
        **NEW,
        "arguments": {"site": NEW["site"], "max_pages": 200},
    }


@pytest.mark.parametrize("name", ["jitter", "quiet"])
def test_what_was_not_said_is_null(client: httpx.Client, name: str) -> None:
    left_out = {key: value for key, value in NEW.items() if key != name}
    assert client.post("/api/schedules", json=left_out).json()[name] is None
