"""`alignments`: which terms elsewhere ours correspond to, checked in the published vocabularies."""

import pytest

from bouwstenen.errors import BouwstenenError
from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer


def _pairs(rows: list[dict[str, str]]) -> set[tuple[str, str, str]]:
    return {(row["subjectLabel"], row["closeness"], row["objectLabel"]) for row in rows}


def test_one_setting(queried: QueryStore) -> None:
    """UNESCO has schools below educational institutions; BCIO 2026-08-06 has educational facilities."""
    rows = answer(queried, "alignments", aligned="setting/school")
    assert _pairs(rows) == {
        ("school", "closeMatch", "Educational institutions"),
        ("school", "narrowMatch", "Schools"),
        ("school", "closeMatch", "educational facility"),
    }
    facility = next(row for row in rows if row["objectLabel"] == "educational facility")
    assert facility["predicate"].endswith("seeAlso"), "BCIO has classes, and no concepts of SKOS"
    assert facility["object"] == "http://humanbehaviourchange.org/ontology/BCIO_026022"
    assert facility["version"] == "2026-08-06"
    assert facility["confidence"] == "0.8"


def test_one_vocabulary(queried: QueryStore) -> None:
    """SEPIO 2023-06-13 calls 0000001 an assertion and 0000174 a statement."""
    rows = answer(queried, "alignments", vocabulary="SEPIO")
    assert ("bewering", "narrowMatch", "assertion") in _pairs(rows)
    assert ("bewering", "broadMatch", "statement") in _pairs(rows)
    assert {row["vocabularyLabel"] for row in rows} == {"SEPIO"}
    assert rows == answer(queried, "alignments", vocabulary="SEPIO", kind="terms")
    assert not answer(queried, "alignments", vocabulary="SEPIO", kind="things")


def test_municipalities_have_the_code_of_statistics_netherlands(queried: QueryStore) -> None:
    """The register calls gm0518 Den Haag; Aarhus is in Denmark and not in it."""
    rows = answer(queried, "alignments", vocabulary="vocabulaire-tooi")
    found = {row["subjectLabel"]: row["object"].rpartition("/")[2] for row in rows}
    assert found["Den Haag"] == found["Gemeente Den Haag"] == "gm0518"
    assert "Aarhus" not in found


def test_ladders_are_close_at_most(queried: QueryStore) -> None:
    """Bijlage 1 puts “goed onderbouwd” of both databases on trede 2."""
    rows = answer(queried, "alignments", aligned="trede/2")
    assert {(row["vocabularyLabel"], row["closeness"], row["objectLabel"]) for row in rows} == {
        ("Erkenningsniveaus van Movisie", "closeMatch", "goed onderbouwd"),
        ("Erkenningsniveaus van het NJi", "closeMatch", "goed onderbouwd"),
    }


def test_every_claim_is_a_row(queried: QueryStore) -> None:
    terms, things = (answer(queried, "alignments", kind=kind) for kind in ("terms", "things"))
    everything = answer(queried, "alignments")
    assert len(terms) + len(things) == len(everything)
    assert all(row["reason"] and row["passage"] and row["mappingDate"] for row in everything)


def test_an_unknown_vocabulary_is_answered_with_what_there_is(queried: QueryStore) -> None:
    with pytest.raises(BouwstenenError) as caught:
        answer(queried, "alignments", vocabulary="wikidata")
    assert "bcio" in str(caught.value).lower() + str(getattr(caught.value, "mend", "")).lower()
