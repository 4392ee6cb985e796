"""What every alignment with another vocabulary must say. Messages name the claim and the mend."""

from pathlib import Path

import pytest
from pyoxigraph import Store
from rdflib import OWL, RDFS, SKOS, Graph, URIRef

from bouwstenen.namespaces import BASE, BM, GRAPH, ID
from bouwstenen.solutions import select

FILES = "data/editorial/aansluitingen*.ttl"
CLAIM = (
    "?claim a bm:AlignmentClaim ; bm:about ?thing ;"
    " owl:annotatedProperty ?relation ; owl:annotatedTarget ?target ."
)
#: The vocabulary in which the target of a claim was read.
READ_IN = (
    "?claim (prov:wasDerivedFrom|dcterms:source)/dcterms:isPartOf ?vocabulary . ?vocabulary a bm:Vocabulary ."
)


def _rows(store: Store, pattern: str, *names: str) -> list[tuple[str, ...]]:
    """Return what the variables of `pattern` may be, in order; our IRIs without their common beginning."""
    text = " ".join(f"?{name}" for name in names)
    rows = select(store, f"SELECT DISTINCT {text} WHERE {{ {pattern} }} ORDER BY {text}")
    return [tuple(row[name].value.removeprefix(ID) for name in names) for row in rows]


def test_there_are_alignments_of_terms_and_of_things(store: Store) -> None:
    subjects = {thing for (thing,) in _rows(store, CLAIM, "thing")}
    assert len([each for each in subjects if each.startswith(BM)]) > 25
    assert {each.partition("/")[0] for each in subjects if not each.startswith(BM)} == {
        *("factor", "form", "municipality", "organisation", "setting", "target-group", "trede"),
    }


@pytest.mark.parametrize(
    "said",
    [
        *("prov:wasAttributedTo", "prov:generatedAtTime", "sssom:confidence", "bm:certainty", "bm:reason"),
        "(prov:wasDerivedFrom|dcterms:source)/foaf:page",
        *("owl:annotatedTarget/rdfs:label", "sssom:mapping_justification", "sssom:object_type"),
        *("sssom:object_source", "sssom:object_source_version", "sssom:subject_label", "dcterms:created"),
    ],
)
def test_every_alignment_says(store: Store, said: str) -> None:
    silent = _rows(store, f"{CLAIM} MINUS {{ ?claim {said} ?value }}", "claim")
    assert not silent, f"{FILES}: give each of these a {said}: {silent[:5]}"


def test_they_are_ours(store: Store) -> None:
    others = _rows(
        store, f"{CLAIM} MINUS {{ ?claim prov:wasAttributedTo <{ID}organisation/bouwstenen> }}", "claim"
    )
    assert not others, f"{FILES}: attribute these to organisation:bouwstenen: {others[:5]}"


def test_ladders_are_tied_where_the_report_ties_them(store: Store) -> None:
    ladders = _rows(store, f"{CLAIM} ?thing a bm:Trede", "thing", "target")
    cited = f"{CLAIM} ?claim prov:wasDerivedFrom <{ID}passage/bijlage-1-erkenningsniveaus>"
    assert _rows(store, cited, "thing", "target") == ladders
    plain = f"GRAPH <{GRAPH}bijlage-1> {{ ?target skos:closeMatch ?thing }}"
    assert _rows(store, plain, "thing", "target") == ladders


def test_every_target_belongs_to_the_vocabulary_it_was_read_in(store: Store) -> None:
    rows = _rows(store, f"{CLAIM} {READ_IN} ?vocabulary void:uriSpace ?space", "claim", "target", "space")
    without = f"{CLAIM} {READ_IN} MINUS {{ ?vocabulary void:uriSpace ?space }}"
    listed = _rows(store, without, "claim", "target")
    assert len(rows) + len(listed) == len(_rows(store, CLAIM, "claim")), "at most one void:uriSpace each"
    astray = [claim for claim, target, space in rows if not target.startswith(space)]
    # lists without IRIs: concepts of ours stand for theirs
    astray += [claim for claim, target in listed if not target.startswith("recognition-level/")]
    assert not astray, f"{FILES}: read in another vocabulary than the target is of: {astray[:5]}"


