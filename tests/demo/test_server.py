from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from crawler.article import from_json
from crawler.demo import Change, Conduct, Fault, Kind, Newsroom, Origin, Validators, serving
from crawler.errors import UsageError

if TYPE_CHECKING:
    from tests.demo.conftest import Client


@pytest.fixture
def url(newsroom: Newsroom) -> str:
    return next(newsroom.urls())


def test_it_listens_on_loopback_alone(origin: Origin) -> None:
    assert str(origin) == origin.url == f"http://127.0.0.1:{origin.port}"
    assert origin.local("https://en.interfax.com.ua/news/latest.html") == (
        f"{origin}/news/latest.html"
    )


def test_a_taken_port_is_one_clear_line(origin: Origin, newsroom: Newsroom) -> None:
    with pytest.raises(UsageError, match=rf"port {origin.port} .* choose another") as caught:
        serving(newsroom, port=origin.port).__enter__()
    assert "\n" not in str(caught.value)


def test_a_page(client: Client, newsroom: Newsroom, url: str) -> None:
    reply = client.ask(url)
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert newsroom.truth(url).body[0].split(",")[0] in reply.text


def test_a_query_does_not_matter(client: Client, url: str) -> None:
    assert client.ask(f"{url}?utm_source=x").body == client.ask(url).body


def test_head_is_get_without_a_body(client: Client, url: str) -> None:
    get, head = client.ask(url), client.ask(url, "HEAD")
    assert (head.status, head.body) == (200, b"")
    unlike = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in unlike} == {
        k: v for k, v in get.headers.items() if k not in unlike
    }


