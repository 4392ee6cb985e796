"""What a route needs of the application: its settings, its endpoint, the release that is asked for."""

import asyncio
from typing import Annotated

from fastapi import Depends, Request

from bouwstenen.settings import Settings
from bouwstenen.sparql.endpoint import Endpoint
from bouwstenen.sparql.pooled import PooledStore
from bouwstenen.store.opening import Opened
from bouwstenen.textindex.index import TextIndex
from bouwstenen.web.addressing import release_named

__all__ = ["CurrentEndpoint", "CurrentRelease", "CurrentSettings"]


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _endpoint(request: Request) -> Endpoint:
    endpoint: Endpoint = request.app.state.endpoint
    return endpoint


async def _release(request: Request) -> Opened:
    endpoint = _endpoint(request)
    named = release_named(request.scope)
    release = await endpoint.named(named) if named else endpoint.release
    pinned = release.hash if named else ""
    request.state.release = release  # for `render`, which tells how to cite it
    loop = asyncio.get_running_loop()

    def index() -> TextIndex:
        # for code that may wait, in another thread than the loop's, as all that asks the store
        return asyncio.run_coroutine_threadsafe(endpoint.index(pinned), loop).result()

    return Opened(release, PooledStore(endpoint, loop, pinned), index)


CurrentSettings = Annotated[Settings, Depends(_settings)]
CurrentEndpoint = Annotated[Endpoint, Depends(_endpoint)]
CurrentRelease = Annotated[Opened, Depends(_release)]
