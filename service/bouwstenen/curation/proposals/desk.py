"""Where proposals are made: what the database, the sources and the check are that all of it needs."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from bouwstenen.curation.database import Database
from bouwstenen.curation.proposals.state import Held, State
from bouwstenen.errors import BusyError, ReleaseError
from bouwstenen.graph.changesets import Changeset, Patch
from bouwstenen.graph.release import current
from bouwstenen.validation.bounded import bounded
from bouwstenen.validation.change import check_patch
from bouwstenen.validation.findings import Finding, as_json

__all__ = ["Check", "Desk", "as_stored"]

#: Checks that run at once, and those that may run or wait.
AT_ONCE, WAITING = 2, 12

#: As `check_patch`.
Check = Callable[[Path, Sequence[Changeset], Patch], tuple[list[Finding], dict[str, str]]]


@dataclass(frozen=True)
class Desk:
    """What making and reviewing proposals needs.

    Args:
        database: of the workflow.
        root: folder with `ontology`, `data`, `shapes`.
        home: folder that holds the releases.
        check: tells what a patch would make wrong, in this process; None for `check_patch` in a process of
            its own, which is ended when it takes too much: what it checks comes from anybody.
        seconds: that a check may take, and that it may wait for its turn.
    """

    database: Database
    root: Path
    home: Path
    check: Check | None = None
    seconds: float = 30.0
    held: Held = field(init=False)
    room: BoundedSemaphore = field(init=False, default_factory=lambda: BoundedSemaphore(WAITING))
    turn: BoundedSemaphore = field(init=False, default_factory=lambda: BoundedSemaphore(AT_ONCE))

    def __post_init__(self) -> None:
        object.__setattr__(self, "held", Held(self.root))

    def state(self) -> State:
        """Return what holds by now.

        Raises:
            SourceError: a source cannot be read.
            DatabaseError: the database cannot be read.
        """
        with self.database.reading() as connection:
            return self.held.at(connection)

    def found(self, state: State, patch: Patch) -> list[dict[str, Any]]:
        """Return what a patch would make wrong, as it is stored with a proposal.

        Raises:
            BusyError: too many checks wait already, or those before it take too long; one takes seconds.
            QueryTimeoutError: it takes longer than it may.
            QueryMemoryError: it needs more memory than it may have.
        """
        if not self.room.acquire(blocking=False):
            raise _busy()
        try:
            if not self.turn.acquire(timeout=self.seconds):
                raise _busy()
            try:
                return as_stored(*self._checked(state, patch))
            finally:
                self.turn.release()
        finally:
            self.room.release()

    def _checked(self, state: State, patch: Patch) -> tuple[list[Finding], dict[str, str]]:
        if self.check is not None:
            return self.check(self.root, state.changes, patch)
        return bounded(partial(check_patch, self.root, state.changes, patch), self.seconds)

    def release(self) -> str:
        """Return the hash of the release that serves; "" where none does."""
        try:
            return current(self.home)[1].hash
        except ReleaseError:
            return ""


def _busy() -> BusyError:
    return BusyError(
        {
            "nl": "er worden al te veel voorstellen gecontroleerd.",
            "en": "too many proposals are being checked.",
        },
        mend={"nl": "Probeer het straks opnieuw.", "en": "Try again in a moment."},
    )


def as_stored(findings: list[Finding], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Return findings as they stand in the table."""
    stored: list[dict[str, Any]] = json.loads(as_json(findings, labels))
    return stored
