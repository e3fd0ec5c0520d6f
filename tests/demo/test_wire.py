from __future__ import annotations

import datetime as dt
import gzip

import pytest

from crawler.demo.answer import Answer
from crawler.demo.conduct import Validators
from crawler.demo.wire import accepts_gzip, prepare

SEEN = dt.datetime.fromisoformat("2026-01-21T18:50+02:00")
PAGE = Answer(200, b"text " * 200, modified=SEEN)
STAMP = "Wed, 21 Jan 2026 16:50:00 GMT"
HONEST = Validators.HONEST


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("gzip;q=1", True),
        ("identity", False),
        ("x-gzip", False),
        ("", False),
    ],
)
def test_accepts_gzip(accepted: str, expected: bool) -> None:
    assert accepts_gzip(accepted) is expected


def test_zipped_when_accepted() -> None:
    sent = prepare(PAGE, {"Accept-Encoding": "gzip, deflate"}, HONEST)
    assert sent.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(sent.body) == PAGE.body
    assert prepare(PAGE, {}, HONEST).body == PAGE.body


def test_etag_is_strong_and_one_an_encoding() -> None:
    plain = prepare(PAGE, {}, HONEST).headers["ETag"]
    zipped = prepare(PAGE, {"Accept-Encoding": "gzip"}, HONEST).headers["ETag"]
    assert plain != zipped
    assert plain[0] == zipped[0] == '"'


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "ETAG"}, 304),
        ({"If-None-Match": "W/ETAG"}, 304),
        ({"If-None-Match": '"other", ETAG'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-Modified-Since": STAMP}, 304),
        ({"If-Modified-Since": "Wed, 21 Jan 2026 16:49:59 GMT"}, 200),
        ({"If-Modified-Since": "Thu, 22 Jan 2026 16:49:59 GMT"}, 304),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": STAMP}, 200),
    ],
    ids=str,
)
def test_conditional_requests(headers: dict[str, str], status: int) -> None:
    etag = prepare(PAGE, {}, HONEST).headers["ETag"]
    asked = {name: value.replace("ETAG", etag) for name, value in headers.items()}
    sent = prepare(PAGE, asked, HONEST)
    assert sent.status == status
    assert sent.headers["ETag"] == etag
    assert sent.headers["Last-Modified"] == STAMP
    assert bool(sent.body) is (status == 200)


def test_ignored_validators_are_sent_and_never_heard() -> None:
    sent = prepare(PAGE, {"If-None-Match": "*"}, Validators.IGNORED)
    assert (sent.status, "ETag" in sent.headers) == (200, True)


def test_omitted_validators_are_not_sent() -> None:
    sent = prepare(PAGE, {"If-None-Match": "*"}, Validators.OMITTED)
    assert sent.status == 200
    assert not {"ETag", "Last-Modified"} & set(sent.headers)


def test_an_error_page_has_no_validators() -> None:
    sent = prepare(Answer(404, b"gone"), {"If-None-Match": "*"}, HONEST)
    assert (sent.status, "ETag" in sent.headers) == (404, False)
