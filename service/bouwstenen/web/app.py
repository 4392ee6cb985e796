"""The FastAPI application, put together."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

from bouwstenen import __version__
from bouwstenen.settings import Settings
from bouwstenen.store.reader import Reader
from bouwstenen.web import home, problems, questions, sparql
from bouwstenen.web.methods import HeadAsGet
from bouwstenen.web.pages import STATIC

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service over the release that `settings` point to.

    The pages FastAPI makes for an API load scripts from elsewhere, so they are off; `/docs` is our own.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="Bouwstenen",
        version=__version__,
        summary="The bouwstenenmodel as a knowledge graph. Meant for policy, never for assessing persons.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.reader = Reader(settings.home)
    problems.add_handlers(app)
    app.add_middleware(HeadAsGet)
    # anybody may ask from a page of their own; nothing here depends on who asks
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST"], allow_headers=["*"]
    )
    for module in (home, sparql, questions):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
