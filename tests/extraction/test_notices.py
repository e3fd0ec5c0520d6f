from __future__ import annotations

import pytest

from crawler.extraction.notices import COMMENTS, EMBED, WALL


@pytest.mark.parametrize(
    "line",
    [
        "This article is for subscribers only.", "To continue reading this article, log in",
        "Dieser Artikel ist exklusiv für Abonnenten", "Il vous reste 80% de cet article à lire.",
        "Este contenido es exclusivo para suscriptores", "Ten artykuł jest tylko dla subskrybentów",
        "Цей матеріал доступний лише передплатникам", "この記事は会員限定です。",
        "이 기사는 구독 회원만 볼 수 있습니다",
    ],
)  # fmt: skip
def test_an_offer_to_subscribe_is_known(line: str) -> None:
    assert WALL.match(line)


@pytest.mark.parametrize(
    "line",
    [
        "Empfohlener redaktioneller Inhalt", "To view this content you must accept cookies.",
        "An dieser Stelle finden Sie einen externen Inhalt von X.",
        "Ce contenu est bloqué car vous n'avez pas accepté les cookies.",
        "Para ver este contenido acepte las cookies", "Your browser does not support this video",
    ],
)  # fmt: skip
def test_a_consent_notice_is_known(line: str) -> None:
    assert EMBED.match(line)


@pytest.mark.parametrize(
    "line",
    [
        "Comments", "12 Comments", "Comments (1,204)", "Kommentare", "3 thoughts on “The bridge”",
        "Коментарі", "Leave a reply", "コメント",
    ],
)  # fmt: skip
def test_a_heading_over_comments_is_known(line: str) -> None:
    assert COMMENTS.fullmatch(line)


@pytest.mark.parametrize(
    "line",
    [
        "To see the difference, look at the eastern bank.", "The article is about a bridge.",
        "Comments by the minister caused a stir", "He read this article to the council.",
        "Um den Hafen wird gestritten, seit er geschlossen ist.", "This content with life is rare.",
        "Der Artikel ist zwei Seiten lang und steht im Gesetz.",
    ],
)  # fmt: skip
def test_a_sentence_is_none_of_them(line: str) -> None:
    found = (WALL.match(line), EMBED.match(line), COMMENTS.fullmatch(line))
    assert found == (None, None, None)
