"""What a route needs of the application: its settings, its endpoint, the release that serves."""

import asyncio
from typing import Annotated

from fastapi import Depends, Request

from bouwstenen.settings import Settings
from bouwstenen.sparql.endpoint import Endpoint
from bouwstenen.sparql.pooled import PooledStore
from bouwstenen.store.opening import Opened

__all__ = ["CurrentEndpoint", "CurrentRelease", "CurrentSettings"]


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _endpoint(request: Request) -> Endpoint:
    endpoint: Endpoint = request.app.state.endpoint
    return endpoint


async def _release(request: Request) -> Opened:
    endpoint = _endpoint(request)
    return Opened(endpoint.release, PooledStore(endpoint, asyncio.get_running_loop()))


CurrentSettings = Annotated[Settings, Depends(_settings)]
CurrentEndpoint = Annotated[Endpoint, Depends(_endpoint)]
CurrentRelease = Annotated[Opened, Depends(_release)]
