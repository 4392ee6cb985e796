"""The service description (SPARQL 1.1 Service Description), from what is really on.

What `describe_endpoint` yields is true wherever a release is served, and stands in its graph `dataset`; the
rest depends on the service that answers.
"""

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from bouwstenen.formats import GRAPHS, SOLUTIONS
from bouwstenen.graph.release import Release
from bouwstenen.namespaces import ID, PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.settings import Settings, limits

__all__ = ["DATASET", "SERVICE", "describe_endpoint", "describe_service", "named_graph_iri"]

#: The endpoint as a thing; its address is another.
SERVICE = f"{ID}data-service/sparql"
DATASET = f"{ID}dataset/bouwstenen"
_DEFAULT = f"{ID}sparql-graph/default"

_SD = PREFIXES["sd"]
_SCHEMA = PREFIXES["schema"]
_VOID = PREFIXES["void"]
_LABEL = PREFIXES["rdfs"] + "label"


def describe_service(address: str, release: Release, settings: Settings) -> Iterator[Triple]:
    """Yield the description of the endpoint as this service has it.

    Args:
        address: of the endpoint.
        release: the release it answers from.
        settings: its limits, and the endpoints that SERVICE may name.
    """
    yield from describe_endpoint(address, release.graphs)
    if settings.services:
        yield _triple(SERVICE, f"{_SD}feature", NamedNode(f"{_SD}BasicFederatedQuery"))
    yield _triple(SERVICE, PREFIXES["owl"] + "versionInfo", Literal(release.hash))
    yield from _limits(settings)


def describe_endpoint(address: str, graphs: Mapping[str, int]) -> Iterator[Triple]:
    """Yield what is true of an endpoint over a release, wherever it is.

    Args:
        address: of the endpoint.
        graphs: number of statements by name of graph.
    """
    yield _triple(SERVICE, RDF_TYPE, NamedNode(f"{_SD}Service"))
    yield _triple(SERVICE, f"{_SD}endpoint", NamedNode(address))
    yield _triple(SERVICE, f"{_SD}supportedLanguage", NamedNode(f"{_SD}SPARQL11Query"))
    yield _triple(SERVICE, f"{_SD}feature", NamedNode(f"{_SD}UnionDefaultGraph"))
    for item in (*SOLUTIONS, *GRAPHS):
        if item.iri:
            yield _triple(SERVICE, f"{_SD}resultFormat", NamedNode(item.iri))
    yield _triple(SERVICE, f"{_SD}defaultDataset", NamedNode(DATASET))
    yield _triple(DATASET, RDF_TYPE, NamedNode(f"{_SD}Dataset"))
    yield _triple(DATASET, f"{_SD}defaultGraph", NamedNode(_DEFAULT))
    yield _triple(_DEFAULT, RDF_TYPE, NamedNode(f"{_SD}Graph"))
    yield _triple(_DEFAULT, _LABEL, Literal("De vereniging van alle grafen", language="nl"))
    yield _triple(_DEFAULT, _LABEL, Literal("The union of all graphs", language="en"))
    for name, count in graphs.items():
        named, graph = named_graph_iri(name), graph_iri(name)
        yield _triple(DATASET, f"{_SD}namedGraph", NamedNode(named))
        yield _triple(named, RDF_TYPE, NamedNode(f"{_SD}NamedGraph"))
        yield _triple(named, f"{_SD}name", NamedNode(graph))
        yield _triple(named, f"{_SD}graph", NamedNode(graph))
        yield _triple(graph, RDF_TYPE, NamedNode(f"{_SD}Graph"))
        yield _triple(graph, f"{_VOID}triples", Literal(count))


def named_graph_iri(name: str) -> str:
    """Return the IRI of a graph as one with a name in the endpoint's dataset, apart from the graph itself."""
    return f"{ID}sparql-graph/{name}"


def _limits(settings: Settings) -> Iterator[Triple]:
    for name, value, meaning in limits(settings):
        limit = f"{ID}limit/{name.lower().replace('_', '-')}"
        yield _triple(SERVICE, f"{_SCHEMA}additionalProperty", NamedNode(limit))
        yield _triple(limit, RDF_TYPE, NamedNode(f"{_SCHEMA}PropertyValue"))
        yield _triple(limit, _LABEL, Literal(name))
        yield _triple(limit, f"{_SCHEMA}name", Literal(name))
        yield _triple(limit, f"{_SCHEMA}value", Literal(value))
        yield _triple(limit, f"{_SCHEMA}description", Literal(meaning, language="en"))


def _triple(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)
