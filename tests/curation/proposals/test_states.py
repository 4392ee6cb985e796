"""The state machine: each status, action and role, against the table."""

from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select

from bouwstenen.curation.audit import verify
from bouwstenen.curation.database import Database, now
from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.proposals.making import Made
from bouwstenen.curation.proposals.notes import key_hash, note, permitted
from bouwstenen.curation.proposals.proposal import find
from bouwstenen.curation.proposals.reporting import Report, report
from bouwstenen.curation.proposals.reviewing import act
from bouwstenen.curation.proposals.states import ACTIONS, CLOSED, Action, Kind, Status, Who
from bouwstenen.curation.roles import Account, Role
from bouwstenen.curation.schema import audit, proposals
from bouwstenen.errors import ConflictError, ForbiddenError, UnauthenticatedError, WrongUseError
from tests.curation.proposals.making import AIM, account, approve, desk_of, propose

ROLES = ("stranger", "key", "reader", "contributor", "curator", "admin", "proposing curator")


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return desk_of(database, tmp_path)


def _made(desk: Desk, kind: Kind, who: Account | None, number: int = 0) -> Made:
    if kind is Kind.REPORT:
        return report(desk, Report("/doc/intervention/diamant", "De leeftijd klopt niet.", who=who))
    return propose(desk, AIM.replace("doel", f"doel-{number}"), who)


@pytest.mark.threat("T33")
@pytest.mark.parametrize("kind", [Kind.CHANGE, Kind.REPORT])
def test_each_action_in_each_status_by_each_role_is_as_the_table_says(desk: Desk, kind: Kind) -> None:
    people: dict[str, Account | None] = {"stranger": None, "key": None}
    for name in ("reader", "contributor", "curator", "admin"):
        people[name] = account(desk.database, name, Role[name.upper()])
    people["proposing curator"] = account(desk.database, "Zelf")
    for number, (status, action, role) in enumerate(product(Status, Action, ROLES)):
        who = people[role]
        made = _made(desk, kind, who if role == "proposing curator" else None, number)
        with desk.database.writing() as connection:
            connection.execute(
                proposals.update()
                .where(proposals.c.id == made.proposal.id)
                .values(status=status.value, thing=f"{status}{action}{role}")
            )
            proposal = find(connection, made.proposal.id)
        move = ACTIONS[action]
        known = (
            role in ("curator", "admin") if move.who is Who.CURATOR else role in ("key", "proposing curator")
        )
        fits = status in move.before and kind in move.kinds
        key = made.key if role == "key" else None
        if action is not Action.TAKE_UP:
            assert (action in permitted(proposal, who, key)) == (known and fits), (status, action, role)
        try:
            if action is Action.TAKE_UP:
                with desk.database.writing() as connection:
                    note(connection, proposal, action, who, key, "x", now())
            else:
                act(desk, proposal.id, action, who, "Daarom zo.", key=key, content=proposal.content)
        except UnauthenticatedError:
            assert (known, who) == (False, None)
        except ForbiddenError:
            assert not known
            assert (who, key) != (None, None)
        except ConflictError:
            assert (known, fits) == (True, False)
        else:
            assert (known, fits) == (True, True)
            with desk.database.reading() as connection:
                after = find(connection, proposal.id)
            assert after.status is move.after
            assert after.reviews[-1].action is action
            continue
        with desk.database.reading() as connection:
            assert find(connection, proposal.id) == proposal, "what is refused changes nothing"


def test_what_is_closed_stays_so() -> None:
    assert all(not CLOSED & move.before for move in ACTIONS.values())
    assert {move.after for move in ACTIONS.values()} == set(Status)


def test_what_needs_words_has_them(desk: Desk) -> None:
    curator, made = account(desk.database, "Anna"), propose(desk)
    for action in (Action.ASK, Action.REJECT):
        with pytest.raises(WrongUseError, match="missing or too short"):
            act(desk, made.proposal.id, action, curator, "  ")


@pytest.mark.threat("T31")
def test_a_wrong_key_is_no_key_and_only_its_hash_is_kept(desk: Desk) -> None:
    made = propose(desk)
    assert made.key is not None
    assert made.proposal.key == key_hash(made.key) != made.key
    with pytest.raises(ForbiddenError):
        act(desk, made.proposal.id, Action.WITHDRAW, None, key=made.key + "x")
    assert act(desk, made.proposal.id, Action.WITHDRAW, None, key=made.key).status is Status.WITHDRAWN


def test_every_action_is_in_the_audit_log(desk: Desk) -> None:
    curator, made = account(desk.database, "Anna"), propose(desk)
    act(desk, made.proposal.id, Action.ASK, curator, "Waar staat dat?")
    act(desk, made.proposal.id, Action.ANSWER, None, "Op bladzijde 3.", key=made.key)
    approve(desk, made.proposal.id, curator)
    with desk.database.reading() as connection:
        lines = connection.execute(select(audit.c.who, audit.c.action).order_by(audit.c.id)).all()
        assert list(verify(connection)) == []
    assert [tuple(line) for line in lines[1:]] == [
        ("somebody", "proposal made"),
        ("Anna", "proposal questioned"),
        ("somebody", "proposal answered"),
        ("Anna", "proposal approved"),
        ("Anna", "changeset accepted"),
    ]
