"""Rules about the data files. Each message says which thing breaks the rule and how to mend it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SKOS, Graph, Literal, URIRef

from bouwstenen.graph.turtle import to_turtle
from bouwstenen.namespaces import BM, ID, graph_iri, slugify

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data").rglob("*.ttl"))
OURS = URIRef(f"{ID}organisation/bouwstenen")
AUTHORS = URIRef(f"{ID}organisation/rapportauteurs")
#: Mail filters that wrap addresses; the address meant stands inside theirs.
WRAPPERS = re.compile(r"safelinks|linkprotect|urldefense|cudasvc", re.IGNORECASE)


@pytest.fixture(scope="module", params=FILES, ids=[path.stem for path in FILES])
def file(request: pytest.FixtureRequest) -> tuple[Path, Graph]:
    path: Path = request.param
    return path, Graph().parse(path)


@pytest.fixture(scope="module")
def everything() -> Graph:
    graph = Graph()
    for path in FILES:
        graph.parse(path)
    return graph


def _texts(graph: Graph) -> Iterator[tuple[URIRef, URIRef, Literal]]:
    for subject, predicate, value in graph:
        if isinstance(value, Literal) and isinstance(subject, URIRef) and isinstance(predicate, URIRef):
            yield subject, predicate, value


def test_stable_form(file: tuple[Path, Graph]) -> None:
    path, graph = file
    assert path.read_text() == to_turtle(graph), f"run `bouwstenen format {path.relative_to(ROOT)}`"


def test_the_graph_says_what_it_is(file: tuple[Path, Graph]) -> None:
    path, graph = file
    iri = URIRef(graph_iri(path.stem))
    for predicate in (RDFS.label, DCTERMS.description, DCTERMS.license):
        assert graph.value(iri, predicate) is not None, f"{path.name}: give <{iri}> a {predicate}"
    ours = path.parent.name == "editorial"
    agent, source = graph.value(iri, PROV.wasAttributedTo), graph.value(iri, PROV.wasDerivedFrom)
    assert (agent == OURS, source is None) == (ours, ours), (
        f"{path.name}: editorial/ is ours, the rest is the report's"
    )


def test_claims_are_attributed_to_who_makes_them(file: tuple[Path, Graph]) -> None:
    path, graph = file
    agent = OURS if path.parent.name == "editorial" else AUTHORS
    wrong = [
        claim
        for claim, who in graph.subject_objects(PROV.wasAttributedTo)
        if str(claim).startswith(f"{ID}claim/") and who != agent
    ]
    assert not wrong, f"{path.name}: these must be attributed to {agent}, or moved: {wrong[:5]}"


def test_texts_are_clean(file: tuple[Path, Graph]) -> None:
    path, graph = file
    untidy = [f"{s}: {v!r}" for s, _, v in _texts(graph) if str(v) != " ".join(str(v).split())]
    assert not untidy, f"{path.name}: take out spare spaces and line breaks: {untidy[:5]}"


def test_descriptions_are_short(file: tuple[Path, Graph]) -> None:
    path, graph = file
    own = (DCTERMS.description, SKOS.definition, URIRef(f"{BM}goal"), URIRef(f"{BM}activeElement"))
    long = [f"{s}: {len(v.split())} words" for s, p, v in _texts(graph) if p in own and len(v.split()) > 60]
    things = [
        f"{s}: {len(v.split())} words"
        for s, p, v in _texts(graph)
        if p in own and ID in s and len(v.split()) > 40
    ]
    assert not long + things, f"{path.name}: describe things in 40 words at most: {(long + things)[:5]}"


def test_descriptions_are_sentences(file: tuple[Path, Graph]) -> None:
    path, graph = file
    names = ("activeElement", "precondition", "goal", "targetGroupNote", "executorNote", "reason")
    own = (DCTERMS.description, SKOS.definition, *(URIRef(BM + name) for name in names))
    wrong = [f"{s}: {v}" for s, p, v in _texts(graph) if p in own and not re.fullmatch(r"[^a-z].*[.!?…]", v)]
    assert not wrong, f"{path.name}: begin with a capital and end with a full stop: {wrong[:5]}"


def test_printed_values_are_no_running_text(file: tuple[Path, Graph]) -> None:
    path, graph = file
    long = [f"{s}: {v}" for s, p, v in _texts(graph) if p == URIRef(f"{BM}printed") and len(v.split()) > 14]
    assert not long, f"{path.name}: keep bm:printed to the value itself: {long[:5]}"


def test_slugs_follow_labels(file: tuple[Path, Graph]) -> None:
    path, graph = file
    plain = (
        "intervention",
        "intervention-part",
        "factor",
        "risk-factor",
        "theme",
        "form",
        "setting",
        "target-group",
        "municipality",
    )
    wrong = []
    for thing, label in graph.subject_objects(RDFS.label):
        kind, _, slug = str(thing).removeprefix(ID).partition("/")
        if (
            kind in plain
            and isinstance(label, Literal)
            and label.language == "nl"
            and slug != slugify(str(label))
        ):
            wrong.append(f"{thing} should end in {slugify(str(label))}")
    assert not wrong, f"{path.name}: {wrong[:5]}"


def test_addresses_are_whole(file: tuple[Path, Graph]) -> None:
    path, graph = file
    wrong = [
        f"{thing}: {page}"
        for thing, page in graph.subject_objects(FOAF.page)
        if WRAPPERS.search(str(page))
        or not re.fullmatch(r"https?://[\w.-]+\.[a-z]{2,}(/[^\s<>]*)?", str(page), re.IGNORECASE)
    ]
    assert not wrong, f"{path.name}: give the address meant, in full: {wrong[:5]}"


def test_what_is_referred_to_is_described(everything: Graph) -> None:
    # conflicts are derived; whether one is still found is told by shape:ResolutionQuality-conflict
    derived = f"{ID}conflict/"
    lost = {
        f"{subject} refers to {value}"
        for subject, predicate, value in everything
        if isinstance(value, URIRef)
        and value.startswith(ID)
        and not value.startswith(derived)
        and (value, None, None) not in everything
    }
    assert not lost, f"describe the thing, or mend its name: {sorted(lost)[:5]}"


def test_a_thing_is_of_one_class(everything: Graph) -> None:
    twice = {
        thing: sorted(map(str, everything.objects(thing, RDF.type)))
        for thing in everything.subjects(unique=True)
        if len([kind for kind in everything.objects(thing, RDF.type) if str(kind).startswith(BM)]) > 1
    }
    assert not twice, f"state the narrowest class only, the others are inferred: {twice}"


def test_every_passage_is_cited(everything: Graph) -> None:
    cited = set(everything.objects(None, PROV.wasDerivedFrom)) | set(everything.objects(None, DCTERMS.source))
    idle = [p for p in everything.subjects(RDF.type, URIRef(f"{BM}Passage")) if p not in cited]
    assert not idle, f"no claim comes from these passages; take them out: {idle[:5]}"


def test_nothing_is_an_exact_match(everything: Graph) -> None:
    for predicate in (SKOS.exactMatch, OWL.sameAs):
        found = list(everything.subject_objects(predicate))
        assert not found, f"use skos:closeMatch or bm:possiblySameAs: {found}"
