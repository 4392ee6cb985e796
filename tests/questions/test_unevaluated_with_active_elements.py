"""`unevaluated-with-active-elements`: worth a look, not looked at yet."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.ours import with_ours

_NAME = "unevaluated-with-active-elements"


def test_of_the_types_of_the_report(queried: QueryStore) -> None:
    """Examples of tabel 1 to which neither B3.1 to B3.7 nor bijlage 2 give a trede, level or evaluation.

    Not Verbindend Omgaan Met Ongenoegen, DOCK Utrecht and the Aarhus model: bijlage 2 gives types 8 and 9
    no elements.
    """
    rows = answer(queried, _NAME)
    assert {(row["interventionLabel"], row["via"]) for row in rows} == {
        ("Hulplijn Extremisme van LSE", "type 3"),
        ("Hulplijn Radicalisering", "type 3"),
        ("StudentJobCoach", "type 7"),
        ("Theaterstuk ‘A rebel with a cause’", "type 1.2"),
        ("Vreedzame Wijk", "type 1.2"),
        ("Vreedzame Wijk", "type 5"),
        ("ZAT, Zorg- en Adviesteam", "type 7"),
    }
    assert all(int(row["activeElementCount"]) > 0 for row in rows)
    assert {row["passageLabel"] for row in rows if row["interventionLabel"] == "StudentJobCoach"} == {
        "Bijlage 2, tabel 1, type 7",
        "Bijlage 2, type 7, voorbeeld StudentJobcoach",
    }


def test_what_was_evaluated_is_not_there() -> None:
    """VIP has a trede, the Aarhus model only a study (B3.7)."""
    for via in ("type", "editorial"):
        names = {row["interventionLabel"] for row in answer(with_ours(), _NAME, via=via)}
        assert not {"VIP", "Aarhus-model", "Erkende proef", "Onderzochte proef"} & names


def test_a_web_link_is_no_evaluation(queried: QueryStore) -> None:
    """B3.7 calls nothing an evaluation in the row of Publinc, though one of its links leads to one."""
    rows = answer(queried, _NAME, via="editorial", type="5")
    assert any("(Publinc)" in row["interventionLabel"] for row in rows)


def test_our_types_only_when_asked_for() -> None:
    """“Proef” is invented, and of type 1.1 by us only."""
    said = answer(with_ours(), _NAME)
    wide = answer(with_ours(), _NAME, via="editorial")
    assert "Proef" not in {row["interventionLabel"] for row in said}
    (row,) = [row for row in wide if row["interventionLabel"] == "Proef"]
    assert (row["via"], row["agentLabel"]) == ("editorial type 1.1", "Bouwstenen")
    assert row["activeElementCount"] == "7", "bijlage 2 gives type 1.1 seven of our summaries"
    assert [row for row in wide if row["agentLabel"] != "Bouwstenen"] == said


def test_a_main_type_has_not_what_its_subtypes_have(queried: QueryStore) -> None:
    """Bijlage 2 gives the elements of type 1 per subtype; we put A rebel with a cause in 1.3, Risk
    Factory in 1."""
    names = {
        row["interventionLabel"]: row["via"] for row in answer(queried, _NAME, via="editorial", type="1.3")
    }
    assert names["Theaterstuk ‘A rebel with a cause’"] == "editorial type 1.3"
    under_one = {row["interventionLabel"] for row in answer(queried, _NAME, via="editorial", type="1")}
    assert set(names) < under_one
    assert "Risk Factory" not in under_one


def test_one_type(queried: QueryStore) -> None:
    """Tabel 1, types 7, 1.2 (A rebel with a cause, Vreedzame Wijk): those without a trede, level or
    evaluation."""
    assert {row["interventionLabel"] for row in answer(queried, _NAME, type="7")} == {
        "StudentJobCoach",
        "ZAT, Zorg- en Adviesteam",
    }
    below = {row["interventionLabel"] for row in answer(queried, _NAME, type="1")}
    assert below == {"Theaterstuk ‘A rebel with a cause’", "Vreedzame Wijk"}, "1.2 is part of 1"


def test_availability(queried: QueryStore) -> None:
    """B3.7: “Ja” of StudentJobCoach and Hulplijn Extremisme, “onbekend” of the ZAT, “Nee” of the two
    others."""
    offered = {row["interventionLabel"] for row in answer(queried, _NAME, availability="offered")}
    assert offered == {"Hulplijn Extremisme van LSE", "StudentJobCoach"}
