"""Read concepts from a store: what is said of them, how they are called, what is above and below them."""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, Triple

from bouwstenen.errors import UnknownThingError
from bouwstenen.languages import preferred
from bouwstenen.namespaces import PREFIXES, RDF_TYPE
from bouwstenen.publishing.skosmos.vocabularies import Vocabulary
from bouwstenen.store.interface import QueryStore, select

__all__ = [
    "SKOS",
    "Described",
    "Term",
    "as_iri",
    "described",
    "find_concept",
    "label_of",
    "reached",
    "shown",
    "top_concepts",
    "triples_of",
    "triples_of_all",
    "types_of",
]

SKOS = PREFIXES["skos"]
Term = NamedNode | BlankNode | Literal | Triple
#: What is said: by thing, then by property.
Described = dict[str, dict[str, list[Term]]]

#: Things that are named in one query: it may have 100,000 characters.
_AT_ONCE = 250
_LABEL = PREFIXES["rdfs"] + "label"
#: What is told of the things that a concept names.
_OF_NEIGHBOURS = (RDF_TYPE, f"{SKOS}prefLabel", _LABEL, f"{SKOS}notation")

_VALUES = (
    "SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?s {{ {things} }} VALUES ?p {{ {properties} }} ?s ?p ?o }}"
)
_ALL_VALUES = "SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?s {{ {things} }} ?s ?p ?o }}"
_MEMBERS = """
SELECT DISTINCT ?s ?p ?o WHERE {{
  VALUES ?scheme {{ {schemes} }}
  ?s skos:inScheme ?scheme ; ?p ?o
}}"""
_IS_MEMBER = """
SELECT ?concept WHERE {{
  VALUES ?concept {{ {iri} }}
  VALUES ?scheme {{ {schemes} }}
  ?concept skos:inScheme ?scheme
}} LIMIT 1"""
_TOP = """
SELECT DISTINCT ?top ?scheme WHERE {{
  VALUES ?scheme {{ {schemes} }}
  ?top skos:topConceptOf ?scheme
}}"""
_REACHED = """
SELECT DISTINCT ?thing ?direct WHERE {{
  VALUES ?c {{ {iri} }} VALUES ?p {{ {property} }}
  ?c {property}+ ?thing .
  OPTIONAL {{ ?thing ?p ?direct }}
}}"""
_TYPES = """
SELECT DISTINCT ?type ?label ?above WHERE {{
  VALUES ?scheme {{ {schemes} }}
  ?c skos:inScheme ?scheme ; a ?type .
  VALUES ?concept {{ skos:Concept }}
  ?type rdfs:subClassOf+ ?concept .
  OPTIONAL {{ ?type rdfs:label ?label }}
  OPTIONAL {{ ?type rdfs:subClassOf ?above FILTER(?above != ?type) }}
}}"""


def as_iri(text: str) -> NamedNode | None:
    """Return a text as an IRI; None where it is none."""
    try:
        return NamedNode(text) if ":" in text else None
    except ValueError:
        return None


def find_concept(store: QueryStore, vocabulary: Vocabulary, uri: str) -> NamedNode:
    """Return the IRI of a concept of a vocabulary.

    Raises:
        UnknownThingError: the vocabulary has no such concept.
    """
    iri = as_iri(uri.strip())
    query = _IS_MEMBER.format(iri=iri, schemes=vocabulary.values)
    if iri is None or not list(select(store, query)):
        name = vocabulary.id
        raise UnknownThingError(
            {"nl": f"“{name}” heeft geen begrip <{uri}>.", "en": f"“{name}” has no concept <{uri}>."},
            where="uri",
            mend={
                "nl": f"Zoek het op: /rest/v1/{name}/search?query=…",
                "en": f"Look it up: /rest/v1/{name}/search?query=…",
            },
        )
    return iri


def described(store: QueryStore, iris: Iterable[str], *properties: str) -> Described:
    """Return what is said of things, by thing and property; of every property where none is named."""
    wanted, found = sorted(set(iris)), Described()
    listed = " ".join(str(NamedNode(name)) for name in properties)
    text = _VALUES if properties else _ALL_VALUES
    for begin in range(0, len(wanted), _AT_ONCE):
        things = " ".join(str(NamedNode(iri)) for iri in wanted[begin : begin + _AT_ONCE])
        for row in select(store, text.format(things=things, properties=listed)):
            found.setdefault(row["s"].value, {}).setdefault(row["p"].value, []).append(row["o"])
    return found


