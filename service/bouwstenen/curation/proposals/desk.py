"""Where proposals are made: what the database, the sources and the check are that all of it needs."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from bouwstenen.curation.database import Database
from bouwstenen.curation.proposals.state import Held, State
from bouwstenen.errors import BusyError, ReleaseError
from bouwstenen.graph.changesets import Changeset, Patch
from bouwstenen.graph.release import current
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
        check: tells what a patch would make wrong.
    """

    database: Database
    root: Path
    home: Path
    check: Check = check_patch
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
            BusyError: too many checks wait already; one takes seconds.
        """
        if not self.room.acquire(blocking=False):
            raise BusyError(
                {
                    "nl": "er worden al te veel voorstellen gecontroleerd.",
                    "en": "too many proposals are being checked.",
                },
                mend={"nl": "Probeer het straks opnieuw.", "en": "Try again in a moment."},
            )
        try:
            with self.turn:
                return as_stored(*self.check(self.root, state.changes, patch))
        finally:
            self.room.release()

    def release(self) -> str:
        """Return the hash of the release that serves; "" where none does."""
        try:
            return current(self.home)[1].hash
        except ReleaseError:
            return ""


def as_stored(findings: list[Finding], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Return findings as they stand in the table."""
    stored: list[dict[str, Any]] = json.loads(as_json(findings, labels))
    return stored
