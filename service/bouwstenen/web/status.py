"""How the service is doing: `/health` for whoever sends requests its way, `/metrics` for Prometheus."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from bouwstenen.curation.publication import Publication
from bouwstenen.web.context import CurrentEndpoint

__all__ = ["router"]

router = APIRouter()


@router.get(
    "/health",
    responses={503: {"description": "There is no release to answer from"}},
    summary="Whether the service can answer",
)
async def health(request: Request, endpoint: CurrentEndpoint) -> dict[str, Any]:
    """Say which release answers; an error where there is none.

    `degraded` means that it answers, but not as it should: its server is not to be reached, the newest
    release is damaged, or accepted changes cannot be published.
    """
    publisher: Publication = request.app.state.publisher
    release, changesets = endpoint.release, publisher.told()
    wrong = endpoint.wrong or publisher.wrong
    return {
        "status": "degraded" if wrong else "ok",
        **({"reason": str(wrong)} if wrong else {}),
        **({"changesets": changesets} if changesets else {}),
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
