"""A report as the validation report of SHACL (§3.6), places as Web Annotation has them, in Turtle."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from bouwstenen.namespaces import PREFIXES, RDF_TYPE
from bouwstenen.validation.names import is_anonymous
from bouwstenen.validation.report import Entry, Report

__all__ = ["as_turtle"]

_SH, _XSD, _RDFS = PREFIXES["sh"], PREFIXES["xsd"], PREFIXES["rdfs"]
_OA = "http://www.w3.org/ns/oa#"
_SEVERITIES = {"violation": "Violation", "warning": "Warning", "info": "Info"}
_NAMED = ("bm", "dcterms", "id", "prov", "rdfs", "sh", "xsd")
_PREFIXES = {name: PREFIXES[name] for name in _NAMED} | {"oa": _OA}


def as_turtle(report: Report) -> str:
    """Return the `sh:ValidationReport`, each result with the names of its thing and property and its place.

    A place is an `oa:SpecificResource`: its `oa:hasSource` the file, its selector an RFC 5147 fragment (lines
    from 0) or the cell. Of mistakes of the text itself the file is the focus node.
    """
    triples = list(_report(report))
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=_PREFIXES) or b""
    return written.decode()


def _report(report: Report) -> Iterator[Triple]:
    node = BlankNode("report")
    yield Triple(node, NamedNode(RDF_TYPE), NamedNode(_SH + "ValidationReport"))
    conforms = Literal("true" if not report.entries else "false", datatype=NamedNode(_XSD + "boolean"))
    yield Triple(node, NamedNode(_SH + "conforms"), conforms)
    for number, entry in enumerate(report.entries, start=1):
        result = BlankNode(f"result{number}")
        yield Triple(node, NamedNode(_SH + "result"), result)
        yield from _result(result, f"place{number}", entry, report.language)


def _result(result: BlankNode, place: str, entry: Entry, language: str) -> Iterator[Triple]:
    def said(name: str, value: NamedNode | BlankNode | Literal, space: str = _SH) -> Triple:
        return Triple(result, NamedNode(space + name), value)

    yield Triple(result, NamedNode(RDF_TYPE), NamedNode(_SH + "ValidationResult"))
    yield said("resultSeverity", NamedNode(_SH + _SEVERITIES[entry.severity]))
    yield said("resultMessage", Literal(entry.message, language=language))
    focus = _node(entry.focus) if entry.focus else _file(entry)
    if focus is not None:
        yield said("focusNode", focus)
    if entry.path:
        yield said("resultPath", NamedNode(entry.path))
    if entry.value:
        yield said("value", _value(entry))
    if entry.shape:
        yield said("sourceShape", NamedNode(entry.shape))
    if entry.component:
        yield said("sourceConstraintComponent", NamedNode(entry.component))
    told = f"{entry.thing} · {entry.property}" if entry.property else entry.thing
    if told:
        yield said("label", Literal(told, language=language), _RDFS)
    yield from _place(result, BlankNode(place), entry)


def _place(result: BlankNode, node: BlankNode, entry: Entry) -> Iterator[Triple]:
    place = entry.place
    if place is None:
        return
    yield Triple(result, NamedNode(_OA + "hasTarget"), node)
    yield Triple(node, NamedNode(RDF_TYPE), NamedNode(_OA + "SpecificResource"))
    yield Triple(node, NamedNode(_OA + "hasSource"), Literal(place.file))
    at = f"{place.sheet}!{place.cell}" if place.cell else f"line={place.line - 1}" if place.line else ""
    if at:
        yield Triple(node, NamedNode(_RDFS + "label"), Literal(str(place)))
        selector = BlankNode(f"{node.value}selector")
        yield Triple(node, NamedNode(_OA + "hasSelector"), selector)
        yield Triple(selector, NamedNode(RDF_TYPE), NamedNode(_OA + "FragmentSelector"))
        rdf_value = NamedNode(PREFIXES["rdf"] + "value")
        yield Triple(selector, rdf_value, Literal(at))


def _file(entry: Entry) -> Literal | None:
    return Literal(entry.place.file) if entry.place else None


def _node(name: str) -> NamedNode | BlankNode:
    return BlankNode(name) if is_anonymous(name) else NamedNode(name)


def _value(entry: Entry) -> NamedNode | Literal:
    if entry.value.startswith(("http://", "https://")):
        try:
            return NamedNode(entry.value)
        except ValueError:
            pass
    return Literal(entry.value)
