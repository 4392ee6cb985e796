"""The FastAPI application, put together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bouwstenen import __version__
from bouwstenen.curation.opening import Opener
from bouwstenen.curation.publication import Publication
from bouwstenen.publishing.changes.mending import mend
from bouwstenen.settings import Settings
from bouwstenen.sparql.endpoint import Endpoint
from bouwstenen.web import description, home, problems, questions, status, workbook
from bouwstenen.web.accounts import routes as accounts
from bouwstenen.web.accounts.privacy import Private
from bouwstenen.web.addressing import Rooted
from bouwstenen.web.bounds import Bounded
from bouwstenen.web.catalogue import routes as catalogue
from bouwstenen.web.catalogue import sitemap
from bouwstenen.web.changes import changes, differences, releases, stream
from bouwstenen.web.compression import Gzip
from bouwstenen.web.describing import completed
from bouwstenen.web.documents import routes as documents
from bouwstenen.web.dumps import routes as dumps
from bouwstenen.web.limiting import Rates
from bouwstenen.web.links import routes as links
from bouwstenen.web.methods import HeadAsGet, SameHost
from bouwstenen.web.package import routes as package
from bouwstenen.web.pages import STATIC
from bouwstenen.web.proposals import actions, changesets, reports
from bouwstenen.web.proposals import routes as proposals
from bouwstenen.web.reminders import routes as reminders
from bouwstenen.web.securing import Secured
from bouwstenen.web.skosmos import routes as skosmos
from bouwstenen.web.sparql import METHODS, is_sparql, operations, sparql
from bouwstenen.web.validation import routes as validation
from bouwstenen.web.vocabulary import routes as vocabulary

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service over the release that `settings` point to.

    The pages FastAPI makes for an API load scripts from elsewhere, so they are off; `/docs` is our own. So is
    `/openapi.json`, which has the questions of the release.
    """
    settings = settings or Settings()
    app = _Application(
        settings,
        title="Bouwstenen",
        version=__version__,
        summary="The bouwstenenmodel as a knowledge graph. Meant for policy, never for assessing persons.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.endpoint = Endpoint(settings)
    app.state.publisher = Publication(settings)
    if app.state.publisher.publishes:
        for name, meaning, value in app.state.publisher.watched():
            app.state.endpoint.monitor.watch(name, meaning, value)
    app.state.rates = Rates(settings)
    app.state.workflow = Opener(settings)
    problems.add_handlers(app)
    for module in (
        home,
        status,
        questions,
        package,
        validation,
        vocabulary,
        documents,
        dumps,
        skosmos,
        catalogue,
        sitemap,
        releases,
        differences,
        changes,
        stream,
        proposals,
        actions,
        changesets,
        reports,
        accounts,
        links,
        reminders,
        workbook,
        description,
    ):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


class _Application(FastAPI):
    """FastAPI, with `/sparql` ahead of its routes and the same around both."""

    def __init__(self, settings: Settings, **about: Any) -> None:  # noqa: ANN401 - as in FastAPI
        super().__init__(**about)
        safe = ServerErrorMiddleware(sparql, handler=problems.unforeseen)
        self._answer: ASGIApp = Rooted(self._route, settings.address)
        if settings.proxies:
            inner: Any = self._answer  # uvicorn has types of its own for the same
            self._answer = cast("ASGIApp", ProxyHeadersMiddleware(inner, sorted(settings.proxies)))
        self._sparql = _around(Gzip(safe, varies=True), settings)
        self._others = _around(Gzip(Private(SameHost(super().__call__))), settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        await self._answer(scope, receive, send)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = self
        if is_sparql(scope):
            await self._sparql(scope, receive, send)
        elif scope["type"] == "http":
            await self._others(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """Return the description of the API, with the address that is no route."""
        described = super().openapi()
        described["paths"].setdefault("/sparql", operations())
        described.setdefault("components", {}).setdefault("securitySchemes", accounts.SCHEMES)
        return completed(described)


def _around(app: ASGIApp, settings: Settings) -> ASGIApp:
    """HEAD, limits, what browsers are told; anybody's page may ask, but by no cookie (`accounts.origin`)."""
    return CORSMiddleware(
        Secured(HeadAsGet(Bounded(app, settings))),
        allow_origins=["*"],
        allow_methods=METHODS,
        allow_headers=["*"],
        expose_headers=["ETag", "Retry-After", "Link", "Content-Location", "Deprecation"],
        max_age=86400,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    endpoint: Endpoint = app.state.endpoint
    publisher: Publication = app.state.publisher
    if publisher.publishes:
        await asyncio.to_thread(mend, app.state.settings.home)
    await endpoint.start()
    await publisher.start()
    try:
        yield
    finally:
        await publisher.stop()
        await endpoint.stop()
        app.state.workflow.close()
