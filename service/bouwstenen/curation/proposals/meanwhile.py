"""What was accepted meanwhile: why a proposal does not fit upon it any more, in words."""

from collections.abc import Callable, Iterable

from pyoxigraph import Literal, NamedNode, Quad

from bouwstenen.curation.proposals.difference import Row, Thing, difference
from bouwstenen.curation.proposals.proposal import Proposal
from bouwstenen.curation.proposals.state import State
from bouwstenen.errors import ConflictError
from bouwstenen.graph.changesets import Changeset, Patch, changeset_iri
from bouwstenen.namespaces import PREFIXES, RDF_TYPE

__all__ = ["conflict"]

#: Values that one message tells.
_TOLD = 3

_TYPE = NamedNode(RDF_TYPE)
_LABEL = NamedNode(f"{PREFIXES['rdfs']}label")
_TIME = NamedNode(f"{PREFIXES['prov']}generatedAtTime")
_AGENT = NamedNode(f"{PREFIXES['prov']}wasAttributedTo")


def conflict(state: State, proposal: Proposal) -> ConflictError | None:
    """Return why a proposal does not fit upon what holds by now; None where it does.

    What it takes away may be gone, and what it describes as new may be there: then it would be merged with
    something that nobody compared it with.
    """
    return _gone(state, proposal) or _taken(state, proposal)


def _gone(state: State, proposal: Proposal) -> ConflictError | None:
    gone = [quad for quad in proposal.patch.removed if quad not in state.store]
    if not gone:
        return None
    current = {
        other.triple
        for quad in gone
        for other in state.store.quads_for_pattern(quad.subject, quad.predicate, None, None)
    }
    both = Patch(frozenset(current), frozenset(gone))
    dutch, english = (
        "; ".join(_lines(state, difference(state.store, both, language), gone, language))
        for language in ("nl", "en")
    )
    return ConflictError(
        {
            "nl": f"{len(gone)} uitspraken die weg moeten staan er niet meer: {dutch}.",
            "en": f"{len(gone)} statements that should go are there no longer: {english}.",
        },
        where="proposal",
        mend={
            "nl": "Iemand was voor: vraag de indiener om een voorstel dat begint met een nieuwe export.",
            "en": "Somebody came first: ask whoever proposed it to begin with a new export.",
        },
    )


def _lines(state: State, things: Iterable[Thing], gone: list[Quad], language: str) -> list[str]:
    """What was there, what is there now, and by which changeset: a line for each property."""
    rows = [(thing, row) for thing in things for row in thing.rows]
    lines = [_line(state, thing, row, gone, language) for thing, row in rows[:_TOLD]]
    return [*lines, "…"] if len(rows) > _TOLD else lines


def _line(state: State, thing: Thing, row: Row, gone: list[Quad], language: str) -> str:
    statements = {
        quad.triple
        for quad in gone
        if (quad.subject, quad.predicate) == (NamedNode(thing.iri), NamedNode(row.iri))
    }
    by = _last(state, lambda each: any(quad.triple in statements for quad in each.patch.removed))
    old, new = (", ".join(f"“{value.text}”" for value in values) for values in (row.old, row.new))
    if language == "nl":
        told = _told(state, by, "wijziging", "van") if by else "de bronnen zijn gewijzigd"
        return f"“{thing.name}”, {row.name}: {old} is nu {new or 'leeg'} ({told})"
    told = _told(state, by, "changeset", "by") if by else "the sources were changed"
    return f"“{thing.name}”, {row.name}: {old} is now {new or 'empty'} ({told})"


def _taken(state: State, proposal: Proposal) -> ConflictError | None:
    since = _composed(proposal)
    later = {
        NamedNode(changeset_iri(each.number)): each
        for each in state.changes
        if any(time >= since for time in _said(each, _TIME))
    }
    labels = {
        triple.subject: triple.object.value
        for triple in sorted(proposal.patch.added, key=str, reverse=True)  # the first of them is kept
        if triple.predicate == _LABEL and isinstance(triple.object, Literal)
    }
    typed = {triple.subject for triple in proposal.patch.added if triple.predicate == _TYPE}
    for thing, label in sorted(labels.items(), key=str):
        graphs = {quad.graph_name for quad in state.store.quads_for_pattern(thing, _TYPE, None, None)}
        if thing not in typed or not graphs or not graphs <= later.keys():
            continue
        first = min((later[graph] for graph in later if graph in graphs), key=lambda each: each.number)
        return ConflictError(
            {
                "nl": f"“{label}” is er inmiddels ({_told(state, first, 'wijziging', 'van')}), "
                "en was er niet toen dit werd voorgesteld.",
                "en": f"“{label}” is there by now ({_told(state, first, 'changeset', 'by')}), "
                "and was not when this was proposed.",
            },
            where="proposal",
            mend={
                "nl": "Vraag de indiener om andere gegevens: een aanvulling daarop, of een andere naam.",
                "en": "Ask whoever proposed it for other data: an addition to it, or another name.",
            },
        )
    return None


def _composed(proposal: Proposal) -> str:
    """When what is proposed now was handed in: with the last answer that brought other data, if any did."""
    before = [each.created for each in proposal.reviews if each.content != proposal.content]
    return before[-1] if before else proposal.created


def _last(state: State, wanted: Callable[[Changeset], bool]) -> Changeset | None:
    return next((each for each in reversed(state.changes) if wanted(each)), None)


def _told(state: State, changeset: Changeset, noun: str, by: str) -> str:
    names = [
        quad.object.value
        for iri in _said(changeset, _AGENT)
        for quad in state.store.quads_for_pattern(NamedNode(iri), _LABEL, None, None)
        if isinstance(quad.object, Literal)
    ]
    return f"{noun} {changeset.number}, {by} {names[0]}" if names else f"{noun} {changeset.number}"


def _said(changeset: Changeset, predicate: NamedNode) -> list[str]:
    """What a changeset says of itself."""
    graph = NamedNode(changeset_iri(changeset.number))
    return [
        each.object.value
        for each in changeset.patch.added
        if each.subject == graph
        and each.predicate == predicate
        and isinstance(each.object, (Literal, NamedNode))
    ]
