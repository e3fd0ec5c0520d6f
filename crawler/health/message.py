"""An alarm and what became of it → the line, the JSON and the mail that tell it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from crawler.health.alarm import Alarm
from crawler.health.channels import Mail

FORMAT = 1
SUBJECT_LENGTH = 150


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told: that an alarm was ``raised``, or ``closed``."""

    alarm: Alarm
    event: str

    @property
    def id(self) -> str:
        """The same whenever it is told again, so that a receiver can tell."""
        return f"{self.alarm.site}-{self.alarm.id}-{self.event}"


def tell_line(news: News) -> str:
    """One line for the log and for people."""
    alarm = news.alarm
    if news.event == "raised":
        return _line(f"{alarm.site}: {alarm.kind}: {alarm.message}")
    how = "closed, as this is how the site is now" if alarm.is_accepted else "healed"
    return _line(f"{alarm.site}: {alarm.kind}: {alarm.subject}: {how}")


def tell_json(news: News) -> bytes:
    """The body of a webhook's POST; ``text`` is what chat services show."""
    alarm = news.alarm
    return json.dumps(
        {
            "version": FORMAT,
            "id": news.id,
            "event": f"alarm.{news.event}",
            "text": tell_line(news),
            "alarm": values(alarm),
        },
        ensure_ascii=False,
    ).encode()


def values(alarm: Alarm) -> dict[str, Any]:
    """An alarm as JSON-native values; times are ISO 8601, UTC."""
    return {
        "id": alarm.id,
        "site": alarm.site,
        "kind": str(alarm.kind),
        "subject": alarm.subject,
        "message": alarm.message,
        "rule": alarm.rule,
        "raised": alarm.raised.isoformat(),
        "last_seen": alarm.last_seen.isoformat(),
        "closed": alarm.closed.isoformat() if alarm.closed else None,
        "accepted": alarm.is_accepted,
        "evidence": dict(alarm.evidence),
    }


def tell_mail(mail: Mail, told: Sequence[News]) -> EmailMessage:
    """One message for all of it."""
    message = EmailMessage()
    first = tell_line(told[0])[:SUBJECT_LENGTH]
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    message["Subject"] = f"[crawler] {first}{more}"
    message["From"] = mail.sender
    message["To"] = ", ".join(mail.to)
    message["Message-ID"] = f"<{_id_part(told[0].id)}@crawler.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(_paragraph(one) for one in told) + "\n")
    return message


def _paragraph(news: News) -> str:
    alarm = news.alarm
    lines = [tell_line(news), f"  since {alarm.raised:%Y-%m-%d %H:%M} UTC"]
    if alarm.closed:
        lines.append(f"  until {alarm.closed:%Y-%m-%d %H:%M} UTC")
    return "\n".join(lines)


def _id_part(text: str) -> str:
    return "".join(one if one.isascii() and (one.isalnum() or one in "-.") else "-" for one in text)


def _line(text: str) -> str:
    """What sites say may hold line ends and control characters; a log line must not."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
