"""`by-target-group`: interventions for an age, a group, a setting."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer


def _known(rows: list[dict[str, str]]) -> set[str]:
    return {row["interventionLabel"] for row in rows if row["ageKnown"] == "true"}


def test_an_age(queried: QueryStore) -> None:
    """Printed in B3.7: Amigo’s 8 to 13, HackShield 8 to 12, Vreedzame School 4 to 12, DIAMANT 12 to 23,
    Girls on the Run 11 to 15."""
    ten = _known(answer(queried, "by-target-group", age="10"))
    assert {"Amigo’s", "HackShield", "Vreedzame School"} < ten
    assert not {"DIAMANT", "Girls on the Run"} & ten
    twelve = _known(answer(queried, "by-target-group", age="12"))
    assert {"Amigo’s", "HackShield", "Vreedzame School", "DIAMANT", "Girls on the Run"} < twelve
    assert "HackShield" not in _known(answer(queried, "by-target-group", age="13"))


def test_unknown_ages_stay_but_are_said_to_be_unknown(queried: QueryStore) -> None:
    """B3.7 prints no age for the ABCD method."""
    rows = answer(queried, "by-target-group", age="10")
    (row,) = [row for row in rows if row["interventionLabel"] == "ABCD-methode"]
    assert (row["ageKnown"], row["ageMin"], row["ageMax"], row["ages"]) == ("false", "", "", "")
    known = answer(queried, "by-target-group", age="10", age_known="true")
    assert known == [row for row in rows if row["ageKnown"] == "true"]
    assert len(known) < len(rows)


def test_each_printed_age_is_shown(queried: QueryStore) -> None:
    """B3.7 says 12 to 25 of Join Us in one column and 12 to 30 in another."""
    rows = answer(queried, "by-target-group")
    (row,) = [row for row in rows if row["interventionLabel"] == "Join Us Programma"]
    assert (row["ageMin"], row["ageMax"]) == ("12", "30")
    passage = "Tabel B3.7, Join Us Programma"
    assert row["ages"] == f"12–25 ({passage}); 12–30 ({passage})"


def test_an_age_between_two_groups(queried: QueryStore) -> None:
    """MIJ Jr. is for 10 to 14, MIJ for 15 to 21 (B3.7): each age fits one of them, none outside fits."""
    name = "MIJ en MIJ Jr."
    assert name in _known(answer(queried, "by-target-group", age="14"))
    assert name in _known(answer(queried, "by-target-group", age="21"))
    assert name not in _known(answer(queried, "by-target-group", age="9"))
    assert name not in _known(answer(queried, "by-target-group", age="22"))


def test_an_age_without_upper_limit(queried: QueryStore) -> None:
    """Three age claims print a lower limit only."""
    rows = answer(queried, "by-target-group", age="80", age_known="true")
    assert rows
    assert {row["ageMax"] for row in rows} == {""}
    assert all(int(row["ageMin"]) <= 80 for row in rows)


def test_target_groups(queried: QueryStore) -> None:
    """“Coach je kind” is for parents; Amigo’s is for children."""
    parents = answer(queried, "by-target-group", target_group="ouders en opvoeders")
    names = {row["interventionLabel"] for row in parents}
    assert "Coach je kind" in names
    assert "Amigo’s" not in names
    assert {row["agentLabel"] for row in parents} == {"Bouwstenen"}
    both = answer(queried, "by-target-group", target_group=["ouders en opvoeders", "kinderen"])
    assert {"Coach je kind", "Amigo’s"} < {row["interventionLabel"] for row in both}
    assert len(both) > len(parents)


def test_settings(queried: QueryStore) -> None:
    """B3.7: Futsal Chabbab is football; Vreedzame School is for schools."""
    sport = {row["interventionLabel"] for row in answer(queried, "by-target-group", setting="sport")}
    school = {row["interventionLabel"] for row in answer(queried, "by-target-group", setting="school")}
    assert "Futsal Chabbab" in sport - school
    assert "Vreedzame School" in school - sport


def test_every_intervention_is_there(queried: QueryStore) -> None:
    """Table B3.7 has 120 rows."""
    rows = answer(queried, "by-target-group")
    assert (
        len({row["intervention"] for row in rows if row["intervention"].startswith("id:intervention/")})
        == 120
    )


def test_nothing_fits(queried: QueryStore) -> None:
    assert answer(queried, "by-target-group", age="0", target_group="kinderen", age_known="true") == []
