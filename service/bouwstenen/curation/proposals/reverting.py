"""Undoing a changeset: a proposal whose patch is worked out, reviewed like any other."""

from pyoxigraph import NamedNode, Quad

from bouwstenen.curation.database import now
from bouwstenen.curation.proposals.accepting import content_of
from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.proposals.making import REASON, Made, Weighed, insert, new_name
from bouwstenen.curation.proposals.people import contributor_of, described
from bouwstenen.curation.proposals.proposal import find, number_of
from bouwstenen.curation.proposals.rules import checked_text
from bouwstenen.curation.proposals.sensitivity import is_sensitive
from bouwstenen.curation.proposals.state import State
from bouwstenen.curation.proposals.states import Kind
from bouwstenen.curation.roles import Account
from bouwstenen.errors import ConflictError
from bouwstenen.graph.changesets import Changeset, Patch, changeset_iri
from bouwstenen.namespaces import RDF_TYPE

__all__ = ["later_on", "revert", "undone"]


def undone(state: State, changeset: Changeset) -> Patch:
    """Return what undoes a changeset.

    What it added goes, as far as it is still there; its description and its contributors stay, since what
    happened has happened. What it took away comes back, unless it is there again: in the graph of the
    changeset that undoes it, not where it stood, for a changeset adds only to its own graph.

    Args:
        state: in which.
        changeset: one of it.
    """
    graph = NamedNode(changeset_iri(changeset.number))
    added = (
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in content_of(changeset.number, changeset.patch)
    )
    goes = frozenset(quad for quad in added if quad in state.store)
    back = frozenset(
        quad.triple
        for quad in changeset.patch.removed
        if next(state.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None), None) is None
    )
    return Patch(back, goes)


def later_on(state: State, number: int) -> list[int]:
    """Return which later changesets mention things that a changeset introduced: they build upon it."""
    content = content_of(number, state.changes[number - 1].patch)
    own = {triple.subject for triple in content if triple.predicate.value == RDF_TYPE}
    return [each.number for each in state.changes[number:] if own & _mentioned(each)]


def _mentioned(changeset: Changeset) -> set[object]:
    content = content_of(changeset.number, changeset.patch)
    return {term for triple in content for term in (triple.subject, triple.object)}


def revert(desk: Desk, number: int, who: Account, reason: str) -> Made:
    """Propose to undo a changeset; it is kept, durably, when this returns.

    Args:
        desk: where.
        number: of the changeset.
        who: proposes it; somebody else approves it.
        reason: why.

    Raises:
        UnknownThingError: there is no such changeset.
        ConflictError: nothing of it is left to undo.
        WrongUseError: no reason is given.
        DatabaseError: it cannot be written.
    """
    text = checked_text(reason, "reason", *REASON)
    with desk.database.reading() as connection:
        number_of(connection, number)
        state = desk.held.at(connection)
    patch = undone(state, state.changes[number - 1])
    if not patch:
        raise ConflictError(
            {
                "nl": f"van wijziging {number} is niets meer over.",
                "en": f"nothing of changeset {number} is left.",
            },
            where="number",
            mend={
                "nl": "Draai de wijziging terug die haar ongedaan maakte.",
                "en": "Revert the changeset that undid it.",
            },
        )
    name, moment = new_name(), now()
    proposer = contributor_of(who, "", None, name)
    seen = Patch(patch.added | described(proposer), patch.removed)
    weighed = Weighed(patch, desk.found(state, seen), is_sensitive(state, patch))
    with desk.database.writing() as connection:
        insert(
            connection,
            name,
            Kind.REVERT,
            proposer,
            moment,
            text,
            changeset_iri(number),
            weighed,
            desk.release(),
            account=who,
            reverts=number,
        )
        return Made(find(connection, name), None)
