"""/docs: the API as a page, made of its own OpenAPI description; no script, no other host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from crawler.web.rendering import render

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Parameter:
    """``place`` is path or query; ``kind`` in words."""

    name: str
    place: str
    kind: str
    is_needed: bool
    told: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path; ``summary`` is the first sentence of what is told of it, ``told``
    the others; ``takes`` is the shape of its body."""

    method: str
    path: str
    tag: str
    summary: str
    told: str
    parameters: tuple[Parameter, ...]
    takes: str
    gives: str


@router.get("/docs")
def show_reference(request: Request) -> Response:
    """Every operation, by what it is about."""
    description = request.app.openapi()
    operations = read_operations(description)
    tags = list(dict.fromkeys(one.tag for one in operations))
    groups = [(tag, [one for one in operations if one.tag == tag]) for tag in tags]
    return render(request, "reference.html", groups=groups, about=description["info"])


def read_operations(description: Mapping[str, Any]) -> list[Operation]:
    """The operations of an OpenAPI description. Pure."""
    return [
        _operation(method, path, one)
        for path, methods in description["paths"].items()
        for method, one in methods.items()
    ]


def _operation(method: str, path: str, one: Mapping[str, Any]) -> Operation:
    body = one.get("requestBody", {}).get("content", {})
    good: Mapping[str, Any] = next(
        (one["responses"][code] for code in ("200", "201") if code in one["responses"]), {}
    )
    summary, _, told = one.get("description", "").replace("`", "").partition(". ")
    return Operation(
        method=method.upper(),
        path=path,
        tag=(one.get("tags") or ["other"])[-1],
        summary=summary.rstrip("."),
        told=told.strip(),
        parameters=tuple(_parameter(each) for each in one.get("parameters", ())),
        takes=_shape(body),
        gives=_shape(good.get("content", {})),
    )


def _parameter(one: Mapping[str, Any]) -> Parameter:
    schema = one.get("schema", {})
    told = one.get("description") or schema.get("description", "")
    return Parameter(one["name"], one["in"], _kind(schema), bool(one.get("required")), told)


def _kind(schema: Mapping[str, Any]) -> str:
    options = schema.get("anyOf")
    if options:
        return " or ".join(_kind(each) for each in options if each.get("type") != "null")
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", "any"))


def _shape(content: Mapping[str, Any]) -> str:
    """The media types and the names of what is in them."""
    found = []
    for media_type, one in content.items():
        name = _kind(one.get("schema", {}))
        plain = media_type != "application/json" or name in ("any", "object", "string")
        found.append(media_type if plain else name)
    return ", ".join(dict.fromkeys(found))
