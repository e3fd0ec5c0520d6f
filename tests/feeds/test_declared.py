"""feeds.toml: what it may say, and the one line for what it may not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from crawler.errors import UsageError
from crawler.feeds.declared import (
    DeclaredFeed,
    judge_declared,
    parse_declared,
    read_declared,
)
from crawler.feeds.extent import ALL, Extent
from crawler.feeds.selection import Selection
from crawler.toml_file import parse_toml

FOLDER = Path("/data")


def parse(text: str) -> tuple[DeclaredFeed, ...]:
    return parse_declared(text, "feeds.toml", FOLDER)


def feed(*more: str, name: str = "a", target: str = "a.jsonl") -> str:
    return "\n".join(["[[feed]]", f'name = "{name}"', f'target = "{target}"', *more, ""])


def test_a_whole_feed() -> None:
    choice = ['site = "kyiv-post"', 'section = "Facts"', 'words = "peace \\"the plan\\""']
    (found,) = parse(feed('every = "6h"', "newest = 5", *choice, target="/x/facts.csv"))
    assert found == DeclaredFeed(
        name="a",
        target="/x/facts.csv",
        format="csv",
        selection=Selection(site="kyiv-post", section="Facts", words=("peace", "the plan")),
        every=dt.timedelta(hours=6),
        extent=Extent(newest=5),
    )


def test_what_need_not_be_said() -> None:
    lines, rss, delta, packed, bare = parse(
        feed()
        + feed(name="b", target="b.rss")
        + feed("delta = true", name="c", target="s3://bucket/deltas")
        + feed("delta = true", 'format = "csv.zst"', name="d", target="deltas")
        + feed(name="e", target="bare")
    )
    assert (lines.target, lines.format, lines.extent) == ("/data/a.jsonl", "jsonl", ALL)
    assert (rss.format, rss.extent) == ("rss", Extent(newest=100))
    assert (delta.target, delta.format, delta.is_delta) == ("s3://bucket/deltas", "jsonl", True)
    assert (packed.format, bare.format) == ("csv.zst", "jsonl")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("30m", 30), ("6h", 360), ("1 d", 1440), (" 9999d ", 9999 * 1440)],
)
def test_how_often(text: str, minutes: int) -> None:
    (found,) = parse(feed(f'every = "{text}"'))
    assert found.every == dt.timedelta(minutes=minutes)


def test_a_feed_that_is_declared_otherwise_is_another() -> None:
    more = ["", "newest = 5", 'section = "Facts"', 'content = "lead"', 'url = "https://x.example/"']
    told = [parse(feed(one, target="a.rss"))[0].definition for one in more]
    told.append(parse(feed(target="b.rss"))[0].definition)
    told.append(parse(feed('format = "atom"', target="a.rss"))[0].definition)
    assert len(set(told)) == len(told)
    assert parse(feed('every = "6h"', target="a.rss"))[0].definition == told[0]


def test_without_a_file_nothing_is_declared(tmp_path: Path) -> None:
    assert read_declared(tmp_path / "feeds.toml", tmp_path) == ()
    with pytest.raises(UsageError, match="cannot be read"):
        read_declared(tmp_path, tmp_path)


WRONG = {
    "no TOML": ("[[feed]", "feeds.toml is no TOML"),
    "a key without a feed": ('name = "a"', r"'name' stands alone; write \[\[feed\]\]"),
    "one feed": ('[feed]\nname = "a"', r"'feed' stands alone; write \[\[feed\]\]"),
    "no target": ('[[feed]]\nname = "a"', r'feed 1 \(a\): target is missing; write target = "…"'),
    "no name": ('[[feed]]\ntarget = "a"', "feed 1: name is missing"),
    "a key misspelt": (
        feed('sction = "x"'),
        r"\(a\): no key is named 'sction'; did you mean section",
    ),
    "another key": (feed("zzz = 1"), "no key is named 'zzz'; there are name, target, format"),
    "a number": (feed("newest = 0"), "newest is not understood; write a number above 0"),
    "a number that is none": (feed(f"newest = {'9' * 5000}"), "feeds.toml is no TOML"),
    "a number too large": (feed("newest = 1000000000"), "newest is not understood; write a number"),
    "NUL in a path": (feed(target=r"a\u0000.jsonl"), "target is not understood; write a text"),
    "NUL in a choice": (feed(r'tag = "\u0000"'), "tag is not understood; write a text"),
    "a text for true": (feed('delta = "true"'), "delta is not understood; write true or false"),
    "an interval of nothing": (feed('every = "0m"'), 'every = "0m" is not understood'),
    "a name too long": (feed(name="a" * 65), "is not one of up to 64 letters"),
    "other content": (feed('content = "half"'), "content 'half' is not understood; write full"),
    "what its format does not take": (feed('content = "lead"'), "jsonl"),
    "deep": ("a = " + "[" * 5000, "feeds.toml is no TOML: too much stands within one another"),
    "true for a number": (feed("newest = true"), "newest is not understood; write a number"),
    "a text": (feed("section = 1"), "section is not understood; write a text in quotes"),
    "a day": (feed('since = "soon"'), r"\(a\): 'soon' is no date"),
    "an interval": (feed('every = "often"'), 'every = "often" is not understood; write as "30m"'),
    "an ending": (feed(target="a.doc"), "no format has the ending 'doc'"),
    "a format": (feed('format = "pdf"'), "no format is named 'pdf'"),
    "a site": (feed('site = "kyiv-pst"'), r"\(a\): no site is named 'kyiv-pst'; did you mean"),
    "compression": (feed('format = "csv.gz"'), "compressed by its name; let it end in .gz"),
    "a sample of the newest": (feed("newest = 1", "sample = 1"), "the newest are no sample"),
    "some of a delta": (feed("delta = true", "sample = 1"), "leave newest and sample out"),
    "a folder": (feed(target="a/"), "target 'a/' names no file; only a delta goes to a folder"),
    "a name": (feed(name="a/b"), "the name 'a/b' is not one of"),
    "a delta without columns": (feed('format = "rss"', "delta = true"), "rss has no columns"),
    "a place": (feed(target="gopher://x/a.jsonl"), "nothing is reached by gopher://"),
    "a password": (feed(target="ftp://me:secret@x/a.jsonl"), r"ftp://…@x/a.jsonl/- bears a name"),
    "the same name": (feed() + feed(target="b.csv"), "two feeds have the name 'a'; change one"),
    "the same target": (feed() + feed(name="b"), "two feeds have the target '/data/a.jsonl'"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_told_in_one_line(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        parse(text)
    assert "secret" not in str(caught.value)
    assert str(caught.value).startswith("feeds.toml")


def test_a_site_may_be_an_address() -> None:
    described, other = parse(
        feed('site = "https://www.kyivpost.com/"')
        + feed('site = "https://www.herald.example/"', name="b", target="b.rss")
    )
    assert (described.selection.site, other.selection.site) == ("kyiv-post", "herald.example")


def test_all_mistakes_are_told_beside_what_is_right() -> None:
    text = feed('sction = "x"', "newest = 0") + feed(name="b") + feed('since = "soon"', name="c")
    feeds, mistakes = judge_declared(parse_toml(text, "feeds.toml"), "feeds.toml", FOLDER)
    assert [one.name for one in feeds] == ["b"]
    assert [str(one).split(";")[0] for one in mistakes] == [
        "feeds.toml: feed 1 (a): no key is named 'sction'",
        "feeds.toml: feed 1 (a): newest is not understood",
        "feeds.toml: feed 3 (c): 'soon' is no date",
    ]


def test_a_library_that_lacks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.exporters.needed.find_spec", lambda _: None)
    with pytest.raises(UsageError, match="parquet needs pyarrow, which is not installed; pip"):
        parse(feed(target="a.parquet"))
