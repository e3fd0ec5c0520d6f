"""What is to be told of alarms → told: each news once on each channel.

What is told stands in the ledger before it is sent, and is marked after it: a crash between
repeats a message (with the same id), and skips none. While one process sends, no other does.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Update, select, update

from crawler.errors import StorageFailed
from crawler.health.channels import SERVICE, Channels
from crawler.health.mail import send
from crawler.health.message import News, tell_json, tell_line, tell_mail
from crawler.health.store import alarm_of
from crawler.health.webhook import NotDelivered, post
from crawler.ledger.connect import writing
from crawler.ledger.tables import alarm_news, alarms

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 50
CLAIM = dt.timedelta(minutes=15)
"""How long what one process began to send is left to it: longer than its sending can take."""
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=6)
MOST_FAILURES = 2
"""So many messages in a row that do not arrive say that a channel is down: the others wait, and
nobody waits for one timeout after another."""
MOST_ATTEMPTS = 10
"""A day and a half, with the waits doubling; then it is given up, and the log says so."""


@dataclass(frozen=True, slots=True)
class Due:
    """One news for one channel, and how often that was tried before."""

    news: News
    channel: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """How many news were ``delivered``, are ``waiting`` for another try, were ``given_up``."""

    delivered: int = 0
    waiting: int = 0
    given_up: int = 0


def deliver(engine: Engine, channels: Channels, now: dt.datetime) -> Delivery:
    """Tell all that is due. Raises StorageFailed."""
    done, waiting, given_up = 0, 0, 0
    failures: Counter[str] = Counter()  # in a row, by channel
    with writing(engine) as connection:
        due = claim(connection, channels, now)
    for group in _messages(due):
        channel = group[0].channel
        if failures[channel] >= MOST_FAILURES:
            _put_back(engine, group, now)
            waiting += len(group)
            continue
        failure = _send(group, channels, now)
        failures[channel] = failures[channel] + 1 if failure else 0
        _note(engine, group, failure, now)
        is_last = failure is not None and _is_last(group[0], failure)
        done += 0 if failure else len(group)
        given_up += len(group) if is_last else 0
        waiting += len(group) if failure and not is_last else 0
    return Delivery(done, waiting, given_up)


def tell_after_crawl(engine: Engine, channels: Channels, now: dt.datetime) -> None:
    """The same at the end of a crawl, which must not fail for it: what was not told still waits."""
    try:
        deliver(engine, channels, now)
    except StorageFailed as error:
        logger.warning("Alarms could not be told now: %s", error)
    except Exception:
        logger.exception("Alarms could not be told; the next crawl tries again")


def claim(connection: Connection, channels: Channels, now: dt.datetime) -> list[Due]:
    """What is due, the oldest first, no longer due for others."""
    rows = connection.execute(
        select(alarms, alarm_news.c.event, alarm_news.c.channel, alarm_news.c.attempts)
        .join(alarm_news, alarm_news.c.alarm == alarms.c.id)
        .where(
            alarm_news.c.state == "waiting",
            alarm_news.c.next_try <= now,
            alarm_news.c.channel.in_(list(channels)),
        )
        .order_by(alarm_news.c.next_try, alarms.c.id, alarm_news.c.event.desc())
        .limit(MOST_AT_ONCE)
        .with_for_update(of=alarm_news, skip_locked=True)
    ).all()
    found = [Due(News(alarm_of(row), row.event), row.channel, row.attempts) for row in rows]
    for one in found:
        connection.execute(_of(one).values(next_try=now + CLAIM))
    return found


def _messages(due: Sequence[Due]) -> list[list[Due]]:
    """A mail tells several; every other message one."""
    mails = [one for one in due if one.channel == "mail"]
    return [[one] for one in due if one.channel != "mail"] + ([mails] if mails else [])


def _send(group: Sequence[Due], channels: Channels, now: dt.datetime) -> NotDelivered | None:
    """None if it arrived."""
    try:
        _SENDERS[group[0].channel]([one.news for one in group], channels, now)
    except NotDelivered as failure:
        return failure
    return None


def _log(told: Sequence[News], _channels: Channels, _now: dt.datetime) -> None:
    for news in told:
        level = logging.WARNING if news.event == "raised" else logging.INFO
        logger.log(level, "Alarm %s: %s", news.event, tell_line(news))


def _post(told: Sequence[News], channels: Channels, now: dt.datetime) -> None:
    assert channels.webhook is not None
    for news in told:
        post(channels.webhook, news.id, tell_json(news), int(now.timestamp()))


def _mail(told: Sequence[News], channels: Channels, _now: dt.datetime) -> None:
    assert channels.mail is not None
    send(channels.mail, tell_mail(channels.mail, told))


_SENDERS: dict[str, Callable[[Sequence[News], Channels, dt.datetime], None]] = {
    "log": _log,
    SERVICE: _log,
    "webhook": _post,
    "mail": _mail,
}


def _is_last(one: Due, failure: NotDelivered) -> bool:
    return failure.is_final or one.attempts + 1 >= MOST_ATTEMPTS


def _note(
    engine: Engine, group: Sequence[Due], failure: NotDelivered | None, now: dt.datetime
) -> None:
    """Write down, and say once, what became of a message."""
    if failure is not None and not _is_last(group[0], failure):
        logger.warning("Alarms by %s: %s; tried again later", group[0].channel, failure)
    with writing(engine) as connection:
        for one in group:
            values = _after(one, failure, now)
            connection.execute(_of(one).values(attempts=one.attempts + 1, **values))


def _after(one: Due, failure: NotDelivered | None, now: dt.datetime) -> dict[str, Any]:
    """How one news stands after a try."""
    if failure is None:
        return {"state": "delivered", "delivered": now, "error": None}
    if _is_last(one, failure):
        logger.error("Alarm %s could not be told by %s: %s", one.news.id, one.channel, failure)
        return {"state": "failed", "error": str(failure)}
    wait = min(FIRST_WAIT * (1 << min(one.attempts, 16)), LONGEST_WAIT)
    return {"next_try": now + wait, "error": str(failure)}


def _put_back(engine: Engine, group: Sequence[Due], now: dt.datetime) -> None:
    """Let what was not tried wait; it costs no attempt."""
    with writing(engine) as connection:
        for one in group:
            connection.execute(_of(one).values(next_try=now + FIRST_WAIT))


def _of(one: Due) -> Update:
    """An update of the row of one news."""
    return update(alarm_news).where(
        alarm_news.c.alarm == one.news.alarm.id,
        alarm_news.c.event == one.news.event,
        alarm_news.c.channel == one.channel,
    )
