"""`conflicts`: answers checked by hand against the report."""

import time

import pytest
from pyoxigraph import QuerySolutions

from bouwstenen.errors import UnknownThingError, WrongUseError
from bouwstenen.library.asking import ask
from bouwstenen.library.question import Question, parse_question
from bouwstenen.store.interface import QueryStore
from bouwstenen.tables import text_of
from tests.conftest import ROOT

_COLUMNS = (
    *("conflict", "conflictLabel", "kind", "kindLabel", "severity", "subject", "subjectLabel", "explanation"),
    *("statementA", "passageA", "passageALabel", "statementB", "passageB", "passageBLabel"),
    *("resolution", "reason"),
)


@pytest.fixture(scope="module")
def question() -> Question:
    return parse_question("conflicts", (ROOT / "queries" / "conflicts.rq").read_text(encoding="utf-8"))


def _rows(queried: QueryStore, question: Question, **given: str | list[str]) -> list[dict[str, str]]:
    texts = {name: [value] if isinstance(value, str) else value for name, value in given.items()}
    results = ask(queried, question, texts)
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [{name: text_of(row[name]) for name in names} for row in results]


def test_the_contradictions_of_the_report(queried: QueryStore, question: Question) -> None:
    """Every one of these was looked up; all other rows of one intervention agree, where the dots can be
    told apart.

    Offered: Aarhus (B3.6; bijlage 2, type 9), Reageren (B3.1; B3.7). Explicit aim, against B3.7: 2DO
    School (B3.5, “Democratische vorming”), Critical Mass (B3.4), ONEonONE (B3.1, B3.6), Opvoeding in
    dilemma (B3.2), Reageren (B3.1). Via municipalities: Dare to be Grey (“Kritisch denkvermogen” of B3.1;
    the other rows), Smaakstation (B3.4; B3.5). Ages: Join Us (two columns of B3.7), Saïd & Lody (B3.7;
    bijlage 2, type 6). Trede: DIAMANT (bijlage 2, type 4) and Lotgenotenondersteuning (bijlage 2, type 3)
    against B3.7.
    """
    rows = _rows(queried, question, severity="contradiction")
    assert sorted((row["kindLabel"], row["subjectLabel"]) for row in rows) == [
        ("verschillend aanbod", "Aarhus-model"),
        ("verschillend aanbod", "Reageren op discriminatie"),
        ("verschillend doel", "2DO School"),
        ("verschillend doel", "Critical mass (o.a. De Nieuwsmaker)"),
        ("verschillend doel", "ONEonONE"),
        ("verschillend doel", "Opvoeding in dilemma; training"),
        ("verschillend doel", "Reageren op discriminatie"),
        ("verschillende herkomst", "Dare to be Grey"),
        ("verschillende herkomst", "Smaakstation"),
        ("verschillende leeftijden", "Join Us Programma"),
        ("verschillende leeftijden", "Saïd & Lody"),
        ("verschillende trede", "DIAMANT"),
        ("verschillende trede", "Lotgenotenondersteuning"),
    ]


def test_examples_of_a_type_in_rows_without_it(queried: QueryStore, question: Question) -> None:
    """Tabel 1 against the type columns of B3.1–B3.6; BOUNCE itself stands only in the last row of B3.4."""
    rows = _rows(queried, question, kind="own-type-mismatch")
    assert sorted((row["subjectLabel"], row["valueA"]) for row in rows) == [
        ("BOUNCE trainingen", "voorbeeld van type 4"),
        ("GrowCare", "voorbeeld van type 7"),
        ("Hulplijn Extremisme van LSE", "voorbeeld van type 3"),
        ("Saïd & Lody", "voorbeeld van type 6"),
        ("Theaterstuk ‘A rebel with a cause’", "voorbeeld van type 1.2"),
        ("This is me!", "voorbeeld van type 4"),
        ("VIP", "voorbeeld van type 1.3"),
        ("Vreedzame School", "voorbeeld van type 1.2"),
        ("Vreedzame School", "voorbeeld van type 5"),
    ]
    assert {row["passageALabel"].rpartition(",")[0] for row in rows} == {"Bijlage 2, tabel 1"}


def test_a_trede_in_one_row_only(queried: QueryStore, question: Question) -> None:
    """B3.7 gives a trede, B3.3 (2gather) and B3.6 (Werving) leave the cell empty."""
    rows = _rows(queried, question, kind="evidence-missing")
    assert {(row["subjectLabel"], row["valueA"]) for row in rows} == {
        ("2gather", "trede 3"),
        ("Werving van sleutelfiguren (Gemeente Amsterdam)", "trede 1"),
    }


