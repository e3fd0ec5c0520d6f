"""Log records → one JSON object a line, with secrets taken out; or lines for people, the same.

Asked for with ``--log-format json`` or CRAWLER_LOG_FORMAT=json.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
import threading
from collections.abc import Mapping
from enum import StrEnum
from types import TracebackType
from typing import Any

from crawler.errors import UsageError
from crawler.monitoring.secrets import own_secrets, scrub

logger = logging.getLogger(__name__)
VARIABLE = "CRAWLER_LOG_FORMAT"
MESSAGE_LIMIT = 10_000
TRACE_LIMIT = 20_000
_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


class LogFormat(StrEnum):
    """How the log is written."""

    TEXT = "text"
    JSON = "json"


class JsonFormatter(logging.Formatter):
    """``extra`` values are members of their own: ``logger.info(…, extra={"site": name})``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the message holds."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage()[:MESSAGE_LIMIT],
        }
        line |= {
            name: value
            for name, value in record.__dict__.items()
            if name not in _OWN and name not in line and _is_plain(value)
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)[-TRACE_LIMIT:]
        if record.stack_info:
            line["stack"] = record.stack_info[-TRACE_LIMIT:]
        return json.dumps(_scrubbed(line), ensure_ascii=False)


class TextFormatter(logging.Formatter):
    """Lines for people, as the commands have always written them."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname).1s %(name)s: %(message)s", "%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """As `logging.Formatter`, without secrets."""
        return scrub(super().format(record), own_secrets())


def log_to_stderr(chosen: LogFormat) -> None:
    """Write this process's log to standard error; in it, too, what Python warns of and what nobody
    caught, so that no traceback stands between lines of JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(chosen))
    logging.basicConfig(handlers=[handler])
    logging.captureWarnings(True)
    if chosen is LogFormat.JSON:
        sys.excepthook = _tell_uncaught
        threading.excepthook = _tell_uncaught_of_thread


def _tell_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    logger.critical("nobody caught %s", kind.__name__, exc_info=(kind, error, trace))


def _tell_uncaught_of_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        _tell_uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def formatter(chosen: LogFormat) -> logging.Formatter:
    """The formatter of a form."""
    return JsonFormatter() if chosen is LogFormat.JSON else TextFormatter()


def chosen_format(environment: Mapping[str, str] = os.environ) -> LogFormat:
    """The form that the environment asks for. Raises UsageError for one that is not known."""
    text = environment.get(VARIABLE, "").strip().lower() or LogFormat.TEXT
    try:
        return LogFormat(text)
    except ValueError:
        raise UsageError(f"{VARIABLE}={text}: no such form; known are text, json") from None


def _is_plain(value: object) -> bool:
    """What Scrapy hangs on its records (spiders, engines) is not for a log."""
    return isinstance(value, str | int | float | bool)


def _scrubbed(line: Mapping[str, Any]) -> dict[str, Any]:
    known = own_secrets()
    return {
        name: scrub(value, known) if isinstance(value, str) else value
        for name, value in line.items()
    }