def test_other_methods_are_refused(client: Client, url: str) -> None:
    reply = client.ask(url, "DELETE")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "request_bytes",
    [b"garbage\r\n\r\n", b"GET /%zz\x00 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET * HTTP/1.1\r\n\r\n"],
    ids=["garbage", "NUL", "asterisk"],
)
def test_what_is_no_request_is_refused_in_silence(
    origin: Origin, request_bytes: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_connection(("127.0.0.1", origin.port), timeout=120) as connection:
        connection.sendall(request_bytes)
        assert b" 400 " in connection.recv(1000).splitlines()[0]
    assert caplog.records == []


def test_a_connection_is_kept_alive(origin: Origin, newsroom: Newsroom) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", origin.port, timeout=120)
    connection.connect()
    first = connection.sock
    for url in islice(newsroom.urls(), 5):
        connection.request("GET", url.removeprefix(newsroom.edition.origin))
        assert connection.getresponse().read()
    assert connection.sock is first
    connection.close()


@pytest.mark.parametrize("place", ["article", "/news/latest.html", "/news/last.rss"])
def test_unchanged_pages_answer_304(client: Client, url: str, place: str) -> None:
    target = url if place == "article" else place
    first = client.ask(target)
    by_tag = client.ask(target, If_None_Match=first.headers["etag"])
    by_date = client.ask(target, If_Modified_Since=first.headers["last-modified"])
    assert [(one.status, one.body) for one in (by_tag, by_date)] == [(304, b"")] * 2


@pytest.mark.parametrize("change", Change)
def test_a_changed_article_has_new_validators(client: Client, url: str, change: Change) -> None:
    first = client.ask(url)
    now = client.origin.house.change(url, change)
    again = client.ask(now, If_None_Match=first.headers["etag"])
    assert again.status == 200
    assert again.headers["etag"] != first.headers["etag"]
    by_date = client.ask(now, If_Modified_Since=first.headers["last-modified"])
    assert by_date.status == 200


def test_a_paragraph_changed_elsewhere_leaves_a_page_as_it_is(
    client: Client, newsroom: Newsroom, url: str
) -> None:
    other = list(newsroom.urls())[100]
    first = client.ask(other)
    client.origin.house.change(url, Change.PARAGRAPH)
    assert client.ask(other, If_None_Match=first.headers["etag"]).status == 304
    assert client.ask(other, If_Modified_Since=first.headers["last-modified"]).status == 304


def test_a_new_story_changes_the_side_blocks_of_every_page(client: Client, url: str) -> None:
    first = client.ask(url)
    assert client.origin.house.publish()
    assert client.ask(url, If_None_Match=first.headers["etag"]).status == 200
    assert client.ask(url, If_Modified_Since=first.headers["last-modified"]).status == 200


@pytest.mark.parametrize(
    ("validators", "sent"), [(Validators.OMITTED, False), (Validators.IGNORED, True)]
)
def test_validators_can_fail_us(
    client: Client, url: str, validators: Validators, sent: bool
) -> None:
    client.origin.house.behave(Conduct(validators=validators))
    reply = client.ask(url, If_None_Match="*")
    assert (reply.status, "etag" in reply.headers) == (200, sent)


def test_a_status_for_the_next_requests(client: Client, url: str) -> None:
    client.origin.house.fail(Fault(kind=Kind.STATUS, status=503, times=2, retry_after="7"))
    replies = [client.ask(url) for _ in range(3)]
    assert [one.status for one in replies] == [503, 503, 200]
    assert replies[0].headers["retry-after"] == "7"
    assert "etag" not in replies[0].headers


def test_a_fault_for_some_paths_until_healed(client: Client, url: str) -> None:
    client.origin.house.fail(Fault(kind=Kind.STATUS, status=429, pattern="/news/*/*.html"))
    assert [client.ask(one).status for one in (url, url, "/news/latest.html")] == [429, 429, 200]
    client.origin.house.heal()
    assert client.ask(url).status == 200


def test_a_reset_connection(client: Client, url: str) -> None:
    client.origin.house.fail(Fault(kind=Kind.RESET, times=1))
    with pytest.raises(ConnectionResetError):
        client.ask(url)
    assert client.ask(url).status == 200


@pytest.mark.parametrize("headers", [{}, {"Accept_Encoding": "gzip"}], ids=["plain", "gzip"])
def test_half_a_body_under_the_whole_length(
    client: Client, url: str, headers: dict[str, str]
) -> None:
    whole = client.ask(url, **headers)
    client.origin.house.fail(Fault(kind=Kind.TRUNCATE, times=1))
    with pytest.raises(http.client.IncompleteRead) as caught:
        client.ask(url, **headers)
    assert caught.value.partial == whole.body[: len(whole.body) // 2]
    assert client.ask(url, **headers).body == whole.body


def test_a_slow_page_does_not_hold_up_others(client: Client, url: str) -> None:
    client.origin.house.fail(Fault(kind=Kind.SLOW, delay=3600, pattern="/news/latest.html"))
    with socket.create_connection(("127.0.0.1", client.origin.port)) as waiting:
        waiting.sendall(b"GET /news/latest.html HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.ask(url).status == 200


def test_a_slow_page_comes_in_the_end(client: Client) -> None:
    client.origin.house.fail(Fault(kind=Kind.SLOW, delay=0.2, times=1))
    started = time.monotonic()
    assert client.ask("/news/latest.html").status == 200
    assert time.monotonic() - started >= 0.2


@pytest.mark.parametrize("status", [403, 200])
def test_a_challenge(client: Client, url: str, status: int) -> None:
    client.origin.house.fail(Fault(kind=Kind.CHALLENGE, status=status, times=1))
    reply = client.ask(url)
    assert reply.status == status
    assert "Checking your browser" in reply.text
    assert "article-content" not in reply.text.split("</style>")[1]


def test_a_soft_404(client: Client, url: str) -> None:
    client.origin.house.fail(Fault(kind=Kind.SOFT_404, times=1))
    reply = client.ask(url)
    assert reply.status == 200
    assert "Page not found" in reply.text


def test_faults_are_met_in_the_order_given(client: Client, url: str) -> None:
    for status in (500, 502):
        client.origin.house.fail(Fault(kind=Kind.STATUS, status=status, times=1))
    assert [client.ask(url).status for _ in range(3)] == [500, 502, 200]


def test_requests_are_counted(client: Client, url: str) -> None:
    path = url.removeprefix("https://en.interfax.com.ua")
    client.ask(url)
    client.ask(url, If_None_Match="*")
    client.ask("/nowhere")
    client.origin.house.fail(Fault(kind=Kind.RESET, times=1))
    with pytest.raises(ConnectionResetError):
        client.ask("/")
    counted = client.ask("/_newsroom/requests").json
    assert counted["paths"] == {path: 2, "/nowhere": 1, "/": 1}
    assert counted["outcomes"] == {"200": 1, "304": 1, "404": 1, "reset": 1}
    assert counted["requests"] == 4
    assert counted["bytes"] > 10_000
    client.order("forget")
    assert client.ask("/_newsroom/requests").json["requests"] == 0


def test_truth_is_streamed(client: Client, newsroom: Newsroom) -> None:
    reply = client.ask("/_newsroom/truth")
    assert reply.headers["content-type"] == "application/x-ndjson"
    assert [from_json(line) for line in reply.body.splitlines()] == list(newsroom.truths())


def test_state(client: Client) -> None:
    state = client.ask("/_newsroom/state").json
    assert state["articles"] == 300
    assert state["now"] == "2026-01-21T18:50:00+02:00"
    assert state["origin"] == "https://en.interfax.com.ua"


def test_publishing_over_http(client: Client) -> None:
    reply = client.order("publish", count=2)
    assert reply.status == 200
    assert len(reply.json["result"]) == 2
    assert [client.ask(one).status for one in reply.json["result"]] == [200, 200]
    assert client.ask("/_newsroom/state").json["articles"] == 302


def test_changing_over_http(client: Client, url: str) -> None:
    reply = client.order("change", url=url, change="headline")
    assert reply.json["result"] == url
    assert "– UPD 1" in client.ask(url).text


def test_removing_over_http(client: Client, url: str) -> None:
    assert client.order("remove", url=url, status=410).status == 200
    assert client.ask(url).status == 410


def test_failing_and_healing_over_http(client: Client, url: str) -> None:
    assert client.order("fail", kind="status", status=500).json["result"]["status"] == 500
    assert client.ask(url).status == 500
    assert client.ask("/_newsroom/state").status == 200
    assert client.order("heal").status == 200
    assert client.ask(url).status == 200


def test_behaving_over_http(client: Client) -> None:
    client.order("behave", listing_pages=1)
    client.order("behave", validators="omitted")
    assert client.ask("/news/latest-2.html").status == 404
    assert client.origin.house.conduct == Conduct(listing_pages=1, validators=Validators.OMITTED)


@pytest.mark.parametrize(
    ("order", "body", "says"),
    [
        ("dance", b"{}", "no order 'dance'"),
        ("publish", b"{", "the body must be JSON"),
        ("publish", b"[1]", "must be a JSON object"),
        ("publish", b'{"count": "x"}', "publish: count: "),
        ("publish", b'{"count": 0}', "publish: 0 is not from 1"),
        ("publish", b'{"many": 1}', "publish: many: "),
        ("change", b'{"url": "/x", "change": "tags"}', "no article at /x"),
        ("change", b"{}", "change: url: "),
        ("remove", b'{"url": "/x", "status": 500}', "status 500"),
        ("fail", b'{"kind": "bad"}', "fail: kind: "),
        ("fail", b'{"kind": "status", "times": 0}', "fail: times: "),
        ("fail", b'{"kind": "status", "retry_after": "1\\r\\nX: y"}', "fail: retry_after: "),
        ("behave", b'{"listing_pages": -1}', "behave: listing_pages: "),
        ("behave", b'{"colour": 1}', "behave: colour: "),
    ],
)
def test_a_bad_order_is_one_clear_line(client: Client, order: str, body: bytes, says: str) -> None:
    reply = client.ask(f"/_newsroom/{order}", "POST", body, content_type="application/json")
    assert reply.status == 400
    assert says in reply.json["error"]
    assert "\n" not in reply.json["error"]


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda client: client.ask("/_newsroom/publish", "POST", b"{}"), 415),
        (lambda client: client.ask("/_newsroom/publish", "PUT", b"{}"), 405),
        (lambda client: client.ask("/_newsroom/nothing"), 404),
        (lambda client: client.order("publish", padding="x" * 70_000), 413),
    ],
    ids=["no-json", "method", "unknown-report", "too-long"],
)
def test_control_is_strict(client: Client, ask: Callable[[Client], object], status: int) -> None:
    assert ask(client).status == status  # type: ignore[attr-defined]


