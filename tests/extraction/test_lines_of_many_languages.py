"""Lines that stand in a story's container and are not the story, in the languages of the world."""

from __future__ import annotations

import pytest

from crawler.document import parse
from crawler.extraction.blocks import iter_blocks
from crawler.extraction.notices import COMMENTS, WALL
from crawler.extraction.phrases import CREDIT
from crawler.extraction.sign_offs import LEGAL, PROMOTION, SIGN_OFF, TAGGED
from crawler.extraction.story_lines import About, choose_lines
from tests.cpu_time import at_most

STORY = [
    f"The harbour will be rebuilt in part {n}, the council said, and boats will come by night."
    for n in range(1, 9)
]
LINK = "<a href=/other>Another story of the town, told at some length</a>"
POINTERS = """READ:|MORE:|Up next:|VIDEO:|Lesetipp:|Lesen Sie auch:|Lire également :|À lire aussi :
Lee más:|Mirá también:|Leia mais:|Leggi anche:|Vedi anche:|Lees ook:|Meer lezen:
Läs också:|Les også:|Læs også:|Lue myös:|Czytaj też:|Zobacz także:|Čtěte také:
Prečítajte si:|Ezt is olvasd el:|Citește și:|Διαβάστε επίσης:|ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ:
İlgili haber:|Читайте по теме:|Читайте також:|Прочетете още:|Прочитајте још:
Pročitajte i:|Preberite tudi:|Taip pat skaitykite:|Lasi arī:|Loe ka:|اقرأ أيضًا:|قראו גם:
همچنین بخوانید:|यह भी पढ़ें:|আরও পড়ুন:|மேலும் படிக்க:|ఇది కూడా చదవండి:|مزید پڑھیں:
Baca juga:|Simak juga:|Basahin:|Xem thêm:|อ่านเพิ่มเติม:|相关阅读：|延伸閱讀：|関連記事：
[관련기사]|더 읽어보기:|Soma zaidi:|Sjá einnig:|Lexo edhe:|Llegeix també:|Կարդացեք նաև՝
A word of no list:"""
SIGN_OFFS = """Quelle: dpa|Fuentes: EFE, AFP|Source : AFP|Fonte: Ansa|Bron: ANP|Kilde: NTB|Källa: TT
Lähde: STT|Źródło: PAP|Zdroj: ČTK|Forrás: MTI|Sursa: Agerpres|Πηγή: ΑΠΕ|Kaynak: AA
Источник: ТАСС|Джерело: Укрінформ|المصدر: رويترز|Sumber: Antara|Nguồn: Reuters
来源：新华社|出典：共同通信|Redaktion: Jana Wolf|Übersetzung: Jana Wolf
Translated by Jane Roe|Edición: Jane Roe|Traduit par Jane Roe|(APA)|/ritzau/|AFP|(ANSA).
dpa/kk|（中央社）|[연합뉴스]|Con información de EFE|Avec AFP|(With inputs from PTI)
This report by The Agency was first published Feb. 3, 2026.
Dieser Text erschien zuerst im Kurier."""
RIGHTS = """© 2026 The Courier|Tüm hakları saklıdır.|Všechna práva vyhrazena.|Minden jog fenntartva.
Alla rättigheter förbehållna.|Toate drepturile rezervate.|版权所有，不得转载
무단전재 및 재배포 금지|جميع الحقوق محفوظة|כל הזכויות שמורות|無断転載を禁じます"""
REQUESTS = """Dear readers, help us.|Volg ons op Instagram|Seuraa meitä Facebookissa|Suivez-nous
Síguenos en Facebook|Seguici su Facebook|Obserwuj nas|Kövess minket|Ακολουθήστε μας
Bizi takip edin|Pratite nas|Fehler gefunden? Melden.|تابعونا على فيسبوكبו
הצטרפו אלינו|ما را دنبال کنید|हमें फ़ॉलो करें|ติดตามเราที่นี่|关注我们的公众号|追蹤我們
公式Xをフォローする|네이버에서 구독하기|Ikuti kami|Theo dõi chúng tôi"""
TOPICS = "Tags: boats|Etiquetas: barcos|Tagi: promy|Теги: паром|标签：渡轮|タグ: 船|Themen: Hafen"
CREDITS = """Photo: Jane Roe|Φωτογραφία: Roe|Fotoğraf: AA|Fotó: MTI|Снимка: БТА|صورة: رويترز
צילום: כהן|ภาพ: รอยเตอร์|फोटो: पीटीआई|图：新华社|图片来源：新华社|（圖／中央社）
사진=연합뉴스|撮影：山田太郎|Kuva: Lehtikuva|Bilde: NTB|© Reuters|Getty Images
Crédito: EFE|Imagem: Lusa|新しい船（写真：共同）|새 배 (사진=연합뉴스)
Новый паром (Фото: ТАСС)"""
ABOVE_COMMENTS = """Комментарии: 8|Diskuse (8)|Kommentaarid|Σχόλια|ความคิดเห็น
टिप्पणियाँ|نظرات|Comentários
Opinie czytelników|Mga komento|মন্তব্য|Reageer|8 Responses|Yorum yap|Beri komentar
Ý kiến (8)|网友评论|コメント 12件
Napisz komentarz|Lämna en kommentar|اترك تعليقا
Ihre Meinung|Join the discussion"""
WALLS = """Tento článek je jen pro předplatitele|Ez a cikk csak előfizetőknek
Untuk melanjutkan membaca|Το άρθρο είναι μόνο για συνδρομητές
Bu içeriğin tamamı sadece aboneler için|เนื้อหานี้สำหรับสมาชิก"""
SENTENCES = """Sources close to the council said that nothing was decided.
Read more than one book a month.|The editor of the paper was asked to leave.
Reuters was first to tell of it.|Photos of the day were few.
Follow the river and you will see it.
AFP and Reuters were there when the doors opened in the morning.
Quellen des Flusses sind rar geworden.|Fuentes del gobierno negaron la noticia.
Kilden til elva er tørr.|Redaktion und Verlag streiten weiter.
Comments by the minister caused a stir.|图书馆今天开放。|Fotos zeigen den Hafen.
Das Bild, das alle kennen, hängt dort.|Source code was published by the firm on Monday.
Tags and topics are words.|Themen gab es viele, und alle waren neu.
Video games are played by many."""


