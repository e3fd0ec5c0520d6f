"""The three Editions: host, language and every visible word that is not a story's own.

Hosts and section keys are the real site's; the section names and headings of the Ukrainian and
Russian editions are our choice, because no source tells the real ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.demo.vocabulary import Vocabulary, vocabulary_of

SECTION_KEYS = (
    "general",
    "political",
    "economic",
    "greendeal",
    "sport",
    "telecom",
    "investments",
    "pharmacy",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One language of the newsroom. ``months`` are as a dateline writes
    them, blank-separated."""

    language: str
    host: str
    source: str
    sections: Mapping[str, str]
    more_about: str
    hot_news: str
    latest: str
    tags_label: str
    reading_time: str
    advert: str
    subscribe: str
    following: str
    share: str
    not_found: str
    challenge: str
    dateline: str
    months: str

    @property
    def origin(self) -> str:
        """Scheme and host of the real addresses, as in ``https://en.interfax.com.ua``."""
        return f"https://{self.host}"

    @property
    def vocabulary(self) -> Vocabulary:
        """The phrases its stories are made of."""
        return vocabulary_of(self.language)


def _named(*names: str) -> dict[str, str]:
    """Visible section names by section key."""
    return dict(zip(SECTION_KEYS, names, strict=True))


EDITIONS = {
    "en": Edition(
        language="en",
        host="en.interfax.com.ua",
        source="Interfax-Ukraine",
        sections=_named(
            "Facts",
            "Politics",
            "Economy",
            "Green Deal",
            "Sport",
            "Telecom",
            "Investments",
            "Pharmacy",
        ),
        more_about="MORE ABOUT",
        hot_news="HOT NEWS",
        latest="LATEST",
        tags_label="Tags:",
        reading_time="{} min read",
        advert="AD",
        subscribe="Follow the newsroom's channel and read the news first.",
        following="Next",
        share="Share",
        not_found="Page not found",
        challenge="Checking your browser before you go on",
        dateline="KYIV. {month} {day} (Interfax-Ukraine) –",
        months="Jan Feb March April May June July Aug Sept Oct Nov Dec",
    ),
    "uk": Edition(
        language="uk",
        host="interfax.com.ua",
        source="Інтерфакс-Україна",
        sections=_named(
            "Факти",
            "Політика",
            "Економіка",
            "Зелений курс",
            "Спорт",
            "Телеком",
            "Інвестиції",
            "Фармація",
        ),
        more_about="ЩЕ ЗА ТЕМОЮ",
        hot_news="ГОЛОВНЕ",
        latest="ОСТАННЄ",
        tags_label="Теги:",
        reading_time="{} хв читання",
        advert="РЕКЛАМА",
        subscribe="Підпишіться на канал редакції та читайте новини першими.",
        following="Далі",
        share="Поділитися",
        not_found="Сторінку не знайдено",
        challenge="Перевіряємо ваш браузер",
        dateline="КИЇВ. {day} {month} (Інтерфакс-Україна) –",
        months=(
            "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
        ),
    ),
    "ru": Edition(
        language="ru",
        host="ru.interfax.com.ua",
        source="Интерфакс-Украина",
        sections=_named(
            "Факты",
            "Политика",
            "Экономика",
            "Зеленый курс",
            "Спорт",
            "Телеком",
            "Инвестиции",
            "Фармация",
        ),
        more_about="ЕЩЕ ПО ТЕМЕ",
        hot_news="ГЛАВНОЕ",
        latest="ПОСЛЕДНЕЕ",
        tags_label="Теги:",
        reading_time="{} мин чтения",
        advert="РЕКЛАМА",
        subscribe="Подпишитесь на канал редакции и читайте новости первыми.",
        following="Далее",
        share="Поделиться",
        not_found="Страница не найдена",
        challenge="Проверяем ваш браузер",
        dateline="КИЕВ. {day} {month} (Интерфакс-Украина) –",
        months=(
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
        ),
    ),
}
