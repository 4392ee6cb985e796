"""What the vocabulary page is made of, on small ontologies: terms, descriptions, examples, the drawing."""

from itertools import pairwise

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

from bouwstenen.errors import QueryTimeoutError
from bouwstenen.namespaces import BASE, BM, ID, PREFIXES
from bouwstenen.publishing.vocabulary import diagram, snippet
from bouwstenen.publishing.vocabulary.description import described, document, known
from bouwstenen.publishing.vocabulary.page import Vocabulary, read_vocabulary
from bouwstenen.publishing.vocabulary.statements import Statements, read_ontology
from bouwstenen.publishing.vocabulary.terms import entries_of, is_version
from bouwstenen.publishing.vocabulary.usage import Usage, usage_of
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import Query, QueryStore, Results

_PREFIXES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

_SMALL = """
GRAPH graph:ontology {
  bm: a owl:Ontology ; owl:versionIRI <https://w3id.org/bouwstenen/def/2.0.0> ; owl:imports bm:module .
  bm:module a owl:Ontology ; rdfs:label "part"@en .
  bm:New a owl:Class ; rdfs:label "new"@en ; skos:definition "New."@en .
  bm:Old a owl:Class ; rdfs:label "old"@en ; skos:definition "Old."@en ; owl:deprecated true ;
    dcterms:isReplacedBy bm:New ; skos:scopeNote "Gone."@en ; skos:broadMatch schema:Thing .
  bm:Below a owl:Class ; rdfs:subClassOf bm:New , skos:Concept .
  [] a owl:AllDisjointClasses ; owl:members ( bm:New bm:Old skos:Collection ) .
  bm:leads a owl:ObjectProperty , owl:SymmetricProperty ; rdfs:domain bm:New ; rdfs:range bm:Old ;
    owl:propertyChainAxiom ( bm:leads skos:broader ) , ( bm:back ) .
  bm:back a owl:ObjectProperty ; owl:inverseOf bm:leads .
  bm:note a owl:AnnotationProperty .
  bm:text a owl:DatatypeProperty .
  skos:broader rdfs:subPropertyOf skos:broaderTransitive .
}
GRAPH graph:shapes {
  <https://w3id.org/bouwstenen/shape/New> sh:targetClass bm:New ; sh:property
    <https://w3id.org/bouwstenen/shape/New-text> , <https://w3id.org/bouwstenen/shape/New-text-long> ,
    [ sh:path bm:note ] .
  <https://w3id.org/bouwstenen/shape/New-text> sh:path bm:text ; sh:datatype xsd:string .
  <https://w3id.org/bouwstenen/shape/New-text-long> sh:path bm:text ; sh:minLength 2 .
}
GRAPH graph:data {
  id:b a bm:New ; bm:text "b" .
  id:a a bm:New ; rdfs:label "a"@en , "een a"@nl ; bm:text "one" , "two" , "three" ; bm:leads id:b .
}
"""


@pytest.fixture(scope="module")
def small() -> QueryStore:
    store = Store()
    store.load(f"{_PREFIXES}{_SMALL}".encode(), RdfFormat.TRIG)
    return EmbeddedStore(store)


@pytest.fixture(scope="module")
def statements(small: QueryStore) -> Statements:
    return read_ontology(small)


@pytest.fixture(scope="module")
def ours(queried: QueryStore) -> Vocabulary:
    return read_vocabulary(queried, read_ontology(queried))


def test_a_term_that_is_retired_says_so_and_names_its_successor(
    small: QueryStore, statements: Statements
) -> None:
    old = next(entry for entry in entries_of(small, statements) if entry.name == "Old")
    assert old.deprecated
    assert old.rows["successor"] == [f"{BM}New"]
    assert old.rows["broad"] == ["https://schema.org/Thing"]
    assert old.rows["disjoint"] == [PREFIXES["skos"] + "Collection", f"{BM}New"]
    assert old.others == [(PREFIXES["skos"] + "scopeNote", Literal("Gone.", language="en"))]


