"""What the sources say of things, and how: the words that a proposal may use."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Store

from bouwstenen.graph.derivation import declared
from bouwstenen.graph.inference import compile_rules
from bouwstenen.graph.rule import Kind
from bouwstenen.graph.sources import GENERATED
from bouwstenen.namespaces import BM, GRAPH, ID, PREFIXES, RDF_TYPE, graph_iri

__all__ = ["Usage", "usage_of"]

_ONTOLOGY = NamedNode(graph_iri("ontology"))
_TYPE = NamedNode(RDF_TYPE)
_NO_DATA = frozenset(graph_iri(name) for name in (*GENERATED, "ontology", "shapes"))


@dataclass(frozen=True)
class Usage:
    """The words of the sources; what was accepted since makes no new ones.

    Args:
        said: predicates that they use of things, with the classes of those things ("" for things without).
        properties: those that our ontology declares.
        derived: predicates that rules or inference write.
        made: classes that rules write and no source uses.
        kinds: what may stand in `/id/{kind}/`.
        schemes: of the IRIs that are values.
    """

    said: Mapping[str, frozenset[str]]
    properties: frozenset[str]
    derived: frozenset[str]
    made: frozenset[str]
    kinds: frozenset[str]
    schemes: frozenset[str]

    @property
    def predicates(self) -> frozenset[str]:
        """All that a proposal may use."""
        return self.properties | self.said.keys()


def usage_of(store: Store) -> Usage:
    """Return the words of the sources in a store that holds them; takes a tenth of a second."""
    types: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, _TYPE, None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            types.setdefault(quad.subject.value, set()).add(quad.object.value)
    said: dict[str, set[str]] = {}
    kinds = {_kebab(name) for name in _classes(store)}
    schemes: set[str] = set()
    for quad in store:
        graph, subject, value = quad.graph_name, quad.subject, quad.object
        if not isinstance(graph, NamedNode) or isinstance(subject, BlankNode) or graph.value in _NO_DATA:
            continue
        name = getattr(subject, "value", "")
        if graph.value.startswith(f"{GRAPH}changeset-") or name.startswith(GRAPH):
            continue
        said.setdefault(quad.predicate.value, set()).update(types.get(name) or {""})
        if name.startswith(ID):
            kinds.add(name.removeprefix(ID).partition("/")[0])
        if isinstance(value, NamedNode):
            schemes.add(value.value.partition(":")[0])
    used = {name for classes in said.values() for name in classes}
    writes = [kind for rule in (*declared(), *compile_rules(store)) for kind in rule.writes]
    return Usage(
        said={predicate: frozenset(classes) for predicate, classes in said.items()},
        properties=_properties(store),
        derived=frozenset(kind.predicate for kind in writes if kind.predicate and kind.predicate != RDF_TYPE),
        made=_made(declared_kinds=[kind for rule in declared() for kind in rule.writes], used=used),
        kinds=frozenset(kinds),
        schemes=frozenset(schemes | {"http", "https"}),
    )


def _made(declared_kinds: list[Kind], used: set[str]) -> frozenset[str]:
    return frozenset(kind.class_ for kind in declared_kinds if kind.class_ and kind.class_ not in used)


def _classes(store: Store) -> list[str]:
    """The names of the classes of our ontology."""
    class_ = NamedNode(f"{PREFIXES['owl']}Class")
    return [
        quad.subject.value.removeprefix(BM)
        for quad in store.quads_for_pattern(None, _TYPE, class_, _ONTOLOGY)
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(BM)
    ]


def _properties(store: Store) -> frozenset[str]:
    """The properties that our ontology declares as its own."""
    defined = NamedNode(f"{PREFIXES['rdfs']}isDefinedBy")
    own = {quad.subject for quad in store.quads_for_pattern(None, defined, NamedNode(BM), _ONTOLOGY)}
    return frozenset(
        quad.subject.value
        for quad in store.quads_for_pattern(None, _TYPE, None, _ONTOLOGY)
        if quad.subject in own
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and quad.object.value.endswith("Property")
    )


def _kebab(name: str) -> str:
    """`EvidenceClaim` as `evidence-claim`."""
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).strip("-")
