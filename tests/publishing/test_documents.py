"""What a document says of a thing: all that a release says, and no more."""

import re
from collections.abc import Iterator

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from bouwstenen.formats import GRAPHS
from bouwstenen.graph.release import Release, current
from bouwstenen.namespaces import BASE, BM, ID, PREFIXES, graph_iri, thing_iri
from bouwstenen.publishing.catalogue.about import DATASET
from bouwstenen.publishing.documents.claims import claims_about, conflicts_of, count_conflicts
from bouwstenen.publishing.documents.description import (
    MOST,
    Description,
    checked_iri,
    describe,
    is_described,
    is_mentioned,
    labels_in,
)
from bouwstenen.publishing.documents.document import Document
from bouwstenen.publishing.documents.nearest import Nearest
from bouwstenen.publishing.writing import write
from bouwstenen.settings import Settings
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore, select
from bouwstenen.store.remote.store import RemoteStore
from tests.servers import Remote

#: What is described here: the vocabulary has a page of its own, all else is an address of the service.
_NAMES = ("id/", "graph/", "shape/")

_DIAMANT = "id/intervention/diamant"
_AUTHORS = "id/organisation/rapportauteurs"


def _every_name(store: Store) -> set[str]:
    """Return the path below our base of every IRI of ours in a graph, wherever it stands in a statement."""
    terms = {
        term
        for quad in store
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, NamedNode) and term.value.startswith(BASE)
    }
    return {term.value.removeprefix(BASE) for term in terms}


def _said(store: Store, path: str) -> set[Triple]:
    """All statements of a thing, and of the blank nodes below it."""
    found: set[Triple] = set()
    due: list[NamedNode | BlankNode] = [NamedNode(BASE + path)]
    while due:
        for quad in store.quads_for_pattern(due.pop(), None, None, None):
            found.add(quad.triple)
            if isinstance(quad.object, BlankNode):
                due.append(quad.object)
    return found


def _described(queried: QueryStore, path: str) -> Description:
    iri = checked_iri(path)
    assert iri is not None
    description = describe(queried, iri)
    assert description is not None
    return description


@pytest.fixture(scope="module")
def released(settings: Settings) -> Store:
    """The whole release, with the graphs that a build adds at its end."""
    return Store.read_only(str(current(settings.home)[0] / "store"))


def test_every_iri_that_we_mint_is_there(released: Store) -> None:
    names = sorted(path for path in _every_name(released) if path.startswith(_NAMES))
    assert {path.partition("/")[0] for path in names} == {"id", "graph", "shape"}
    for path in names:
        iri = checked_iri(path)
        assert iri is not None, path
        store = EmbeddedStore(released)
        assert is_described(store, iri) or is_mentioned(store, iri), path


def test_nothing_else_is_there(queried: QueryStore) -> None:
    for path in (
        "id/trede/33",
        "id/trede",
        "id/",
        "id",
        "graph/nothing",
        "shape/",
        "id/intervention/Diamant",
    ):
        iri = checked_iri(path)
        assert iri is not None
        assert not is_described(queried, iri)
        assert not is_mentioned(queried, iri)
        assert describe(queried, iri) is None


@pytest.mark.parametrize(
    "path",
    ["id/a b", "id/a>b", 'id/"', "id/x} UNION { ?s ?p ?o", "id/\n", "id/\x00", "id/^", "id/" + "x" * 1000],
)
def test_what_can_be_no_iri_is_never_asked_for(path: str) -> None:
    assert checked_iri(path) is None


@pytest.mark.parametrize("path", [_DIAMANT, "id/trede/3", "id/intervention-type/1.3", "id/question/coverage"])
def test_all_that_is_said_of_a_thing(released: Store, path: str) -> None:
    description = _described(EmbeddedStore(released), path)
    assert {quad.triple for quad in description.own} == _said(released, path)
    assert all(quad in released for quad in description.own), "each with the graph it stands in"
    pointing = released.quads_for_pattern(None, None, NamedNode(BASE + path), None)
    assert set(description.incoming) == {
        quad.triple for quad in pointing if isinstance(quad.subject, NamedNode)
    }