def test_what_is_stated_of_a_property(small: QueryStore, statements: Statements) -> None:
    entries = {entry.name: entry for entry in entries_of(small, statements)}
    assert [entry.kind for entry in entries.values()] == [
        *("class", "class", "class", "object", "object", "datatype", "annotation")
    ]
    leads = entries["leads"]
    assert leads.characteristics == ["Symmetric"]
    assert sorted(leads.chains) == [[f"{BM}back"], [f"{BM}leads", PREFIXES["skos"] + "broader"]]
    assert leads.rows["inverse"] == entries["leads"].rows["inverse"] == [f"{BM}back"]
    assert entries["back"].rows["inverse"] == [f"{BM}leads"]


def test_what_shapes_ask_for_is_told_once(small: QueryStore, statements: Statements) -> None:
    entries = {entry.name: entry for entry in entries_of(small, statements)}
    string = PREFIXES["xsd"] + "string"
    assert entries["New"].tied == [(f"{BM}text", string)]
    assert entries["text"].tied == [(f"{BM}New", string)]
    assert entries["text"].shapes == [f"{BASE}shape/New-text", f"{BASE}shape/New-text-long"]


def test_blank_nodes_have_the_same_names_however_they_were_read(
    small: QueryStore, statements: Statements
) -> None:
    store = Store()
    store.load(f"{_PREFIXES}{_SMALL}".encode(), RdfFormat.TRIG)
    assert read_ontology(EmbeddedStore(store)).all == statements.all
    assert any(isinstance(triple.subject, BlankNode) for triple in statements.all)


def test_a_list_that_is_broken_ends(statements: Statements) -> None:
    del statements
    triples = Store()
    triples.load(f"{_PREFIXES} bm:x bm:y [ rdf:first bm:z ] .".encode(), RdfFormat.TURTLE)
    broken = Statements(quad.triple for quad in triples)
    (first,) = broken.values(NamedNode(f"{BM}x"), "bm:y")
    assert broken.items(first) == [NamedNode(f"{BM}z")]


def test_versions(statements: Statements) -> None:
    assert is_version(statements, f"{BM}2.0.0") == BM
    assert is_version(statements, f"{BM}1.0.0") is None
    assert f"{BM}New" in known(statements)
    assert f"{BM}2.0.0" not in known(statements)


def test_the_document_has_one_header_and_it_is_first(statements: Statements) -> None:
    triples = document(statements)
    assert triples[0].subject == NamedNode(BM)
    assert not [triple for triple in triples if triple.subject == NamedNode(f"{BM}module")]
    assert {NamedNode(PREFIXES["skos"] + "broader")} < {triple.subject for triple in triples}


def test_a_description_follows_blank_nodes_and_no_further(small: QueryStore, statements: Statements) -> None:
    triples = described(small, statements, f"{BM}leads")
    named = {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)}
    assert named == {f"{BM}leads", f"{BM}New", f"{BM}Old"}
    assert sum(isinstance(triple.subject, BlankNode) for triple in triples) == 6
    labels = {t.predicate.value for t in triples if t.subject == NamedNode(f"{BM}New")}
    assert labels == {PREFIXES["rdfs"] + "label"}


def test_usage_counts_and_shows_the_first(small: QueryStore) -> None:
    used = usage_of(small, [f"{BM}New", f"{BM}Old"], [f"{BM}text", f"{BM}back"], [f"{BM}New"])
    assert used.keys() == {f"{BM}New", f"{BM}text"}
    assert (used[f"{BM}New"].count, used[f"{BM}New"].subject) == (2, f"{ID}a")
    assert used[f"{BM}New"].members == (f"{ID}a", f"{ID}b")
    assert used[f"{BM}text"].count == 4
    assert used[f"{BM}text"].statements.keys() == {f"{BM}text"}


class _Slow(EmbeddedStore):
    """A release in which counting takes too long."""

    def query(self, query: Query) -> Results:
        if "COUNT(DISTINCT ?thing)" in query.text:
            raise QueryTimeoutError("too long")
        return super().query(query)


def test_what_is_too_large_to_count_has_a_page_all_the_same(store: Store) -> None:
    slow = _Slow(store)
    stated = read_vocabulary(slow, read_ontology(slow))
    assert stated.usage is None
    assert len(stated.entries) > 100


