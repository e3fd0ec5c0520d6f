from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import UsageError
from crawler.monitoring.json_log import JsonFormatter, LogFormat, TextFormatter, chosen_format
from crawler.monitoring.secrets import HIDDEN, known_secrets, own_secrets, scrub

ROOT = Path(__file__).parents[2]


def record(message: str, *values: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("crawler.x", logging.WARNING, "f.py", 1, message, values, None)
    made.__dict__.update(extra)
    return made


@given(st.text())
def test_whatever_is_logged_is_one_json_object_a_line(text: str) -> None:
    line = JsonFormatter().format(record("%s", text))
    assert "\n" not in line
    assert json.loads(line)["message"] == scrub(text, own_secrets())


def test_a_record_is_told_in_members() -> None:
    told = json.loads(JsonFormatter().format(record("kept %d", 3, site="gazette", spider=object())))
    time = told.pop("time")
    assert time.endswith("+00:00")
    assert told == {
        "level": "warning",
        "logger": "crawler.x",
        "message": "kept 3",
        "site": "gazette",
    }


def test_an_exception_stays_on_its_line() -> None:
    try:
        raise LookupError("no such thing")
    except LookupError:
        made = record("broken")
        made.exc_info = sys.exc_info()
    told = JsonFormatter().format(made)
    assert "\n" not in told
    assert "LookupError: no such thing" in json.loads(told)["exception"]


UNCAUGHT = """
import threading, warnings
from crawler.monitoring.json_log import LogFormat, log_to_stderr
log_to_stderr(LogFormat.JSON)
def fail():
    raise LookupError("in a thread")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
warnings.warn("of old age", UserWarning)
raise LookupError("in the main one\\nover two lines")
"""


def test_what_nobody_caught_is_a_line_too() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNCAUGHT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert [one["level"] for one in told] == ["critical", "warning", "critical"]
    assert "LookupError: in a thread" in told[0]["exception"]
    assert "of old age" in told[1]["message"]
    assert "LookupError: in the main one" in told[2]["exception"]
    assert done.returncode == 1


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
def test_no_form_tells_a_secret(
    formatter: logging.Formatter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAWLER_SMTP_PASSWORD", "correct horse")
    own_secrets.cache_clear()
    try:
        line = formatter.format(record("login as me with correct horse failed"))
    finally:
        monkeypatch.undo()
        own_secrets.cache_clear()
    assert "correct horse" not in line
    assert HIDDEN in line


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("postgresql+psycopg://news:pa55word@db/news", "pa55word"),
        ("GET https://hooks.example/x?token=abcdef123 failed", "abcdef123"),
        ("Authorization: Bearer abc.def.ghi", "abc.def.ghi"),
        ('{"password": "hunter2"}', "hunter2"),
        ("api_key=k123456&x=1", "k123456"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, hidden: str) -> None:
    assert hidden in text
    assert hidden not in scrub(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://news.example/politics/1.html: title: no-title",
        "the key to the case, tokens of love and a secret: none",
        "18:45 kept 3 new, 2 revised",
        "mail@news.example wrote",
    ],
)
def test_news_are_not_secrets(text: str) -> None:
    assert scrub(text).replace("none", HIDDEN) == text.replace("none", HIDDEN)


def test_the_environments_secrets_are_known() -> None:
    found = known_secrets(
        {
            "CRAWLER_LEDGER": "postgresql+psycopg://u:pass%20word@h/n",
            "CRAWLER_ALARM_WEBHOOK": "https://h.example/x?token=123456789",
            "CRAWLER_ALARM_SECRET": "sign with me",
            "AWS_SECRET_ACCESS_KEY": "AKIA123456",
            "CRAWLER_DATA": "/srv/data",
            "KEYBOARD": "qwertz",
        }
    )
    assert set(found) >= {"pass%20word", "token=123456789", "sign with me", "AKIA123456"}
    assert not {"/srv/data", "qwertz"} & set(found)


def test_a_form_that_is_not_known_is_refused() -> None:
    assert chosen_format({}) is LogFormat.TEXT
    assert chosen_format({"CRAWLER_LOG_FORMAT": "JSON"}) is LogFormat.JSON
    with pytest.raises(UsageError, match="known are text, json"):
        chosen_format({"CRAWLER_LOG_FORMAT": "xml"})
