"""`risk-mirrors`: risk factors and what they are the reverse of."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer

_HOME = "Stabiele thuissituatie"
_DAYS = "Constructieve dagbesteding of vrijetijdsbesteding"


def test_the_pairs_of_the_report(queried: QueryStore) -> None:
    """Section 2.2 sets dropping out of school and unemployment against a constructive way to spend the day,
    violence at home, divorce and radicalised relatives against a stable home; more pairs it does not name."""
    rows = answer(queried, "risk-mirrors", said_by="report")
    paired = {(row["riskFactorLabel"], row["factorLabel"]) for row in rows if row["factor"]}
    assert paired == {
        ("schooluitval", _DAYS),
        ("werkeloosheid", _DAYS),
        ("onstabiele thuissituatie", _HOME),
        ("geradicaliseerde partner of familieleden", _HOME),
    }
    assert {row["agentLabel"] for row in rows if row["factor"]} == {"De auteurs van het rapport"}
    (home,) = [row for row in rows if row["riskFactorLabel"] == "onstabiele thuissituatie"]
    assert home["printed"] == "echtscheiding; huiselijk geweld"
    assert home["passageLabel"] == "Paragraaf 2.2, risicofactoren als keerzijde"


def test_ours_are_said_to_be_ours(queried: QueryStore) -> None:
    rows = answer(queried, "risk-mirrors")
    ours = [row for row in rows if row["agentLabel"] == "Bouwstenen"]
    assert ("identiteitscrises", "Positieve, stabiele identiteitsontwikkeling") in {
        (row["riskFactorLabel"], row["factorLabel"]) for row in ours
    }
    assert all(row["reason"] for row in ours)


def test_those_without_a_pair_are_there(queried: QueryStore) -> None:
    """The list of section 2.2 has 58 risk factors; a young age mirrors nothing."""
    rows = answer(queried, "risk-mirrors")
    assert len({row["riskFactor"] for row in rows}) == 58
    (age,) = [row for row in rows if row["riskFactorLabel"] == "jongere leeftijd"]
    assert (age["factor"], age["agent"], age["bouwsteenLabel"]) == ("", "", "Individu")


def test_one_side_given(queried: QueryStore) -> None:
    (row,) = answer(queried, "risk-mirrors", risk_factor="schooluitval")
    assert row["factorLabel"] == _DAYS
    rows = answer(queried, "risk-mirrors", factor=_DAYS)
    assert {row["riskFactorLabel"] for row in rows} == {"schooluitval", "werkeloosheid"}
    assert answer(queried, "risk-mirrors", factor="zelfbeheersing") == []