def test_a_plain_statement_shows_a_property_better_than_a_claim(ours: Vocabulary) -> None:
    assert ours.usage is not None
    assert ours.usage[f"{BM}trede"].subject.startswith(f"{ID}intervention")
    assert ours.usage[f"{BM}printed"].subject.startswith(f"{ID}claim/")


def _text(lines: list[list[snippet.Token]]) -> str:
    return "\n".join("".join(token.text for token in line) for line in lines)


def test_an_example_begins_with_the_label_in_dutch_and_counts_what_it_leaves_out(small: QueryStore) -> None:
    used = usage_of(small, [f"{BM}New"], [f"{BM}text"], [])
    assert _text(snippet.of_class(f"{BM}New", used[f"{BM}New"])) == (
        '<a> a bm:New ;\n    rdfs:label "een a"@nl ,\n        "a"@en ;\n'
        '    bm:leads <b> ;\n    bm:text "one" ,\n        "three" .'
    )
    assert _text(snippet.of_property(f"{BM}text", used[f"{BM}text"])) == (
        '<a> bm:text "one" ,\n        "three" .\n# … + 1'
    )
    assert snippet.of_class(f"{BM}Old", Usage()) == snippet.of_property(f"{BM}back", Usage()) == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Literal(3), "3"),
        (Literal(value=True), "true"),
        (Literal('say "x"\n'), r'"say \"x\"\n"'),
        (Literal("x" * 100, language="nl"), '"' + "x" * 59 + '…"@nl'),
        (Literal("2026-11-24", datatype=NamedNode(PREFIXES["xsd"] + "date")), '"2026-11-24"^^xsd:date'),
        (NamedNode("https://example.org/x"), "<https://example.org/x>"),
        (NamedNode(f"{ID}intervention-type/1.3"), "<intervention-type/1.3>"),
        (NamedNode(f"{BASE}graph/tabel-b3-1"), "graph:tabel-b3-1"),
        (NamedNode(f"{BM}module/claims"), f"<{BM}module/claims>"),
    ],
)
def test_values_are_written_short(value: Literal | NamedNode, written: str) -> None:
    usage = Usage(1, f"{ID}s", {f"{BM}p": [value]})
    assert _text(snippet.of_property(f"{BM}p", usage)) == f"<s> bm:p {written} ."


def test_the_drawing_fits_and_nothing_overlaps(ours: Vocabulary) -> None:
    drawing = ours.diagram
    boxes = {box.iri: box for box in drawing.boxes}
    for box in drawing.boxes:
        assert box.x >= 0 <= box.y
        assert box.x + diagram.BOX_WIDTH <= drawing.width
        assert box.y + box.height <= drawing.height
    for column in range(3):
        stacked = sorted((box for box in drawing.boxes if box.column == column), key=lambda box: box.y)
        assert stacked, "three columns"
        for upper, lower in pairwise(stacked):
            assert upper.y + upper.height + diagram.ROW_GAP <= lower.y
    for arrow in drawing.arrows:
        assert abs(boxes[arrow.source].column - boxes[arrow.target].column) <= 1


def test_every_link_is_drawn_once(ours: Vocabulary) -> None:
    drawing = ours.diagram
    drawn = [(a.source, path, a.target) for a in drawing.arrows for path in a.paths]
    drawn += [(box.iri, path, target) for box in drawing.boxes for path, target in box.rows]
    assert sorted(drawn) == [(link.source, link.path, link.target) for link in drawing.links]


def test_the_drawing_shows_how_the_model_hangs_together(ours: Vocabulary) -> None:
    links = {(link.source.removeprefix(BM), link.target.removeprefix(BM)) for link in ours.diagram.links}
    expected = {
        *(("Claim", "Passage"), ("Passage", "Source"), ("Claim", "Intervention"), ("Conflict", "Claim")),
        *(("Intervention", "InterventionType"), ("InterventionType", "Factor"), ("Intervention", "Trede")),
        *(("Intervention", "Factor"), ("Factor", "Theme"), ("Theme", "Bouwsteen")),
    }
    assert expected <= links


def test_the_drawing_is_the_same_each_time(queried: QueryStore, ours: Vocabulary) -> None:
    assert read_vocabulary(queried, read_ontology(queried)).diagram == ours.diagram
