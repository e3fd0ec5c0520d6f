"""The API asked what its own description allows, and what it does not: by schemathesis."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine

from crawler.web.app import create_app
from crawler.web.server import serving
from crawler.web.settings import Limits, Rate, WebSettings

from .conftest import Shelf, story

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

EXAMPLES = 12
FREE = Rate(10_000, 10_000)
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


@pytest.fixture(scope="module")
def address(module_engine: Engine) -> Iterator[str]:
    """The app over a few articles, without limits of how often."""
    for number in range(5):
        Shelf(module_engine).keep(story(number))
    limits = Limits(feeds=FREE, reads=FREE, writes=FREE)
    data = Path(str(module_engine.url.database)).parent
    made = WebSettings(engine=module_engine, data=data, is_open=True, limits=limits)
    with serving(create_app(made)) as address:
        yield address


BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_every_operation_keeps_to_its_description(address: str) -> None:
    described = schemathesis.openapi.from_url(f"{address}/openapi.json")
    asked = []
    for found in described.get_all_operations():
        operation = found.ok()
        asked.append(operation.label)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            ask(operation.as_strategy(generation_mode=mode))
    assert len(asked) > 20


def ask(cases: SearchStrategy[schemathesis.Case]) -> None:
    """Send what hypothesis thinks of, and hold the answers to the description."""

    @BOUNDED
    @given(case=cases)
    def run(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=list(CHECKS))

    with contextlib.suppress(Unsatisfiable):  # nothing wrong can be sent to some
        run()


def test_every_operation_is_described(address: str) -> None:
    paths = httpx.get(f"{address}/openapi.json").json()["paths"]
    assert {
        "/api/articles",
        "/api/articles.ndjson",
        "/api/articles/{number}",
        "/api/sites/{name}/report",
        "/api/jobs/{number}/cancel",
        "/api/schedules",
        "/feeds/{name}.{ending}",
    } <= set(paths)
    for path, methods in paths.items():
        for method, operation in methods.items():
            problem = operation["responses"]["422"]["content"]["application/problem+json"]
            assert problem["schema"]["$ref"].endswith("/Problem"), (path, method)
            assert operation["description"], (path, method)
