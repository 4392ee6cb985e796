"""`type-mismatch`: answers checked by hand against tables B3.1 to B3.6 and bijlage 2."""

import pytest
from pyoxigraph import QuerySolutions

from bouwstenen.library.asking import ask
from bouwstenen.library.question import Question, parse_question
from bouwstenen.store.interface import QueryStore
from bouwstenen.tables import text_of
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def question() -> Question:
    text = (ROOT / "queries" / "type-mismatch.rq").read_text(encoding="utf-8")
    return parse_question("type-mismatch", text)


def _rows(queried: QueryStore, question: Question, **given: str) -> list[dict[str, str]]:
    results = ask(queried, question, {name: [value] for name, value in given.items()})
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [{name: text_of(row[name]) for name in names} for row in results]


def test_all_of_them(queried: QueryStore, question: Question) -> None:
    """The rows that name a type which does not target them, and the other way round; all others agree.

    All fifty rows of B3.1–B3.6 held against “op welke bouwstenen en factoren” of bijlage 2: B3.5 leaves
    out 7 at “Binding” and 6 at “Basiszekerheid”, and has 8 at “Rechtmatigheid” and 6 at
    “Gemeenschappelijke identiteiten”; B3.6 has 9 at the local network. Empty are the columns of “Algeheel
    vertrouwen” (B3.1) and “Goede prestaties” (B3.3), and of “Kennis” (B3.1), which no type targets.
    """
    rows = _rows(queried, question)
    found = [(row["factorLabel"], row["typeNotation"], row["saidBy"], row["severityLabel"]) for row in rows]
    assert found == [
        ("Binding met de conventionele samenleving", "7", "target", "verschil"),
        ("Erkennen van rechtmatigheid van het recht en de wet", "8", "row", "verschil"),
        ("Gemeenschappelijke identiteiten benadrukken", "6", "row", "verschil"),
        ("Gevoel van basiszekerheid", "6", "target", "verschil"),
        (
            "Lokaal netwerk van gemeente en maatsdchappelijke organisaties die samenwerken bij preventie en"
            " signalering van radicalisering",
            *("9", "row", "verschil"),
        ),
        ("Algeheel vertrouwen", "8", "target", "opmerking"),
        ("Goede prestaties op school/werk", "4", "target", "opmerking"),
        ("Goede prestaties op school/werk", "7", "target", "opmerking"),
    ]


def test_the_passages(queried: QueryStore, question: Question) -> None:
    """Bijlage 2 gives type 6 “gevoel voor basiszekerheid”; B3.5 prints type 7 there."""
    (row,) = _rows(queried, question, factor="gevoel-van-basiszekerheid")
    assert row["passageLabel"] == "Bijlage 2, type 6, bouwstenen en factoren"
    assert row["expectedPassageLabel"] == "Tabel B3.5, Gevoel van basiszekerheid"


def test_one_side_one_type_and_english(queried: QueryStore, question: Question) -> None:
    rows = _rows(queried, question, said_by="row", language="en")
    assert {row["typeNotation"] for row in rows} == {"6", "8", "9"}
    assert {row["severityLabel"] for row in rows} == {"difference"}
    (eight,) = _rows(queried, question, type="8", said_by="row", language="en")
    assert "type 8 in the type column" in eight["explanation"]


def test_no_mismatch_through_a_part_or_a_main_type(queried: QueryStore, question: Question) -> None:
    """Bijlage 2: type 5 targets the factors below “Versterken van ondersteunende netwerken”, whose row
    (B3.4) has it.

    The rows print “Type 1, subtype 1.3” and the like, and bijlage 2 gives targets to the subtypes.
    """
    assert _rows(queried, question, factor="versterken-van-ondersteunende-netwerken") == []
    assert _rows(queried, question, factor="netwerkvorming") == []
    assert _rows(queried, question, type="1") == []
