"""Why a factor cannot be covered: the reasons, over the real graph, checked by hand against its tables."""

from bouwstenen.store.interface import QueryStore
from tests.planner.planned import PERSPECTIVE, ask, names, reason, slugs


def test_reasons_below_the_asked_trede(queried: QueryStore) -> None:
    """B3.2: only TerInfo stands at “Kennis”, on no trede; B3.5: only Dilemmalogica at trede 1."""
    answer = ask(queried, "kennis", min_trede=2)
    assert (answer.status, answer.size, answer.packages, answer.complete) == ("infeasible", 0, [], True)
    found = reason(answer)
    assert (found.reason, found.label, found.relax) == ("below-trede", "Kennis", ["trede"])
    assert [(item.label, item.trede, item.fails) for item in found.interventions] == [
        ("TerInfo", None, ["trede"])
    ]
    politics = reason(ask(queried, "politieke-tevredenheid", min_trede=2))
    assert [(item.label, item.trede) for item in politics.interventions][:1] == [("Dilemmalogica", 1)]


def test_reason_not_offered(queried: QueryStore) -> None:
    """B3.6 and B3.7 do not know whether Bubble Games is offered."""
    factor = "casuisitiek-overleggen-tussen-wijkprofessionals-over-gezinnen-met-verhoogd-risico"
    found = reason(ask(queried, factor, availability="offered"))
    assert (found.reason, found.interventions[0].label) == ("availability", "Bubble Games")


def test_reason_age(queried: QueryStore) -> None:
    """Only the children's council (10–12) stands at taking part in decisions."""
    factor = "participatie-in-besluitvorming-en-politieke-inspraak"
    assert reason(ask(queried, factor, age=14)).reason == "age"
    assert ask(queried, factor, age=10).status == "optimal"


def test_reason_excluded_and_several(queried: QueryStore) -> None:
    assert reason(ask(queried, "kennis", exclude="TerInfo")).reason == "excluded"
    assert reason(ask(queried, "kennis", exclude="TerInfo", min_trede=1)).reason == "several-criteria"


def test_a_reason_holds_of_every_intervention_there(queried: QueryStore) -> None:
    """B3.1, self-control: 2DO School on trede 3 and the Madonna project on none."""
    found = reason(ask(queried, "zelfbeheersing", min_trede=1, exclude="2do-school"))
    assert {item.label: item.fails for item in found.interventions if item.via == "direct"} == {
        "2DO School": ["excluded"],
        "Het Madonna Project": ["trede"],
    }
    assert (found.reason, found.relax[-2:]) == ("several-criteria", ["trede", "excluded"])
    assert "verschillende redenen" in found.explanation


def test_reason_only_through_types(queried: QueryStore) -> None:
    """No row of B3.4 or B3.5 for social trust; type 6 targets it."""
    found = reason(ask(queried, "sociaal-vertrouwen"))
    assert (found.reason, found.relax) == ("only-through-type", ["via"])
    assert "type 6" in {item.via for item in found.interventions}
    assert ask(queried, "sociaal-vertrouwen", via="type").status == "optimal"


def test_reason_no_intervention(queried: QueryStore) -> None:
    found = reason(ask(queried, "agency", via="editorial"))
    assert (found.reason, found.interventions, found.relax) == ("no-intervention", [], [])
    assert [thing.label for thing in found.above] == ["Zelfontplooiing"]


def test_reason_too_few(queried: QueryStore) -> None:
    """School’s Cool and JINC stand at school results: two, and no third."""
    factor = "goede-prestaties-op-school-werk"
    both = ask(queried, factor, times=2)
    assert names(both.packages[0]) == ["jinc-programmas", "schools-cool"]
    assert both.packages[0].interventions[0].only == []
    assert slugs(both.packages[0].interventions[0].loses) == [factor]
    found = reason(ask(queried, factor, times=3))
    assert found.reason == "too-few"
    assert found.explanation == "Passende interventies bij deze factor: 2. Gevraagd: 3."


def test_what_cannot_be_covered_does_not_keep_the_rest(queried: QueryStore) -> None:
    answer = ask(queried, PERSPECTIVE, "sociaal-vertrouwen", language="en")
    assert (answer.status, answer.size, answer.covered) == ("optimal", 1, 1)
    assert reason(answer).explanation.startswith("No table names an intervention here")
    assert [(factor.label, factor.interventions, factor.coverable) for factor in answer.factors] == [
        ("Multiperspectivity", 3, True),
        ("Social trust", 0, False),
    ]
