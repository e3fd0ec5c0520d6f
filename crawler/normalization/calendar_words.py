"""Words of dates → what they mean: months and weekdays by language, zones, words of no weight.

Names of months and weekdays are dateparser's data (CLDR's, with the forms that pages use). Its
parser is not asked for dates: it takes 700 to 3,700 µs where looking a name up takes 25, and it
reads ``18:45 05.01.2026`` as 1 May.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from unicodedata import normalize

# In this order where two languages share a name: "listopada" is November in Polish and October
# in Croatian. A page's own language goes before all.
LANGUAGES = (
    "en", "uk", "ru", "de", "fr", "es", "it", "pl", "pt", "nl", "cs", "sk", "be", "bg", "ro",
    "hu", "el", "tr", "sv", "da", "nb", "nn", "fi", "et", "lv", "lt", "is", "sl", "hr", "bs", "sr",
    "sr-Latn", "mk", "sq", "ca", "eu", "gl", "ga", "cy", "az", "kk", "ka",
    "hy", "he", "ar", "fa", "ur", "hi", "bn", "mr", "ta", "te", "gu", "pa",
    "id", "ms", "sw", "af", "th",
)  # fmt: skip

_FILLERS = """
at on the of from by um uhr den der vom am le la les à a au il alle ore del dei de do da das el em
às as hs hrs h hr o om op kl klo kello klokken saat ora orele ob ve dne v u god godz hod óra
г года год часов час в о об у р року рік ч r roku гг las στις ώρα και
ora horas hodin heures órakor ngày lúc tháng năm gada gadā m d жылғы жылы წლის
ที่ วันที่ เวลา น น. พ.ศ พ.ศ. ພ.ສ วันจันทร์ที่ วันอังคารที่ วันพุธที่ วันพฤหัสบดีที่ วันศุกร์ที่ วันเสาร์ที่ วันอาทิตย์ที่
الساعة الموافق ساعت बजे बजकर বজে টা ঘটিকা
date datum fecha data дата time время clock updated published posted created publication first
veröffentlicht erstellt stand publié publie publiée paru publicado publicada publicación pubblicato
pubblicata opublikowano publikacja gepubliceerd geplaatst publicerad publicerat publisert udgivet
julkaistu zveřejněno publikováno publikované megjelent yayınlanma
опубліковано опубликовано опубликована размещено розміщено δημοσίευση نشر
"""
FILLERS = frozenset(("", "/", *_FILLERS.split()))

CHANGED = (
    r"\b(?:(?:last )?(?:updated?|modified)|aktualisiert|mise? à jour|actualisé|modifiée?"
    r"|(?:última )?actualizaci[óo]n|actualizado|actualizada|aggiornato|aggiornamento|atualizado"
    r"|atualizada|aktualizacja|aktualizováno|aktualizované|bijgewerkt|oppdatert|uppdaterad"
    r"|opdateret|päivitetty|muokattu|frissítve|ažurirano|actualizat|ενημερώθηκε|ενημέρωση|оновлено"
    r"|обновлено|обновлена|изменено|змінено|güncelleme|güncellendi|cập nhật|diperbarui"
    r"|dikemas ?kini|posodobljeno|atnaujinta|atjaunots|atjaunināts|uuendatud|muudetud|uppfært"
    r"|обновена|актуализиран[оа]?|ажурирано|actualitzat|përditësuar|yenilənib"
    r"|uppdaterat|ultima modifica)\b"
    r"|(?:更新|修改)(?:时间|時間|日期|日時|日)?"
    r"|수정|업데이트|آخر تحديث|تحديث|עודכן|به‌?روزرسانی|بروزرسانی|اپ ?ڈیٹ|अपडेट|আপডেট|হালনাগাদ"
    r"|อัปเดต|แก้ไขล่าสุด|განახლ"
)
"""Says that the time behind it is that of a change, in many languages."""
LATER_CHANGE = re.compile(rf"[\s,;|(/-]*(?:{CHANGED})", re.IGNORECASE)
"""Where a second time begins, that of a change: "Published 9 May 2026, updated 10 May 2026"."""

AFTERNOON = ("下午", "午後", "午后", "오후", "晚上", "晚间", "晚間", "傍晚")
FORENOON = ("上午", "午前", "오전", "凌晨", "早上", "早晨", "清晨", "새벽")
NOON = ("中午", "正午")
"""Stand before the hour, with a blank or without."""
AFTERNOON_WORDS = frozenset(
    (*AFTERNOON, "م", "مساء", "مساءً", "μμ", "μ.μ", "μ.μ.", "ب.ظ", "अपराह्न", "शाम")
)
HALF_DAYS = AFTERNOON_WORDS | {
    *FORENOON,
    *NOON,
    "ص",
    "صباحا",
    "صباحاً",
    "πμ",
    "π.μ",
    "π.μ.",
    "ق.ظ",
    "पूर्वाह्न",
    "सुबह",
}
EAST_ASIAN_WEEKDAY = re.compile(
    r"[(（](?:[日月火水木金土]|[一二三四五六]|[월화수목금토일])[)）]"
    r"|(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]|[日月火水木金土]曜日?|[월화수목금토일]요일"
)
"""The languages written so are not in dateparser's data."""
LONG_MONTHS = {
    "كانون الثاني": "يناير", "تشرين الأول": "أكتوبر", "تشرين الاول": "أكتوبر",
    "تشرين الثاني": "نوفمبر", "كانون الأول": "ديسمبر", "كانون الاول": "ديسمبر",
}  # fmt: skip
"""Names of two words, and others that mean the same months."""
_MORE_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "جانفي ม.ค janvārī", "شباط فيفري فبرایر ก.พ februārī", "آذار اذار มี.ค martā",
            "نيسان أفريل افريل ابريل เม.ย aprīlī", "أيار ايار ماي พ.ค maijā",
            "حزيران جوان มิ.ย jūnijā", "تموز جويلية يوليوز ก.ค jūlijā",
            "آب اب أوت غشت اغسطس ส.ค augustā", "أيلول ايلول شتنبر ก.ย septembrī",
            "اكتوبر ต.ค oktobrī", "نونبر พ.ย novembrī", "دجنبر ธ.ค decembrī",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""What dateparser's data lacks: Arabic names by region and without the hamza, Thai short ones,