def test_every_shape_comes_with_all_below_it(store: Store, queried: QueryStore) -> None:
    """Blank nodes have other names in each answer, so they are told apart by what is said of them."""
    shapes = sorted(path for path in _every_name(store) if path.startswith("shape/"))
    deepest = 0
    for path in shapes:
        said = _said(store, path)
        description = _described(queried, path)
        assert len(description.own) == len(said), path
        ours, theirs = (
            sorted(str(triple.object) for triple in triples if not isinstance(triple.object, BlankNode))
            for triples in ((quad.triple for quad in description.own), said)
        )
        assert ours == theirs, path
        deepest = max(deepest, len({triple.subject for triple in said}))
    assert len(shapes) > 100
    assert deepest > 6, "some have lists in lists"


def test_blank_nodes_that_lead_in_a_circle_end() -> None:
    store = Store()
    thing, one, other = NamedNode(f"{ID}x/y"), BlankNode(), BlankNode()
    for subject, value in ((thing, one), (one, other), (other, one), (BlankNode(), one)):
        store.add(Quad(subject, NamedNode(f"{BM}p"), value, NamedNode(graph_iri("x"))))
    description = describe(EmbeddedStore(store), thing)
    assert description is not None
    assert len(description.own) == 3, "and what only points to one of them is left alone"


def test_whatever_is_mentioned_is_named(store: Store, queried: QueryStore) -> None:
    description = _described(queried, _DIAMANT)
    label = NamedNode(PREFIXES["rdfs"] + "label")
    mentioned = {
        term
        for statement in (*(quad.triple for quad in description.own), *description.incoming)
        for term in (statement.subject, statement.predicate, statement.object)
        if isinstance(term, NamedNode) and term.value != BASE + _DIAMANT
    }
    expected = {
        quad.triple for term in mentioned for quad in store.quads_for_pattern(term, label, None, None)
    }
    assert set(description.labels) == expected
    assert len({triple.object.language for triple in expected if isinstance(triple.object, Literal)}) == 2
    names = labels_in("en", description.labels, [f"{BM}strengthens", f"{BM}nothing"])
    assert names == {f"{BM}strengthens": "strengthens", f"{BM}nothing": "bm:nothing"}


def test_what_many_things_point_with_is_counted_and_left_out(queried: QueryStore) -> None:
    description = _described(queried, _AUTHORS)
    attributed = PREFIXES["prov"] + "wasAttributedTo"
    assert description.left_out == {attributed: description.counts[attributed]}
    assert description.counts[attributed] > MOST
    assert {triple.predicate.value for triple in description.incoming} == description.counts.keys() - {
        attributed
    }


def test_what_is_only_pointed_to_is_described_by_that() -> None:
    store, old = Store(), NamedNode(f"{ID}x/old")
    store.add(Quad(NamedNode(f"{ID}x/new"), NamedNode(f"{BM}p"), old, NamedNode(graph_iri("x"))))
    queried = EmbeddedStore(store)
    assert (is_described(queried, old), is_mentioned(queried, old)) == (False, True)
    description = describe(queried, old)
    assert description is not None
    assert [triple.subject.value for triple in description.incoming] == [f"{ID}x/new"]  # type: ignore[union-attr]


def test_a_graph_that_nothing_is_said_of_is_described() -> None:
    store = Store()
    store.add(Quad(NamedNode("x:s"), NamedNode("x:p"), Literal("o"), NamedNode(graph_iri("bare"))))
    description = describe(EmbeddedStore(store), NamedNode(graph_iri("bare")))
    assert description is not None
    assert list(description.triples()) == []


def test_a_server_describes_the_same(remote_server: Remote, opened_store: QueryStore) -> None:
    with RemoteStore(remote_server.query) as theirs:
        for path in (_DIAMANT, "shape/Concept-linked", "graph/bijlage-1", _AUTHORS):
            here, there = _described(opened_store, path), _described(theirs, path)
            assert len(here.own) == len(there.own)
            assert (here.incoming, here.counts, here.labels) == (there.incoming, there.counts, there.labels)
            assert here.graphs == there.graphs


