"""Plans over the real graph, checked by hand against tables B3.1–B3.7."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.errors import ContradictionError, UnknownThingError, WrongUseError, in_language
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE, graph_iri, thing_iri
from bouwstenen.planner.answer import Package, Packaged, Plan, Uncoverable
from bouwstenen.planner.planning import plan
from bouwstenen.planner.request import read_request
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore

VIP, DARE = thing_iri("intervention", "vip"), thing_iri("intervention", "dare-to-be-grey")
THINKING, PERSPECTIVE = "kritisch-en-complex-denkvermogen", "multi-perspectiviteit"
Given = str | int | list[str]


@pytest.fixture(scope="module")
def extended(store: Store) -> QueryStore:
    """The real graph and, by us: VIP is of type 2, and takes place in a lighthouse, which is a tower."""
    copy = Store()
    copy.bulk_extend(store)
    tower, lighthouse = (NamedNode(thing_iri("setting", name)) for name in ("tower", "lighthouse"))
    said: list[tuple[NamedNode, str, NamedNode | Literal]] = [
        (NamedNode(VIP), BM + "editorialType", NamedNode(thing_iri("intervention-type", "2"))),
        (NamedNode(VIP), BM + "setting", lighthouse),
        (lighthouse, PREFIXES["skos"] + "broaderTransitive", tower),
        (tower, PREFIXES["rdfs"] + "label", Literal("Toren", language="nl")),
    ]
    said += [(setting, RDF_TYPE, NamedNode(BM + "Setting")) for setting in (tower, lighthouse)]
    graph = NamedNode(graph_iri("test"))
    copy.bulk_extend(Quad(thing, NamedNode(predicate), value, graph) for thing, predicate, value in said)
    return EmbeddedStore(copy)


def ask(store: QueryStore, *factors: str, **given: Given) -> Plan:
    return plan(store, read_request({"factor": list(factors), **given}), release="abc")


def names(package: Package) -> list[str]:
    return [item.iri.rpartition("/")[2] for item in package.interventions]


def slugs(iris: list[str]) -> list[str]:
    return [iri.rpartition("/")[2] for iri in iris]


def only_item(answer: Plan) -> Packaged:
    (package,) = answer.packages
    (item,) = package.interventions
    return item


def reason(answer: Plan) -> Uncoverable:
    (factor,) = answer.uncoverable
    return factor


def test_one_intervention_covers_both_factors(queried: QueryStore) -> None:
    """B3.1: VIP (trede 3) and Dare to be Grey (none) stand at both; the best founded one is the answer."""
    answer = ask(queried, THINKING, PERSPECTIVE)
    assert (answer.status, answer.size, answer.complete, answer.total) == ("optimal", 1, True, 1)
    item = only_item(answer)
    assert (item.iri, item.label, item.trede, item.trede_lowest) == (VIP, "VIP", 3, 3)
    assert slugs(item.covers) == slugs(item.only) == slugs(item.loses) == [THINKING, PERSPECTIVE]
    assert [(slugs([why.factor])[0], why.via, why.passages[0].label) for why in item.why] == [
        (THINKING, "direct", "Tabel B3.1, Kritisch en complex denkvermogen"),
        (PERSPECTIVE, "direct", "Tabel B3.1, Multi-perspectiviteit"),
    ]
    assert [[one.iri for one in option.interventions] for option in item.replacement.options] == [[DARE]]
    assert (item.replacement.needed, item.replacement.alternatives) == (1, 1)
    assert item.flags == ["own-estimate"]
    assert answer.uncoverable == []


def test_of_equally_founded_packages_all_are_given(queried: QueryStore) -> None:
    """B3.1, multiperspectivity: DKJL and VIP on trede 3, Dare to be Grey on none."""
    answer = ask(queried, PERSPECTIVE)
    assert [names(package) for package in answer.packages] == [["discussieren-kun-je-leren-dkjl"], ["vip"]]
    assert (answer.complete, answer.total) == (True, 2)
    assert any("2 even goede pakketten" in caveat for caveat in answer.caveats)
    cut = ask(queried, PERSPECTIVE, limit=1)
    assert (len(cut.packages), cut.complete, cut.total) == (1, False, 2)
    assert any("meer even goede pakketten dan de 1" in caveat for caveat in cut.caveats)


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


def test_a_cap_gives_the_most_factors(queried: QueryStore) -> None:
    """One intervention cannot do three factors of which TerInfo alone has one and VIP two."""
    answer = ask(queried, "kennis", THINKING, PERSPECTIVE, max_size=1)
    assert (answer.status, answer.size, answer.covered, answer.proof.bound) == ("optimal", 1, 2, 2)
    assert only_item(answer).iri == VIP
    assert slugs(answer.packages[0].uncovered) == ["kennis"]
    assert ask(queried, "kennis", THINKING, PERSPECTIVE, max_size=5).size == 2


def test_what_is_there_already_counts_as_it_is(queried: QueryStore) -> None:
    """Dare to be Grey is on no trede: with it there is nothing to add, flagged, whatever was asked."""
    answer = ask(queried, THINKING, PERSPECTIVE, have="Dare to be Grey", min_trede=3)
    item = only_item(answer)
    assert (item.iri, item.have, item.trede) == (DARE, True, None)
    assert "outside-criteria" in item.flags
    assert any("Is er al en telt mee" in caveat for caveat in answer.caveats)
    factor = "participatie-in-betrokkenheid-bij-gemeenschapsprojecten"
    unsaid = only_item(ask(queried, factor, have="diamant", availability="offered", age=60))
    assert (unsaid.label, slugs(unsaid.covers)) == ("DIAMANT", [factor]), "whether it is offered is unknown"
    idle = ask(queried, "kennis", have="vip")
    assert names(idle.packages[0]) == ["terinfo", "vip"]
    (vip,) = [item for item in idle.packages[0].interventions if item.have]
    assert (vip.covers, vip.replacement.needed) == ([], 0)
    assert idle.packages[0].weakest_trede is None


def test_through_types_and_the_passages_that_say_so(queried: QueryStore) -> None:
    answer = ask(queried, "mediawijsheid", PERSPECTIVE, via="type", min_trede=3)
    item = only_item(answer)
    assert item.iri == VIP
    (through,) = [why for why in item.why if why.via == "type 1.3"]
    assert slugs([through.factor]) == ["mediawijsheid"]
    assert through.type is not None
    assert through.type.label == "Versterken kritisch denken, democratisch burgerschap"
    assert [passage.label for passage in through.passages] == ["Bijlage 2, type 1.3, bouwstenen en factoren"]
    assert "through-type" in item.flags
    assert any("via het type dat het rapport" in caveat for caveat in answer.caveats)


def test_through_our_own_types_only_when_asked(extended: QueryStore) -> None:
    """Type 2 targets how parents react, where no table names an intervention; we alone put VIP in it."""
    factor = "constructieve-ouderreacties-op-signalen-van-radicalisering"
    narrow = ask(extended, factor, PERSPECTIVE, via="type")
    wide = ask(extended, factor, PERSPECTIVE, via="editorial")
    assert narrow.size == 2
    item = only_item(wide)
    assert item.iri == VIP
    assert "through-editorial-type" in item.flags
    assert "editorial type 2" in {why.via for why in item.why}
    assert any("een type dat wij gaven, niet het rapport" in caveat for caveat in wide.caveats)


def test_a_setting_must_be_known_and_a_wider_one_holds(extended: QueryStore) -> None:
    answer = ask(extended, THINKING, setting="toren")
    assert only_item(answer).iri == VIP
    found = reason(ask(extended, "kennis", setting="tower"))
    assert (found.reason, found.relax) == ("setting", ["setting"])
    assert answer.request.setting == thing_iri("setting", "tower")


def test_ages_that_are_not_printed_fit_with_a_flag(queried: QueryStore) -> None:
    answer = ask(queried, "zelfontplooiing", age=11, min_trede=2)
    shown = {
        item.iri.rpartition("/")[2]: item.flags
        for package in answer.packages
        for item in package.interventions
    }
    assert "age-conflict" in shown["said-lody"], "12–20 in B3.7, 10–20 in bijlage 2"
    assert "amigos" in shown
    assert "age-unknown" in only_item(ask(queried, THINKING, age=40)).flags


def test_conflicting_treden_are_shown_and_the_highest_counts(queried: QueryStore) -> None:
    answer = ask(queried, "participatie-in-betrokkenheid-bij-gemeenschapsprojecten", min_trede=3)
    item = only_item(answer)
    assert (item.label, item.trede, item.trede_lowest) == ("DIAMANT", 3, 2)
    assert {"trede-conflict", "not-known-offered"} <= set(item.flags)
    assert any("verschillende treden voor DIAMANT" in caveat for caveat in answer.caveats)


def test_conflicting_availability_counts_as_offered_with_a_flag(queried: QueryStore) -> None:
    factor = "programma-of-model-voor-gezamenlijke-aanpak-preventie-van-radicalisering"
    item = only_item(ask(queried, factor, availability="offered"))
    assert "availability-conflict" in item.flags
    assert [thing.label for thing in item.availability] == ["niet aangeboden", "aangeboden"]


def test_trade_off_of_size_and_weakest_trede(queried: QueryStore) -> None:
    """Value development: Vreedzame School, trede 3; knowledge: TerInfo, none."""
    answer = ask(queried, "kennis", "waardenontwikkeling-en-versterking", min_trede=3)
    told = [(row.min_trede, row.size, row.covered, row.status, slugs(row.lost)) for row in answer.trade_off]
    both = ["kennis", "waardenontwikkeling-en-versterking"]
    assert told == [
        (None, 2, 2, "optimal", []),
        *((level, 1, 1, "optimal", ["kennis"]) for level in (0, 1, 2, 3)),
        (4, None, 0, "infeasible", both),
        (5, None, 0, "infeasible", both),
    ]
    assert [row.min_trede for row in answer.trade_off if row.asked] == [3]


def test_robustness_leaves_own_estimates_out(queried: QueryStore) -> None:
    """VIP’s trede 3 is an own estimate; DIAMANT’s is recognised."""
    vip = ask(queried, THINKING, min_trede=3).robustness
    assert vip is not None
    assert (vip.status, vip.size, slugs(vip.lost), vip.kept) == ("infeasible", None, [THINKING], 0)
    assert [thing.label for thing in vip.own_estimates] == ["VIP"]
    firm = ask(queried, "participatie-in-betrokkenheid-bij-gemeenschapsprojecten", min_trede=3).robustness
    assert firm is not None
    assert (firm.status, firm.size, firm.lost, firm.kept, firm.own_estimates) == ("optimal", 1, [], 1, [])
    assert [(item.label, item.trede) for item in firm.interventions] == [("DIAMANT", 3)]
    assert ask(queried, THINKING, basis="recognised").robustness is None


def test_where_no_package_is_none_is_kept(queried: QueryStore) -> None:
    """No source ties an intervention to agency."""
    answer = ask(queried, "agency")
    assert answer.robustness is not None
    assert (answer.packages, answer.robustness.kept) == ([], 0)


def test_recognised_treden_only(queried: QueryStore) -> None:
    assert reason(ask(queried, THINKING, min_trede=3, basis="recognised")).reason == "below-trede"
    item = only_item(
        ask(queried, "participatie-in-betrokkenheid-bij-gemeenschapsprojecten", basis="recognised")
    )
    assert (item.label, item.trede) == ("DIAMANT", 3)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_always_said(queried: QueryStore, language: str) -> None:
    caveats = " ".join(ask(queried, THINKING, language=language).caveats)
    for said in {
        "nl": (
            "beleid",
            "bewijst niet dat zij die niet versterkt",
            "geen bewijs van een beter effect",
            "samen werken",
        ),
        "en": ("policy", "does not prove that it does not", "no proof of a better effect", "work together"),
    }[language]:
        assert said in caveats
    assert {"nl": "paragraaf 3.2", "en": "section 3.2"}[language] in caveats


def test_the_request_is_told_as_it_was_understood(queried: QueryStore) -> None:
    answer = ask(queried, "Multi-perspectiviteit", PERSPECTIVE, availability="aangeboden", have="DIAMANT")
    assert answer.request.factor == (thing_iri("factor", PERSPECTIVE),)
    assert answer.request.availability == thing_iri("availability", "offered")
    assert answer.request.have == (thing_iri("intervention", "diamant"),)
    assert (answer.release, answer.seconds > 0) == ("abc", True)


def test_the_same_question_has_the_same_answer(queried: QueryStore, all_factors: list[str]) -> None:
    once, again = (ask(queried, *all_factors, via="type") for _ in range(2))
    assert once.model_dump(exclude={"seconds"}) == again.model_dump(exclude={"seconds"})


def test_the_order_of_the_factors_changes_nothing_but_their_order(
    queried: QueryStore, all_factors: list[str]
) -> None:
    once = ask(queried, *all_factors, via="type", limit=1000)
    again = ask(queried, *reversed(all_factors), via="type", limit=1000)
    assert [names(package) for package in once.packages] == [names(package) for package in again.packages]


def test_all_factors_at_once(queried: QueryStore, all_factors: list[str]) -> None:
    """What brute force cannot check: each package covers all, and no intervention of it can be left out."""
    answer = ask(queried, *all_factors, via="type")
    assert (answer.status, answer.covered, answer.uncoverable) == ("optimal", len(all_factors), [])
    for package in answer.packages:
        assert len(package.interventions) == answer.size
        assert {iri for item in package.interventions for iri in item.covers} == set(answer.request.factor)
        for item in package.interventions:
            assert item.loses == item.only
            assert item.only
    assert ask(queried, *all_factors).size > answer.size


@pytest.fixture(scope="module")
def all_factors(store: Store) -> list[str]:
    """Every factor at which a table names an intervention."""
    found = store.quads_for_pattern(None, NamedNode(BM + "strengthens"), None, None)
    return sorted({quad.object.value for quad in found if isinstance(quad.object, NamedNode)})


@pytest.mark.parametrize(
    ("given", "kind", "where", "nl", "en"),
    [
        ({"factor": "zelfbeheersign"}, UnknownThingError, "factor", "zelfbeheersing", "zelfbeheersing"),
        (
            {"have": "diamand"},
            UnknownThingError,
            "have",
            "er is geen interventie",
            "there is no intervention",
        ),
        ({"exclude": "diamand"}, UnknownThingError, "exclude", "diamant", "diamant"),
        (
            {"availability": "sold-out"},
            UnknownThingError,
            "availability",
            "geen beschikbaarheid",
            "no availability",
        ),
        ({"setting": "moon"}, UnknownThingError, "setting", "geen setting", "no setting"),
        ({"factor": "https://w3id.org/bouwstenen/id/factor/x y"}, UnknownThingError, "factor", "geen", "no"),
        (
            {"have": ["diamant", "vip"], "exclude": ["VIP"]},
            ContradictionError,
            "have, exclude",
            "have en exclude noemen dezelfde interventie: vip",
            "have and exclude name the same intervention: vip",
        ),
        (
            {"have": ["diamant", "vip"], "max_size": 1},
            ContradictionError,
            "have, max_size",
            "have noemt 2 interventies, en max_size staat er 1 toe",
            "have names 2 interventions, and max_size allows 1",
        ),
        ({"max_size": 121}, WrongUseError, "max_size", "meer dan de 120", "more than the 120"),
    ],
)
def test_what_cannot_be_asked(
    queried: QueryStore, given: dict[str, Given], kind: type[WrongUseError], where: str, nl: str, en: str
) -> None:
    with pytest.raises(kind) as caught:
        plan(queried, read_request({"factor": PERSPECTIVE, **given}))
    assert type(caught.value) is kind
    assert caught.value.where == where
    for language, said in (("nl", nl), ("en", en)):
        told = in_language(caught.value.what, language) + in_language(caught.value.mend or "", language)
        assert said in told


def test_a_named_part_may_be_used_by_itself(queried: QueryStore) -> None:
    answer = ask(queried, "ideologische-weerbaarheid", have="BOUNCE young")
    item = only_item(answer)
    assert item.part_of is not None
    assert (item.label, item.part_of.label, "part" in item.flags) == (
        "BOUNCE young",
        "BOUNCE trainingen",
        True,
    )
