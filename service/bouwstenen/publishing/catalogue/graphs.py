"""What the graphs are called that come from no file of data; those of data say so themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Triple

from bouwstenen.namespaces import graph_iri
from bouwstenen.publishing.catalogue.facts import about

__all__ = ["GENERATED", "Generated", "describe_graph"]


@dataclass(frozen=True)
class Generated:
    """The name of a graph and what it holds, each by language."""

    labels: dict[str, str]
    description: dict[str, str]


#: By name of graph.
GENERATED = {
    "dataset": Generated(
        {"nl": "Beschrijving van de gegevens", "en": "Description of the data"},
        {
            "nl": "Wat een uitgave over zichzelf zegt: catalogus, diensten, aantallen en kwaliteit.",
            "en": "What a release says about itself: catalogue, services, counts and quality.",
        },
    ),
    "derived": Generated(
        {"nl": "Afgeleid uit de beweringen", "en": "Derived from the claims"},
        {
            "nl": "Gewone uitspraken en tegenspraken die met vaste regels uit de beweringen volgen.",
            "en": "Plain statements and conflicts that follow from the claims by set rules.",
        },
    ),
    "inferred": Generated(
        {"nl": "Gevolgen van de ontologie", "en": "Entailed by the ontology"},
        {
            "nl": "Wat volgens de ontologie ook waar is, zoals een bovenliggende klasse of een omkering.",
            "en": "What is also true by the ontology, such as a class above or an inverse.",
        },
    ),
    "ontology": Generated(
        {"nl": "Ontologie", "en": "Ontology"},
        {
            "nl": "De klassen en eigenschappen van het vocabulaire, met namen en definities.",
            "en": "The classes and properties of the vocabulary, with names and definitions.",
        },
    ),
    "questions": Generated(
        {"nl": "Kant-en-klare vragen", "en": "Canned questions"},
        {
            "nl": "De vaste vragen als SPARQL, met hun parameters.",
            "en": "The canned questions as SPARQL, with their parameters.",
        },
    ),
    "shapes": Generated(
        {"nl": "Vormen (SHACL)", "en": "Shapes (SHACL)"},
        {
            "nl": "Waaraan de gegevens moeten voldoen; een bouw met een overtreding wordt niet gepubliceerd.",
            "en": "What the data must fit; a build with a violation is not published.",
        },
    ),
}


def describe_graph(name: str) -> Iterator[Triple]:
    """Yield what a graph is called and holds; nothing of those that come from a file of data."""
    if words := GENERATED.get(name):
        yield from about(
            graph_iri(name), {"rdfs:label": words.labels, "dcterms:description": words.description}
        )
