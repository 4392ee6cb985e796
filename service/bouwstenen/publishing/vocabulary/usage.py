"""How much each term is used in a release, and one thing or statement that shows how."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from bouwstenen.namespaces import BM
from bouwstenen.publishing.vocabulary.statements import Term
from bouwstenen.store.interface import QueryStore, select

__all__ = ["Scheme", "Usage", "schemes_of", "usage_of"]

_CLASSES = """
SELECT ?term (COUNT(DISTINCT ?thing) AS ?count) (MIN(STR(?thing)) AS ?first) WHERE {{
  VALUES ?term {{ {terms} }} ?thing a ?term
}} GROUP BY ?term"""

_PROPERTIES = """
SELECT ?term (COUNT(*) AS ?count) (MIN(STR(?thing)) AS ?first) WHERE {{
  VALUES ?term {{ {terms} }} ?thing ?term ?value
}} GROUP BY ?term"""

#: Where a plain statement has a property, it shows it better than a claim that has it too.
_PLAIN = """
SELECT ?term (MIN(STR(?thing)) AS ?first) WHERE {{
  VALUES ?term {{ {terms} }} ?thing ?term ?value MINUS {{ ?thing a bm:Claim }}
}} GROUP BY ?term"""

_ABOUT = "SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?s {{ {things} }} ?s ?p ?o }}"

_MEMBERS = "SELECT DISTINCT ?term ?thing WHERE {{ VALUES ?term {{ {terms} }} ?thing a ?term }}"

_SCHEMES = """
SELECT ?scheme (COUNT(DISTINCT ?concept) AS ?count) WHERE {
  ?scheme a skos:ConceptScheme FILTER(STRSTARTS(STR(?scheme), CONCAT(STR(id:), "scheme/")))
  OPTIONAL { ?concept skos:inScheme ?scheme }
} GROUP BY ?scheme ORDER BY ?scheme"""

#: Concepts of a list that is shown whole.
_SHORT = 12


@dataclass(frozen=True)
class Usage:
    """How a term is used.

    Args:
        count: things of a class, statements with a property.
        subject: IRI of a thing that shows it; "" where there is none.
        statements: what is stated of that thing: values by property. Of a property, its own values only.
        members: IRIs of all things of a class of concepts, where they are few.
    """

    count: int = 0
    subject: str = ""
    statements: Mapping[str, list[Term]] = field(default_factory=dict)
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scheme:
    """A concept scheme of the release: its IRI, and how many concepts it has."""

    iri: str
    count: int


def usage_of(
    store: QueryStore, classes: Iterable[str], properties: Iterable[str], concepts: Iterable[str]
) -> dict[str, Usage]:
    """Return how each term that is used is used, by its IRI.

    The example is the thing whose IRI comes first, so that it stays the same as long as the data does.

    Args:
        store: the release.
        classes: IRIs of the classes.
        properties: IRIs of the properties.
        concepts: those of the classes whose members are concepts.
    """
    classes, properties = list(classes), list(properties)
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for query, terms in ((_CLASSES, classes), (_PROPERTIES, properties)):
        for row in select(store, query.format(terms=_listed(terms))):
            counts[row["term"].value] = int(row["count"].value)
            first[row["term"].value] = row["first"].value
    for row in select(store, _PLAIN.format(terms=_listed(properties))):
        first[row["term"].value] = row["first"].value
    stated = _stated(store, {subject for subject in first.values() if subject.startswith("http")})
    short = [iri for iri in concepts if 0 < counts.get(iri, 0) <= _SHORT]
    members = _members(store, short)
    used = {}
    for iri, count in counts.items():
        about = stated.get(first[iri], {})
        if iri in properties:
            about = {iri: about.get(iri, [])}
        used[iri] = Usage(count, first[iri], about, tuple(members.get(iri, ())))
    return used


def schemes_of(store: QueryStore) -> list[Scheme]:
    """Return the concept schemes of a release, sorted by IRI."""
    return [Scheme(row["scheme"].value, int(row["count"].value)) for row in select(store, _SCHEMES)]


def _members(store: QueryStore, terms: list[str]) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    for row in select(store, _MEMBERS.format(terms=_listed(terms))):
        members.setdefault(row["term"].value, []).append(row["thing"].value)
    return {term: sorted(things) for term, things in members.items()}


def _stated(store: QueryStore, things: set[str]) -> dict[str, dict[str, list[Term]]]:
    stated: dict[str, dict[str, list[Term]]] = {}
    for row in select(store, _ABOUT.format(things=_listed(sorted(things)))):
        value = row["o"]
        if isinstance(value, NamedNode | Literal):
            about = stated.setdefault(row["s"].value, {})
            about.setdefault(row["p"].value, []).append(value)
    for about in stated.values():
        for values in about.values():
            values.sort(key=_order)
    return stated


def _order(value: Term) -> tuple[bool, bool, str]:
    """IRIs of ours first, then Dutch texts."""
    ours = isinstance(value, NamedNode) and value.value.startswith(BM.removesuffix("def/"))
    dutch = isinstance(value, Literal) and value.language == "nl"
    return (not ours, not dutch, str(value))


def _listed(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in iris)
