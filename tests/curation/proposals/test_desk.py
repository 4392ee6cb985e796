"""A proposal is checked within bounds, and what is not checked is not stored."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bouwstenen.curation.database import Database
from bouwstenen.curation.proposals.desk import AT_ONCE, Desk, as_stored
from bouwstenen.curation.proposals.proposal import count, find
from bouwstenen.curation.proposals.reviewing import approve
from bouwstenen.curation.proposals.states import Status
from bouwstenen.errors import BusyError, QueryTimeoutError
from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import ID
from bouwstenen.validation.change import check_patch
from tests.curation.proposals.making import ROOT, account, desk_of, propose, triples


@pytest.mark.threat("T50")
def test_what_takes_too_long_to_check_is_not_stored(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, ROOT, tmp_path, seconds=0.1)
    with pytest.raises(QueryTimeoutError):
        propose(desk)
    with database.reading() as connection:
        assert count(connection, None, None) == 0


@pytest.mark.threat("T50")
def test_what_takes_too_long_to_check_is_not_accepted(database: Database, tmp_path: Path) -> None:
    made = propose(desk_of(database, tmp_path))
    curator, slow = account(database, "anna"), Desk(database, ROOT, tmp_path, seconds=0.1)
    with pytest.raises(QueryTimeoutError):
        approve(slow, made.proposal.id, curator, content=made.proposal.content)
    with database.reading() as connection:
        after = find(connection, made.proposal.id)
    assert (after.status, after.approvals) == (Status.OPEN, [])


@pytest.mark.threat("T50")
def test_nobody_waits_for_ever_for_checks_of_others(database: Database, tmp_path: Path) -> None:
    slow = Desk(database, ROOT, tmp_path, lambda *_: ([], {}), seconds=0.1)
    for _ in range(AT_ONCE):
        slow.turn.acquire()
    for _ in range(20):  # whoever gave up leaves no place taken
        with pytest.raises(BusyError):
            propose(slow)
    for _ in range(AT_ONCE):
        slow.turn.release()
    propose(slow)
    with database.reading() as connection:
        assert count(connection, None, None) == 1


def _raise(*_: object) -> tuple[list[object], dict[str, str]]:
    raise QueryTimeoutError("too long")


def test_a_check_that_fails_leaves_its_turn(database: Database, tmp_path: Path) -> None:
    check: Callable[..., tuple[list[object], dict[str, str]]] = _raise
    desk = Desk(database, ROOT, tmp_path, check, seconds=0.1)  # type: ignore[arg-type]
    for _ in range(20):
        with pytest.raises(QueryTimeoutError):
            propose(desk)


def test_a_check_in_a_process_of_its_own_finds_what_one_here_finds(
    database: Database, tmp_path: Path
) -> None:
    desk = Desk(database, ROOT, tmp_path, seconds=120)
    patch = Patch(triples(f"<{ID}intervention/nieuw> a bm:Intervention ; rdfs:label 'Nieuw'@nl ."))
    found = desk.found(desk.state(), patch)
    assert found == as_stored(*check_patch(ROOT, [], patch))
    assert any(each["focus"] == f"{ID}intervention/nieuw" for each in found)
