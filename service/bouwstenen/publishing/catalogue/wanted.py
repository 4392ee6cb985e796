"""What one would like to know of each thing of a class; how often it is known tells how complete data are."""

from dataclasses import dataclass

from bouwstenen.publishing.catalogue.metrics import COMPLETENESS, Metric

__all__ = ["WANTED", "Wanted"]


@dataclass(frozen=True)
class Wanted:
    """One thing to know.

    Args:
        kind: local name of the class.
        path: how it is said, as a SPARQL path: a property, or with `^` before it the other way round.
        slug: its own name.
        label: who has it, in Dutch and English.
    """

    kind: str
    path: str
    slug: str
    label: tuple[str, str]

    @property
    def metric(self) -> Metric:
        """The share of the things of which it is known."""
        return Metric(
            self.slug,
            COMPLETENESS,
            self.label,
            (
                f"Deel van de dingen van klasse bm:{self.kind} met minstens één waarde van {self.path}.",
                f"Share of the things of class bm:{self.kind} with at least one value of {self.path}.",
            ),
            is_share=True,
        )


def _interventions(path: str, slug: str, nl: str, en: str) -> Wanted:
    label = (f"Interventies met {nl}", f"Interventions with {en}")
    return Wanted("Intervention", path, f"intervention-{slug}", label)


def _types(path: str, slug: str, nl: str, en: str) -> Wanted:
    label = (f"Typen interventies met {nl}", f"Types of interventions with {en}")
    return Wanted("InterventionType", path, f"type-{slug}", label)


WANTED = (
    _interventions("bm:trede", "trede", "een trede", "a trede"),
    _interventions("bm:availability", "availability", "een beschikbaarheid", "an availability"),
    _interventions("bm:strengthens", "factor", "een factor die zij versterken", "a factor they strengthen"),
    _interventions("bm:hasType", "type", "een type volgens het rapport", "a type by the report"),
    _interventions("bm:editorialType", "editorial-type", "een type volgens ons", "a type by us"),
    _interventions("bm:form", "form", "een vorm", "a form"),
    _interventions("bm:setting", "setting", "een setting", "a setting"),
    _interventions("bm:targetGroup", "target-group", "een doelgroep", "a target group"),
    _interventions("bm:ageMin", "age", "een leeftijd", "an age"),
    _interventions("bm:executor", "executor", "een uitvoerder", "an executor"),
    _interventions("bm:municipality", "municipality", "een gemeente", "a municipality"),
    _interventions("bm:goal", "goal", "een doel", "a goal"),
    _interventions("bm:evaluation", "evaluation", "een evaluatie", "an evaluation"),
    _interventions("bm:explicitAim", "aim", "een uitspraak over hun oogmerk", "a statement on their aim"),
    _interventions("bm:viaMunicipalities", "collected", "een herkomst", "an origin"),
    _interventions("foaf:page", "page", "een webpagina", "a web page"),
    _interventions("dcterms:description", "description", "een beschrijving", "a description"),
    Wanted(
        "FactorCluster",
        "^bm:strengthens",
        "cluster-intervention",
        ("Clusters die een interventie versterkt", "Clusters that an intervention strengthens"),
    ),
    Wanted(
        "ProtectiveFactor",
        "^bm:strengthens",
        "factor-intervention",
        (
            "Beschermende factoren die een interventie versterkt",
            "Protective factors that an intervention strengthens",
        ),
    ),
    Wanted(
        "ProtectiveFactor",
        "bm:servedBy",
        "factor-type",
        ("Beschermende factoren met een type interventie", "Protective factors with a type of intervention"),
    ),
    Wanted(
        "Factor",
        "dcterms:source",
        "factor-source",
        ("Factoren met literatuur", "Factors with literature"),
    ),
    Wanted(
        "Factor",
        "skos:definition",
        "factor-definition",
        ("Factoren met een definitie", "Factors with a definition"),
    ),
    _types("bm:targets", "factor", "een factor waarop zij zich richten", "a factor they target"),
    _types("bm:activeElement", "active-element", "een werkzaam element", "an active element"),
    _types("bm:precondition", "precondition", "een randvoorwaarde", "a precondition"),
)
