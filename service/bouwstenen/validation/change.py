"""What a patch would make wrong, were it accepted: as fast as what it touches is small.

The sources with what was accepted stand ready, derived and inferred and checked. A patch is applied to them,
what follows from it is followed (`graph.rederivation`, `graph.reinference`), the shapes check again what it
can have affected (`validation.engine.part`), and everything is taken back. Where the effects of a patch
cannot be bounded (it changes the ontology, or rules could keep each other's statements alive), all is done
anew.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

from pyoxigraph import NamedNode, Quad, Store

from bouwstenen.graph import changesets, derivation, inference
from bouwstenen.graph.changesets import Changeset, Patch
from bouwstenen.graph.ledger import Ledger
from bouwstenen.graph.rederivation import Rederivation
from bouwstenen.graph.reinference import Reinference
from bouwstenen.graph.sources import Source, find, load
from bouwstenen.namespaces import PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.store.labels import labels_of
from bouwstenen.validation import shacl
from bouwstenen.validation.consistency import check_consistency
from bouwstenen.validation.engine.checking import check, read_shapes
from bouwstenen.validation.engine.part import Checked
from bouwstenen.validation.findings import Finding, in_order

__all__ = ["Checker", "check_patch", "checker"]

_RDF, _RDFS, _OWL = (PREFIXES[name] for name in ("rdf", "rdfs", "owl"))
_ONTOLOGY = NamedNode(graph_iri("ontology"))
#: What axioms are made of.
_AXIOMS = {
    *(_RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")),
    *(_OWL + name for name in ("inverseOf", "propertyChainAxiom", "disjointWith", "members")),
    *(_RDF + name for name in ("first", "rest")),
}


def check_patch(
    root: Path, accepted: Sequence[Changeset], patch: Patch, language: str = "nl"
) -> tuple[list[Finding], dict[str, str]]:
    """Return what the shapes find when a patch follows what was accepted, and names of what is concerned.

    Violations anywhere are told, for the patch is the cause; of the rest, what concerns things it mentions.
    The first call for some sources takes seconds; what it prepares is kept for the calls that follow.

    Args:
        root: folder with `ontology`, `data`, `shapes`.
        accepted: changesets that hold already, in order.
        patch: what comes and goes.
        language: of the names.

    Raises:
        SourceError: a source cannot be read.
    """
    return checker(root, accepted).check(patch, language)


def checker(root: Path, accepted: Sequence[Changeset] = ()) -> "Checker":
    """Return what checks patches that follow `accepted`; the one made last is kept until a source changes.

    Raises:
        SourceError: a source cannot be read.
    """
    files = tuple(find(root))
    stamps = tuple((file.path.stat().st_mtime_ns, file.path.stat().st_size) for file in files)
    return _kept(files, stamps, tuple(accepted))


@lru_cache(maxsize=1)
def _kept(
    files: tuple[Source, ...], _stamps: tuple[tuple[int, int], ...], accepted: tuple[Changeset, ...]
) -> "Checker":
    return Checker(files, accepted)


class Checker:
    """The sources with what was accepted, ready to check patches; for any number of threads.

    Args:
        files: the sources.
        accepted: changesets that hold already, in order.

    Raises:
        SourceError: a source cannot be read, a rule or a shape is not valid.
    """

    def __init__(self, files: Sequence[Source], accepted: Sequence[Changeset] = ()) -> None:
        self._number = len(accepted) + 1
        first, second = shacl.in_stages(source.path for source in files if source.graph == "shapes")
        self._before, self._after = read_shapes(first), read_shapes(second)
        # as claimed, with what is derived, with what is inferred
        self._claimed = load([source for source in files if source.graph != "shapes"])
        changesets.apply(self._claimed, accepted)
        self._derived = _copy(self._claimed)
        derivation.derive(self._derived)
        self._whole = _copy(self._derived)
        inference.infer(self._whole)
        self._rederivation = Rederivation(self._derived, derivation.declared(), "derived")
        self._reinference = Reinference(self._whole)
        self._first = Checked(self._claimed, self._before)
        self._second = Checked(self._whole, self._after)
        self._clashes = check_consistency(self._whole)
        self._lock = Lock()

    def check(self, patch: Patch, language: str = "nl") -> tuple[list[Finding], dict[str, str]]:
        """Return what `check_patch` returns."""
        mentioned = {
            term.value
            for triple in (*patch.added, *(quad.triple for quad in patch.removed))
            for term in (triple.subject, triple.object)
            if isinstance(term, NamedNode)
        }
        graph = NamedNode(graph_iri(Changeset(self._number, patch).graph))
        added = [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in patch.added]
        # as `changesets.apply` does: what is taken away goes first
        removed = [quad for quad in patch.removed if quad.graph_name != graph]
        with self._lock:
            ledgers = [Ledger(store) for store in (self._claimed, self._derived, self._whole)]
            try:
                found, store = self._check(ledgers, removed, added)
                told = in_order(
                    item for item in found if item.severity == "violation" or item.focus in mentioned
                )
                return told, labels_of(store, {item.focus for item in told}, language)
            finally:
                for ledger in ledgers:
                    ledger.take_back()

    def _check(
        self, ledgers: list[Ledger], removed: list[Quad], added: list[Quad]
    ) -> tuple[list[Finding], Store]:
        """Change the stores, and return what is found, and the store that has all."""
        claimed, derived, whole = ledgers
        change = claimed.remove(removed).then(claimed.add(added))
        if any(map(_is_axiom, (*added, *removed))):
            return self._anew()
        if self._rederivation.follow(derived, removed, added) is None:
            return self._anew()
        found = self._first.after(self._claimed, change)
        change = self._reinference.follow(whole, *derived.balance())
        classes_changed = any(triple.predicate.value == RDF_TYPE for triple in change.added | change.removed)
        found += check_consistency(self._whole) if classes_changed else self._clashes
        return found + self._second.after(self._whole, change), self._whole

    def _anew(self) -> tuple[list[Finding], Store]:
        """Return what is found in the sources as they are now, by checking everything."""
        store = _copy(self._claimed)
        found = check(store, self._before)
        derivation.derive(store)
        inference.infer(store)
        return found + check_consistency(store) + check(store, self._after), store


def _copy(store: Store) -> Store:
    copy = Store()
    copy.bulk_extend(store)
    return copy


def _is_axiom(quad: Quad) -> bool:
    """Return whether a statement can change what the ontology entails; none outside its graph can."""
    if quad.graph_name != _ONTOLOGY:
        return False
    if quad.predicate.value == RDF_TYPE:
        return isinstance(quad.object, NamedNode) and quad.object.value.startswith((_OWL, _RDFS))
    return quad.predicate.value in _AXIOMS