def test_many_clients_at_once(client: Client, newsroom: Newsroom) -> None:
    urls = list(newsroom.urls())
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(client.ask, urls))
    assert {one.status for one in replies} == {200}
    counted = client.origin.house.log.summary()
    assert counted["requests"] == len(urls)
    assert set(counted["paths"].values()) == {1}


def test_publishing_while_clients_read(client: Client, newsroom: Newsroom) -> None:
    with ThreadPoolExecutor(8) as pool:
        readers = [pool.submit(client.ask, "/news/latest.html") for _ in range(40)]
        for _ in range(20):
            client.origin.house.publish()
    assert {one.result().status for one in readers} == {200}
    assert len(client.origin.newsroom) == len(newsroom) + 20


def test_truth_follows_what_happens(client: Client, url: str) -> None:
    client.origin.house.publish()
    client.origin.house.change(url, Change.TAGS)
    lines = client.ask("/_newsroom/truth").body.splitlines()
    (told,) = [json.loads(line) for line in lines if json.loads(line)["url"] == url]
    assert from_json(json.dumps(told)) == client.origin.newsroom.truth(url)
    assert told["tags"][-1] == "update 1"


def test_counts_of_paths_are_bounded(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.demo.house._PATHS_COUNTED", 2)
    for path in ("/a", "/b", "/c", "/a", "/d"):
        origin.house.log.ask(path)
    assert origin.house.log.summary()["paths"] == {"/a": 2, "/b": 1, "(other)": 2}


def test_the_newsroom_given_is_left_as_it_was(newsroom: Newsroom, origin: Origin) -> None:
    before = replace(newsroom)
    origin.house.publish()
    assert (newsroom.newest, newsroom.now) == (before.newest, before.now)
