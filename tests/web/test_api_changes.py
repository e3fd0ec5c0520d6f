"""What became of articles since a cursor: a copy kept with it is what the ledger holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from .conftest import NOW, Shelf, story

NONE: dict[str, Any] = {}


def ask(client: httpx.Client, **query: object) -> dict[str, Any]:
    answer = client.get("/api/changes", params=query)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def tell(page: dict[str, Any]) -> str:
    """``3 new, 4 changed``: the numbers of stories, and what they are."""
    lines = [(one["article"]["title"].split()[-1], one["change"]) for one in page["items"]]
    return ", ".join(" ".join(line) for line in lines)


def test_a_reader_hears_of_each_change_once_in_order(shelf: Shelf, client: httpx.Client) -> None:
    kept = [story(number) for number in range(4)]
    for one in kept:
        shelf.keep(one)
    first = ask(client)
    assert (tell(first), first["more"]) == ("0 new, 1 new, 2 new, 3 new", False)
    assert tell(ask(client, cursor=first["next"])) == ""
    shelf.withdraw(kept[0])
    shelf.revise(replace(kept[2], revision=2, title="Now called 2"), [])
    shelf.keep(story(4))
    second = ask(client, cursor=first["next"])
    assert tell(second) == "0 unpublished, 2 changed, 4 new"
    assert tell(ask(client, cursor=second["next"])) == ""


def test_a_line_bears_the_article_whole(shelf: Shelf, client: httpx.Client) -> None:
    number = shelf.keep(story(7))
    (line,) = ask(client)["items"]
    whole = client.get(f"/api/articles/{number}").json()
    assert line == {
        "id": whole["id"],
        "number": 1,
        "change": "new",
        "at": NOW.isoformat().replace("+00:00", "Z"),
        "moved_to": None,
        "article": whole["article"],
    }


@pytest.mark.parametrize("limit", [1, 2, 5, 500])
def test_a_copy_that_follows_ends_as_the_ledger(
    shelf: Shelf, client: httpx.Client, limit: int
) -> None:
    """Whatever is kept, revised and withdrawn between one page and the next."""
    stories = [story(number) for number in range(6)]
    for one in stories[:3]:
        shelf.keep(one)
    meanwhile = [
        lambda: shelf.keep(stories[3]),
        lambda: shelf.revise(replace(stories[1], revision=2, title="Now called 1"), []),
        lambda: shelf.withdraw(stories[0]),
        lambda: shelf.withdraw(stories[1]),
        lambda: shelf.keep(stories[4]),
    ]
    copy: dict[str, str] = {}
    query: dict[str, object] = {"limit": limit}
    while True:
        page = ask(client, **query)
        for line in page["items"]:
            copy[line["id"]] = line["article"]["title"]
            if line["change"] == "unpublished":
                del copy[line["id"]]
        query["cursor"] = page["next"]
        if meanwhile:
            meanwhile.pop(0)()
        elif not page["more"]:
            break
    assert sorted(title.split()[-1] for title in copy.values()) == ["2", "3", "4"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"section": "facts"}, "1 new, 3 new"),
        ({"tag": "grain", "limit": 2}, "0 new"),
        ({"site": "elsewhere"}, ""),
        ({"cursor": "now"}, ""),
        ({"cursor": "2", "limit": 1}, "2 new"),
    ],
)
def test_a_part_is_asked_for(
    shelf: Shelf, client: httpx.Client, query: dict[str, object], told: str
) -> None:
    for number in range(4):
        shelf.keep(story(number))
    assert tell(ask(client, **query)) == told


def test_what_is_no_longer_asked_for_leaves(shelf: Shelf, client: httpx.Client) -> None:
    shelf.keep(story(1))
    first = ask(client, section="Facts")
    shelf.revise(replace(story(1), revision=2, section="Economy"), [])
    assert tell(ask(client, section="Facts", cursor=first["next"])) == "1 left"


def test_from_now_on(shelf: Shelf, client: httpx.Client) -> None:
    shelf.keep(story(1))
    begun = ask(client, cursor="now")
    shelf.keep(story(2))
    assert (begun["items"], begun["more"]) == ([], False)
    assert tell(ask(client, cursor=begun["next"])) == "2 new"


@pytest.mark.parametrize("cursor", ["7", "-1", "1.5", "next", "", "9" * 19])
def test_a_cursor_that_is_none_is_refused(client: httpx.Client, cursor: str) -> None:
    answer = client.get("/api/changes", params={"cursor": cursor})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
