from __future__ import annotations

from pathlib import Path

import pytest

from crawler.errors import UsageError
from crawler.health.channels import (
    IN_SERVICE,
    Channels,
    Mail,
    Telling,
    Webhook,
    read_channels,
    read_telling,
)

MAIL = {"CRAWLER_ALARM_MAIL_TO": "desk@news.example", "CRAWLER_SMTP": "mail.news.example"}
HOOK = "https://hooks.example/x?token=1"


@pytest.mark.parametrize(
    ("file", "environment", "expected"),
    [
        pytest.param("", {}, Channels(), id="nothing"),
        pytest.param(
            f'[alarms]\nwebhook = "{HOOK}"', {}, Channels(Webhook(HOOK)), id="a webhook in the file"
        ),
        pytest.param(
            '[alarms]\nwebhook = "https://other.example/"',
            {"CRAWLER_ALARM_WEBHOOK": HOOK, "CRAWLER_ALARM_SECRET": "s"},
            Channels(Webhook(HOOK, "s")),
            id="the environment counts first",
        ),
        pytest.param(
            "",
            {"CRAWLER_ALARM_WEBHOOK": "http://10.0.0.7:9000/hook"},
            Channels(Webhook("http://10.0.0.7:9000/hook")),
            id="an operator's own network",
        ),
        pytest.param(
            '[alarms]\nmail_to = ["a@x.example", "b@x.example"]\nsmtp = "[::1]:2525"\n'
            'smtp_security = "none"\nmail_from = "c@x.example"',
            {"CRAWLER_SMTP_USER": "u", "CRAWLER_SMTP_PASSWORD": "p"},
            Channels(
                mail=Mail(
                    "::1", 2525, "none", "c@x.example", ("a@x.example", "b@x.example"), "u", "p"
                )
            ),
            id="mail in the file",
        ),
        pytest.param(
            "",
            MAIL,
            Channels(
                mail=Mail(
                    "mail.news.example", 587, "starttls", "desk@news.example",
                    ("desk@news.example",),
                )
            ),
            id="mail in the environment",
        ),
        pytest.param('[[schedule]]\nname = "x"', {}, Channels(), id="another's section"),
    ],
)  # fmt: skip
def test_what_is_said_is_read(
    tmp_path: Path, file: str, environment: dict[str, str], expected: Channels
) -> None:
    (tmp_path / "crawler.toml").write_text(file)
    assert read_channels(environment, tmp_path) == expected


@pytest.mark.parametrize(
    ("file", "environment", "said"),
    [
        ("[alarms", {}, "is no TOML"),
        ("alarms = 3", {}, "write [alarms] above"),
        ('[alarms]\nhook = "x"', {}, "knows no 'hook'"),
        ("[alarms]\nwebhook = 3", {}, "must be a text"),
        ('[alarms]\nmail_to = "a@b.c"', {}, "must be a list"),
        ("", {"CRAWLER_ALARM_WEBHOOK": "ftp://x.example"}, "no http(s) address"),
        ("", {"CRAWLER_ALARM_WEBHOOK": "https://x.example/a b"}, "no http(s) address"),
        ("", {"CRAWLER_ALARM_WEBHOOK": "https://["}, "no http(s) address"),
        ("", {**MAIL, "CRAWLER_ALARM_MAIL_TO": "nobody"}, "is no address"),
        ("", {**MAIL, "CRAWLER_ALARM_MAIL_FROM": "a@b\r\nBcc: c@d"}, "is no address"),
        ("", {**MAIL, "CRAWLER_SMTP": ""}, "need a mail server"),
        ("", {**MAIL, "CRAWLER_SMTP": "host:port"}, "write host:port"),
        ("", {**MAIL, "CRAWLER_SMTP_SECURITY": "ssl"}, "known are starttls, tls, none"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(
    tmp_path: Path, file: str, environment: dict[str, str], said: str
) -> None:
    (tmp_path / "crawler.toml").write_text(file)
    with pytest.raises(UsageError) as raised:
        read_channels(environment, tmp_path)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_crawl_goes_on_while_the_file_is_broken(tmp_path: Path) -> None:
    """What it would tell is noted for every channel there may be."""
    file = tmp_path / "crawler.toml"
    file.write_text(f'[alarms]\nwebhook = "{HOOK}"')
    assert read_telling({}, tmp_path) == Telling(("log", "webhook"), Channels(Webhook(HOOK)))
    file.write_text(f'[alarms\nwebhook = "{HOOK}"')
    found = read_telling({}, tmp_path)
    assert (found.noted, tuple(found.channels)) == (("log", "webhook", "mail"), ("log",))
    assert "crawler.toml is no TOML" in (found.problem or "")


@pytest.mark.parametrize(
    ("file", "noted"),
    [
        pytest.param("", ("log", "service"), id="a log of both"),
        pytest.param("[alarms", ("log", "webhook", "mail", "service"), id="a broken file"),
    ],
)
def test_a_services_job_notes_alarms_for_the_services_log(
    tmp_path: Path, file: str, noted: tuple[str, ...]
) -> None:
    """It tells them in its own, and leaves the other to the service."""
    (tmp_path / "crawler.toml").write_text(file)
    found = read_telling({IN_SERVICE: "1"}, tmp_path)
    assert (found.noted, tuple(found.channels)) == (noted, ("log",))


def test_another_file_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text(f'[alarms]\nwebhook = "{HOOK}"')
    assert read_channels({"CRAWLER_CONFIG": str(file)}, tmp_path / "none").webhook is not None


def test_secrets_are_not_shown() -> None:
    shown = repr(
        Channels(Webhook(HOOK, "hidden"), Mail("h", 1, "tls", "a@b", ("a@b",), "u", "pw9"))
    )
    assert "hidden" not in shown
    assert "pw9" not in shown
