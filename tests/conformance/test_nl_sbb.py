"""The official NL-SBB shapes find in the whole graph exactly what docs/standards.md explains."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import Quad, Store
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from bouwstenen.namespaces import BASE, BM, ID, PREFIXES
from bouwstenen.store.interface import select
from bouwstenen.store.opening import Opened
from bouwstenen.validation.shacl import to_graph
from tests.conformance.standards import standard

NAME = "nl-sbb-skos-ap-nl.ttl"
SKOSAPNL = Namespace("http://nlbegrip.nl/def/skosapnl#")
SCHEME = f"{ID}scheme/"
#: What a finding is about: the shape, the path ("" for the thing as a whole) and the severity.
Kind = tuple[str, str, str]
#: The thing and the value that a finding names; the value is None where something is missing.
Place = tuple[Node, Node | None]
Findings = dict[Kind, set[Place]]

SOURCE: Kind = ("Concept-source", "dcterms:source", "warning")
TITLE: Kind = ("SourceDocument-label", "dcterms:title", "info")
ORPHAN: Kind = ("OrphanConcept", "", "warning")


def _short(term: Node | None) -> str:
    for prefix, base in {**PREFIXES, "": str(SKOSAPNL)}.items():
        if term is not None and str(term).startswith(base):
            return f"{prefix}:{str(term).removeprefix(base)}".removeprefix(":")
    return "" if term is None else str(term)


def findings_of(data: Graph, shapes: Graph) -> Findings:
    """Return what the shapes find, by what it is about."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    found: Findings = defaultdict(set)
    for result in report.objects(None, SH.result):
        # of constraints in SPARQL only those with a name say more than the shape that has them
        constraint = report.value(result, SH.sourceConstraint)
        shape = constraint if isinstance(constraint, URIRef) else report.value(result, SH.sourceShape)
        focus = report.value(result, SH.focusNode)
        assert focus is not None
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower()
        kind = (_short(shape), _short(report.value(result, SH.resultPath)), severity)
        found[kind].add((focus, report.value(result, SH.value)))
    return dict(found)


def _untitled(graph: Graph) -> set[Node]:
    return {
        source for source in graph.objects(None, DCTERMS.source) if (source, DCTERMS.title, None) not in graph
    }


def _alone(graph: Graph) -> set[Place]:
    """Concepts of others and retired ones: they stand in no tree of ours."""
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    retired = set(graph.subjects(OWL.deprecated, Literal(True)))
    return {(thing, thing) for thing in concepts if not str(thing).startswith(BASE) or thing in retired}


#: Why a kind of finding stays: where, and nowhere else, it must then be found.
REASONS: dict[Kind, Callable[[Graph], set[Place]]] = {
    SOURCE: lambda graph: {
        (concept, source)
        for concept, source in graph.subject_objects(DCTERMS.source)
        if source in _untitled(graph) and (concept, RDF.type, SKOS.Concept) in graph
    },
    TITLE: lambda graph: {(source, None) for source in _untitled(graph)},
    ORPHAN: _alone,
}


def explained(text: str) -> set[Kind]:
    """Return the kinds of findings that the table under NL-SBB in docs/standards.md explains."""
    section = text.partition("\n## NL-SBB\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `skosapnl:([\w-]+)` \| (?:`([\w:]+)`|–) \| (\w+) \|", section, re.MULTILINE)
    return {(shape, path, severity) for shape, path, severity in rows}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(standard(NAME))


@pytest.fixture(scope="module")
def graph(opened: Opened) -> Graph:
    """A release as it is published: what it says of itself and its questions are in it too."""
    assert {"dataset", "questions", "derived", "inferred"} <= opened.release.graphs.keys()
    store = Store()
    for row in select(opened.store, "SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"):
        store.add(Quad(row["s"], row["p"], row["o"]))
    return to_graph(store)


@pytest.fixture(scope="module")
def findings(graph: Graph, shapes: Graph) -> Findings:
    return findings_of(graph, shapes)


def test_what_is_explained_has_a_reason_that_is_tested(root: Path) -> None:
    told = explained((root / "docs" / "standards.md").read_text(encoding="utf-8"))
    assert told == set(REASONS), "the table of docs/standards.md §NL-SBB and REASONS must name the same kinds"


