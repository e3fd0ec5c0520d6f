"""What stands behind the ``?`` of an address: names that an operation takes, each once.

A filter with a slip in its name would otherwise admit everything, and nobody would notice.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request

from crawler.errors import UsageError

LONGEST = 40


async def refuse_unknown(request: Request) -> None:
    """For FastAPI's dependencies. Raises UsageError for a name that the operation does not take,
    and for one that comes twice and may not."""
    known = _parameters(request)
    for name, count in Counter(name for name, _ in request.query_params.multi_items()).items():
        if name not in known:
            close = difflib.get_close_matches(name[:LONGEST], known, 1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
            raise UsageError(
                f"no parameter is named {name[:LONGEST]!r}; {hint if known else 'there are none'}"
            )
        if count > 1 and not known[name]:
            raise UsageError(f"{name} stands there {count} times; give it once")


def _parameters(request: Request) -> Mapping[str, bool]:
    """What the operation takes in its query by its own description: whether it may come again."""
    app: FastAPI = request.app
    path: str = request.scope["route"].path
    described: dict[str, Any] = app.openapi()["paths"].get(path, {})
    operation = described.get(request.method.lower(), {})
    return {
        one["name"]: _is_list(one["schema"])
        for one in operation.get("parameters", ())
        if one["in"] == "query"
    }


def _is_list(schema: Mapping[str, Any]) -> bool:
    kinds = [schema, *schema.get("anyOf", ())]
    return any(one.get("type") == "array" for one in kinds)
