"""Environment and crawler.toml → where alarms are told. The environment counts first.

    [alarms]
    webhook = "https://hooks.example/crawler"    # each alarm as a JSON POST
    mail_to = ["desk@news.example"]              # several in one message
    mail_from = "crawler@news.example"
    smtp = "mail.news.example:587"
    smtp_security = "starttls"                   # or "tls", or "none"

Secrets stand in the environment alone: CRAWLER_ALARM_SECRET, CRAWLER_SMTP_USER,
CRAWLER_SMTP_PASSWORD. These are the operator's own addresses: the guard that keeps a crawl from
private networks does not apply to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.errors import UsageError
from crawler.toml_file import read_toml

SECTION = "alarms"
VARIABLES: Mapping[str, str] = {
    "webhook": "CRAWLER_ALARM_WEBHOOK",
    "mail_to": "CRAWLER_ALARM_MAIL_TO",
    "mail_from": "CRAWLER_ALARM_MAIL_FROM",
    "smtp": "CRAWLER_SMTP",
    "smtp_security": "CRAWLER_SMTP_SECURITY",
}
"""By key of the section: the variable that counts before it."""
SECRET = "CRAWLER_ALARM_SECRET"  # noqa: S105 - the name of a variable
SMTP_USER = "CRAWLER_SMTP_USER"
SMTP_PASSWORD = "CRAWLER_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
SERVICE = "service"
"""The channel that is a service's log."""
IN_SERVICE = "CRAWLER_IN_SERVICE"
"""The variable that says, to its jobs, that a service tells in its log what they note for it."""
SECURITY: Mapping[str, int] = {"starttls": 587, "tls": 465, "none": 25}
"""How a mail server is spoken to, and its usual port."""
# One @ with something on both sides, no blanks: linear.
_MAILBOX = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,255}")


@dataclass(frozen=True, slots=True)
class Webhook:
    """``secret`` signs each message where it is set; the address may hold a token."""

    url: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server, how it is spoken to (a key of SECURITY), and whom to write to."""

    host: str
    port: int
    security: str
    sender: str
    to: tuple[str, ...]
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Channels:
    """Where alarms are told; always in the log, which of a service's job is the job's own:
    ``service`` is the service's log, beside it. Iterating gives the names."""

    webhook: Webhook | None = None
    mail: Mail | None = None
    service: bool = False

    def __iter__(self) -> Iterator[str]:
        yield "log"
        if self.service:
            yield SERVICE
        if self.webhook is not None:
            yield "webhook"
        if self.mail is not None:
            yield "mail"

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __contains__(self, name: object) -> bool:
        return name in list(iter(self))


NO_CHANNELS = Channels()
EVERY_CHANNEL = ("log", "webhook", "mail")
"""Their names, whether there are such or not."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How a crawl tells alarms: for which channels it notes them, and which it uses itself.
    ``problem``: why others cannot be used now; what is noted for them waits."""

    noted: tuple[str, ...]
    channels: Channels
    problem: str | None = None


LOG_ALONE = Telling(("log",), NO_CHANNELS)


def read_telling(environment: Mapping[str, str], folder: Path) -> Telling:
    """The same as `read_channels` for a crawl, which must not fail for a file that is edited while
    a service runs: where that is broken, alarms are noted for all channels there may be. A
    service's job notes them for the service's log, too. Raises UsageError for what is wrong in the
    environment, which whoever began the crawl has set."""
    beside = (SERVICE,) if environment.get(IN_SERVICE) else ()
    try:
        channels = read_channels(environment, folder)
    except UsageError as error:
        if _is_sound(environment, folder):
            raise
        return Telling((*EVERY_CHANNEL, *beside), NO_CHANNELS, str(error))
    return Telling((*channels, *beside), channels)


def _is_sound(environment: Mapping[str, str], folder: Path) -> bool:
    """True if the file can be read and holds, whatever else the environment says."""
    place = {key: value for key, value in environment.items() if key == "CRAWLER_CONFIG"}
    try:
        read_channels(place, folder)
    except UsageError:
        return False
    return True


def read_channels(environment: Mapping[str, str], folder: Path) -> Channels:
    """The channels that environment and file name. Raises UsageError, naming what is wrong.

    The file is crawler.toml in the data folder, or what CRAWLER_CONFIG names.
    """
    path = Path(environment.get("CRAWLER_CONFIG") or folder / "crawler.toml")
    said = _read_section(path)
    for key, value in said.items():
        if key not in VARIABLES:
            raise UsageError(f"{path}: [alarms] knows no {key!r}; known are {', '.join(VARIABLES)}")
        if not isinstance(value, list if key == "mail_to" else str):
            what = "a list of texts" if key == "mail_to" else "a text in quotes"
            raise UsageError(f"{path}: [alarms] {key} must be {what}")
    for key, variable in VARIABLES.items():
        if text := environment.get(variable, "").strip():
            said[key] = [one.strip() for one in text.split(",")] if key == "mail_to" else text
    return Channels(_read_webhook(said, environment), _read_mail(said, environment))


def _read_section(path: Path) -> dict[str, Any]:
    section = read_toml(path).get(SECTION, {})
    if not isinstance(section, dict):
        raise UsageError(f"{path}: write [alarms] above the keys of the alarms")
    return dict(section)


def _read_webhook(said: Mapping[str, Any], environment: Mapping[str, str]) -> Webhook | None:
    url = said.get("webhook")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web or not url.isascii() or any(one.isspace() for one in url):
        raise UsageError("the webhook of the alarms is no http(s) address; give it whole")
    return Webhook(url, environment.get(SECRET) or None)


def _read_mail(said: Mapping[str, Any], environment: Mapping[str, str]) -> Mail | None:
    if not said.get("mail_to"):
        return None
    to = tuple(str(one) for one in said["mail_to"])
    sender = said.get("mail_from") or to[0]
    for mailbox in (*to, sender):
        if not _MAILBOX.fullmatch(mailbox):
            raise UsageError(f"alarms by mail: {mailbox!r} is no address such as desk@news.example")
    if not said.get("smtp"):
        raise UsageError("alarms by mail need a mail server: CRAWLER_SMTP=mail.news.example:587")
    security = said.get("smtp_security") or "starttls"
    if security not in SECURITY:
        raise UsageError(f"smtp_security {security!r} is unknown; known are {', '.join(SECURITY)}")
    host, port = _read_server(said["smtp"], SECURITY[security])
    user = environment.get(SMTP_USER) or None
    return Mail(host, port, security, sender, to, user, environment.get(SMTP_PASSWORD) or None)


def _read_server(text: str, usual_port: int) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port or usual_port
    except ValueError:
        host, port = None, 0
    if not host or parts.path or parts.username:
        raise UsageError(f"the mail server {text!r} is not understood; write host:port")
    return host, port
