"""Quality measurements: true to the graph, each with its metric, and none of nothing."""

from collections import Counter
from decimal import Decimal

from pyoxigraph import NamedNode, Quad, Store

from bouwstenen.namespaces import BM, ID
from bouwstenen.publishing.catalogue.description import describe_dataset
from bouwstenen.publishing.catalogue.wanted import WANTED
from bouwstenen.solutions import select
from tests.publishing.catalogue.conftest import Described, Rows, rows_of


def _value(rows: Rows, slug: str) -> str:
    ((value,),) = rows(f"SELECT ?v {{ <{ID}quality-measurement/{slug}> dqv:value ?v }}")
    return value


def _interventions(store: Store) -> set[str]:
    return {row["i"].value for row in select(store, "SELECT ?i { ?i a bm:Intervention }")}


def test_completeness_is_what_counting_gives(store: Store, rows: Rows) -> None:
    interventions = _interventions(store)
    for name in ("trede", "ageMin", "evaluation"):
        found = {
            quad.subject.value
            for quad in store.quads_for_pattern(None, NamedNode(BM + name), None, None)
            if isinstance(quad.subject, NamedNode)
        }
        slug = "intervention-" + {"ageMin": "age"}.get(name, name)
        share = Decimal(len(found & interventions)) / len(interventions)
        assert Decimal(_value(rows, slug)) == round(share, 4), name
        assert 0 < share < 1


def test_a_fact_that_comes_changes_the_share(store: Store, rows: Rows) -> None:
    without = sorted(
        _interventions(store)
        - {
            quad.subject.value
            for quad in store.quads_for_pattern(None, NamedNode(f"{BM}trede"), None, None)
            if isinstance(quad.subject, NamedNode)
        }
    )
    changed = Store()
    changed.extend(store)
    changed.add(Quad(NamedNode(without[0]), NamedNode(f"{BM}trede"), NamedNode(f"{ID}trede/1")))
    before, after = (
        Decimal(_value(each, "intervention-trede")) for each in (rows, rows_of(describe_dataset(changed)))
    )
    assert round(after - before, 3) == round(Decimal(1) / 120, 3)


def test_claims_per_graph_and_agent(store: Store, rows: Rows) -> None:
    claims = {
        (quad.graph_name, quad.subject)
        for quad in store.quads_for_pattern(None, NamedNode(f"{BM}about"), None, None)
    }
    expected = Counter(str(graph)[1:-1] for graph, _ in claims)
    told = rows(f"""SELECT ?g ?n {{ ?m dqv:isMeasurementOf <{ID}metric/claims> ; dqv:computedOn ?g ;
        dqv:value ?n . ?g dqv:hasQualityMeasurement ?m MINUS {{ ?m dcterms:subject ?agent }} }}""")
    assert {graph: int(number) for graph, number in told} == expected
    by_agent = rows(f"""SELECT ?a ?n {{ ?m dqv:isMeasurementOf <{ID}metric/claims> ; dqv:value ?n ;
        dcterms:subject ?a }}""")
    all_claims = {row["c"].value for row in select(store, "SELECT ?c { ?c a bm:Claim }")}
    assert sum(int(number) for _, number in by_agent) == len(all_claims)


def test_conflicts_by_severity(store: Store, rows: Rows) -> None:
    found = Counter(
        row["s"].value.rpartition("/")[2]
        for row in select(store, "SELECT DISTINCT ?c ?s { ?c a bm:Conflict ; bm:severity ?s }")
    )
    assert len(found) == 3
    for severity, number in found.items():
        assert int(_value(rows, f"conflicts-{severity}")) == number


def test_every_measurement_is_whole(rows: Rows) -> None:
    measured = rows("SELECT ?m { ?m a dqv:QualityMeasurement }")
    whole = rows("""SELECT DISTINCT ?m { ?m a dqv:QualityMeasurement ; dqv:value ?v ; dqv:computedOn ?d ;
        dqv:isMeasurementOf ?metric . ?d dqv:hasQualityMeasurement ?m .
        ?metric a dqv:Metric ; skos:definition ?text ; dqv:expectedDataType ?type ;
            dqv:inDimension ?dimension .
        ?dimension a dqv:Dimension ; skos:definition ?said ; dqv:inCategory ?category .
        ?category a dqv:Category FILTER(DATATYPE(?v) = ?type) }""")
    assert len(measured) > 60
    assert sorted(whole) == sorted(measured)


def test_nothing_is_measured_of_nothing(small: Described) -> None:
    assert small(["id:x rdf:type skos:Concept"])("SELECT ?m { ?m a dqv:QualityMeasurement }") == []


def test_every_class_and_property_that_is_wanted_exists(store: Store) -> None:
    for wanted in WANTED:
        path = wanted.path.removeprefix("^")
        asked = f"SELECT * {{ bm:{wanted.kind} a owl:Class . ?s {path} ?o }} LIMIT 1"
        assert list(select(store, asked)), wanted
    assert len({wanted.slug for wanted in WANTED}) == len(WANTED)