def label_of(said: dict[str, list[Term]], language: str | None) -> Literal | None:
    """Return the preferred label in a language (nl where that is None) or its fallback; None without any."""
    texts = {
        term.language or "": term for term in said.get(f"{SKOS}prefLabel", ()) if isinstance(term, Literal)
    }
    text = preferred({tag: tag for tag in sorted(texts)}, language or "nl")
    return None if text is None else texts[text]


def shown(said: dict[str, list[Term]], language: str) -> str | None:
    """Return the label as lists show it: one in another language says so, as in Skosmos: “taal (nl)”."""
    label = label_of(said, language)
    if label is None:
        return None
    foreign = label.language is not None and label.language.partition("-")[0] != language.partition("-")[0]
    return f"{label.value} ({label.language})" if foreign else label.value


def top_concepts(store: QueryStore, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Return the top concepts of the vocabulary's schemes, each with its scheme."""
    rows = select(store, _TOP.format(schemes=vocabulary.values))
    return sorted((row["top"].value, row["scheme"].value) for row in rows)


def reached(store: QueryStore, concept: NamedNode, name: str) -> dict[str, list[str]]:
    """Return a concept and all that is reached from it by a property, each with what it leads to directly.

    Args:
        store: where concepts are.
        concept: where to begin.
        name: local name of the property in SKOS, `broader` or `narrower`.
    """
    steps: dict[str, list[str]] = {}
    for row in select(store, _REACHED.format(iri=concept, property=f"skos:{name}")):
        direct = steps.setdefault(row["thing"].value, [])
        if row["direct"] is not None:
            direct.append(row["direct"].value)
    own = described(store, [concept.value], SKOS + name).get(concept.value, {}).get(SKOS + name, [])
    steps[concept.value] = [term.value for term in own if isinstance(term, NamedNode)]
    return {iri: sorted(steps[iri]) for iri in sorted(steps)}


def types_of(store: QueryStore, vocabulary: Vocabulary) -> dict[str, tuple[dict[str, str], str | None]]:
    """Return the classes of a vocabulary's concepts: names by language, and the class above each."""
    labels: dict[str, dict[str, str]] = {}
    above: dict[str, set[str]] = {}
    for row in select(store, _TYPES.format(schemes=vocabulary.values)):
        iri = row["type"].value
        labels.setdefault(iri, {})
        above.setdefault(iri, set())
        if isinstance(row["label"], Literal):
            labels[iri][row["label"].language or ""] = row["label"].value
        if isinstance(row["above"], NamedNode):
            above[iri].add(row["above"].value)
    labels.setdefault(f"{SKOS}Concept", {})
    return {iri: (labels[iri], min(above.get(iri, ()), default=None)) for iri in sorted(labels)}


def triples_of(store: QueryStore, things: Iterable[str]) -> Iterator[Triple]:
    """Yield all that is said of things, and how what they name is called: its class, label and notation."""
    own = described(store, things)
    properties = {name for said in own.values() for name in said}
    values = (term for said in own.values() for terms in said.values() for term in terms)
    named = {term.value for term in values if isinstance(term, NamedNode)}
    yield from _triples(own)
    yield from _triples(described(store, named - own.keys(), *_OF_NEIGHBOURS))
    yield from _triples(described(store, properties - named - own.keys(), _LABEL))


def triples_of_all(store: QueryStore, vocabulary: Vocabulary) -> Iterator[Triple]:
    """Yield all that is said of a vocabulary's schemes and of every concept in them."""
    yield from _triples(described(store, [scheme.iri for scheme in vocabulary.schemes]))
    for row in select(store, _MEMBERS.format(schemes=vocabulary.values)):
        yield _triple(row)


def _triple(row: QuerySolution) -> Triple:
    return Triple(row["s"], row["p"], row["o"])


def _triples(found: Described) -> Iterator[Triple]:
    for iri, said in found.items():
        for name, terms in said.items():
            for term in terms:
                yield Triple(NamedNode(iri), NamedNode(name), term)
