"""What a route needs of the application: its settings, endpoint, database, the release that is asked for."""

import asyncio
from typing import Annotated

from fastapi import Depends, Request

from bouwstenen.curation.database import Database
from bouwstenen.curation.opening import Opener
from bouwstenen.graph.release import Release
from bouwstenen.settings import EMBEDDED, Settings
from bouwstenen.sparql.endpoint import Endpoint
from bouwstenen.sparql.pooled import PooledStore
from bouwstenen.store.opening import Opened
from bouwstenen.textindex.index import TextIndex
from bouwstenen.web.addressing import release_named
from bouwstenen.web.limiting import Rates

__all__ = [
    "CurrentDatabase",
    "CurrentEndpoint",
    "CurrentRates",
    "CurrentRelease",
    "CurrentSettings",
    "pinned_to",
]


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _rates(request: Request) -> Rates:
    rates: Rates = request.app.state.rates
    return rates


def _endpoint(request: Request) -> Endpoint:
    endpoint: Endpoint = request.app.state.endpoint
    return endpoint


def _database(request: Request) -> Database:
    """The database of the workflow, opened when it is first needed, in another thread than the loop's.

    Raises:
        DatabaseError: it cannot be opened (503); what needs none is served all the same.
    """
    opener: Opener = request.app.state.workflow
    return opener.database()


async def _release(request: Request) -> Opened:
    endpoint = _endpoint(request)
    named = release_named(request.scope)
    release = await endpoint.named(named) if named else endpoint.release
    pinned = pinned_to(request, release)
    request.state.release = release  # for `render`, which tells how to cite it
    loop = asyncio.get_running_loop()

    def index() -> TextIndex:
        # for code that may wait, in another thread than the loop's, as all that asks the store
        return asyncio.run_coroutine_threadsafe(endpoint.index(pinned), loop).result()

    return Opened(release, PooledStore(endpoint, loop, pinned), index)


def pinned_to(request: Request, release: Release) -> str:
    """Return the hash to ask a release by, so that all of an answer is of it though the next begins to serve.

    "" where that cannot be: a SPARQL server has the newest only, and nobody named an earlier one.
    """
    here = _settings(request).store == EMBEDDED or release_named(request.scope)
    return release.hash if here else ""


CurrentSettings = Annotated[Settings, Depends(_settings)]
CurrentDatabase = Annotated[Database, Depends(_database)]
CurrentEndpoint = Annotated[Endpoint, Depends(_endpoint)]
CurrentRates = Annotated[Rates, Depends(_rates)]
CurrentRelease = Annotated[Opened, Depends(_release)]
