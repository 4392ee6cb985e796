"""The service description (SPARQL 1.1 Service Description), from what is really on."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bouwstenen.formats import GRAPHS, SOLUTIONS
from bouwstenen.graph.release import Release
from bouwstenen.namespaces import PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.settings import Settings, limits

__all__ = ["describe_service"]

_SD = PREFIXES["sd"]
_SCHEMA = PREFIXES["schema"]
_VOID = PREFIXES["void"]

Term = NamedNode | BlankNode | Literal


def describe_service(address: str, release: Release, settings: Settings) -> Iterator[Triple]:
    """Yield the description of the endpoint.

    Args:
        address: of the endpoint.
        release: the release it answers from.
        settings: its limits, and the endpoints that SERVICE may name.
    """
    service = NamedNode(address)
    yield _triple(service, RDF_TYPE, NamedNode(f"{_SD}Service"))
    yield _triple(service, f"{_SD}endpoint", service)
    yield _triple(service, f"{_SD}supportedLanguage", NamedNode(f"{_SD}SPARQL11Query"))
    yield _triple(service, f"{_SD}feature", NamedNode(f"{_SD}UnionDefaultGraph"))
    if settings.services:
        yield _triple(service, f"{_SD}feature", NamedNode(f"{_SD}BasicFederatedQuery"))
    for item in (*SOLUTIONS, *GRAPHS):
        if item.iri:
            yield _triple(service, f"{_SD}resultFormat", NamedNode(item.iri))
    yield _triple(service, PREFIXES["owl"] + "versionInfo", Literal(release.hash))
    yield from _limits(service, settings)
    yield from _dataset(service, release)


def _limits(service: NamedNode, settings: Settings) -> Iterator[Triple]:
    named = {BlankNode(f"limit{number}"): limit for number, limit in enumerate(limits(settings))}
    for limit in named:
        yield _triple(service, f"{_SCHEMA}additionalProperty", limit)
    for limit, (name, value, meaning) in named.items():
        yield _triple(limit, RDF_TYPE, NamedNode(f"{_SCHEMA}PropertyValue"))
        yield _triple(limit, f"{_SCHEMA}name", Literal(name))
        yield _triple(limit, f"{_SCHEMA}value", Literal(value))
        yield _triple(limit, f"{_SCHEMA}description", Literal(meaning, language="en"))


def _dataset(service: NamedNode, release: Release) -> Iterator[Triple]:
    dataset, default = BlankNode("dataset"), BlankNode("default")
    yield _triple(service, f"{_SD}defaultDataset", dataset)
    yield _triple(dataset, RDF_TYPE, NamedNode(f"{_SD}Dataset"))
    yield _triple(dataset, f"{_SD}defaultGraph", default)
    yield _triple(default, RDF_TYPE, NamedNode(f"{_SD}Graph"))
    for number, (name, count) in enumerate(release.graphs.items()):
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        yield _triple(dataset, f"{_SD}namedGraph", named)
        yield _triple(named, RDF_TYPE, NamedNode(f"{_SD}NamedGraph"))
        yield _triple(named, f"{_SD}name", NamedNode(graph_iri(name)))
        yield _triple(named, f"{_SD}graph", graph)
        yield _triple(graph, RDF_TYPE, NamedNode(f"{_SD}Graph"))
        yield _triple(graph, f"{_VOID}triples", Literal(count))


def _triple(subject: NamedNode | BlankNode, predicate: str, value: Term) -> Triple:
    return Triple(subject, NamedNode(predicate), value)