def test_every_finding_is_explained(findings: Findings) -> None:
    unexplained = {
        kind: sorted(map(str, found))[:3] for kind, found in findings.items() if kind not in REASONS
    }
    assert not unexplained, f"mend these, or explain them in docs/standards.md §NL-SBB: {unexplained}"


def test_nothing_is_a_violation(findings: Findings) -> None:
    assert "violation" not in {severity for _, _, severity in findings}


@pytest.mark.parametrize("kind", REASONS, ids=lambda kind: kind[0])
def test_a_finding_stays_only_where_its_reason_holds(kind: Kind, graph: Graph, findings: Findings) -> None:
    assert findings.get(kind, set()) == REASONS[kind](graph)


@pytest.mark.parametrize("kind", [SOURCE, TITLE], ids=lambda kind: kind[0])
def test_every_explanation_is_needed(kind: Kind, findings: Findings) -> None:
    assert kind in findings, "nothing of this kind is found any more: take it out of docs/standards.md"


def test_the_shapes_look_at_the_concepts(graph: Graph, shapes: Graph) -> None:
    """A check that has nothing to check finds nothing: each kind of target is there, and they are many."""
    classes = set(shapes.objects(None, SH.targetClass)) - {SKOS.Collection}
    assert classes == {SKOS.Concept, SKOS.ConceptScheme}
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) > 300
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert len({scheme for scheme in schemes if str(scheme).startswith(SCHEME)}) == 16
    assert len(set(graph.objects(None, DCTERMS.source))) > 90


# --- what the shapes find when something is wrong ------------------------------------------------


#: A few real concepts, so that they can be checked many times over.
FEW = [
    *("bouwsteen/1", "bouwsteen/2", "bouwsteen/3", "bouwsteen/6"),
    *("theme/persoonlijke-ontwikkeling", "theme/school-werk"),
    *("intervention-type/1", "intervention-type/1.1", "intervention-type/2", "intervention-type/3"),
]


@pytest.fixture(scope="module")
def part(graph: Graph) -> Graph:
    """What the graph says of those concepts, of their schemes and of their sources."""
    concepts = {URIRef(ID + name) for name in FEW}
    about = {thing for name in (SKOS.inScheme, DCTERMS.source) for thing in graph.objects(None, name)}
    near = concepts | {thing for concept in concepts for thing in graph.objects(concept) if thing in about}
    kept = Graph(bind_namespaces="none")
    for thing in near:
        for triple in graph.triples((thing, None, None)):
            # other concepts are left out, such as what is narrower than a theme
            if triple[2] in concepts or (triple[2], SKOS.inScheme, None) not in graph:
                kept.add(triple)
    return kept


@pytest.fixture(scope="module")
def sound(part: Graph, shapes: Graph) -> Findings:
    return findings_of(part, shapes)


HEADS = "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in PREFIXES.items())
#: What is done to a thing, and the shape that must find it.
BROKEN: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).with_name("nl-sbb-broken.toml")).read_text(encoding="utf-8")
)


@pytest.mark.parametrize("what", BROKEN)
def test_the_shapes_find(what: str, part: Graph, sound: Findings, shapes: Graph) -> None:
    change = BROKEN[what]
    focus = URIRef(ID + change["of"])
    assert (focus, None, None) in part, f"{what}: there is no {focus} any more"
    graph = Graph(bind_namespaces="none")
    graph += part
    for name in change.get("drop", "").split():
        prefix, _, local = name.partition(":")
        gone = (focus, URIRef(PREFIXES[prefix] + local), None)
        assert gone in graph, f"{what}: {focus} has no {name} to drop"
        graph.remove(gone)
    if "alone" in change:
        graph.remove((None, None, focus))
        graph.remove((focus, SKOS.narrower, None))
    if "add" in change:
        graph.parse(data=f"{HEADS}<{focus}> {change['add']} .", format="turtle", publicID=ID)
    before = {(kind[0], place) for kind, places in sound.items() for place in places}
    found = {(kind[0], place) for kind, places in findings_of(graph, shapes).items() for place in places}
    assert change["shape"] in {shape for shape, _ in found - before}, f"{what} was not found"


