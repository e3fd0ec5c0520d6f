"""What the settings must hold, and that they are what a crawl gets."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from crawler import settings as module
from crawler.errors import BadAddress
from crawler.middlewares.crawl_settings import CrawlSettings, read_guard, read_origin

ROOT = Path(__file__).parents[1]

MUST_HOLD = {
    "COOKIES_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "RETRY_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "DOWNLOAD_MAXSIZE": 8 * 1024 * 1024,
    "DOWNLOAD_TIMEOUT": 30,
    "DOWNLOAD_DELAY": 1.0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "REDIRECT_MAX_TIMES": 5,
    "URLLENGTH_LIMIT": 1024,
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
    "SPIDER_MODULES": ["crawler.spiders"],
    "FEED_EXPORT_ENCODING": "utf-8",
}


def load(**values: object) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.setdict(values, priority="cmdline")
    return settings


@pytest.mark.parametrize(("name", "value"), MUST_HOLD.items())
def test_must_hold(name: str, value: object) -> None:
    assert load()[name] == value


def test_every_setting_of_scrapy_is_spelt_like_one() -> None:
    known = set(Settings()) | {
        "CONTACT",
        "CRAWLER_DATA",
        "CRAWLER_LEDGER",
        "SITE_HOME",
        "ALLOWED_ADDRESSES",
        "ORIGIN",
        "ARCHIVE",
        "ARCHIVE_SIZE",
        "CLOCK",
        "RAISES_TO_CALLER",
        "VERSION",
    }
    assert {name for name in vars(module) if name.isupper()} <= known


def test_only_http_and_https_are_handled() -> None:
    handlers = load().getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_our_components_are_where_the_settings_say() -> None:
    names = ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ADDONS", "DOWNLOAD_HANDLERS")
    paths = {path for name in names for path in load().getdict(name)}
    paths |= set(load().getdict("DOWNLOAD_HANDLERS").values())
    for path in paths:
        if path and str(path).startswith("crawler."):
            assert load_object(path)


def test_the_guard_is_first_and_nothing_of_scrapys_that_ours_replace_is_left() -> None:
    order = load().getwithbase("DOWNLOADER_MIDDLEWARES")
    used = {str(path).rsplit(".", 1)[-1]: place for path, place in order.items() if place}
    assert min(used, key=lambda name: used[name]) == "GuardMiddleware"
    assert used["GuardMiddleware"] < used["RobotsMiddleware"]
    assert used["LimitsMiddleware"] < used["OriginMiddleware"] < used["WholeAnswerMiddleware"]
    assert used["WholeAnswerMiddleware"] < used["ReasonedRedirectMiddleware"]
    replaced = {"OffsiteMiddleware", "RobotsTxtMiddleware", "HttpCompressionMiddleware"}
    assert not replaced & used.keys()
    assert "RedirectMiddleware" not in used


ENVIRONMENTS = {
    "none": ({}, "news-crawler/0.1", "sqlite:///data/ledger.sqlite"),
    "contact": (
        {"CRAWLER_CONTACT": "news@example.org"},
        "news-crawler/0.1 (+news@example.org)",
        "sqlite:///data/ledger.sqlite",
    ),
    "contact that would break a header": (
        {"CRAWLER_CONTACT": "a\r\nX: (b)\u043f"},
        "news-crawler/0.1 (+aX:b)",
        "sqlite:///data/ledger.sqlite",
    ),
    "data": (
        {"CRAWLER_DATA": "/var/news"},
        "news-crawler/0.1",
        "sqlite:////var/news/ledger.sqlite",
    ),
    "ledger": (
        {"CRAWLER_LEDGER": "postgresql://db/news"},
        "news-crawler/0.1",
        "postgresql://db/news",
    ),
}


@pytest.mark.parametrize(
    ("environment", "agent", "ledger"), ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys()
)
def test_environment(
    environment: dict[str, str], agent: str, ledger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CRAWLER_CONTACT", "CRAWLER_DATA", "CRAWLER_LEDGER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    try:
        importlib.reload(module)
        assert agent == module.USER_AGENT
        assert ledger == module.CRAWLER_LEDGER
    finally:
        monkeypatch.undo()
        importlib.reload(module)


def test_settings_load_at_once_without_scrapy() -> None:
    code = "import sys, crawler.settings; assert not {'scrapy', 'twisted'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=dict(os.environ))


LOOPBACK = {"ORIGIN": "http://127.0.0.1:8001", "SITE_HOME": "https://news.example/"}


def test_origin_on_loopback_is_asked_at_full_speed() -> None:
    settings = load(**LOOPBACK)
    CrawlSettings().update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 0
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") > 1


@pytest.mark.parametrize("origin", [None, "https://mirror.example"])
def test_anybody_else_is_asked_gently(origin: str | None) -> None:
    settings = load(**{**LOOPBACK, "ORIGIN": origin})
    CrawlSettings().update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 1
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1


def test_pace_that_the_user_set_stands() -> None:
    settings = load(**LOOPBACK, DOWNLOAD_DELAY=3)
    CrawlSettings().update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 3


def test_guard_of_a_crawl() -> None:
    guard = read_guard(load(SITE_HOME="https://a.example/", ALLOWED_ADDRESSES="https://b.example/"))
    assert guard.find_refusal("https://a.example/x") is None
    assert guard.find_refusal("https://b.example/x") is None
    assert guard.find_refusal("https://c.example/x") is not None


def test_origin_of_a_crawl() -> None:
    assert read_origin(load()) is None
    with pytest.raises(BadAddress, match="SITE_HOME"):
        read_origin(load(ORIGIN="http://127.0.0.1:8001"))
    with pytest.raises(BadAddress, match="write http"):
        read_origin(load(ORIGIN="127.0.0.1", SITE_HOME="https://news.example/"))
