"""How the service is doing: `/health` for whoever sends requests its way, `/metrics` for Prometheus."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from bouwstenen.web.context import CurrentEndpoint

__all__ = ["router"]

router = APIRouter()


@router.get(
    "/health",
    responses={503: {"description": "There is no release to answer from"}},
    summary="Whether the service can answer",
)
async def health(endpoint: CurrentEndpoint) -> dict[str, Any]:
    """Say which release answers; an error where there is none.

    `degraded` means that it answers, but not as it should: its server is not to be reached, or the newest
    release is damaged.
    """
    release, wrong = endpoint.release, endpoint.wrong
    return {
        "status": "degraded" if wrong else "ok",
        **({"reason": str(wrong)} if wrong else {}),
        "release": release.hash,
        "version": release.version,
        "built": release.built,
        "statements": release.statements,
        "checked": release.checked,
    }


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
    summary="Counts of queries, for Prometheus",
)
async def metrics(endpoint: CurrentEndpoint) -> Response:
    """Return all counts in Prometheus' text format."""
    return Response(endpoint.monitor.exposition(), media_type=CONTENT_TYPE_LATEST)
