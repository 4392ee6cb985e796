"""What OWL 2 RL entails for people: the part of a closure in which owlrl and we must agree.

The rest of owlrl's closure is about OWL itself: x sameAs x, every class below Thing, datatypes of literals.
"""

from rdflib import RDF, Graph, Literal, URIRef

from bouwstenen.namespaces import BM, ID, PREFIXES

__all__ = ["Fact", "facts"]

Fact = tuple[str, str, str]

_OURS = (BM, PREFIXES["skos"], PREFIXES["prov"], PREFIXES["foaf"])


def facts(graph: Graph) -> set[Fact]:
    """Return what a graph says of our things in the vocabularies we use, but for what has a literal."""
    found = set()
    for subject, predicate, value in graph:
        if isinstance(value, Literal) or not isinstance(subject, URIRef):
            continue
        about_things = predicate == RDF.type and str(value).startswith(_OURS)
        if subject.startswith(ID) and (about_things or str(predicate).startswith(_OURS)):
            found.add((str(subject), str(predicate), str(value)))
    return found
