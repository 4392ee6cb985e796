"""Rules for what we say ourselves of interventions. Messages name the thing and the mend."""

from collections import defaultdict

import pytest
from pyoxigraph import Store

from bouwstenen.namespaces import GRAPH, ID, PREFIXES
from bouwstenen.solutions import select

OURS = f"<{ID}organisation/bouwstenen>"
TYPES = "data/editorial/typen.ttl"
SETTINGS = "data/editorial/settings.ttl"
#: ?x is a claim of ours about the type, or the settings, of ?i.
TYPE_CLAIM = f"?x a bm:TypeClaim ; bm:about ?i ; prov:wasAttributedTo {OURS} . ?i a bm:Intervention ."
SETTING_CLAIM = f"?x bm:setting ?setting ; bm:about ?i ; prov:wasAttributedTo {OURS} ."


def _one(store: Store, pattern: str, name: str) -> list[str]:
    """Return what a variable of `pattern` may be, in order; IRIs of ours without their common beginning."""
    rows = select(store, f"SELECT DISTINCT ?{name} WHERE {{ {pattern} }} ORDER BY ?{name}")
    return [row[name].value.removeprefix(ID) for row in rows]


def _two(store: Store, pattern: str, first: str, second: str) -> list[tuple[str, str]]:
    """Return what two variables of `pattern` may be, as `_one`."""
    rows = select(
        store, f"SELECT DISTINCT ?{first} ?{second} WHERE {{ {pattern} }} ORDER BY ?{first} ?{second}"
    )
    return [(row[first].value.removeprefix(ID), row[second].value.removeprefix(ID)) for row in rows]


