"""Check a graph against shapes with pyshacl, the reference engine."""

from collections.abc import Iterable
from pathlib import Path

import pyshacl
from pyoxigraph import BlankNode as OxBlankNode
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode, Store
from rdflib import SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from bouwstenen.errors import SourceError
from bouwstenen.validation.findings import Finding, in_order

__all__ = ["STALENESS", "check", "in_stages", "read_shapes", "to_graph", "to_term"]

#: Name of the file whose shapes need a day: no build has one.
STALENESS = "staleness.ttl"


def in_stages(shapes: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Return the shape files to check before derivation and inference, and those to check after.

    The files whose names begin with “claims” or “sources” hold for the sources by themselves. The one that
    needs a day (`STALENESS`) is in neither: what a build finds must not depend on when it is made.

    What is claimed must be checked as it stands: once inference has drawn types from domains and ranges,
    every value is of the class its property asks for.
    """
    first: list[Path] = []
    second: list[Path] = []
    for path in shapes:
        if path.name == STALENESS:
            continue
        (first if path.stem.startswith(("claims", "sources")) else second).append(path)
    return first, second


def to_graph(store: Store) -> Graph:
    """Return the union of all graphs of `store` as one rdflib graph."""
    graph = Graph(bind_namespaces="none")
    for quad in store:
        graph.add((to_term(quad.subject), to_term(quad.predicate), to_term(quad.object)))
    return graph


def to_term(term: object) -> Node:
    """Return a term of pyoxigraph as one of rdflib."""
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, OxBlankNode):
        return BNode(term.value)
    if not isinstance(term, OxLiteral):
        raise TypeError(f"no rdflib term for {term}")
    if term.language is not None:
        return Literal(term.value, lang=term.language)
    # to rdflib "a" and "a"^^xsd:string are two things, to RDF 1.1 one; shapes, read from Turtle, say "a"
    datatype = URIRef(term.datatype.value)
    return Literal(term.value, datatype=None if datatype == XSD.string else datatype)


def read_shapes(paths: Iterable[Path]) -> Graph:
    """Return the shapes of some Turtle files as one graph, ready for `check`."""
    shapes = Graph()
    for path in paths:
        shapes.parse(path, format="turtle")
    return _with_own_targets(shapes)


def _with_own_targets(shapes: Graph) -> Graph:
    """Give each property shape the target classes of its node shape, in place of the link between them.

    The findings are the same: SHACL §2.1.3 lets a property shape have targets of its own. But pyshacl follows
    `sh:property` from one thing at a time, and checks the targets of a shape all at once, six times as fast.
    """
    for node, prop in list(shapes.subject_objects(SH.property)):
        classes = list(shapes.objects(node, SH.targetClass))
        if classes:
            shapes.remove((node, SH.property, prop))
            for target in classes:
                shapes.add((prop, SH.targetClass, target))
    return shapes


def check(data: Graph, shapes: Graph) -> list[Finding]:
    """Return what `shapes` find in `data`, violations first.

    The whole graph is checked: pyshacl's `focus_nodes` also filters inside nested shapes, so that `sh:or` and
    `sh:qualifiedValueShape` find too much or too little (0.40). To see some things, choose among findings.

    Args:
        data: what is checked, with the class hierarchy it relies on.
        shapes: SHACL shapes.

    Raises:
        SourceError: the shapes themselves are not valid SHACL.
    """
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    except Exception as error:  # whatever a broken shape makes pyshacl, rdflib or pyparsing raise
        raise SourceError(f"a shape cannot be applied: {error}", where="shapes") from error
    return in_order(_finding(report, shapes, result) for result in report.objects(None, SH.result))


def _finding(report: Graph, shapes: Graph, result: Node) -> Finding:
    # a SPARQL constraint is more exact than the shape that has it; pyshacl drops its messages' languages
    constraint = report.value(result, SH.sourceConstraint)
    source = report.value(result, SH.sourceShape) if constraint is None else constraint
    texts = (
        report.objects(result, SH.resultMessage)
        if constraint is None
        else shapes.objects(constraint, SH.message)
    )
    path = report.value(result, SH.resultPath)
    messages = sorted((text.language or "", str(text)) for text in texts if isinstance(text, Literal))
    return Finding(
        severity=str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower(),
        focus=str(report.value(result, SH.focusNode) or ""),
        path=str(path) if isinstance(path, URIRef) else "",  # one of several properties has no name
        value=str(report.value(result, SH.value) or ""),
        shape=str(source or ""),
        messages=tuple(messages),
        component=str(report.value(result, SH.sourceConstraintComponent) or ""),
    )
