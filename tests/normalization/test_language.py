"""Language tags as pages write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalization.language import clean_language

CASES = {
    "en": "en", "EN": "en", " en ": "en", "en-GB": "en-GB", "en_gb": "en-GB",
    "en_US.UTF-8": "en-US", "uk-UA": "uk-UA", "zh-hant": "zh-Hant", "zh-Hans-CN": "zh-Hans-CN",
    "sr-latn-rs": "sr-Latn-RS",
    "es-419": "es-419", "eng": "en", "ukr": "uk", "ua": "uk", "iw": "he", "haw": "haw",
    "de-DE-1996": "de-DE", "en-x-default": "en", "": None, "x": None, "English": None, "und": None,
    "x-default": None, "e n": None, "en-": None, "en;q=0.8": None, "*": None, "12": None,
}  # fmt: skip


@pytest.mark.parametrize(("raw", "tag"), CASES.items(), ids=CASES.keys())
def test_clean_language(raw: str, tag: str | None) -> None:
    assert clean_language(raw) == tag


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    tag = clean_language(raw)
    assert tag is None or clean_language(tag) == tag
