from __future__ import annotations

import pytest

from crawler.extraction.headline_words import share_told


@pytest.mark.parametrize(
    ("headline", "text", "share"),
    [
        ("Harbour rebuilt", "They rebuild the harbours.", 1.0),
        ("Harbour rebuilt", "A baker was given a prize.", 0.0),
        ("Harbour rebuilt", "The harbour sleeps.", 0.5),
        ("Nové lodě pro přístav", "Přístavu slouží nových lodí pět.", 1 / 3),
        ("港を再建", "町は港を再建した", 1.0),
        ("港を再建", "パン屋が受賞した", 0.0),
        ("At it", "At it again", 0.0),
        ("", "Anything", 0.0),
    ],
)
def test_what_a_text_says_of_its_headline(headline: str, text: str, share: float) -> None:
    assert share_told(headline, text) == pytest.approx(share)
