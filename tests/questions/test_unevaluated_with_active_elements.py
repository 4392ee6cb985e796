"""`unevaluated-with-active-elements`: worth a look, not looked at yet."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.ours import with_ours

_NAME = "unevaluated-with-active-elements"


def test_of_the_types_of_the_report(queried: QueryStore) -> None:
    """Examples of tabel 1 to which neither B3.1 to B3.7 nor bijlage 2 give a trede, level or evaluation."""
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


def test_our_types_only_when_asked_for() -> None:
    said = answer(with_ours(), _NAME)
    wide = answer(with_ours(), _NAME, via="editorial")
    assert "Proef" not in {row["interventionLabel"] for row in said}
    (row,) = [row for row in wide if row["interventionLabel"] == "Proef"]
    assert (row["via"], row["agentLabel"]) == ("editorial type 1.1", "Bouwstenen")
    assert row["activeElementCount"] == "7", "bijlage 2 gives type 1.1 seven of our summaries"
    assert [row for row in wide if row["agentLabel"] != "Bouwstenen"] == said


def test_one_type(queried: QueryStore) -> None:
    assert {row["interventionLabel"] for row in answer(queried, _NAME, type="7")} == {
        "StudentJobCoach",
        "ZAT, Zorg- en Adviesteam",
    }
    below = {row["interventionLabel"] for row in answer(queried, _NAME, type="1")}
    assert below == {"Theaterstuk ‘A rebel with a cause’", "Vreedzame Wijk"}, "1.2 is part of 1"


def test_availability(queried: QueryStore) -> None:
    """B3.7 says that StudentJobCoach is offered, and does not know of the ZAT."""
    offered = {row["interventionLabel"] for row in answer(queried, _NAME, availability="offered")}
    assert "StudentJobCoach" in offered
    assert "ZAT, Zorg- en Adviesteam" not in offered
