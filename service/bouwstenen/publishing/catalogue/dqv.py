"""Quality measurements (DQV): how complete the data are, who says how much, where sources clash."""

from collections.abc import Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Store, Triple

from bouwstenen.namespaces import GRAPH, ID
from bouwstenen.publishing.catalogue.about import DATASET
from bouwstenen.publishing.catalogue.facts import about, term
from bouwstenen.publishing.catalogue.metrics import (
    COMPLETENESS,
    CONSISTENCY,
    TRACEABILITY,
    Metric,
    describe_dimensions,
)
from bouwstenen.publishing.catalogue.naming import Names
from bouwstenen.publishing.catalogue.wanted import WANTED
from bouwstenen.solutions import select

__all__ = ["describe_quality"]

_SIZES = "SELECT (COUNT(DISTINCT ?thing) AS ?count) WHERE {{ ?thing a bm:{kind} }}"
_KNOWN = "SELECT (COUNT(DISTINCT ?thing) AS ?count) WHERE {{ ?thing a bm:{kind} ; {path} ?value }}"

_RECOGNISED = """
SELECT (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?claim a bm:EvidenceClaim ; bm:about ?thing ; bm:basis id:basis\\/recognised .
  ?thing a bm:Intervention
}"""
_BY_GRAPH = """
SELECT ?graph (COUNT(DISTINCT ?claim) AS ?count) WHERE { GRAPH ?graph { ?claim bm:about ?thing } }
GROUP BY ?graph"""
_BY_AGENT = """
SELECT ?agent (COUNT(DISTINCT ?claim) AS ?count) WHERE { ?claim a bm:Claim ; prov:wasAttributedTo ?agent }
GROUP BY ?agent"""
_BY_SEVERITY = """
SELECT ?severity (COUNT(DISTINCT ?conflict) AS ?count) WHERE {
  ?severity a bm:Severity .
  OPTIONAL { ?conflict bm:severity ?severity }
}
GROUP BY ?severity"""
_RESOLVED = """
SELECT (COUNT(DISTINCT ?conflict) AS ?count) WHERE {
  ?claim a bm:ResolutionClaim ; bm:about ?conflict . ?conflict a bm:Conflict
}"""


def describe_quality(store: Store) -> Iterator[Triple]:
    """Yield every measurement, with its metric."""
    names = Names(store)
    yield from describe_dimensions()
    yield from _completeness(store)
    yield from _claims(store, names)
    yield from _conflicts(store, names)


def _completeness(store: Store) -> Iterator[Triple]:
    for wanted in WANTED:
        total = _count(store, _SIZES.format(kind=wanted.kind))
        known = _count(store, _KNOWN.format(kind=wanted.kind, path=wanted.path))
        yield from _share(wanted.metric, known, total)
    total = _count(store, _SIZES.format(kind="Intervention"))
    metric = Metric(
        "intervention-recognised",
        COMPLETENESS,
        (
            "Interventies met een trede die een databank erkende",
            "Interventions with a trede that a database recognised",
        ),
        (
            "Deel van de interventies waarvan een databank de trede erkende, niet de auteurs die schatten.",
            "Share of the interventions of which a database recognised the trede; others estimated it.",
        ),
        is_share=True,
    )
    yield from _share(metric, _count(store, _RECOGNISED), total)


def _claims(store: Store, names: Names) -> Iterator[Triple]:
    metric = Metric(
        "claims",
        TRACEABILITY,
        ("Beweringen", "Claims"),
        (
            "Aantal beweringen: in een graaf, of van wie ze doet.",
            "Number of claims: in a graph, or by who makes them.",
        ),
    )
    yield from metric.describe()
    for row in sorted(select(store, _BY_GRAPH), key=lambda row: str(row["graph"])):
        graph = row["graph"].value
        slug = f"claims-in-{graph.removeprefix(GRAPH)}"
        text = {"nl": f"Beweringen in: {names.of(graph)['nl']}", "en": f"Claims in: {names.of(graph)['en']}"}
        yield from _measured(slug, metric, graph, Literal(int(row["count"].value)), text)
    for row in sorted(select(store, _BY_AGENT), key=lambda row: str(row["agent"])):
        agent = row["agent"].value
        slug = f"claims-by-{agent.rpartition('/')[2]}"
        text = {"nl": f"Beweringen van: {names.of(agent)['nl']}", "en": f"Claims by: {names.of(agent)['en']}"}
        value = Literal(int(row["count"].value))
        yield from _measured(slug, metric, DATASET, value, text, by=agent)


def _conflicts(store: Store, names: Names) -> Iterator[Triple]:
    found = 0
    for row in sorted(select(store, _BY_SEVERITY), key=lambda row: str(row["severity"])):
        severity = row["severity"].value
        called = names.of(severity)
        metric = Metric(
            f"conflicts-{severity.rpartition('/')[2]}",
            CONSISTENCY,
            (f"Gevonden tegenspraken: {called['nl']}", f"Conflicts found: {called['en']}"),
            (
                f"Aantal gevallen waarin beweringen niet bij elkaar passen, van de ernst “{called['nl']}”.",
                f"Number of cases in which claims do not fit together, of the severity “{called['en']}”.",
            ),
        )
        count = int(row["count"].value)
        found += count
        yield from metric.describe()
        yield from _measured(metric.slug, metric, DATASET, Literal(count))
    looked_into = Metric(
        "conflicts-resolved",
        CONSISTENCY,
        ("Uitgezochte tegenspraken", "Conflicts looked into"),
        (
            "Deel van de gevonden tegenspraken waarvan iemand heeft uitgezocht hoe het zit.",
            "Share of the conflicts found of which somebody has looked into how matters stand.",
        ),
        is_share=True,
    )
    yield from _share(looked_into, _count(store, _RESOLVED), found)


def _share(metric: Metric, part: int, total: int) -> Iterator[Triple]:
    """A share of the whole; there is none of nothing."""
    if not total:
        return
    value = (Decimal(part) / Decimal(total)).quantize(Decimal("0.0001"))
    nl, en = metric.label
    text = {"nl": f"{nl}: {part} van {total}", "en": f"{en}: {part} of {total}"}
    yield from metric.describe()
    yield from _measured(
        metric.slug, metric, DATASET, Literal(str(value), datatype=term("xsd:decimal")), text
    )


def _measured(
    slug: str,
    metric: Metric,
    of: str,
    value: Literal,
    text: dict[str, str] | None = None,
    by: str | None = None,
) -> Iterator[Triple]:
    iri = f"{ID}quality-measurement/{slug}"
    nl, en = metric.label
    text = text or {"nl": f"{nl}: {value.value}", "en": f"{en}: {value.value}"}
    yield from about(of, {"dqv:hasQualityMeasurement": NamedNode(iri)})
    yield from about(
        iri,
        {
            "rdf:type": term("dqv:QualityMeasurement"),
            "rdfs:label": text,
            "dqv:isMeasurementOf": NamedNode(metric.iri),
            "dqv:computedOn": NamedNode(of),
            "dqv:value": value,
        },
    )
    if by is not None:
        yield from about(iri, {"dcterms:subject": NamedNode(by)})


def _count(store: Store, query: str) -> int:
    (row,) = select(store, query)
    return int(row["count"].value)
