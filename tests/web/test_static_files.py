"""Style, script and icon: at addresses that change with what they hold, and only then."""

from __future__ import annotations

import re

import httpx
import pytest

from crawler.web.static_files import FOLDER, find_address, read_pieces

NAMES = ("style.css", "live.js", "icon.svg")


def test_a_page_names_what_a_browser_keeps_for_good(standing: httpx.Client) -> None:
    page = standing.get("/", headers={"accept": "text/html"})
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert sorted(named) == sorted(find_address(name) for name in NAMES)
    for address in named:
        answer = standing.get(address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "set-cookie" not in answer.headers
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["style.css", "style.0123456789abcdef.css"])
def test_another_version_is_given_as_it_is_now_and_not_kept(
    standing: httpx.Client, name: str
) -> None:
    answer = standing.get(f"/static/{name}")
    assert answer.content == read_pieces()["style.css"].body
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    known = {"if-none-match": answer.headers["etag"]}
    again = standing.get(f"/static/{name}", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert standing.get("/static/live.js", headers=known).status_code == 200


def test_a_folder_is_one_file_in_the_order_of_its_parts() -> None:
    parts = sorted((FOLDER / "style.css").iterdir())
    body = read_pieces()["style.css"].body
    places = [body.index(part.read_bytes()) for part in parts]
    assert len(parts) > 1
    assert places == sorted(places)


@pytest.mark.parametrize(
    "name",
    [
        "nope.css",
        "style",
        "style.css/1-ground.css",
        "style.css.css",
        "style.0123.css",
        ".css",
        "STYLE.css",
        "",
    ],
)
def test_there_is_nothing_else(standing: httpx.Client, name: str) -> None:
    assert standing.get(f"/static/{name}").status_code == 404


def test_the_icon_is_found_where_browsers_look(standing: httpx.Client) -> None:
    answer = standing.get("/favicon.ico")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
