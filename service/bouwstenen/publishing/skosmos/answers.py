"""What each address of Skosmos answers: the keys and the JSON-LD context of its REST API, version 1."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode

from bouwstenen.languages import preferred
from bouwstenen.namespaces import PREFIXES
from bouwstenen.publishing.skosmos.concepts import (
    SKOS,
    described,
    label_of,
    reached,
    shown,
    top_concepts,
    types_of,
)
from bouwstenen.publishing.skosmos.vocabularies import LANGUAGES, Vocabulary
from bouwstenen.store.interface import QueryStore

__all__ = [
    "Answer",
    "found",
    "information",
    "labels",
    "list_of",
    "looked_up",
    "neighbours",
    "top",
    "transitive",
    "types",
]

Answer = dict[str, Any]

_ONKI = "http://schema.onki.fi/onki#"
_SKOS = {"skos": SKOS, "uri": "@id", "type": "@type"}
_RDFS = {"rdfs": PREFIXES["rdfs"]}
_LABELS = {name: f"skos:{name}" for name in ("prefLabel", "altLabel", "hiddenLabel")}


def list_of(vocabularies: Mapping[str, Vocabulary], language: str, base: str) -> Answer:
    """Answer `/vocabularies`: id and title of each.

    Args:
        vocabularies: those there are.
        language: of the titles.
        base: address of the API, without a slash at its end.
    """
    return {
        "@context": {
            **_RDFS,
            "onki": _ONKI,
            "title": {"@id": "rdfs:label", "@language": language},
            "vocabularies": "onki:hasVocabulary",
            "id": "onki:vocabularyIdentifier",
            "uri": "@id",
            "@base": f"{base}/vocabularies",
        },
        "uri": "",
        "vocabularies": [
            {"uri": vocid, "id": vocid, "title": vocabularies[vocid].title(language)}
            for vocid in sorted(vocabularies)
        ],
    }


def information(vocabulary: Vocabulary, language: str, base: str) -> Answer:
    """Answer `/{vocid}/`: its title, languages and concept schemes."""
    schemes = [
        {"label": scheme.title(language), "uri": scheme.iri, "type": "skos:ConceptScheme"}
        for scheme in vocabulary.schemes
    ]
    return {
        "@context": {
            **_RDFS,
            **_SKOS,
            "onki": _ONKI,
            "dct": PREFIXES["dcterms"],
            "conceptschemes": "onki:hasConceptScheme",
            "id": "onki:vocabularyIdentifier",
            "defaultLanguage": "onki:defaultLanguage",
            "languages": "onki:language",
            "label": "rdfs:label",
            "prefLabel": "skos:prefLabel",
            "title": "dct:title",
            "@language": language,
            "@base": f"{base}/{vocabulary.id}/",
        },
        "uri": "",
        "id": vocabulary.id,
        "marcSource": None,
        "title": vocabulary.title(language),
        "defaultLanguage": LANGUAGES[0],
        "languages": list(LANGUAGES),
        "conceptschemes": schemes,
    }


def types(store: QueryStore, vocabulary: Vocabulary, language: str, base: str) -> Answer:
    """Answer `/types` and `/{vocid}/types`: the classes of the concepts."""
    listed = []
    for iri, (names, above) in types_of(store, vocabulary).items():
        label = preferred(names, language)
        listed.append(
            {"uri": iri} | ({"label": label} if label else {}) | ({"superclass": above} if above else {})
        )
    context = {
        **_SKOS,
        **_RDFS,
        "onki": _ONKI,
        "label": "rdfs:label",
        "superclass": {"@id": "rdfs:subClassOf", "@type": "@id"},
        "types": "onki:hasType",
        "@language": language,
        "@base": base,
    }
    return {"@context": context, "uri": "", "types": listed}


def found(results: Sequence[Answer], fields: Iterable[str], language: str | None) -> Answer:
    """Answer `/search`: the results, of which some were found by another label than the one they have."""
    context: Answer = {
        **_SKOS,
        "isothes": PREFIXES["isothes"],
        "onki": _ONKI,
        "results": {"@id": "onki:results", "@container": "@list"},
        **_LABELS,
        **{name: f"skos:{name}" for name in fields},
    }
    if any("prefLabels" in result for result in results):
        context["prefLabels"] = {"@id": "skos:prefLabel", "@container": "@language"}
    if language:
        context["@language"] = language
    return {"@context": context, "uri": "", "results": list(results)}


def looked_up(results: Sequence[Answer], language: str | None) -> Answer:
    """Answer `/{vocid}/lookup`."""
    context: Answer = {**_SKOS, "onki": _ONKI, "results": {"@id": "onki:results"}, **_LABELS}
    if language:
        context["@language"] = language
    return {"@context": context, "result": list(results)}


def labels(store: QueryStore, concept: NamedNode, language: str) -> Answer:
    """Answer `/label`: the labels in a language, or in the one we have; the context says in which."""
    said = described(store, [concept.value], *(SKOS + name for name in _LABELS)).get(concept.value, {})
    label = label_of(said, language)
    spoken = (label.language if label else None) or language
    told: Answer = {"@context": {**_SKOS, **_LABELS, "@language": spoken}, "uri": concept.value}
    if label:
        told["prefLabel"] = label.value
    for name in ("altLabel", "hiddenLabel"):
        terms = said.get(SKOS + name, ())
        texts = [term.value for term in terms if isinstance(term, Literal) and term.language == spoken]
        if texts:
            told[name] = sorted(texts)
    return told


def top(store: QueryStore, vocabulary: Vocabulary, language: str) -> Answer:
    """Answer `/{vocid}/topConcepts`: those of one scheme, or of all the vocabulary has."""
    pairs = top_concepts(store, vocabulary)
    about = _about(store, (concept for concept, _ in pairs))
    listed = [
        {"uri": concept, "topConceptOf": scheme, **_as_label(_node(concept, about, language))}
        for concept, scheme in pairs
    ]
    schemes = [scheme.iri for scheme in vocabulary.schemes]
    return {
        "@context": {
            **_SKOS,
            "onki": _ONKI,
            "topconcepts": "skos:hasTopConcept",
            "notation": "skos:notation",
            "label": "skos:prefLabel",
            "@language": language,
        },
        "uri": schemes[0] if len(schemes) == 1 else schemes,
        "topconcepts": sorted(listed, key=_order),
    }


def neighbours(store: QueryStore, concept: NamedNode, name: str, language: str, *, children: bool) -> Answer:
    """Answer `/{vocid}/broader`, `narrower`, `related`, and `children`, which tells more of each.

    Args:
        store: where concepts are.
        concept: whose neighbours to tell.
        name: local name of the property in SKOS.
        language: of their labels.
        children: whether to tell notations, and which of them have narrower concepts in turn.
    """
    said = described(store, [concept.value], SKOS + name).get(concept.value, {}).get(SKOS + name, [])
    iris = [term.value for term in said if isinstance(term, NamedNode)]
    about = _about(store, iris)
    listed = sorted((_node(iri, about, language) for iri in iris), key=_order)
    more = {"notation": "skos:notation", "hasChildren": "onki:hasChildren", "onki": _ONKI} if children else {}
    kept = ("uri", "prefLabel", "notation", "hasChildren") if children else ("uri", "prefLabel")
    return {
        "@context": {**_SKOS, "prefLabel": "skos:prefLabel", name: f"skos:{name}", **more}
        | {"@language": language},
        "uri": concept.value,
        name: [{key: node[key] for key in kept if key in node} for node in listed],
    }


def transitive(store: QueryStore, concept: NamedNode, name: str, language: str, most: int) -> Answer:
    """Answer `/{vocid}/broaderTransitive` and `narrowerTransitive`: the concept and all above or below it."""
    steps = reached(store, concept, name)
    kept = [concept.value, *(iri for iri in steps if iri != concept.value)][:most]
    about = _about(store, kept)
    listed: dict[str, Answer] = {}
    for iri in kept:
        told: Answer = {"uri": iri, "prefLabel": shown(about.get(iri, {}), language)}
        if steps[iri]:
            told[name] = steps[iri]
        listed[iri] = told
    return {
        "@context": {
            **_SKOS,
            "prefLabel": "skos:prefLabel",
            name: {"@id": f"skos:{name}", "@type": "@id"},
            f"{name}Transitive": {"@id": f"skos:{name}Transitive", "@container": "@index"},
            "@language": language,
        },
        "uri": concept.value,
        f"{name}Transitive": listed,
    }


def _about(store: QueryStore, iris: Iterable[str]) -> dict[str, dict[str, list[Any]]]:
    return described(store, iris, f"{SKOS}prefLabel", f"{SKOS}notation", f"{SKOS}narrower")


def _node(iri: str, about: dict[str, dict[str, list[Any]]], language: str) -> Answer:
    said = about.get(iri, {})
    notations = sorted(term.value for term in said.get(f"{SKOS}notation", ()))
    node = {"uri": iri, "prefLabel": shown(said, language), "hasChildren": f"{SKOS}narrower" in said}
    return node | ({"notation": notations[0]} if notations else {})


def _as_label(node: Answer) -> Answer:
    return {"label": node["prefLabel"]} | {key: node[key] for key in node if key not in ("uri", "prefLabel")}


def _order(node: Answer) -> tuple[str, str, str]:
    label = node.get("label") or node.get("prefLabel") or ""
    return node.get("notation", ""), label.casefold(), node["uri"]
