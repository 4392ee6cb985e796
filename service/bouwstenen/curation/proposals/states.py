"""What may be done with a proposal, when, and by whom: one table that code, pages and docs follow."""

from dataclasses import dataclass
from enum import StrEnum

from bouwstenen.errors import Message

__all__ = ["ACTIONS", "CLOSED", "Action", "Kind", "Move", "Status", "Who"]


class Kind(StrEnum):
    """What a proposal is: a change of the data, a report of an error, the undoing of a changeset."""

    CHANGE = "change"
    REPORT = "report"
    REVERT = "revert"


class Status(StrEnum):
    """How far a proposal is."""

    OPEN = "open"
    QUESTION = "question"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


#: Nothing happens to these any more.
CLOSED = frozenset({Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN})


class Action(StrEnum):
    """What can be done with a proposal."""

    APPROVE = "approve"
    ASK = "ask"
    ANSWER = "answer"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    TAKE_UP = "take-up"


class Who(StrEnum):
    """Who may do something: whoever proposed it, or a curator who did not."""

    PROPOSER = "proposer"
    CURATOR = "curator"


@dataclass(frozen=True)
class Move:
    """What an action does.

    Args:
        before: the statuses it can be done in.
        after: the status that follows. An approval is followed by it once there are enough of them.
        who: may do it.
        kinds: of proposals it can be done with.
        needs: whether it must say why, or what is asked or answered.
        done: how it is told, in the past tense.
    """

    before: frozenset[Status]
    after: Status
    who: Who
    kinds: frozenset[Kind]
    needs: bool
    done: Message


_ACTIVE = frozenset({Status.OPEN, Status.QUESTION})
_DATA = frozenset({Kind.CHANGE, Kind.REVERT})
_ALL = frozenset(Kind)

ACTIONS: dict[Action, Move] = {
    Action.APPROVE: Move(
        frozenset({Status.OPEN}),
        Status.ACCEPTED,
        Who.CURATOR,
        _DATA,
        needs=False,
        done={"nl": "goedgekeurd", "en": "approved"},
    ),
    Action.ASK: Move(
        _ACTIVE,
        Status.QUESTION,
        Who.CURATOR,
        _ALL,
        needs=True,
        done={"nl": "bevraagd", "en": "questioned"},
    ),
    Action.ANSWER: Move(
        _ACTIVE,
        Status.OPEN,
        Who.PROPOSER,
        _ALL,
        needs=True,
        done={"nl": "geantwoord", "en": "answered"},
    ),
    Action.REJECT: Move(
        _ACTIVE,
        Status.REJECTED,
        Who.CURATOR,
        _ALL,
        needs=True,
        done={"nl": "afgewezen", "en": "rejected"},
    ),
    Action.WITHDRAW: Move(
        _ACTIVE,
        Status.WITHDRAWN,
        Who.PROPOSER,
        _ALL,
        needs=False,
        done={"nl": "ingetrokken", "en": "withdrawn"},
    ),
    Action.TAKE_UP: Move(
        _ACTIVE,
        Status.ACCEPTED,
        Who.CURATOR,
        frozenset({Kind.REPORT}),
        needs=False,
        done={"nl": "overgenomen in een voorstel", "en": "taken up in a proposal"},
    ),
}
