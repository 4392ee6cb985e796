"""What an accepted proposal becomes: a changeset with its own description."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple
from sqlalchemy import Connection

from bouwstenen.curation import audit
from bouwstenen.curation.proposals.patches import added_text, removed_text
from bouwstenen.curation.proposals.people import Contributor, contributor_of, described
from bouwstenen.curation.proposals.proposal import Proposal
from bouwstenen.curation.proposals.state import State
from bouwstenen.curation.roles import Account
from bouwstenen.curation.schema import changesets
from bouwstenen.graph.changesets import Patch, changeset_iri
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE

__all__ = ["LICENCE", "as_changeset", "content_of", "write"]

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_LABEL = NamedNode(f"{PREFIXES['rdfs']}label")


def as_changeset(state: State, proposal: Proposal, approvers: Iterable[Account], moment: str) -> Patch:
    """Return a proposal as the changeset that follows the last one, its own description among what comes.

    Args:
        state: what it follows.
        proposal: what is accepted.
        approvers: accept it, who proposes left out.
        moment: at which, ISO 8601 in UTC.
    """
    graph = NamedNode(changeset_iri(state.number + 1))
    by = [contributor_of(account, "", None, proposal.id) for account in approvers]
    said = {
        Triple(graph, NamedNode(RDF_TYPE), NamedNode(f"{BM}Changeset")),
        Triple(graph, _LABEL, Literal(f"Wijziging {state.number + 1}", language="nl")),
        Triple(graph, _LABEL, Literal(f"Changeset {state.number + 1}", language="en")),
        *_description(graph, proposal),
        Triple(graph, NamedNode(f"{PREFIXES['dcterms']}license"), NamedNode(LICENCE)),
        Triple(graph, NamedNode(f"{PREFIXES['prov']}wasAttributedTo"), NamedNode(proposal.proposer.iri)),
        Triple(
            graph,
            NamedNode(f"{PREFIXES['prov']}generatedAtTime"),
            Literal(moment, datatype=NamedNode(f"{PREFIXES['xsd']}dateTime")),
        ),
        Triple(graph, NamedNode(f"{BM}motivation"), Literal(proposal.reason)),
        *(Triple(graph, NamedNode(f"{BM}approvedBy"), NamedNode(each.iri)) for each in by),
    }
    if proposal.reverts is not None:
        said.add(Triple(graph, NamedNode(f"{BM}reverts"), NamedNode(changeset_iri(proposal.reverts))))
    for each in (proposal.proposer, *by):
        said |= _introduced(state, each)
    return Patch(proposal.patch.added | said, proposal.patch.removed)


def content_of(number: int, patch: Patch) -> frozenset[Triple]:
    """Return what a changeset adds, without what it says of itself and of contributors."""
    graph = NamedNode(changeset_iri(number))
    people = {
        triple.subject
        for triple in patch.added
        if triple.predicate.value == RDF_TYPE and triple.object == NamedNode(f"{BM}Contributor")
    }
    return frozenset(triple for triple in patch.added if triple.subject not in {graph, *people})


def write(
    connection: Connection, number: int, patch: Patch, proposal: Proposal, who: Account, moment: str
) -> None:
    """Write a changeset, in the transaction that accepts its proposal."""
    connection.execute(
        changesets.insert().values(
            number=number,
            proposal=proposal.id,
            accepted=moment,
            added=added_text(patch),
            removed=removed_text(patch),
        )
    )
    audit.append(connection, who, "changeset accepted", str(number), {"proposal": proposal.id})


def _description(graph: NamedNode, proposal: Proposal) -> Iterable[Triple]:
    """How much comes and goes: what it is about, its own statements tell."""
    comes, goes = len(proposal.patch.added), len(proposal.patch.removed)
    dutch, english = f"{comes} uitspraken erbij, {goes} weg.", f"{comes} statements added, {goes} removed."
    for text, language in ((dutch, "nl"), (english, "en")):
        yield Triple(graph, NamedNode(f"{PREFIXES['dcterms']}description"), Literal(text, language=language))


def _introduced(state: State, who: Contributor) -> frozenset[Triple]:
    """What the graph says of a contributor; who was introduced before keeps the name they had then."""
    known = next(state.store.quads_for_pattern(NamedNode(who.iri), _LABEL, None, None), None)
    said = described(who)
    if known is None or known.object == Literal(who.name, language="nl"):
        return said
    return frozenset(triple for triple in said if triple.predicate.value == RDF_TYPE)
