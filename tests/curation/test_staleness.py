"""Shapes of staleness find, as of a day, what the question `stale` answers."""

from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Store

from bouwstenen.curation.staleness import stale
from bouwstenen.namespaces import shorten
from bouwstenen.store.interface import QueryStore
from bouwstenen.validation.shacl import in_stages
from tests.questions.asking import answer
from tests.questions.changed import with_added

#: What the kinds of the question are called in the names of shapes.
_KINDS = {
    "StaleAvailability-age": ("availability", "stale"),
    "StaleAvailability-validity": ("availability", "stale"),
    "StaleAvailability-recognition": ("recognition", "stale"),
    "UndatedAvailability-date": ("availability", "undated"),
    "StaleSource-literature": ("literature", "stale"),
    "StaleSource-evaluation": ("evaluation", "stale"),
    "UndatedSource-literature": ("literature", "undated"),
    "UndatedSource-evaluation": ("evaluation", "undated"),
}


def both(
    queried: QueryStore, root: Path, day: str
) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """What the shapes find and what the question answers, as (kind, status, thing)."""
    found = stale(queried, root, date.fromisoformat(day))
    assert {each.severity for each in found} <= {"warning", "info"}
    by_shapes = {(*_KINDS[each.shape.rpartition("/")[2]], shorten(each.focus)) for each in found}
    rows = answer(queried, "stale", as_of=day)
    return by_shapes, {(row["kind"], row["status"], row["thing"]) for row in rows}


@pytest.mark.parametrize("day", ["2026-11-24", "2021-01-01"])
def test_on_the_real_data(queried: QueryStore, root: Path, day: str) -> None:
    by_shapes, by_question = both(queried, root, day)
    assert by_shapes == by_question
    assert {"stale", "undated"} == {status for _, status, _ in by_shapes}


def test_on_every_edge(store: Store, root: Path) -> None:
    """One claim too old by a day, one not; two claims, the newer one counts; periods that end on the day."""
    new = """
        claim:tabel-b3-7-diamant-availability bm:lastChecked "2025-11-23"^^xsd:date .
        claim:tabel-b3-7-newsroom-availability bm:lastChecked "2025-11-24"^^xsd:date .
        claim:nieuw a bm:AvailabilityClaim ; bm:about intervention:diamant ;
            prov:generatedAtTime "2024-02-29T10:00:00Z"^^xsd:dateTime .
        claim:over a bm:AvailabilityClaim ; bm:about intervention:bounce-trainingen ;
            bm:lastChecked "2026-11-01"^^xsd:date ;
            schema:validUntil "2026-11-23"^^xsd:date .
        claim:tot a bm:AvailabilityClaim ; bm:about intervention:amigos ;
            bm:lastChecked "2026-11-01"^^xsd:date ;
            schema:validUntil "2026-11-24"^^xsd:date .
        claim:erkend a bm:RecognitionClaim ; bm:about intervention:amigos ;
            schema:validUntil "2026-11-23"^^xsd:date .
        claim:trede a bm:EvidenceClaim ; bm:about intervention:coach-je-kind ;
            schema:validUntil "2026-11-22"^^xsd:date .
        claim:opnieuw a bm:RecognitionClaim ; bm:about intervention:coach-je-kind ;
            schema:validUntil "2030-01-01"^^xsd:date ."""
    by_shapes, by_question = both(with_added(store, new), root, "2026-11-24")
    assert by_shapes == by_question
    assert {
        ("availability", "stale", "id:intervention/diamant"),
        ("availability", "stale", "id:intervention/bounce-trainingen"),
        ("recognition", "stale", "id:intervention/amigos"),
    } <= by_shapes
    named = {(kind, thing) for kind, _, thing in by_shapes}
    for fine in (
        ("availability", "id:intervention/newsroom"),
        ("availability", "id:intervention/amigos"),
        ("recognition", "id:intervention/coach-je-kind"),
    ):
        assert fine not in named


def test_a_build_does_not_check_it(root: Path) -> None:
    """What a build finds must not depend on the day it is made."""
    first, second = in_stages(sorted((root / "shapes").glob("*.ttl")))
    assert "staleness.ttl" not in {path.name for path in [*first, *second]}
    assert len(first) + len(second) == len(list((root / "shapes").glob("*.ttl"))) - 1
