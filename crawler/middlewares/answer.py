"""A response with some parts changed, its text encoding still to be found."""

from __future__ import annotations

from typing import Any

from scrapy.http import Response


def change_response(
    response: Response, kind: type[Response] | None = None, **parts: Any
) -> Response:
    """As ``response.replace``, which would guess the encoding of the old body and pin it."""
    kept = {name: getattr(response, name) for name in Response.attributes if name not in parts}
    return (kind or type(response))(**kept, **parts)
