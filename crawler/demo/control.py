"""Control: JSON orders → what a House does. The House's own methods, over HTTP.

    POST /_newsroom/publish  {"count": 3}
    POST /_newsroom/change   {"url": …, "change": "headline|paragraph|tags|section|time|sides"}
    POST /_newsroom/remove   {"url": …, "status": 404|410|301}
    POST /_newsroom/fail     {"kind": …, "pattern": …, "times": …, …}          fields of a Fault
    POST /_newsroom/heal     {}
    POST /_newsroom/behave   {"redesigned": true, "listing_pages": 3, …}       fields of Conduct
    POST /_newsroom/forget   {}                                                request counts

Each answers ``{"result": …, "now": …}``: the addresses published, the address after a change.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError, validate_call

from crawler.demo.conduct import Conduct
from crawler.demo.fault import Fault
from crawler.demo.house import House
from crawler.errors import UsageError

PREFIX = "/_newsroom/"


def obey(house: House, order: str, text: bytes) -> dict[str, Any]:
    """Do what was ordered; the reply as JSON values. Raises UsageError with one clear line."""
    action = _ORDERS.get(order)
    if action is None:
        raise UsageError(f"no order {order!r}; there are {', '.join(_ORDERS)}")
    try:
        values = json.loads(text or b"{}")
        if not isinstance(values, dict):
            raise UsageError(f"{order}: the body must be a JSON object")
        return {"result": action(house, values), "now": house.newsroom.now.isoformat()}
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{order}: {where}: {first['msg']}") from error
    except ValueError as error:
        raise UsageError(f"{order}: the body must be JSON: {error}") from error


def state(house: House) -> dict[str, Any]:
    """What the newsroom is at this moment."""
    newsroom = house.newsroom
    return {
        "edition": newsroom.edition.language,
        "origin": newsroom.edition.origin,
        "now": newsroom.now.isoformat(),
        "articles": len(newsroom),
        "conduct": asdict(house.conduct),
    }


@cache
def _reader(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _fail(house: House, values: dict[str, Any]) -> dict[str, Any]:
    fault: Fault = _reader(Fault).validate_python(values)
    house.fail(fault)
    return asdict(fault)


def _behave(house: House, values: dict[str, Any]) -> dict[str, Any]:
    conduct: Conduct = _reader(Conduct).validate_python({**asdict(house.conduct), **values})
    house.behave(conduct)
    return asdict(conduct)


_ORDERS: dict[str, Callable[[House, dict[str, Any]], Any]] = {
    "publish": lambda house, values: validate_call(house.publish)(**values),
    "change": lambda house, values: validate_call(house.change)(**values),
    "remove": lambda house, values: validate_call(house.remove)(**values),
    "fail": _fail,
    "heal": lambda house, values: validate_call(house.heal)(**values),
    "behave": _behave,
    "forget": lambda house, values: validate_call(house.forget_requests)(**values),
}