Latvian ones after "in"."""

ZONES = {
    "Z": 0.0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2,
    "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "SAST": 2, "EAT": 3, "WAT": 1,
    "CAT": 2, "GST": 4, "PKT": 5, "IST": 5.5, "WIB": 7, "WITA": 8, "WIT": 9, "ICT": 7, "SGT": 8,
    "HKT": 8, "PHT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10,
    "AEDT": 11, "MYT": 8, "NPT": 5.75, "IRST": 3.5, "IDT": 3, "CLT": -4, "CLST": -3, "COT": -5,
    "PET": -5, "VET": -4, "BOT": -4, "UYT": -3, "PYT": -3, "NZST": 12, "NZDT": 13, "NST": -3.5,
    "NDT": -2.5, "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3,
    "МСК": 3,
}  # fmt: skip
"""Hours east of UTC. RFC 822's meaning first (CST and AST are American), else the one that news
pages use (IST is India's)."""
REGIONS = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}  # fmt: skip
"""Names whose offset hangs on the day."""
SHARED_ZONES = frozenset({"IST", "CST", "AST", "BST", "EST", "WIT", "GST", "PST", "ACT"})
"""Names with other meanings elsewhere: China's CST, Ireland's and Israel's IST."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH_MONTHS = {
    name: number
    for number, month in enumerate(_MONTHS, start=1)
    for name in (month, month[:3], "sept" if number == 9 else month)
}
_ENGLISH_WEEKDAYS = frozenset(day[:length] for day in _WEEKDAYS for length in (3, 4, 5, 9))


def find_month(word: str, language: str | None = None) -> int | None:
    """1 to 12 for the name of a month, casefolded and without its full stop."""
    own = _names(_primary(language))[0] if language else {}
    word = word.rpartition("/")[2]  # "آب/أغسطس": one month by two names
    return (
        own.get(word)
        or _ENGLISH_MONTHS.get(word)
        or _all_names()[0].get(word)
        or _MORE_MONTHS.get(word)
    )


def is_weekday(word: str, language: str | None = None) -> bool:
    """True for the name of a weekday, casefolded and without its full stop."""
    if word in _ENGLISH_WEEKDAYS or (language and word in _names(_primary(language))[1]):
        return True
    return word in _all_names()[1]


Names = tuple[dict[str, int], frozenset[str]]


@cache
def _names(language: str) -> Names:
    """Months by name, and names of weekdays; empty for a language that dateparser lacks."""
    if language not in LANGUAGES:
        return {}, frozenset()
    words = import_module(f"dateparser.data.date_translation_data.{language}").info
    months = {
        _fold(name): number
        for number, month in enumerate(_MONTHS, start=1)
        for name in words.get(month, ())
    }
    days = frozenset(_fold(name) for day in _WEEKDAYS for name in words.get(day, ()))
    return months, days


@cache
def _all_names() -> Names:
    months: dict[str, int] = {}
    days: set[str] = set()
    for language in LANGUAGES:
        own_months, own_days = _names(language)
        months = own_months | months
        days |= own_days
    return months, frozenset(days)


def _fold(name: str) -> str:
    return normalize("NFC", name).strip(".").casefold()


def _primary(language: str) -> str:
    primary = language.replace("_", "-").split("-")[0].lower()
    return "nb" if primary == "no" else primary
