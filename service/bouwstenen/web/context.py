"""What a route needs of the application: its settings and the release that is open."""

from typing import Annotated

from fastapi import Depends, Request

from bouwstenen.settings import Settings
from bouwstenen.store.reader import Opened, Reader

__all__ = ["CurrentRelease", "CurrentSettings"]


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _release(request: Request) -> Opened:
    reader: Reader = request.app.state.reader
    return reader.open()


CurrentSettings = Annotated[Settings, Depends(_settings)]
CurrentRelease = Annotated[Opened, Depends(_release)]
