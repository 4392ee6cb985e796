"""dataset-statistics: what is in the data, and how much."""

from pyoxigraph import Store

from bouwstenen.namespaces import BM
from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.changed import with_added


def _counts(queried: QueryStore, topic: str) -> dict[str, int]:
    rows = answer(queried, "dataset-statistics", topic=topic)
    assert {row["topic"] for row in rows} == {topic}
    return {row["key"]: int(row["count"]) for row in rows}


def test_things_of_the_model(queried: QueryStore) -> None:
    """The report: 6 bouwstenen, 9 types with 3, 2 and 4 subtypes, treden 0–5, 120 rows in B3.7."""
    found = _counts(queried, "things")
    expected = {"Bouwsteen": 6, "InterventionType": 9 + 3 + 2 + 4, "Trede": 6, "Intervention": 120}
    assert {name: found[f"bm:{name}"] for name in expected} == expected
    assert found["bm:Factor"] == sum(
        found[f"bm:{name}"] for name in ("ProtectiveFactor", "IndirectFactor", "RiskFactor")
    )
    assert "bm:Claim" not in found


def test_interventions_of_which_something_is_known(queried: QueryStore) -> None:
    """15 interventions stand in no row of B3.1–B3.6 (each is named in the test of unlinked-interventions)."""
    found = _counts(queried, "interventions")
    assert found["all"] == 120
    assert (found["linked"], found["unlinked"]) == (105, 15)
    assert found["with-trede"] + found["without-trede"] == 120


def test_by_highest_trede(queried: QueryStore) -> None:
    """B3.7: one intervention on trede 4, none on 0 or 5; who has none is not here."""
    found = _counts(queried, "interventions-by-trede")
    assert (found["id:trede/0"], found["id:trede/4"], found["id:trede/5"]) == (0, 1, 0)
    assert sum(found.values()) == _counts(queried, "interventions")["with-trede"]


def test_the_highest_of_two_treden_counts(store: Store) -> None:
    """Girls on the Run alone stands on trede 4."""
    found = _counts(
        with_added(store, "intervention:girls-on-the-run bm:trede trede:5 ."), "interventions-by-trede"
    )
    assert (found["id:trede/4"], found["id:trede/5"]) == (0, 1)


def test_by_availability(queried: QueryStore) -> None:
    """One intervention is being tried out, one varies (B3.7)."""
    found = _counts(queried, "interventions-by-availability")
    assert (found["id:availability/experimental"], found["id:availability/varies"]) == (1, 1)
    assert sum(found.values()) >= 120


def test_claims_add_up(queried: QueryStore, store: Store) -> None:
    """By kind, by agent, and by both they come to the number of claims, counted without SPARQL's help."""
    claims = {
        quad.subject
        for quad in store.quads_for_pattern(None, None, None, None)
        if quad.predicate.value.endswith("#type") and str(quad.object) == f"<{BM}Claim>"
    }
    both = answer(queried, "dataset-statistics", topic="claims-by-agent-and-kind")
    assert sum(_counts(queried, "claims-by-kind").values()) == len(claims)
    assert sum(_counts(queried, "claims-by-agent").values()) == len(claims)
    assert sum(int(row["count"]) for row in both) == len(claims)
    assert "De auteurs van het rapport: dekkingsbewering" in {row["label"] for row in both}


def test_statements_per_graph(queried: QueryStore, store: Store) -> None:
    found = _counts(queried, "statements-by-graph")
    assert sum(found.values()) == len(store)
    assert {"graph:derived", "graph:inferred", "graph:tabel-b3-7"} <= found.keys()


def test_without_a_topic_all_come(queried: QueryStore) -> None:
    rows = answer(queried, "dataset-statistics")
    assert len({row["topic"] for row in rows}) == 8
    assert all(row["label"] for row in rows)