def _by_first(pairs: list[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        found[first].add(second)
    return dict(found)


@pytest.fixture(scope="module")
def interventions(store: Store) -> dict[str, str]:
    """The Dutch name of each intervention."""
    return dict(
        _two(store, "?i a bm:Intervention ; rdfs:label ?name FILTER(LANG(?name) = 'nl')", "i", "name")
    )


@pytest.fixture(scope="module")
def claimed(store: Store) -> dict[str, set[str]]:
    """The types that we claim of each intervention."""
    return _by_first(_two(store, f"{TYPE_CLAIM} ?x bm:interventionType ?type", "i", "type"))


@pytest.fixture(scope="module")
def parent(store: Store) -> dict[str, str]:
    """The type that each subtype belongs to."""
    return dict(_two(store, "?type a bm:InterventionType ; skos:broader ?main", "type", "main"))


def test_every_intervention_has_a_type_or_is_named_as_an_exception(
    store: Store, interventions: dict[str, str], claimed: dict[str, set[str]]
) -> None:
    (text,) = _one(store, f"<{GRAPH}typen> dcterms:description ?text", "text")
    silent = [thing for thing, name in interventions.items() if thing not in claimed and name not in text]
    assert not silent, f"{TYPES}: claim a type, or name these in dcterms:description as exceptions: {silent}"
    both = [thing for thing in claimed if interventions[thing] in text]
    assert not both, f"{TYPES}: named as exceptions, yet with a type; take out one of the two: {both}"


def test_every_type_is_one_that_the_rows_allow(
    store: Store, claimed: dict[str, set[str]], parent: dict[str, str]
) -> None:
    # what the type column says beside the factors of an intervention: these types, what they are part of,
    # and the subtypes of a main type; where the column says nothing, every type
    pairs = _two(store, "?i a bm:Intervention ; bm:strengthens/bm:servedBy ?type", "i", "type")
    printed = _by_first(pairs)
    assert len(printed) > 100, "the tables tie most interventions to factors that have types"
    wrong = [
        f"{thing}: {kind} (the column says {', '.join(sorted(printed[thing]))})"
        for thing, kinds in claimed.items()
        for kind in sorted(kinds)
        if thing in printed
        and not printed[thing] & {kind, parent.get(kind)}
        and kind not in {parent.get(each) for each in printed[thing]}
    ]
    assert not wrong, f"{TYPES}: choose a type that the column allows, or claim none: {wrong}"


def test_one_or_two_types_and_never_one_within_the_other(
    claimed: dict[str, set[str]], parent: dict[str, str]
) -> None:
    many = {thing: sorted(kinds) for thing, kinds in claimed.items() if len(kinds) > 2}
    assert not many, f"{TYPES}: two types at most; keep those that fit best: {many}"
    double = {thing: sorted(kinds) for thing, kinds in claimed.items() if kinds & set(map(parent.get, kinds))}
    assert not double, f"{TYPES}: a subtype implies its type; keep the narrower claim: {double}"


@pytest.mark.parametrize("name", ["bm:reason", "bm:certainty", "prov:generatedAtTime"])
def test_every_claim_of_a_type_says(store: Store, name: str) -> None:
    silent = _one(store, f"{TYPE_CLAIM} MINUS {{ ?x {name} ?value }}", "x")
    assert not silent, f"{TYPES}: give each of these a {name}: {silent[:5]}"


def test_reasons_are_short(store: Store) -> None:
    reasons = _two(store, f"{TYPE_CLAIM} ?x bm:reason ?reason", "x", "reason")
    long = [f"{claim}: {len(text.split())} words" for claim, text in reasons if len(text.split()) > 20]
    assert not long, f"{TYPES}: give the reason in 20 words at most: {long}"


@pytest.mark.parametrize(("name", "kind"), [("typen", "bm:TypeClaim"), ("settings", "bm:DescriptionClaim")])
def test_every_claim_is_ours_and_rests_on_the_row_of_its_intervention(
    store: Store, name: str, kind: str
) -> None:
    claims = f"GRAPH <{GRAPH}{name}> {{ ?x a {kind} ; bm:about ?i ; prov:wasDerivedFrom ?passage }}"
    assert len(_one(store, claims, "x")) > 100, f"data/editorial/{name}.ttl: most interventions have a claim"
    others = _one(store, f"{claims} MINUS {{ ?x prov:wasAttributedTo {OURS} }}", "x")
    assert not others, f"data/editorial/{name}.ttl: attribute these to organisation:bouwstenen: {others[:5]}"
    row = f"GRAPH <{GRAPH}tabel-b3-7> {{ ?row bm:about ?i ; prov:wasDerivedFrom ?passage }}"
    elsewhere = _one(store, f"{claims} MINUS {{ {row} }}", "x")
    assert not elsewhere, f"data/editorial/{name}.ttl: derive these from their own row: {elsewhere[:5]}"


def test_ours_never_pass_for_the_reports(store: Store) -> None:
    report = (
        "?x a bm:TypeClaim ; bm:about ?i ; bm:interventionType/skos:broader? ?type"
        f" MINUS {{ ?x prov:wasAttributedTo {OURS} }}"
    )
    wrong = _two(store, f"?i a bm:Intervention ; bm:hasType ?type MINUS {{ {report} }}", "i", "type")
    assert not wrong, f"bm:hasType is what the report says; ours is bm:editorialType: {wrong[:5]}"


def test_settings_are_few_and_dated(store: Store) -> None:
    settings = _by_first(_two(store, SETTING_CLAIM, "i", "setting"))
    many = {thing: sorted(values) for thing, values in settings.items() if len(values) > 3}
    assert not many, f"{SETTINGS}: three settings at most; keep those the row names: {many}"
    undated = _one(store, f"{SETTING_CLAIM} MINUS {{ ?x prov:generatedAtTime ?time }}", "x")
    assert not undated, f"{SETTINGS}: give each of these a prov:generatedAtTime: {undated[:5]}"


def test_every_setting_is_used(store: Store) -> None:
    idle = _one(store, "?setting a bm:Setting MINUS { ?i bm:setting ?setting }", "setting")
    assert not idle, f"{SETTINGS}: no intervention takes place here; take it out: {idle}"


@pytest.mark.parametrize(
    "fact",
    [
        # rows read by hand: two aims, a subtype the goal names, a column that forbids the report's own type
        "intervention:jobcoach-gemeente-utrecht bm:editorialType type:4 , type:7 ; bm:setting setting:werk",
        "intervention:reageren-op-discriminatie bm:editorialType type:6.2 , type:6",
        "intervention:soms-sociale-onrust-en-maatschappelijke-spanningen bm:editorialType type:9.4",
        "intervention:said-lody bm:editorialType type:4 ; bm:hasType type:6 ; bm:setting setting:school",
        "intervention:vredesoverleggen bm:editorialType type:5 ; bm:setting setting:geloofsgemeenschap",
    ],
)
def test_fact(store: Store, fact: str) -> None:
    kinds = {kind: f"{ID}{kind}/" for kind in ("intervention", "setting")}
    prefixes = PREFIXES | kinds | {"type": f"{ID}intervention-type/"}
    assert store.query(f"ASK {{ {fact} }}", prefixes=prefixes, use_default_graph_as_union=True), fact
