from __future__ import annotations

import pytest

from crawler.document import MAX_ATTRIBUTES, decode, parse
from crawler.errors import Rejected
from tests.cpu_time import at_most

UKRAINIAN = "<p>Президент заявив про нові переговори, повідомляє кореспондент агентства.</p>" * 5
FRENCH = "<p>L’été dernier, où était-il allé ? À Évry, près de la forêt, sans délai.</p>" * 5


def declared(charset: str, text: str) -> str:
    return f'<html><head><meta charset="{charset}"></head><body>{text}</body></html>'


@pytest.mark.parametrize(
    ("body", "content_type", "holds"),
    [
        pytest.param(UKRAINIAN.encode(), None, "переговори", id="utf-8-undeclared"),
        pytest.param(
            declared("utf-8", UKRAINIAN).encode("cp1251"), None, "переговори", id="cp1251-as-utf-8"
        ),
        pytest.param(
            declared("utf-8", UKRAINIAN).encode("cp1251"),
            "text/html; charset=windows-1251",
            "переговори",
            id="header-right-meta-wrong",
        ),
        pytest.param(
            declared("windows-1251", UKRAINIAN).encode("cp1251"),
            "text/html; charset=utf-8",
            "переговори",
            id="meta-right-header-wrong",
        ),
        pytest.param(
            declared("windows-1251", UKRAINIAN).encode(),
            "text/html; charset=windows-1251",
            "переговори",
            id="utf-8-as-cp1251",
        ),
        pytest.param(UKRAINIAN.encode("utf-16"), None, "переговори", id="utf-16-with-bom"),
        pytest.param(b"\xef\xbb\xbf" + UKRAINIAN.encode(), None, "переговори", id="utf-8-bom"),
        pytest.param(
            FRENCH.encode().decode("cp1252").encode(), None, "près de la forêt", id="encoded-twice"
        ),
        pytest.param(
            declared("iso-8859-1", FRENCH).encode("cp1252", "replace"),
            None,
            "près de la forêt",
            id="latin-1",
        ),
        pytest.param(UKRAINIAN.encode("utf-16-le"), None, "переговори", id="utf-16-le-unmarked"),
        pytest.param(
            f"\n {UKRAINIAN}".encode("utf-16-be"),
            "text/html; charset=utf-8",
            "переговори",
            id="utf-16-be-unmarked",
        ),
        *(
            pytest.param(
                declared(name, UKRAINIAN).encode("cp1251"),
                f"text/html; charset={name}",
                "переговори",
                id=f"no-charset-{name}",
            )
            for name in ("base64", "zlib", "idna", "punycode", "undefined", "unicode_escape")
        ),
        pytest.param(b"", None, "", id="empty"),
    ],
)
def test_text_survives_wrong_charsets(body: bytes, content_type: str | None, holds: str) -> None:
    text = decode(body, content_type)[1]
    assert holds in text
    assert "\ufffd" not in text


def test_one_lost_character_changes_nothing() -> None:
    body = UKRAINIAN.encode() + b"\xff"
    assert decode(body, "text/html; charset=utf-8")[0] == "utf-8"
    assert "переговори" in decode(body, "text/html; charset=utf-8")[1]


@pytest.mark.parametrize(
    "text",
    ["", " ", "words", "<?xml version='1.0' encoding='utf-16'?><p>a</p>", "\x00\x01<p>a\ud800</p>"],
)
def test_any_text_gives_a_tree(text: str) -> None:
    assert parse(text).tag == "html"


def test_comments_do_not_split_text() -> None:
    assert parse("<p>one<!-- x --> two</p>").find("body")[0].text == "one two"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("<p>" * 1_000_000, "too-many-tags", id="tags"),
        pytest.param(
            "<div " + " ".join(f"a{n}=1" for n in range(90_000)) + ">x</div>",
            "too-many-attributes",
            id="attributes",
        ),
        pytest.param(
            "<div " + " ".join(f"a{n}='<b>\">'" for n in range(30_000)) + ">x</div>",
            "too-many-attributes",
            id="attributes-that-hold-tags",
        ),
    ],
)
def test_what_would_take_too_long_is_refused(text: str, reason: str) -> None:
    with at_most(2), pytest.raises(Rejected) as refused:
        parse(text)
    assert refused.value.reason == reason


def test_a_long_page_of_ordinary_tags_is_not_refused() -> None:
    tag = "<p " + " ".join(f"a{n}" for n in range(MAX_ATTRIBUTES // 100)) + ">it's a < b</p>"
    assert len(parse(tag * 5_000).find("body")) == 5_000
