"""Plans over the real graph, checked by hand against tables B3.1–B3.7."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE, graph_iri, thing_iri
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore
from tests.planner.planned import (
    DARE,
    PERSPECTIVE,
    THINKING,
    VIP,
    ask,
    names,
    only_item,
    reason,
    slugs,
)


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


def test_a_named_part_may_be_used_by_itself(queried: QueryStore) -> None:
    answer = ask(queried, "ideologische-weerbaarheid", have="BOUNCE young")
    item = only_item(answer)
    assert item.part_of is not None
    assert (item.label, item.part_of.label, "part" in item.flags) == (
        "BOUNCE young",
        "BOUNCE trainingen",
        True,
    )
