"""The graph `dataset`: what this is, for whom, under which licence, and how much there is of it (VoID)."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from bouwstenen.namespaces import BM, ID, PREFIXES, RDF_TYPE, graph_iri

__all__ = ["CAVEAT", "LICENCE", "describe_dataset"]

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

#: The report says so of its model (§1.1, §2.3); every way into the data repeats it.
CAVEAT = {
    "nl": "Bedoeld voor beleid. Nooit gebruiken om personen te beoordelen of te selecteren.",
    "en": "Meant for policy. Never to be used to assess or select persons.",
}

_VOID = PREFIXES["void"]
_DCTERMS = PREFIXES["dcterms"]


def describe_dataset(version: str, graphs: dict[str, int], classes: dict[str, int]) -> Iterator[Quad]:
    """Yield the description of a release.

    Args:
        version: version of the software and vocabulary.
        graphs: number of statements by name of graph.
        classes: number of things by local name of class.
    """
    graph = NamedNode(graph_iri("dataset"))
    for subject, predicate, value in _facts(version, graphs, classes):
        yield Quad(NamedNode(subject), NamedNode(predicate), value, graph)


def _facts(
    version: str, graphs: dict[str, int], classes: dict[str, int]
) -> Iterator[tuple[str, str, NamedNode | Literal]]:
    dataset = f"{ID}dataset/bouwstenen"
    yield dataset, RDF_TYPE, NamedNode(f"{_VOID}Dataset")
    yield dataset, PREFIXES["rdfs"] + "label", Literal("Bouwstenenmodel als kennisgraaf", language="nl")
    yield (
        dataset,
        PREFIXES["rdfs"] + "label",
        Literal("The bouwstenenmodel as a knowledge graph", language="en"),
    )
    for language, text in CAVEAT.items():
        yield dataset, f"{_DCTERMS}accessRights", Literal(text, language=language)
    yield dataset, f"{_DCTERMS}license", NamedNode(LICENCE)
    yield dataset, f"{_DCTERMS}creator", NamedNode(f"{ID}organisation/bouwstenen")
    yield dataset, f"{_DCTERMS}source", NamedNode(f"{ID}source/rapport")
    yield dataset, PREFIXES["owl"] + "versionInfo", Literal(version)
    yield dataset, f"{_VOID}vocabulary", NamedNode(BM)
    yield dataset, f"{_VOID}uriSpace", Literal(ID)
    yield dataset, f"{_VOID}triples", Literal(sum(graphs.values()))
    for name, count in graphs.items():
        yield dataset, f"{_VOID}subset", NamedNode(graph_iri(name))
        yield graph_iri(name), RDF_TYPE, NamedNode(f"{_VOID}Dataset")
        yield graph_iri(name), f"{_VOID}triples", Literal(count)
    for name, count in classes.items():
        partition = f"{dataset}/{name}"
        yield dataset, f"{_VOID}classPartition", NamedNode(partition)
        yield partition, f"{_VOID}class", NamedNode(BM + name)
        yield partition, f"{_VOID}entities", Literal(count)
