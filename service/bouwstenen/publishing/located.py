"""Statements as a service gives them: with the addresses at which that service is reached.

In a release an address of the service begins as our IRIs do, and w3id.org leads from there to the service
(`namespaces.is_address` tells which those are). A service that is found elsewhere says so.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from bouwstenen.namespaces import BASE, is_address

__all__ = ["located", "located_iri"]


def located(triples: Iterable[Triple], base: str, top: str | None = None) -> Iterator[Triple]:
    """Yield statements with the service's addresses in them where the graph has those below our base.

    Args:
        triples: the statements.
        base: the address of the service, or of one release of it, without a slash at its end.
        top: the address of the service where `base` is that of a release.
    """

    for triple in triples:
        subject, value = triple.subject, triple.object
        if isinstance(subject, NamedNode):
            subject = NamedNode(located_iri(subject.value, base, top))
        if isinstance(value, NamedNode):
            value = NamedNode(located_iri(value.value, base, top))
        yield Triple(subject, triple.predicate, value)


def located_iri(iri: str, base: str, top: str | None = None) -> str:
    """Return where an address of the service really is; any other IRI as it is.

    >>> located_iri("https://w3id.org/bouwstenen/sparql", "http://localhost:8000")
    'http://localhost:8000/sparql'
    >>> located_iri("https://w3id.org/bouwstenen/id/trede/3", "http://localhost:8000")
    'https://w3id.org/bouwstenen/id/trede/3'
    """
    if not is_address(iri):
        return iri
    path = iri.removeprefix(BASE)
    # releases are not below one another
    return f"{top or base if path.startswith('release/') else base}/{path}"
