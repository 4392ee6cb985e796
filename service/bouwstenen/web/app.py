"""The FastAPI application, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from bouwstenen import __version__
from bouwstenen.settings import Settings
from bouwstenen.sparql.endpoint import Endpoint
from bouwstenen.web import home, problems, questions, status
from bouwstenen.web.methods import HeadAsGet
from bouwstenen.web.pages import STATIC
from bouwstenen.web.sparql import METHODS, SparqlFirst, operations

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service over the release that `settings` point to.

    The pages FastAPI makes for an API load scripts from elsewhere, so they are off; `/docs` is our own.
    """
    settings = settings or Settings()
    endpoint = Endpoint(settings)
    app = _Application(
        title="Bouwstenen",
        version=__version__,
        summary="The bouwstenenmodel as a knowledge graph. Meant for policy, never for assessing persons.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.endpoint = endpoint
    problems.add_handlers(app)
    # the last one added comes first
    app.add_middleware(SparqlFirst)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=4)
    app.add_middleware(HeadAsGet)
    # anybody may ask from a page of their own; nothing here depends on who asks
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=METHODS,
        allow_headers=["*"],
        expose_headers=["ETag", "Retry-After", "Link"],
        max_age=86400,
    )
    for module in (home, status, questions):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """Return the description of the API, with the address that is no route."""
        described = super().openapi()
        described["paths"].setdefault("/sparql", operations())
        return described


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    endpoint: Endpoint = app.state.endpoint
    await endpoint.start()
    try:
        yield
    finally:
        await endpoint.stop()
