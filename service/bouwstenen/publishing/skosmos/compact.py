"""JSON-LD as Skosmos compacts it: its context, one object for each thing, texts with their language.

Clients read it by its keys (`graph`, `uri`, `prefLabel`): the form matters beside the meaning, and it is not
that of `publishing.jsonld`. One value stands alone, several are a list (JSON-LD 1.1 §5.5).
"""

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bouwstenen.namespaces import PREFIXES, RDF_TYPE

__all__ = ["compacted"]

_LABELS = ("prefLabel", "altLabel", "hiddenLabel")
_RELATIONS = (
    *("broader", "narrower", "related", "inScheme"),
    *("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"),
)
_CONTEXT = {
    **{prefix: PREFIXES[prefix] for prefix in ("skos", "isothes", "rdfs", "owl")},
    "dct": PREFIXES["dcterms"],
    "dc11": "http://purl.org/dc/elements/1.1/",
    "uri": "@id",
    "type": "@type",
    "lang": "@language",
    "value": "@value",
    "graph": "@graph",
    "label": "rdfs:label",
    **{name: f"skos:{name}" for name in (*_LABELS, *_RELATIONS)},
}
_KEYS = {PREFIXES["skos"] + name: name for name in (*_LABELS, *_RELATIONS)} | {
    PREFIXES["rdfs"] + "label": "label",
    RDF_TYPE: "type",
}
_SHORT = {_CONTEXT[prefix]: prefix for prefix in ("skos", "isothes", "rdfs", "owl", "dct", "dc11")}
_STRING = PREFIXES["xsd"] + "string"
_INTEGER, _BOOLEAN = PREFIXES["xsd"] + "integer", PREFIXES["xsd"] + "boolean"


def compacted(triples: Iterable[Triple]) -> dict[str, object]:
    """Return triples as a JSON-LD document in the form of Skosmos, things and keys sorted."""
    nodes: dict[str, dict[str, list[object]]] = {}
    for triple in triples:
        node = nodes.setdefault(_name(triple.subject), {})
        values = node.setdefault(_KEYS.get(triple.predicate.value) or _short(triple.predicate.value), [])
        value = _value(triple.object, triple.predicate.value)
        if value not in values:
            values.append(value)
    graph = [
        {"uri": name} | {key: _one_or_all(said[key]) for key in sorted(said)}
        for name, said in sorted(nodes.items())
    ]
    return {"@context": _CONTEXT, "graph": graph}


def _one_or_all(values: list[object]) -> object:
    return values[0] if len(values) == 1 else sorted(values, key=str)


def _name(term: object) -> str:
    if isinstance(term, NamedNode):
        return _short(term.value)
    return str(term)


def _short(iri: str) -> str:
    for namespace, prefix in _SHORT.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _value(term: object, predicate: str) -> object:
    if isinstance(term, NamedNode | BlankNode):
        return _name(term) if predicate == RDF_TYPE else {"uri": _name(term)}
    if not isinstance(term, Literal):
        raise TypeError(f"no JSON-LD for {term}")
    if term.language:
        return {"lang": term.language, "value": term.value}
    datatype = term.datatype.value
    if datatype == _STRING:
        return term.value
    if datatype == _INTEGER and str(int(term.value)) == term.value:
        return int(term.value)
    if datatype == _BOOLEAN and term.value in ("true", "false"):
        return term.value == "true"
    return {"type": _short(datatype), "value": term.value}
