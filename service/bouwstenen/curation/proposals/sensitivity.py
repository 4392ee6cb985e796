"""Which proposals need two curators: those that touch evidence levels or sources."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from bouwstenen.curation.proposals.state import State
from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE

__all__ = ["CLASSES", "PROPERTIES", "is_sensitive"]

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
)
#: Statements that say how well something is founded, or on which study, whatever they are said of.
PROPERTIES = frozenset(
    {f"{BM}{name}" for name in ("trede", "recognitionLevel", "level", "assessor", "basis", "evaluation")}
    | {f"{PREFIXES['dcterms']}source", f"{PREFIXES['dcterms']}bibliographicCitation"}
)
#: Where something that is there already was found: another source for it is a change of sources.
_ORIGIN = frozenset((f"{PREFIXES['prov']}wasDerivedFrom", f"{PREFIXES['dcterms']}isPartOf", f"{BM}locator"))
_TYPE = NamedNode(RDF_TYPE)


def is_sensitive(state: State, patch: Patch, cited: str = "") -> bool:
    """Return whether two curators must stand behind a patch.

    Args:
        state: what it changes.
        patch: what comes and goes.
        cited: the source made of what the proposal itself names as its source; that one by itself is no
            reason: every claim needs one.
    """
    classes = frozenset(iri for name in CLASSES for iri in state.classes_below(name))
    triples = [triple for triple in _all(patch) if triple.subject != NamedNode(cited or "x:none")]
    if any(triple.predicate.value in PROPERTIES for triple in triples):
        return True
    subjects = {triple.subject for triple in triples if isinstance(triple.subject, NamedNode)}
    typed = {
        triple.subject
        for triple in triples
        if triple.predicate == _TYPE
        and isinstance(triple.object, NamedNode)
        and triple.object.value in classes
    }
    if typed or any(_has_class(state, subject, classes) for subject in subjects):
        return True
    return any(
        triple.predicate.value in _ORIGIN
        and next(state.store.quads_for_pattern(triple.subject, _TYPE, None, None), None) is not None
        for triple in triples
    )


def _all(patch: Patch) -> Iterator[Triple]:
    yield from patch.added
    for quad in patch.removed:
        yield quad.triple


def _has_class(state: State, subject: NamedNode, classes: Iterable[str]) -> bool:
    return any(
        isinstance(quad.object, NamedNode) and quad.object.value in classes
        for quad in state.store.quads_for_pattern(subject, _TYPE, None, None)
    )