def test_both_sides_and_their_passages(queried: QueryStore, question: Question) -> None:
    """2gather: trede 3 in B3.7, nothing in B3.3."""
    (row,) = _rows(queried, question, intervention="2gather")
    assert (row["kindLabel"], row["severityLabel"]) == ("trede ontbreekt", "verschil")
    assert (row["valueA"], row["passageALabel"]) == ("trede 3", "Tabel B3.7, 2gather")
    assert row["valueB"] == "geen trede vermeld"
    assert row["passageBLabel"] == "Tabel B3.3, Constructieve dagbesteding of vrijetijdsbesteding"
    assert "2gather" in row["statementA"]
    assert row["explanation"].startswith(
        "2gather: trede 3 (tabel B3.7, 2gather) tegenover geen trede vermeld"
    )


def test_the_explanation_counts_the_places(queried: QueryStore, question: Question) -> None:
    """DIAMANT: trede 2 in three rows of B3.1, in one of B3.5 and in B3.7; trede 3 in bijlage 2."""
    (row,) = _rows(queried, question, intervention="diamant", kind="trede-differs", language="en")
    assert "trede 2 (tabel B3.1, Gezonde emotieregulatie and 4 other passages)" in row["explanation"]
    assert "against trede 3 (bijlage 2, type 4, voorbeeld DIAMANT)" in row["explanation"]
    assert row["kindLabel"] == "different trede"


def test_what_a_curator_found(queried: QueryStore, question: Question) -> None:
    """Our own findings, in `data/editorial/resoluties.ttl`."""
    looked_into = _rows(queried, question, resolved="yes", language="en")
    assert {(row["subjectLabel"], row["resolutionLabel"]) for row in looked_into} == {
        ("Aarhus-model", "explained"),
        ("Lotgenotenondersteuning", "still open"),
    }
    assert all(row["reason"] for row in looked_into)
    everything, rest = _rows(queried, question), _rows(queried, question, resolved="no")
    assert len(everything) == len(rest) + len(looked_into)
    assert not any(row["resolution"] for row in rest)


def test_a_thing_that_is_involved(queried: QueryStore, question: Question) -> None:
    """Tabel 1: GrowCare is of type 7, its row in B3.5 names type 5. Basic security is a target of type 6."""
    rows = _rows(queried, question, type="7", kind="own-type-mismatch")
    assert [row["subjectLabel"] for row in rows] == ["GrowCare"]
    about = _rows(queried, question, factor="gevoel-van-basiszekerheid", kind="type-mismatch")
    assert [row["valueA"] for row in about] == ["doel van type 6"]


def test_several_kinds_and_severities(queried: QueryStore, question: Question) -> None:
    """Ages: see above. Girls on the Run has trede 4 in B3.7, which bijlage 1 says is hardly to be found."""
    rows = _rows(
        queried, question, kind=["ages-differ", "rare-trede"], severity=["contradiction", "difference"]
    )
    assert {row["subjectLabel"] for row in rows} == {"Join Us Programma", "Saïd & Lody", "Girls on the Run"}


def test_one_row_a_conflict_worst_first(queried: QueryStore, question: Question) -> None:
    rows = _rows(queried, question)
    assert set(_COLUMNS) <= set(rows[0])
    assert len({row["conflict"] for row in rows}) == len(rows)
    order = ["contradiction", "difference", "remark"]
    ranks = [order.index(row["severity"].rpartition("/")[2]) for row in rows]
    assert ranks == sorted(ranks)
    assert rows == _rows(queried, question)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_fast_and_whole_in_both_languages(queried: QueryStore, question: Question, language: str) -> None:
    began = time.perf_counter()
    rows = _rows(queried, question, language=language)
    assert time.perf_counter() - began < 1
    assert len(rows) == len(_rows(queried, question))
    must = ("conflictLabel", "kindLabel", "subjectLabel", "explanation", "valueA", "valueB")
    assert not [row for row in rows if not all(row[name] for name in must)]
    assert all(row["statementA"] or row["statementB"] for row in rows)


def test_wrong_parameters(queried: QueryStore, question: Question) -> None:
    with pytest.raises(WrongUseError, match="yes, no, all"):
        ask(queried, question, {"resolved": ["maybe"]})
    with pytest.raises(UnknownThingError, match="trede-differs"):
        ask(queried, question, {"kind": ["trede-difers"]})
