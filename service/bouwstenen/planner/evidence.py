"""What the graph says of the interventions that may cover chosen factors, source by source.

Sources contradict each other, so everything here is a set: of treden, availabilities, ages. What counts of it
is decided in `bouwstenen.planner.criteria`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import QuerySolution

from bouwstenen.namespaces import thing_iri
from bouwstenen.planner.naming import values
from bouwstenen.store.interface import QueryStore, select

__all__ = ["WAYS", "Candidate", "Link", "gather", "named_above"]

#: How an intervention may come to a factor, the firmest way first.
WAYS = ("direct", "type", "editorial")

_LINKS = {
    "direct": """
SELECT DISTINCT ?item ?factor ?passage WHERE {{
  VALUES ?factor {{ {factors} }}
  ?claim a bm:CoverageClaim ; bm:factor ?factor ; bm:about ?item ; prov:wasDerivedFrom ?passage .
}}""",
    "type": """
SELECT DISTINCT ?item ?factor ?passage ?type ?notation WHERE {{
  VALUES ?factor {{ {factors} }}
  ?claim a bm:TargetClaim ; bm:factor ?factor ; bm:about ?type ; prov:wasDerivedFrom ?passage .
  ?item bm:hasType ?type .
  OPTIONAL {{ ?type skos:notation ?notation }}
}}""",
    "editorial": """
SELECT DISTINCT ?item ?factor ?passage ?type ?notation WHERE {{
  VALUES ?factor {{ {factors} }}
  ?claim a bm:TargetClaim ; bm:factor ?factor ; bm:about ?type ; prov:wasDerivedFrom ?passage .
  ?item bm:editorialType ?type .
  OPTIONAL {{ ?type skos:notation ?notation }}
}}""",
}
_TREDEN = """
SELECT DISTINCT ?item ?level ?basis WHERE {
  ?claim a bm:EvidenceClaim ; bm:about ?item ; bm:trede/bm:level ?level .
  OPTIONAL { ?claim bm:basis ?basis }
}"""
_AVAILABILITY = """
SELECT DISTINCT ?item ?availability WHERE {
  ?claim a bm:AvailabilityClaim ; bm:about ?item ; bm:availability ?availability .
}"""
_AGES = """
SELECT DISTINCT ?item ?low ?high WHERE {
  ?claim a bm:AgeClaim ; bm:about ?item .
  OPTIONAL { ?claim bm:ageMin ?low }
  OPTIONAL { ?claim bm:ageMax ?high }
}"""
# a setting that is part of another counts for that one too
_SETTINGS = """
SELECT DISTINCT ?item ?setting WHERE {
  { ?item bm:setting ?setting } UNION { ?item bm:setting/skos:broaderTransitive ?setting }
}"""
_WHOLES = "SELECT ?item ?whole WHERE { ?item a bm:InterventionPart ; dcterms:isPartOf ?whole }"
_ABOVE = """
SELECT DISTINCT ?factor ?above WHERE {{
  VALUES ?factor {{ {factors} }}
  ?factor skos:broaderTransitive ?above .
  ?claim a bm:CoverageClaim ; bm:factor ?above .
}}"""
_RECOGNISED = thing_iri("basis", "recognised")


@dataclass(frozen=True, order=True)
class Link:
    """Why an intervention counts for a factor.

    Args:
        way: one of WAYS.
        type: IRI of the type it goes through; "" for direct ones.
        notation: the number of that type.
        passages: IRIs of the passages that say so; through a type, those that say what the type targets.
    """

    way: str
    type: str
    notation: str
    passages: tuple[str, ...]


@dataclass
class Candidate:
    """An intervention, or a named part of one, and what sources say of it.

    Args:
        iri: what it is.
        links: why it counts for a factor, by factor.
        treden: levels that are claimed, each with whether a database recognised it.
        availability: IRIs of what is claimed.
        ages: lowest and highest ages that are printed together; None where one is not.
        settings: IRIs of where it takes place.
        whole: IRI of the intervention that it is a part of.
    """

    iri: str
    links: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    treden: set[tuple[int, bool]] = field(default_factory=set)
    availability: set[str] = field(default_factory=set)
    ages: set[tuple[int | None, int | None]] = field(default_factory=set)
    settings: set[str] = field(default_factory=set)
    whole: str | None = None


def gather(store: QueryStore, factors: Sequence[str], others: Iterable[str] = ()) -> dict[str, Candidate]:
    """Return every intervention that may cover one of the factors in any way, by IRI, sorted.

    Args:
        store: the release to ask.
        factors: IRIs of the factors.
        others: IRIs of interventions that are wanted even so.
    """
    passages: dict[tuple[str, str, str, str, str], list[str]] = {}
    for way, query in _LINKS.items():
        for row in select(store, query.format(factors=values(factors))):
            through = ("", "") if way == "direct" else (row["type"].value, _text(row, "notation"))
            key = (row["item"].value, row["factor"].value, way, *through)
            passages.setdefault(key, []).append(row["passage"].value)
    found = {iri: Candidate(iri) for iri in sorted({*others, *(key[0] for key in passages)})}
    for (item, factor, *how), said in sorted(passages.items(), key=lambda pair: _order(pair[0])):
        links = found[item].links
        links[factor] = (*links.get(factor, ()), Link(how[0], how[1], how[2], tuple(sorted(said))))
    _describe(store, found)
    return found


def named_above(store: QueryStore, factors: Sequence[str]) -> dict[str, list[str]]:
    """Return, by factor, the factors above it at which a table names interventions, where there are any."""
    above: dict[str, list[str]] = {}
    if factors:
        for row in select(store, _ABOVE.format(factors=values(factors))):
            above.setdefault(row["factor"].value, []).append(row["above"].value)
    return {factor: sorted(found) for factor, found in above.items()}


def _order(key: tuple[str, str, str, str, str]) -> tuple[object, ...]:
    return key[0], key[1], WAYS.index(key[2]), key[4], key[3]


def _describe(store: QueryStore, found: dict[str, Candidate]) -> None:
    def rows(query: str) -> Iterable[tuple[Candidate, QuerySolution]]:
        return ((found[row["item"].value], row) for row in select(store, query) if row["item"].value in found)

    for candidate, row in rows(_TREDEN):
        recognised = row["basis"] is not None and row["basis"].value == _RECOGNISED
        candidate.treden.add((int(row["level"].value), recognised))
    for candidate, row in rows(_AVAILABILITY):
        candidate.availability.add(row["availability"].value)
    for candidate, row in rows(_AGES):
        low, high = _text(row, "low"), _text(row, "high")
        candidate.ages.add((int(low) if low else None, int(high) if high else None))
    for candidate, row in rows(_SETTINGS):
        candidate.settings.add(row["setting"].value)
    for candidate, row in rows(_WHOLES):
        candidate.whole = row["whole"].value


def _text(row: QuerySolution, name: str) -> str:
    return "" if row[name] is None else str(row[name].value)
