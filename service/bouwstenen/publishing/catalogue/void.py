"""VoID: how much there is, of what, in which graphs, and what it links to.

All counts are over the graphs that are described, without the description itself.
"""

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Store, Triple

from bouwstenen.namespaces import BASE, BM, ID, PREFIXES, graph_iri
from bouwstenen.publishing.catalogue.about import DATASET
from bouwstenen.publishing.catalogue.facts import about, term
from bouwstenen.publishing.catalogue.linksets import describe_linksets
from bouwstenen.publishing.catalogue.naming import Names, slugs_of
from bouwstenen.solutions import select

__all__ = ["describe_contents"]

_ALL = "SELECT (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o }"
_ENTITIES = """
SELECT (COUNT(*) AS ?count) WHERE {
  { SELECT DISTINCT ?s WHERE { ?s ?p ?o } }
  FILTER(STRSTARTS(STR(?s), "%s"))
}"""
_CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?count) WHERE { ?s a ?class } GROUP BY ?class"
_PROPERTIES = """
SELECT ?p (COUNT(*) AS ?count) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?p ?o } GROUP BY ?p"""
#: Classes of which the first by name is shown as an example.
_EXAMPLES = ("Intervention", "Factor", "InterventionType", "Bouwsteen", "CoverageClaim", "Conflict", "Source")
_FIRST = "SELECT ?thing WHERE { ?thing a bm:%s } ORDER BY STR(?thing) LIMIT 1"
_SCHEMES = "SELECT DISTINCT ?scheme WHERE { ?scheme a skos:ConceptScheme }"


def describe_contents(store: Store, graphs: Mapping[str, int]) -> Iterator[Triple]:
    """Yield what VoID says of the dataset.

    Args:
        store: what is described.
        graphs: number of statements by name of graph.
    """
    names = Names(store)
    yield from _totals(store, graphs)
    for name, count in graphs.items():
        yield from about(DATASET, {"void:subset": NamedNode(graph_iri(name))})
        yield from about(graph_iri(name), {"rdf:type": term("void:Dataset"), "void:triples": count})
    classes = _classes(store)
    yield from _class_partitions(classes, names)
    properties = {row["p"].value: row for row in select(store, _PROPERTIES)}
    slugs = slugs_of(properties)
    for iri, row in sorted(properties.items()):
        partition = f"{ID}partition/property-{slugs[iri]}"
        yield from about(DATASET, {"void:propertyPartition": NamedNode(partition)})
        yield from about(
            partition,
            {
                "rdf:type": term("void:Dataset"),
                "rdfs:label": names.of_term(iri),
                "void:property": NamedNode(iri),
                "void:triples": int(row["count"].value),
                "void:distinctSubjects": int(row["subjects"].value),
                "void:distinctObjects": int(row["objects"].value),
            },
        )
    yield from about(DATASET, {"void:classes": len(classes), "void:properties": len(properties)})
    yield from _vocabularies({*classes, *properties})
    yield from _entrances(store)
    yield from describe_linksets(store, names)


def _totals(store: Store, graphs: Mapping[str, int]) -> Iterator[Triple]:
    (row,) = select(store, _ALL)
    (entities,) = select(store, _ENTITIES % ID)
    yield from about(
        DATASET,
        {
            "void:triples": sum(graphs.values()),
            "void:entities": int(entities["count"].value),
            "void:distinctSubjects": int(row["subjects"].value),
            "void:distinctObjects": int(row["objects"].value),
        },
    )


def _classes(store: Store) -> dict[str, int]:
    return {
        row["class"].value: int(row["count"].value)
        for row in select(store, _CLASSES)
        if isinstance(row["class"], NamedNode)
    }


def _class_partitions(classes: dict[str, int], names: Names) -> Iterator[Triple]:
    slugs = slugs_of(classes)
    for iri, count in sorted(classes.items()):
        partition = f"{ID}partition/class-{slugs[iri]}"
        yield from about(DATASET, {"void:classPartition": NamedNode(partition)})
        yield from about(
            partition,
            {
                "rdf:type": term("void:Dataset"),
                "rdfs:label": names.of_term(iri),
                "void:class": NamedNode(iri),
                "void:entities": count,
            },
        )


def _vocabularies(terms: set[str]) -> Iterator[Triple]:
    """The vocabularies whose classes and properties are used; those of our prefixes that are ours are one."""
    used = {iri for iri in PREFIXES.values() if any(each.startswith(iri) for each in terms)}
    used = {iri for iri in used if iri == BM or not iri.startswith(BASE)}
    yield from about(DATASET, {"void:vocabulary": [NamedNode(iri) for iri in sorted(used)]})


def _entrances(store: Store) -> Iterator[Triple]:
    """Where to begin: every concept scheme leads to all of its concepts; and what the things look like."""
    schemes = {row["scheme"].value for row in select(store, _SCHEMES)}
    for iri in sorted(iri for iri in schemes if iri.startswith(BASE)):
        yield from about(DATASET, {"void:rootResource": NamedNode(iri)})
    for name in _EXAMPLES:
        for row in select(store, _FIRST % name):
            yield from about(DATASET, {"void:exampleResource": NamedNode(row["thing"].value)})