def test_every_vocabulary_has_a_version_and_is_used(store: Store) -> None:
    all_of_them = _rows(store, "?vocabulary a bm:Vocabulary", "vocabulary")
    versioned = _rows(store, f"{CLAIM} {READ_IN} ?vocabulary owl:versionInfo ?version", "vocabulary")
    assert versioned == all_of_them


def test_every_target_that_is_described_is_aligned(store: Store) -> None:
    described = f"GRAPH <{GRAPH}aansluitingen-vocabulaires> {{ ?target rdfs:isDefinedBy ?vocabulary }}"
    idle = _rows(store, f"{described} MINUS {{ ?claim owl:annotatedTarget ?target }}", "target")
    assert not idle, f"nothing is aligned with these; take them out: {idle[:5]}"


def test_no_pair_is_aligned_twice(store: Store) -> None:
    # a class may be a subclass of a wider one and close to a narrower one, but two relations to one is a slip
    rows = select(
        store, f"SELECT ?thing ?target (COUNT(*) AS ?times) WHERE {{ {CLAIM} }} GROUP BY ?thing ?target"
    )
    twice = [(row["thing"].value, row["target"].value) for row in rows if int(row["times"].value) > 1]
    assert not twice, f"{FILES}: keep one relation: {twice[:5]}"


def test_no_mapping_stays_within_one_scheme(store: Store) -> None:
    relations = "skos:closeMatch|skos:broadMatch|skos:narrowMatch|skos:relatedMatch"
    inside = _rows(store, f"?a {relations} ?b . ?a skos:inScheme ?s . ?b skos:inScheme ?s", "a", "b")
    assert not inside, f"within a scheme use skos:broader or skos:related: {inside[:5]}"


def test_skos_maps_concepts_only(store: Store) -> None:
    for variable in ("a", "b"):
        rows = _rows(
            store,
            "?a skos:closeMatch|skos:broadMatch|skos:narrowMatch|skos:relatedMatch ?b"
            f" MINUS {{ ?{variable} a skos:Concept }}",
            variable,
        )
        assert not rows, f"SKOS would make concepts of these; use rdfs:seeAlso: {rows[:5]}"


def test_the_plain_relations_follow(store: Store) -> None:
    claimed = set(_rows(store, CLAIM, "thing", "relation", "target"))
    plain = set(_rows(store, f"{CLAIM} ?thing ?relation ?target", "thing", "relation", "target"))
    assert claimed == plain


def test_the_ontology_says_of_its_terms_what_the_claims_say(store: Store, root: Path) -> None:
    relations = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso)
    ontology = Graph()
    for path in (root / "ontology").glob("*.ttl"):
        ontology.parse(path)
    stated = {
        (str(term), str(relation), str(target))
        for relation in relations
        for term, target in ontology.subject_objects(relation)
        if str(term).startswith(BM) and not str(target).startswith((BASE, str(SKOS), str(OWL)))
    }
    claimed = set(
        _rows(store, f"{CLAIM} FILTER(STRSTARTS(STR(?thing), STR(bm:)))", "thing", "relation", "target")
    )
    assert stated == claimed, (
        "each alignment in ontology/ has its claim in aansluitingen-termen.ttl, and the reverse"
    )
    assert not set(ontology.subjects(URIRef(f"{SKOS}closeMatch"))), "classes and properties are no concepts"


def test_municipalities_carry_the_code_of_their_counterpart(store: Store) -> None:
    rows = _rows(store, f"{CLAIM} ?thing a bm:Municipality ; skos:notation ?code", "thing", "code", "target")
    assert len(rows) == 15
    assert not [row for row in rows if row[1].lower() != row[2].rpartition("/")[2]]
