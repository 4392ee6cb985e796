"""What was found, as data: one thing an address, in the graph `links`, in the stable form of data files."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize
from rdflib import Graph

from bouwstenen.curation.links.outcome import Check, Found
from bouwstenen.errors import SourceError
from bouwstenen.graph.files import written_whole
from bouwstenen.graph.turtle import to_turtle
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE, expand, graph_iri, thing_iri

__all__ = ["check_iri", "describe", "read_checks", "write_checks"]

_XSD, _EARL = PREFIXES["xsd"], PREFIXES["earl"]
_DATE, _INTEGER = NamedNode(f"{_XSD}date"), NamedNode(f"{_XSD}integer")
_OURS = "https://w3id.org/bouwstenen/id/organisation/bouwstenen"

#: States as EARL has outcomes of tests (https://www.w3.org/TR/EARL10-Schema/#OutcomeValue).
_EARL_OUTCOME = {"fine": "passed", "moved": "passed", "refused": "cantTell"}

_HEADER = (
    ("rdf:type", NamedNode(expand("prov:Entity"))),
    ("rdfs:label", Literal("Controle van webadressen", language="nl")),
    ("rdfs:label", Literal("Check of web addresses", language="en")),
    (
        "dcterms:description",
        Literal(
            "Of de webadressen die wij noemen nog ergens heen leiden, en sinds wanneer niet.", language="nl"
        ),
    ),
    (
        "dcterms:description",
        Literal(
            "Whether the web addresses that we cite still lead somewhere, and since when not.", language="en"
        ),
    ),
    ("dcterms:license", NamedNode("https://creativecommons.org/licenses/by/4.0/")),
    ("prov:wasAttributedTo", NamedNode(_OURS)),
)


def check_iri(address: str) -> str:
    """Return the IRI of what is known of an address; the same for the same address."""
    return thing_iri("link-check", hashlib.sha256(address.encode()).hexdigest()[:16])


def describe(checks: Iterable[Check]) -> Iterator[Triple]:
    """Yield what is known of addresses, and what the graph that holds it is."""
    graph = NamedNode(graph_iri("links"))
    for name, term in _HEADER:
        yield Triple(graph, NamedNode(expand(name)), term)
    for check in checks:
        thing, found = NamedNode(check_iri(check.address)), check.found
        said: list[tuple[str, NamedNode | Literal | None]] = [
            (RDF_TYPE, NamedNode(f"{BM}LinkCheck")),
            (f"{BM}checkedAddress", NamedNode(check.address)),
            (f"{BM}lastChecked", Literal(check.day.isoformat(), datatype=_DATE)),
            (f"{BM}linkState", Literal(found.state)),
            (f"{_EARL}outcome", NamedNode(_EARL + _EARL_OUTCOME.get(found.state, "failed"))),
            (f"{BM}linkProblem", Literal(found.problem) if found.problem else None),
            (f"{BM}statusCode", Literal(str(found.status), datatype=_INTEGER) if found.status else None),
            (f"{BM}movedTo", NamedNode(found.target) if found.target else None),
            (
                f"{BM}firstFailed",
                Literal(check.first_failed.isoformat(), datatype=_DATE) if check.first_failed else None,
            ),
        ]
        for predicate, value in said:
            if value is not None:
                yield Triple(thing, NamedNode(predicate), value)


def write_checks(path: Path, checks: Iterable[Check]) -> None:
    """Write checks to a Turtle file; the same checks make the same file.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    triples = serialize(describe(checks), format=RdfFormat.N_TRIPLES) or b""
    path.parent.mkdir(parents=True, exist_ok=True)
    written_whole(path, to_turtle(Graph(bind_namespaces="none").parse(data=triples, format="nt")))


def read_checks(path: Path) -> dict[str, Check]:
    """Return the checks in a file, by address; none where there is no such file.

    Raises:
        SourceError: it cannot be read, or is no file of `write_checks`.
    """
    if not path.exists():
        return {}
    said: dict[str, dict[str, str]] = {}
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                about = said.setdefault(quad.subject.value, {})
                about[quad.predicate.value.removeprefix(BM)] = quad.object.value
        checks = [_check(about) for about in said.values() if about.get(RDF_TYPE) == f"{BM}LinkCheck"]
    except (OSError, SyntaxError, UnicodeDecodeError, KeyError, ValueError) as error:
        mend = "Remove the file to begin anew: what failed before is then forgotten."
        raise SourceError(f"this is no file of checks: {error}.", where=str(path), mend=mend) from error
    return {check.address: check for check in checks}


def _check(about: dict[str, str]) -> Check:
    status, since = about.get("statusCode"), about.get("firstFailed")
    found = Found(
        about["linkState"], int(status) if status else None, about.get("movedTo"), about.get("linkProblem")
    )
    return Check(
        about["checkedAddress"],
        date.fromisoformat(about["lastChecked"]),
        found,
        date.fromisoformat(since) if since else None,
    )
