"""`by-target-group`: interventions for an age, a group, a setting."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer


def _known(rows: list[dict[str, str]]) -> set[str]:
    return {row["interventionLabel"] for row in rows if row["ageKnown"] == "true"}


def test_an_age(queried: QueryStore) -> None:
    """Printed in B3.7: Amigo’s 8 to 13, HackShield 8 to 12, Vreedzame School 4 to 12, DIAMANT 12 to 23,
    Girls on the Run 11 to 15."""
    ten = _known(answer(queried, "by-target-group", age="10"))
    assert not {"DIAMANT", "Girls on the Run"} & ten
    twelve = _known(answer(queried, "by-target-group", age="12"))
    assert {"Amigo’s", "HackShield", "Vreedzame School", "DIAMANT", "Girls on the Run"} < twelve
    assert "HackShield" not in _known(answer(queried, "by-target-group", age="13"))


def test_all_for_the_age_of_ten(queried: QueryStore) -> None:
    """Printed in B3.7, but for Saïd & Lody, 10 to 20 in bijlage 2, type 6, and 12 to 20 in B3.7.

    Coach je kind prints the age of the children (0–23), Radicx that of the young people (10–18).
    """
    assert _known(answer(queried, "by-target-group", age="10")) == {
        "Amigo’s",
        "Coach je kind",
        "Discussiëren kun je leren (DKJL)",
        "Futsal Chabbab",
        "HackShield",
        "JINC programma’s",
        "MIJ en MIJ Jr.",
        "Mediamatties",
        "Radicx",
        "Saïd & Lody",
        "School’s Cool",
        "Stedelijke Kinderraad Utrecht / wijkkinderraden",
        "Vreedzame School",
        "workshoptraject ‘Wie ben ik?’",
    }


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
    """B3.7: Brown Eyes Blue Eyes from 12, Life Goals 16+."""
    rows = answer(queried, "by-target-group", age="80", age_known="true")
    assert {(row["interventionLabel"], row["ageMin"], row["ageMax"]) for row in rows} == {
        ("Brown Eyes Blue Eyes Filmworkshop", "12", ""),
        ("De Life Goals Aanpak", "16", ""),
    }


def test_target_groups(queried: QueryStore) -> None:
    """Rows of B3.7 whose target group names parents, mothers, fathers or “opvoeders”, also beside others."""
    parents = answer(queried, "by-target-group", target_group="ouders en opvoeders")
    assert {row["interventionLabel"] for row in parents} == {
        "BOUNCE trainingen",
        "Coach je kind",
        "DIAMANT",
        "Het Madonna Project",
        "Hulplijn Radicalisering",
        "Just like you",
        "Mediamatties",
        "Opvoeddebatten met migrantenvaders (Trias Pedagogica)",
        "Opvoeding in dilemma; training",
        "Ouders in positie",
        "Oumnia Works (Steunpunt Sabr)",
        "PBS in de wijk",
        "Tegengeluid & Perspectief (Contact orgaan Moslims en Overheid, CMO)",
        "Toolbox Mediaopvoeding",
        "Vreedzame School",
        "Weerbaar Opvoeden",
        "Weerbaar opvoeden (diverse aanpakken)",
        "Wijkacademie Opvoeden",
    }
    assert {row["agentLabel"] for row in parents} == {"Bouwstenen"}
    both = answer(queried, "by-target-group", target_group=["ouders en opvoeders", "kinderen"])
    assert {"Coach je kind", "Amigo’s"} < {row["interventionLabel"] for row in both}
    assert len(both) > len(parents)


def test_settings(queried: QueryStore) -> None:
    """B3.7: sport is what these seven do; Vreedzame School is for schools, YETS for both."""
    sport = {row["interventionLabel"] for row in answer(queried, "by-target-group", setting="sport")}
    school = {row["interventionLabel"] for row in answer(queried, "by-target-group", setting="school")}
    assert sport == {
        "Alleen jij bepaalt",
        "Broedersport, (Gemeente Amsterdam)",
        "De Life Goals Aanpak",
        "Futsal Chabbab",
        "Girls on the Run",
        "Sport als alternatief",
        "Youth Empowerment Through Sports (YETS)",
    }
    assert "Vreedzame School" in school
    assert sport & school == {"Youth Empowerment Through Sports (YETS)"}


def test_every_intervention_is_there(queried: QueryStore) -> None:
    """Table B3.7 has 120 rows."""
    rows = answer(queried, "by-target-group")
    assert (
        len({row["intervention"] for row in rows if row["intervention"].startswith("id:intervention/")})
        == 120
    )


def test_nothing_fits(queried: QueryStore) -> None:
    """B3.7 prints the age of 0 only with “Coach je kind”, for parents."""
    assert answer(queried, "by-target-group", age="0", target_group="kinderen", age_known="true") == []