def _lines(table: str) -> list[str]:
    return [one.strip() for row in table.splitlines() for one in row.split("|")]


def _body_with(line: str, place: int) -> list[str]:
    lines = [f"<p>{one}</p>" for one in STORY]
    markup = "".join([*lines[:place], f"<p>{line}</p>", *lines[place:]])
    blocks = tuple(iter_blocks(parse(f"<body>{markup}").find("body")))
    return [block.text for block in choose_lines(blocks, blocks, About(("The harbour",)))]


@pytest.mark.parametrize("label", _lines(POINTERS))
def test_a_pointer_to_another_page(label: str) -> None:
    assert _body_with(f"{label} {LINK}", 4) == STORY


@pytest.mark.parametrize("line", _lines(SIGN_OFFS) + _lines(RIGHTS) + _lines(TOPICS))
def test_what_ends_a_page(line: str) -> None:
    assert _body_with(line, len(STORY)) == STORY


@pytest.mark.parametrize("line", _lines(REQUESTS))
def test_what_is_asked_of_the_reader(line: str) -> None:
    assert _body_with(line, len(STORY)) == STORY


@pytest.mark.parametrize("line", _lines(CREDITS))
def test_a_credit(line: str) -> None:
    assert _body_with(line, 4) == STORY


@pytest.mark.parametrize("heading", _lines(ABOVE_COMMENTS))
def test_a_heading_over_comments(heading: str) -> None:
    assert COMMENTS.fullmatch(heading)


@pytest.mark.parametrize("line", _lines(WALLS))
def test_a_wall(line: str) -> None:
    assert WALL.match(line)


@pytest.mark.parametrize("sentence", _lines(SENTENCES))
@pytest.mark.parametrize("place", [4, len(STORY)])
def test_a_sentence_stays(sentence: str, place: int) -> None:
    assert sentence in _body_with(sentence, place)


@pytest.mark.parametrize("pattern", [LEGAL, SIGN_OFF, PROMOTION, TAGGED, CREDIT, COMMENTS, WALL])
@pytest.mark.parametrize(
    "piece", ["AFP / ", "(foto ", "with ", " ", "originally a", "。（写真", "1"]
)
def test_no_line_takes_long(pattern: object, piece: str) -> None:
    line = (piece * 500)[:500]
    with at_most(0.5):
        pattern.search(line)  # type: ignore[attr-defined]
