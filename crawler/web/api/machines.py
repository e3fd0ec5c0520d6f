"""/metrics, /healthz, /readyz: what monitoring asks."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from crawler.monitoring.metrics import Metrics
from crawler.monitoring.probes import Probe, alive, ready
from crawler.web.context import Settings

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def show_metrics(request: Request) -> Response:
    """The text that Prometheus reads."""
    metrics: Metrics = request.app.state.metrics
    body, media_type = await run_in_threadpool(metrics.render, request.headers.get("accept", ""))
    return Response(body, headers={"content-type": media_type})


@router.get("/healthz")
async def show_alive() -> Response:
    """200 as long as anything answers."""
    return _answer(alive())


@router.get("/readyz")
def show_ready(settings: Settings) -> Response:
    """200 if the ledger answers and the service works."""
    probe = ready(settings.engine)
    if probe.is_ok and not settings.is_ready(settings.clock()):
        return _answer(Probe(False, {"service": "does not follow its schedules; see its log"}))
    return _answer(probe)


def _answer(probe: Probe) -> Response:
    return JSONResponse(probe.details, 200 if probe.is_ok else 503)