def test_the_part_is_sound(sound: Findings) -> None:
    assert {kind for kind in sound if kind[2] != "info"} <= {SOURCE}


ALONE = """
<https://example.org/elders> a skos:Concept ; skos:prefLabel "theatre"@en ; skos:definition "Toneel."@nl .
<factor/oud> a skos:Concept , bm:Retired ; skos:prefLabel "Oud"@nl ; skos:definition "Wat was."@nl ;
    owl:deprecated true ; skos:historyNote "Vervallen in 2026."@nl ; skos:inScheme <scheme/typen> .
<intervention-type/2> skos:closeMatch <https://example.org/elders> .
"""


def test_concepts_of_others_and_retired_ones_are_only_without_a_tree(
    part: Graph, sound: Findings, shapes: Graph
) -> None:
    graph = Graph(bind_namespaces="none")
    graph += part
    graph.parse(data=HEADS + ALONE, format="turtle", publicID=ID)
    found = findings_of(graph, shapes)
    alone = {URIRef("https://example.org/elders"), URIRef(f"{ID}factor/oud")}
    assert {focus for focus, _ in found[ORPHAN]} == alone
    assert found[ORPHAN] == REASONS[ORPHAN](graph)
    assert found.keys() - sound.keys() == {ORPHAN}


# --- what the shapes do not ask, and NL-SBB does -------------------------------------------------


def test_top_concepts_both_ways(graph: Graph) -> None:
    tops = set(graph.subject_objects(SKOS.topConceptOf))
    assert tops
    assert tops == {(concept, scheme) for scheme, concept in graph.subject_objects(SKOS.hasTopConcept)}


def test_a_scheme_without_top_concepts_says_why(graph: Graph) -> None:
    schemes = {
        scheme for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme) if str(scheme).startswith(SCHEME)
    }
    without = {scheme for scheme in schemes if (scheme, SKOS.hasTopConcept, None) not in graph}
    assert {str(scheme).removeprefix(SCHEME) for scheme in without} == {
        "factoren",
        "risicofactoren",
        "themas",
    }
    for scheme in without:
        assert any("topbegrip" in str(text) for text in graph.objects(scheme, RDFS.comment)), scheme
        for concept in graph.subjects(SKOS.inScheme, scheme):
            above = set(graph.transitive_objects(concept, SKOS.broader)) - {concept}
            reached = {place for place in above if (place, SKOS.topConceptOf, None) in graph}
            assert reached or (concept, OWL.deprecated, None) in graph, (
                f"{concept} hangs below no top concept"
            )


def test_variants_of_broader_are_given_where_they_fit(graph: Graph) -> None:
    isothes = Namespace(PREFIXES["isothes"])
    domains = {f"{ID}bouwsteen/{number}" for number in range(1, 6)}
    assert {str(high) for high in graph.objects(None, isothes.broaderPartitive)} == domains
    broader = set(graph.subject_objects(SKOS.broader))
    kinds: dict[URIRef, set[tuple[str, str]]] = {}
    for name in ("Generic", "Partitive", "Instantial"):
        pairs = set(graph.subject_objects(isothes[f"broader{name}"]))
        assert pairs <= broader
        assert {(low, high) for high, low in graph.subject_objects(isothes[f"narrower{name}"])} == pairs
        kinds[isothes[name]] = {(_class(low), _class(high)) for low, high in pairs}
    assert list(kinds.values()) == [
        {("intervention-type", "intervention-type")},
        {("theme", "bouwsteen")},
        set(),
    ]


def _class(thing: Node) -> str:
    return str(thing).removeprefix(ID).partition("/")[0]


def test_a_printed_title_is_a_title(graph: Graph) -> None:
    # what the report prints of a work beyond author, year and address is its title
    for source in graph.subjects(RDF.type, URIRef(f"{BM}Source")):
        citation, title = (
            graph.value(source, DCTERMS.bibliographicCitation),
            graph.value(source, DCTERMS.title),
        )
        assert title is None or citation is None or str(title) in str(citation), (
            f"{source}: title not printed"
        )
