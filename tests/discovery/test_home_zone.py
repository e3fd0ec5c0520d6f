"""A host and offsets that were seen → a zone."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.discovery.home_zone import guess_zone


def at(hours: float, month: int = 1) -> dt.datetime:
    return dt.datetime(2026, month, 21, 12, tzinfo=dt.timezone(dt.timedelta(hours=hours)))


CASES = {
    "one zone, nothing seen": ("news.pl", [], "Europe/Warsaw"),
    "a country's zone": ("news.ua", [at(2), at(2)], "Europe/Kyiv"),
    "the same in summer": ("news.ua", [at(3, 7)], "Europe/Kyiv"),
    "a country of many": ("news.us", [at(-8)], "America/Los_Angeles"),
    "Britain": ("news.co.uk", [at(1, 7)], "Europe/London"),
    "several zones, one of them the press's": ("news.com.br", [], "America/Sao_Paulo"),
    "several zones, another seen": ("news.ru", [at(7), at(7)], "Asia/Novosibirsk"),
    "several zones, none the press's": ("news.com.au", [], "UTC"),
    "no country": ("news.com", [at(2)], "Etc/GMT-2"),
    "west of Greenwich": ("news.com", [at(-5)], "Etc/GMT+5"),
    "an offset that is no country's": ("news.de", [at(5)], "Etc/GMT-5"),
    "half an hour": ("news.com", [at(5.5)], "UTC"),
    "India": ("news.in", [at(5.5)], "Asia/Kolkata"),
    "UTC alone says nothing": ("news.com", [at(0)], "UTC"),
    "sold to the world": ("news.io", [], "UTC"),
    "an address": ("127.0.0.1:8000", [], "UTC"),
}


BY_LANGUAGE = {
    "Ukrainian": ("news.com", [], "uk", "Europe/Kyiv"),
    "Japanese": ("news.net", [], "ja-JP", "Asia/Tokyo"),
    "Vietnamese": ("news.net", [], "vi", "Asia/Ho_Chi_Minh"),
    "its offset": ("news.com", [at(2), at(2)], "uk", "Europe/Kyiv"),
    "another offset": ("news.com", [at(5)], "uk", "Etc/GMT-5"),
    "the host's country counts": ("news.pl", [], "uk", "Europe/Warsaw"),
    "spoken in many": ("news.com", [], "en", "UTC"),
    "none": ("news.com", [], "", "UTC"),
}


@pytest.mark.parametrize(
    ("host", "moments", "language", "zone"), BY_LANGUAGE.values(), ids=BY_LANGUAGE
)
def test_the_zone_of_a_language(
    host: str, moments: list[dt.datetime], language: str, zone: str
) -> None:
    assert guess_zone(host, moments, language) == zone


@pytest.mark.parametrize(("host", "moments", "zone"), CASES.values(), ids=CASES)
def test_the_zone(host: str, moments: list[dt.datetime], zone: str) -> None:
    assert guess_zone(host, moments) == zone
