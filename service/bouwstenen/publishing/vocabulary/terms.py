"""The terms of the vocabulary: what the ontology and the shapes state of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode

from bouwstenen.namespaces import BM
from bouwstenen.publishing.catalogue.facts import term
from bouwstenen.publishing.vocabulary.statements import Node, Statements, Term
from bouwstenen.store.interface import QueryStore, select

__all__ = ["KINDS", "Checked", "Entry", "entries_of", "is_version", "modules_of", "own_above"]

#: Kinds of terms, in the order of the page.
KINDS = {
    "class": "owl:Class",
    "object": "owl:ObjectProperty",
    "datatype": "owl:DatatypeProperty",
    "annotation": "owl:AnnotationProperty",
    "axiom": "owl:AllDisjointClasses",
}

#: What is shown of a term, by the name of its row: the property, and whether it is read backwards.
_ROWS = {
    "above": (("rdfs:subClassOf", False), ("rdfs:subPropertyOf", False)),
    "below": (("rdfs:subClassOf", True), ("rdfs:subPropertyOf", True)),
    "domain": (("rdfs:domain", False), ("schema:domainIncludes", False)),
    "range": (("rdfs:range", False), ("schema:rangeIncludes", False)),
    "inverse": (("owl:inverseOf", False), ("owl:inverseOf", True)),
    "same": (
        *(("owl:equivalentClass", False), ("owl:equivalentProperty", False)),
        *(("owl:equivalentClass", True), ("owl:equivalentProperty", True)),
    ),
    "exact": (("skos:exactMatch", False),),
    "close": (("skos:closeMatch", False),),
    "broad": (("skos:broadMatch", False),),
    "narrow": (("skos:narrowMatch", False),),
    "related": (("skos:relatedMatch", False),),
    "disjoint": (("owl:disjointWith", False), ("owl:disjointWith", True)),
    "successor": (("dcterms:isReplacedBy", False),),
}
#: Stated of a term, and shown in another way than as a row of its own.
_SHOWN = {
    term(name)
    for name in (
        *("rdf:type", "rdfs:label", "skos:definition", "rdfs:isDefinedBy", "owl:propertyChainAxiom"),
        *("owl:deprecated", "skos:prefLabel"),
    )
} | {term(name) for pairs in _ROWS.values() for name, _ in pairs}

_CHARACTERISTICS = (
    *("Functional", "InverseFunctional", "Transitive", "Symmetric"),
    *("Asymmetric", "Reflexive", "Irreflexive"),
)

_CHECKED = """
SELECT DISTINCT ?shape ?class ?path ?value WHERE {
  GRAPH graph:shapes {
    ?node sh:targetClass ?class ; sh:property ?shape .
    ?shape sh:path ?path .
    OPTIONAL { ?shape sh:class|sh:datatype ?value }
  }
  FILTER(isIRI(?shape) && isIRI(?class) && isIRI(?path))
}"""


@dataclass(frozen=True, order=True)
class Checked:
    """That a shape checks a property of the things of a class.

    Args:
        cls: IRI of the class.
        path: IRI of the property.
        value: IRI of the class or datatype that its values must have; "" for any.
        shape: IRI of the shape.
    """

    cls: str
    path: str
    value: str
    shape: str


@dataclass(frozen=True)
class Entry:
    """A term, as it is documented.

    Args:
        iri: its IRI.
        kind: one of `KINDS`.
        labels: by language.
        definitions: by language.
        rows: what is stated of it: IRIs, by the name of the row.
        chains: each a list of properties that together imply it.
        characteristics: names from OWL, as `Transitive`.
        others: anything else that is stated: property and value.
        checks: shapes that check it.
        deprecated: whether it should no longer be used.
    """

    iri: str
    kind: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    rows: Mapping[str, list[str]]
    chains: list[list[str]] = field(default_factory=list)
    characteristics: list[str] = field(default_factory=list)
    others: list[tuple[str, NamedNode | Literal]] = field(default_factory=list)
    checks: list[Checked] = field(default_factory=list)
    deprecated: bool = False

    @property
    def tied(self) -> list[tuple[str, str]]:
        """What the shapes ask for: properties of a class, or classes of a property, each with its values."""
        pairs = {(check.path if check.cls == self.iri else check.cls, check.value) for check in self.checks}
        stated = {other for other, value in pairs if value}
        return sorted((other, value) for other, value in pairs if value or other not in stated)

    @property
    def shapes(self) -> list[str]:
        """IRIs of the shapes that check it."""
        return sorted({check.shape for check in self.checks})

    @property
    def name(self) -> str:
        """Its local name, which is also its anchor on the page."""
        return self.iri.removeprefix(BM)


def entries_of(store: QueryStore, statements: Statements) -> list[Entry]:
    """Return the terms of our namespace, by kind and then by name."""
    checks = _checks(store)
    found: dict[str, str] = {}
    for kind, cls in KINDS.items():
        for node in statements.subjects("rdf:type", term(cls)):
            if isinstance(node, NamedNode) and node.value.startswith(BM):
                found.setdefault(node.value, kind)
    order = list(KINDS)
    wanted = sorted(found, key=lambda iri: (order.index(found[iri]), iri.casefold(), iri))
    together = _disjoint_sets(statements)
    return [_entry(statements, NamedNode(iri), found[iri], checks, together) for iri in wanted]


def modules_of(statements: Statements) -> list[str]:
    """Return the IRIs of the modules that the vocabulary imports."""
    return sorted(statements.iris(NamedNode(BM), "owl:imports"))


def is_version(statements: Statements, iri: str) -> str | None:
    """Return the IRI of the ontology or module that an IRI is the current version of; None where of none."""
    try:
        of = statements.subjects("owl:versionIRI", NamedNode(iri))
    except ValueError:  # it has characters that no IRI has
        return None
    return next((node.value for node in of if isinstance(node, NamedNode)), None)


def own_above(statements: Statements, iri: str) -> set[str]:
    """Return a class of ours and all classes of ours above it."""
    above, waiting = {iri}, [iri]
    while waiting:
        for each in statements.iris(NamedNode(waiting.pop()), "rdfs:subClassOf"):
            if each.startswith(BM) and each not in above:
                above.add(each)
                waiting.append(each)
    return above


def _checks(store: QueryStore) -> list[Checked]:
    rows = select(store, _CHECKED)
    return sorted(
        Checked(
            cls=row["class"].value,
            path=row["path"].value,
            value=row["value"].value if row["value"] is not None else "",
            shape=row["shape"].value,
        )
        for row in rows
    )


def _entry(
    statements: Statements, node: NamedNode, kind: str, checks: list[Checked], together: list[set[str]]
) -> Entry:
    rows = {name: sorted(_read(statements, node, *pairs)) for name, pairs in _ROWS.items()}
    apart = {iri for each in together if node.value in each for iri in each} - {node.value}
    for members in statements.values(node, "owl:members"):
        apart |= {item.value for item in statements.items(members) if isinstance(item, NamedNode)}
    rows["disjoint"] = sorted({*rows["disjoint"], *apart})
    types = set(statements.iris(node, "rdf:type"))
    deprecated = any(value.value == "true" for value in statements.values(node, "owl:deprecated"))
    return Entry(
        iri=node.value,
        kind=kind,
        labels=statements.texts(node, "rdfs:label"),
        definitions=statements.texts(node, "skos:definition"),
        rows={name: iris for name, iris in rows.items() if iris},
        chains=[
            [item.value for item in statements.items(first) if isinstance(item, NamedNode)]
            for first in statements.values(node, "owl:propertyChainAxiom")
        ],
        characteristics=[name for name in _CHARACTERISTICS if term(f"owl:{name}Property").value in types],
        others=list(_others(statements, node)),
        checks=[check for check in checks if node.value in (check.cls, check.path)],
        deprecated=deprecated,
    )


def _read(statements: Statements, node: NamedNode, *pairs: tuple[str, bool]) -> set[str]:
    found: set[str] = set()
    for predicate, backwards in pairs:
        if backwards:
            nodes: list[Node] | list[Term] = statements.subjects(predicate, node)
        else:
            nodes = statements.values(node, predicate)
        found.update(each.value for each in nodes if isinstance(each, NamedNode))
    return found


def _others(statements: Statements, node: NamedNode) -> Iterator[tuple[str, NamedNode | Literal]]:
    for triple in statements.about(node):
        value = triple.object
        if triple.predicate not in _SHOWN and isinstance(value, NamedNode | Literal):
            yield triple.predicate.value, value


def _disjoint_sets(statements: Statements) -> list[set[str]]:
    axioms = statements.subjects("rdf:type", term("owl:AllDisjointClasses"))
    return [
        {item.value for item in statements.items(first) if isinstance(item, NamedNode)}
        for axiom in axioms
        for first in statements.values(axiom, "owl:members")
        if isinstance(first, BlankNode)
    ]
