"""What routes about proposals need: the desk, and counting how often a client asks."""

from typing import Annotated

from fastapi import Depends, Request

from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.web.context import CurrentDatabase, CurrentSettings
from bouwstenen.web.limiting import Rates

__all__ = ["CurrentDesk", "counted", "wake"]


def _desk(request: Request, database: CurrentDatabase, settings: CurrentSettings) -> Desk:
    """The desk of this service; what it has read of the sources, it keeps."""
    known: Desk | None = getattr(request.app.state, "desk", None)
    if known is None or known.database is not database:
        known = Desk(database, settings.sources, settings.home, seconds=settings.validate_timeout)
        request.app.state.desk = known
    return known


CurrentDesk = Annotated[Desk, Depends(_desk)]


def counted(request: Request, name: str) -> None:
    """Count a request under a rate of the settings.

    Raises:
        BusyError: the client has asked as often as it may.
    """
    rates: Rates = request.app.state.rates
    rates.check(request, name)


def wake(request: Request) -> None:
    """Tell who publishes, if this service does, that a changeset was accepted."""
    publisher = getattr(request.app.state, "publisher", None)
    if publisher is not None:
        publisher.wake()
