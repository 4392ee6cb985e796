"""Which proposals need two curators: those that touch evidence levels or sources."""

from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import NamedNode, Triple

from bouwstenen.curation.proposals.proposal import Proposal
from bouwstenen.curation.proposals.state import State
from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE, thing_iri

__all__ = ["CLASSES", "PROPERTIES", "is_sensitive", "made_of_source", "weighed_anew"]

#: Whatever is said of these, and of what stands below them: claims of evidence, the ladders, sources.
CLASSES = (
    "EvidenceClaim",
    "RecognitionClaim",
    "OccurrenceClaim",
    "LiteratureClaim",
    "Trede",
    "RecognitionLevel",
    "Basis",
    "Source",
    "Passage",
)
#: Statements that say how well something is founded, or on which study, whatever they are said of.
PROPERTIES = frozenset(
    {f"{BM}{name}" for name in ("trede", "recognitionLevel", "level", "assessor", "basis", "evaluation")}
    | {f"{PREFIXES['dcterms']}source", f"{PREFIXES['dcterms']}bibliographicCitation"}
)
#: Where something that is there already was found: another source for it is a change of sources.
_ORIGIN = frozenset((f"{PREFIXES['prov']}wasDerivedFrom", f"{PREFIXES['dcterms']}isPartOf", f"{BM}locator"))
#: What a statement says of something else: a claim is said of what it is about.
_ABOUT = NamedNode(f"{BM}about")
#: Statements whose value is a source or a passage, also where nothing says yet that it is one.
_SOURCED = tuple(
    NamedNode(iri) for iri in (f"{PREFIXES['prov']}wasDerivedFrom", f"{BM}cites", f"{BM}evaluation")
)
_TYPE = NamedNode(RDF_TYPE)


def made_of_source(proposal: str) -> frozenset[NamedNode]:
    """Return the names of the source and the passage that are made of what a proposal names as its source."""
    return frozenset(NamedNode(thing_iri(kind, f"voorstel-{proposal}")) for kind in ("passage", "source"))


def is_sensitive(state: State, patch: Patch, proposal: str = "") -> bool:
    """Return whether two curators must stand behind a patch.

    Args:
        state: what it changes.
        patch: what comes and goes.
        proposal: name of the proposal. The source and passage made of what it names as its source are by
            themselves no reason: every claim needs one.
    """
    own = made_of_source(proposal) if proposal else frozenset()
    triples = [triple for triple in _all(patch) if triple.subject not in own]
    if any(triple.predicate.value in PROPERTIES for triple in triples):
        return True
    founded = _Founded(state, patch)
    subjects = {triple.subject for triple in triples if isinstance(triple.subject, NamedNode)}
    about = {value for subject in subjects for value in founded.values(subject, _ABOUT)}
    if any(founded.has(node) for node in subjects | about):
        return True
    return any(
        triple.predicate.value in _ORIGIN
        and next(state.store.quads_for_pattern(triple.subject, _TYPE, None, None), None) is not None
        for triple in triples
    )


def weighed_anew(state: State, proposal: Proposal) -> Proposal:
    """Return a proposal as it must be approved by what holds now: what it speaks of may have become a source
    since it was made. What needed two curators then still does."""
    two = proposal.two_approvals or is_sensitive(state, proposal.patch, proposal.id)
    return replace(proposal, two_approvals=two)


def _all(patch: Patch) -> Iterator[Triple]:
    yield from patch.added
    for quad in patch.removed:
        yield quad.triple


class _Founded:
    """Tells what evidence, ladders and sources are, by the state and by a patch together."""

    def __init__(self, state: State, patch: Patch) -> None:
        self._store = state.store
        self._classes = frozenset(iri for name in CLASSES for iri in state.classes_below(name))
        self._said: dict[tuple[object, NamedNode], set[NamedNode]] = {}
        self._sourced: set[NamedNode] = set()
        for triple in _all(patch):
            if isinstance(triple.object, NamedNode):
                self._said.setdefault((triple.subject, triple.predicate), set()).add(triple.object)
                if triple.predicate in _SOURCED:
                    self._sourced.add(triple.object)

    def values(self, subject: NamedNode, predicate: NamedNode) -> set[NamedNode]:
        found = self._store.quads_for_pattern(subject, predicate, None, None)
        stands = {quad.object for quad in found if isinstance(quad.object, NamedNode)}
        return stands | self._said.get((subject, predicate), set())

    def has(self, node: NamedNode) -> bool:
        """Return whether something is one of them: it says so, or others use it as a source."""
        types = self.values(node, _TYPE)
        if any(each.value in self._classes for each in types):
            return True
        if types:
            return False
        return node in self._sourced or any(
            next(self._store.quads_for_pattern(None, each, node, None), None) is not None for each in _SOURCED
        )