@pytest.fixture
def opened_store(request: pytest.FixtureRequest) -> QueryStore:
    found: QueryStore = request.getfixturevalue("opened").store
    return found


def test_claims_come_with_what_they_say_where_and_who(store: Store, queried: QueryStore) -> None:
    diamant = NamedNode(BASE + _DIAMANT)
    claims = claims_about(queried, diamant)
    about = store.quads_for_pattern(None, NamedNode(f"{BM}about"), diamant, None)
    assert {claim.iri for claim in claims} == {
        quad.subject.value for quad in about if isinstance(quad.subject, NamedNode)
    }
    (claim,) = [
        claim for claim in claims if claim.iri.endswith("type-4-voorbeeld-diamant-diamant-evidence-nji")
    ]
    assert (f"{BM}trede", NamedNode(thing_iri("trede", "3"))) in claim.says
    assert claim.passages == [thing_iri("passage", "bijlage-2-type-4-voorbeeld-diamant")]
    assert claim.agents == [thing_iri("organisation", "rapportauteurs")]
    assert f"{BM}EvidenceClaim" in claim.kinds
    assert [each.iri for each in claims_about(queried, diamant, 5)] == [each.iri for each in claims[:5]]


def test_conflicts_of_a_thing_and_of_a_claim(queried: QueryStore) -> None:
    diamant = NamedNode(BASE + _DIAMANT)
    rows = select(queried, f"SELECT DISTINCT ?x {{ ?x a bm:Conflict ; bm:subject|bm:involves {diamant} }}")
    expected = sorted(row["x"].value for row in rows)
    assert expected
    assert [conflict.iri for conflict in conflicts_of(queried, diamant)] == expected
    count, listing = count_conflicts(queried, diamant)
    assert (count, len(list(select(queried, listing)))) == (len(expected), len(expected))
    claim = NamedNode(thing_iri("claim", "bijlage-2-type-4-voorbeeld-diamant-diamant-evidence-nji"))
    found = conflicts_of(queried, claim)
    assert {conflict.iri for conflict in found} <= set(expected)
    assert all(conflict.texts.keys() == {"nl", "en"} for conflict in found)
    assert found


def _document(description: Description, **about: object) -> Document:
    release = Release("0", "ab" * 32, "s", "2026-11-24T08:00:00+00:00", 1, {}, {}, {}, {})
    base = "https://example.org/b"
    return Document(f"{base}/doc/x", base, release, description, **about)  # type: ignore[arg-type]


@pytest.mark.parametrize("chosen", GRAPHS, ids=lambda each: each.name)
def test_every_format_says_the_same(queried: QueryStore, chosen: object) -> None:
    document = _document(_described(queried, "id/trede/3"))
    format_ = next(each for each in GRAPHS if each is chosen)
    assert isinstance(format_.writer, RdfFormat)
    read = {quad.triple for quad in parse(write(document.triples(), format_), format=format_.writer)}
    assert read == set(document.triples())


def test_turtle_is_for_reading(queried: QueryStore) -> None:
    triples = list(_document(_described(queried, "id/trede/3")).triples())
    texts = [write(triples, GRAPHS[0]).decode() for _ in range(5)]
    assert len(set(texts)) == 1, "the same each time"
    prefixes = re.findall(r"(?m)^@prefix (\S+):", texts[0])
    assert prefixes == sorted(prefixes, key=lambda prefix: f"{prefix}:")
    assert "\ntrede:3 a " in texts[0]
    assert "bm:Trede" in texts[0]
    body = texts[0].partition("\n<")[2]
    assert all(f"{prefix}:" in body for prefix in prefixes), "no prefix that is not used"


def test_a_document_says_what_it_is(queried: QueryStore) -> None:
    document = _document(_described(queried, "id/trede/3"))
    said = {
        (triple.predicate.value, triple.object.value)
        for triple in document.triples()
        if triple.subject == NamedNode(document.address) and not isinstance(triple.object, Triple)
    }
    assert (PREFIXES["foaf"] + "primaryTopic", f"{ID}trede/3") in said
    assert (PREFIXES["dcterms"] + "isPartOf", DATASET) in said
    assert (PREFIXES["dcterms"] + "license", "https://creativecommons.org/licenses/by/4.0/") in said
    assert (PREFIXES["owl"] + "versionInfo", "ab" * 32) in said
    assert (PREFIXES["void"] + "inDataset", graph_iri("bijlage-1")) in said
    assert not document.deprecated


