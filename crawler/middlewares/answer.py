"""A response with some parts changed, its text encoding still to be found."""

from __future__ import annotations

from typing import Any

from scrapy.http import Response, TextResponse


def change_response(
    response: Response, kind: type[Response] | None = None, **parts: Any
) -> Response:
    """As ``response.replace``, which would guess the encoding of the old body and pin it."""
    kind = kind or type(response)
    if issubclass(kind, TextResponse):
        parts["encoding"] = None
    return response.replace(cls=kind, **parts)
