"""The graph `questions`: every canned question as `sh:SPARQLExecutable`, ready to be run anywhere."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from bouwstenen.library.question import Question
from bouwstenen.namespaces import ID, PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.publishing.catalogue.about import address

__all__ = ["describe_questions"]


def describe_questions(questions: list[Question]) -> Iterator[Quad]:
    """Yield the description of `questions` (SHACL 1.2 SPARQL Extensions, as SIB's SPARQL examples use it)."""
    graph = NamedNode(graph_iri("questions"))
    for question in questions:
        subject = NamedNode(f"{ID}question/{question.name}")
        for predicate, value in _facts(question):
            yield Quad(subject, NamedNode(predicate), value, graph)


def _facts(question: Question) -> Iterator[tuple[str, NamedNode | Literal]]:
    for kind in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield RDF_TYPE, NamedNode(PREFIXES["sh"] + kind)
    yield PREFIXES["sh"] + "select", Literal(question.document())
    yield PREFIXES["schema"] + "target", NamedNode(address("sparql"))
    for language, text in question.summary.items():
        yield PREFIXES["rdfs"] + "label", Literal(text.strip(), language=language)
    for language, text in question.description.items():
        yield PREFIXES["dcterms"] + "description", Literal(text.strip(), language=language)
    for tag in question.tags:
        yield PREFIXES["schema"] + "keywords", Literal(tag)