def test_what_is_left_out_is_told_with_the_query_for_it(queried: QueryStore) -> None:
    document = _document(_described(queried, _AUTHORS))
    (address,) = document.left_out
    assert address.startswith("https://example.org/b/sparql?query=CONSTRUCT")
    said = {
        triple.object.value
        for triple in document.triples()
        if triple.subject == NamedNode(document.address) and not isinstance(triple.object, Triple)
    }
    assert address in said
    assert sum("wasAttributedTo> that point here are left out" in text for text in said) == 1


def _things(**statements: NamedNode | Literal) -> Iterator[Quad]:
    for prefixed, value in statements.items():
        prefix, _, local = prefixed.partition("_")
        predicate = NamedNode(PREFIXES[prefix] + local)
        yield Quad(NamedNode(f"{ID}x/old"), predicate, value, NamedNode(graph_iri("x")))


@pytest.mark.parametrize("way", ["own", "others"])
def test_a_retired_thing_tells_its_successor_whichever_of_them_says_so(way: str) -> None:
    store, new = Store(), NamedNode(f"{ID}x/new")
    store.extend(_things(owl_deprecated=Literal(True)))
    if way == "own":
        store.extend(_things(dcterms_isReplacedBy=new))
    else:
        replaces = NamedNode(PREFIXES["dcterms"] + "replaces")
        store.add(Quad(new, replaces, NamedNode(f"{ID}x/old"), NamedNode(graph_iri("x"))))
    document = _document(_described(EmbeddedStore(store), "id/x/old"))
    assert document.deprecated
    assert document.replaced_by == [new.value]
    replaced = Triple(NamedNode(f"{ID}x/old"), NamedNode(PREFIXES["dcterms"] + "isReplacedBy"), new)
    assert list(document.triples()).count(replaced) == 1


def test_a_thing_of_an_earlier_release_is_marked(queried: QueryStore) -> None:
    document = _document(
        _described(queried, "id/trede/3"), retired="2026-01-01 (abc)", successors=[f"{ID}trede/4"]
    )
    said = {str(triple) for triple in document.triples()}
    deprecated = Literal("true", datatype=NamedNode(PREFIXES["xsd"] + "boolean"))
    for predicate, value in (
        ("owl deprecated", deprecated),
        ("dcterms isReplacedBy", NamedNode(f"{ID}trede/4")),
    ):
        prefix, local = predicate.split()
        assert str(Triple(NamedNode(f"{ID}trede/3"), NamedNode(PREFIXES[prefix] + local), value)) in said
    assert any("2026-01-01 (abc)" in text for text in said)


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("id/intervention/diamand", "id/intervention/diamant"),
        ("id/factor/diamant", "id/intervention/diamant"),
        ("id/trede/33", "id/trede/3"),
        ("graph/tabel-b3-11", "graph/tabel-b3-1"),
        ("graph/derivd", "graph/derived"),
        ("shape/Conceptt", "shape/Concept"),
    ],
)
def test_the_nearest(queried: QueryStore, path: str, near: str) -> None:
    found = Nearest().find(queried, "release", path, also=["graph/derived", "graph/inferred"])
    assert BASE + near in found


def test_of_a_class_with_few_things_all_are_told(queried: QueryStore) -> None:
    found = Nearest().find(queried, "release", "id/trede/hoog")
    assert sorted(found) == [f"{ID}trede/{level}" for level in range(6)]


def test_what_is_near_is_kept_for_a_release(queried: QueryStore) -> None:
    nearest, asked = Nearest(), []

    class Counting:
        def query(self, query: object) -> object:
            asked.append(query)
            return queried.query(query)  # type: ignore[arg-type]

    for release in ("one", "one", "two", "three", "one"):
        nearest.find(Counting(), release, "id/trede/9")  # type: ignore[arg-type]
    assert len(asked) == 4, "of two releases at most"
