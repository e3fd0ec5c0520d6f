"""The sanitiser at the schema's door: what comes out, and that cleaning twice changes nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalization.text import BODY_LIMIT, LINE_LIMIT, clean_line, clean_paragraphs
from tests.cpu_time import at_most

ANY_TEXT = st.text(st.characters(exclude_categories=()))
TRICKY = st.text(
    st.sampled_from(
        "aé́̈ \u00a0\u00ad\u200b\u200c\u200d\u202e\u2028\n\x00\x1f\ud800\ufeff"
        "कमी्ാ👨❤\ufe0f🏽🇺🇦⫝̸\u3164\u034f한ᄀ"
    )
)

CASES = {
    "plain": ("Council adopts a plan", "Council adopts a plan"),
    "empty": ("", ""),
    "only blanks": (" \u00a0\t\r\n ", ""),
    "trimmed": ("  title \n", "title"),
    "double space": ("a  b", "a b"),
    "no-break space": ("5\u00a0000", "5 000"),
    "narrow no-break and thin": ("5\u202f000\u2009km", "5 000 km"),
    "ideographic space": ("東\u3000京", "東 京"),
    "line and paragraph separator": ("a\u2028b\u2029c", "a b c"),
    "next line": ("a\x85b", "a b"),
    "tabs and line breaks": ("a\t\r\n\v\fb", "a b"),
    "Braille and Hangul blanks": ("a\u2800\u3164b\uffa0", "a b"),
    "soft hyphen": ("peace\u00adful", "peaceful"),
    "zero-width space": ("a\u200bb", "ab"),
    "word joiner and BOM": ("\ufeffa\u2060b", "ab"),
    "blank left by a removed one": ("a \u200b b", "a b"),
    "NUL and controls": ("a\x00b\x1bc\x7fd\x9fe", "abcde"),
    "bidi override": ("user\u202egpj.exe\u202c", "usergpj.exe"),
    "bidi isolates and marks": ("\u2066a\u2069\u200e\u200f\u061cb", "ab"),
    "lone surrogates": ("a\ud83d b\udc00", "a b"),
    "noncharacters": ("a\ufdd0\uffff\U0010ffffb", "ab"),
    "tag characters": ("hi\U000e0041\U000e0042", "hi"),
    "icon font": ("\uf09a Share", "Share"),
    "object placeholder": ("\ufffc text", "text"),
    "replacement character stays": ("caf\ufffd", "caf\ufffd"),
    "composed": ("e\u0301te\u0301", "été"),
    "composed after a removed one": ("e\u200d\u0301", "é"),
    "composed after a grapheme joiner": ("e\u034f\u0301", "é"),
    "Ukrainian short i": ("и\u0306", "й"),
    "Kelvin sign": ("\u212a", "K"),
    "quotes and dashes stay": ("“a” – ‘b’…", "“a” – ‘b’…"),
    "Persian half space": ("می\u200cخواهم", "می\u200cخواهم"),
    "Persian half space at the end": ("می\u200c", "می"),
    "Devanagari joiner": ("क्\u200dष", "क्\u200dष"),
    "Malayalam chillu at a word's end": ("അവന്\u200d പോയി", "അവന്\u200d പോയി"),
    "Sinhala": ("ශ්\u200dරී", "ශ්\u200dරී"),
    "joiners between Latin letters": ("a\u200cb\u200dc", "abc"),
    "joiners in a row": ("क्\u200d\u200d\u200dष", "क्\u200dष"),
    "joiner after reordered marks": ("\u0300\u094d\u200c", "\u094d\u0300"),
    "joiners that hold marks apart": ("\u0300\u200d\u094d\u200c", "\u094d\u0300"),
    "emoji family": ("👨\u200d👩\u200d👧 ok", "👨\u200d👩\u200d👧 ok"),
    "emoji heart on fire": ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
    "joiner after an emoji": ("👨\u200d ok", "👨 ok"),
}


@pytest.mark.parametrize(("raw", "clean"), CASES.values(), ids=CASES.keys())
def test_clean_line(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


CUTS = {
    "within": ("abc", 3, "abc"),
    "cut": ("abcd", 3, "abc"),
    "blank at the cut": ("ab cd", 3, "ab"),
    "accent that does not compose": ("abx\u0323\u0308\u0301d", 4, "ab"),
    "skin tone": ("ab👍🏽", 3, "ab"),
    "family": ("a👨\u200d👩\u200d👧b", 4, "a"),
    "variation selector": ("ab❤\ufe0f", 3, "ab"),
    "Devanagari vowel sign": ("कि", 1, "क"),
    "nothing but marks": ("\u0323" * 20, 10, "\u0323" * 10),
}


@pytest.mark.parametrize(("raw", "limit", "clean"), CUTS.values(), ids=CUTS.keys())
def test_clean_line_is_cut_between_characters(raw: str, limit: int, clean: str) -> None:
    assert clean_line(raw, limit) == clean


@given(ANY_TEXT | TRICKY)
def test_clean_line_holds_what_it_promises(raw: str) -> None:
    line = clean_line(raw)
    assert clean_line(line) == line
    assert unicodedata.is_normalized("NFC", line)
    assert line == " ".join(line.split())
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(line) & set("\u00ad\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff")
    line.encode("utf-8")


@given(TRICKY, st.integers(1, 8))
def test_clean_line_keeps_its_limit_and_stays_clean(raw: str, limit: int) -> None:
    line = clean_line(raw, limit)
    assert len(line) <= limit
    assert clean_line(line, limit) == line


def test_every_character_alone_is_clean_after_one_pass() -> None:
    for code in (*range(0x12000), *range(0x1F000, 0x20000), *range(0xE0000, 0xE1000)):
        line = clean_line(f"a{chr(code)}b")
        assert clean_line(line) == line, hex(code)


HOSTILE = {
    "misordered marks": "a" + "\u0301\u0316" * 200_000,
    "blanks": " \u00a0" * 500_000,
    "joiners": "\u200d" * 300_000,
    "long line": "word " * 400_000,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_clean_line_takes_hostile_lines_in_linear_time(raw: str) -> None:
    with at_most(3):
        assert len(clean_line(raw)) <= LINE_LIMIT


def test_clean_paragraphs() -> None:
    raws = ["First\nline", "", " \u200b ", "Second"]
    assert clean_paragraphs(raws) == ("First line", "Second")


def test_clean_paragraphs_are_bounded() -> None:
    assert clean_paragraphs(["a", "b", "c"], count=2) == ("a", "b")
    assert clean_paragraphs(["abc", "def", "g"], total=5) == ("abc", "de")
    assert sum(map(len, clean_paragraphs(["x" * LINE_LIMIT] * 100))) == BODY_LIMIT
