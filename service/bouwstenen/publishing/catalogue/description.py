"""The graph `dataset`: all that a release says about itself, put together."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from bouwstenen.graph import statistics
from bouwstenen.namespaces import graph_iri
from bouwstenen.publishing.catalogue.about import address
from bouwstenen.publishing.catalogue.dcat import describe_catalog
from bouwstenen.publishing.catalogue.dqv import describe_quality
from bouwstenen.publishing.catalogue.facts import about, term
from bouwstenen.publishing.catalogue.graphs import GENERATED, describe_graph
from bouwstenen.publishing.catalogue.naming import Names
from bouwstenen.publishing.catalogue.void import describe_contents
from bouwstenen.sparql.description import describe_endpoint, named_graph_iri

__all__ = ["GRAPH_NAME", "describe_dataset"]

GRAPH_NAME = "dataset"


def describe_dataset(store: Store, questions: Iterable[str] = ()) -> list[Quad]:
    """Return the description of what is in a store, as statements of the graph `dataset`.

    It follows from the store alone: no time of building, nothing of the history, no address of a service.
    What depends on those is added when it is served (`released`, `located`).

    Args:
        store: all graphs but this one.
        questions: names of the canned questions in it.
    """
    graphs = statistics.per_graph(store)
    graphs.pop(GRAPH_NAME, None)
    names = Names(store)
    found: dict[Triple, None] = {}
    for part in (
        describe_catalog(store, questions),
        describe_contents(store, graphs),
        describe_quality(store),
        describe_endpoint(address("sparql"), graphs),
        *(_named(name, names) for name in (*graphs, GRAPH_NAME)),
        *(describe_graph(name) for name in (*graphs, GRAPH_NAME)),
        _itself(),
    ):
        found.update(dict.fromkeys(part))
    # how long it is, this statement with it
    size = Triple(NamedNode(graph_iri(GRAPH_NAME)), term("void:triples"), Literal(len(found) + 1))
    graph = NamedNode(graph_iri(GRAPH_NAME))
    return [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in (*found, size)]


def _itself() -> Iterable[Triple]:
    """This graph, as one of those in the endpoint; its size comes last."""
    graph = graph_iri(GRAPH_NAME)
    sized = NamedNode(graph), term("void:triples")
    for triple in describe_endpoint(address("sparql"), {GRAPH_NAME: 0}):
        if (triple.subject, triple.predicate) != sized:
            yield triple
    yield from about(graph, {"rdf:type": term("prov:Entity")})


def _named(name: str, names: Names) -> Iterable[Triple]:
    called = GENERATED[name].labels if name in GENERATED else names.of(graph_iri(name))
    nl = name if called["nl"] == f"graph:{name}" else called["nl"]
    en = name if called["en"] == f"graph:{name}" else called["en"]
    yield from about(named_graph_iri(name), {"rdfs:label": {"nl": f"Graaf: {nl}", "en": f"Graph: {en}"}})
