"""The conflict rules against what a reader found in the report, and against the ties between claims.

Run with `-rs` to see what a reader found and the claims cannot carry.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import Store

from bouwstenen.namespaces import ID
from bouwstenen.solutions import select

_LIST = tomllib.loads((Path(__file__).parent / "conflicts-by-hand.toml").read_text())["conflict"]


@dataclass(frozen=True)
class ByHand:
    """One entry of the list: see its head."""

    about: str
    kind: str
    says: str
    real: bool = False
    values: tuple[str, str] = ("*", "*")
    at: tuple[str, ...] = ()
    cannot: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}: {self.says}"


_BY_HAND = [ByHand(**entry) for entry in _LIST]
_FOUND = """
SELECT ?conflict ?kind ?about ?a ?b ?place WHERE {
  ?conflict a bm:Conflict ; bm:conflictKind ?kind ; bm:subject ?about ; bm:valueA ?a ; bm:valueB ?b .
  OPTIONAL { ?conflict bm:passageA|bm:passageB ?passage . ?passage bm:locator ?place }
  FILTER(LANG(?a) = "nl" && LANG(?b) = "nl")
}"""


@dataclass
class Found:
    """One conflict of the graph."""

    kind: str
    about: str
    values: tuple[str, str]
    places: set[str]

    def is_what(self, entry: ByHand) -> bool:
        """Return whether this is the conflict that a reader found."""
        same = all(want in ("*", have) for want, have in zip(entry.values, self.values, strict=True))
        return same and (self.kind, self.about) == (entry.kind, entry.about) and self.places >= set(entry.at)


@pytest.fixture(scope="module")
def found(store: Store) -> list[Found]:
    conflicts: dict[str, Found] = {}
    for row in select(store, _FOUND):
        kind = row["kind"].value.removeprefix(f"{ID}conflict-kind/")
        new = Found(kind, row["about"].value.removeprefix(ID), (row["a"].value, row["b"].value), set())
        conflict = conflicts.setdefault(row["conflict"].value, new)
        if row["place"] is not None:
            conflict.places.add(row["place"].value)
    return list(conflicts.values())


@pytest.mark.parametrize("entry", _BY_HAND, ids=str)
def test_what_a_reader_found(entry: ByHand, found: list[Found]) -> None:
    is_found = any(each.is_what(entry) for each in found)
    if entry.cannot:
        assert not is_found, f"this is found: take `cannot` out of {entry}"
        pytest.skip(f"{entry}: {entry.cannot}")
    assert is_found, f"no rule finds this: {entry}"


def test_the_list_is_long_enough() -> None:
    real = [entry for entry in _BY_HAND if entry.real]
    assert len(_BY_HAND) >= 100
    assert len(real) >= 40
    assert len([entry for entry in real if not entry.cannot]) >= 30
    assert len(set(map(str, _BY_HAND))) == len(_BY_HAND)


@pytest.mark.parametrize(
    "wanted",
    [
        ByHand("intervention/diamant", "trede-differs", "", values=("trede 2", "trede 3")),
        ByHand("intervention/lotgenotenondersteuning", "trede-differs", "", values=("trede 2", "trede 3")),
        ByHand("intervention/2gather", "evidence-missing", "", values=("trede 3", "geen trede vermeld")),
        ByHand("intervention/reageren-op-discriminatie", "availability-differs", ""),
        ByHand("intervention/reageren-op-discriminatie", "aim-differs", ""),
        ByHand("intervention/aarhus-model", "availability-differs", ""),
        ByHand("intervention/join-us-programma", "ages-differ", "", values=("12–25 jaar", "12–30 jaar")),
        ByHand("factor/gevoel-van-basiszekerheid", "type-mismatch", ""),
    ],
    ids=str,
)
def test_what_must_be_found(wanted: ByHand, found: list[Found]) -> None:
    assert any(each.is_what(wanted) for each in found)


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        # “trede 2 of trede 3” contradicts neither
        ("intervention/opvoeddebatten-met-migrantenvaders-trias-pedagogica", "trede-differs"),
        ("intervention/ouders-in-positie", "trede-differs"),
        ("intervention/oumnia-works-steunpunt-sabr", "trede-differs"),
        # an empty cell in B3.1 beside “Nee” in B3.7
        ("intervention/broedersport-gemeente-amsterdam", "availability-differs"),
        # a row for two parts, each with ages of its own
        ("intervention/mij-en-mij-jr", "ages-differ"),
        # type 5 targets what is placed in this cluster
        ("factor/versterken-van-ondersteunende-netwerken", "type-mismatch"),
        # a part whose whole is linked
        ("intervention-part/vreedzame-wijk", "example-not-linked"),
    ],
)
def test_what_is_no_conflict(about: str, kind: str, found: list[Found]) -> None:
    assert not [each for each in found if (each.about, each.kind) == (about, kind)]


def test_every_tie_between_claims_is_explained_by_a_conflict(store: Store) -> None:
    """bm:conflictsWith ties claims; a conflict has them on both sides, and what contradicts is tied."""
    tied = {(row["a"], row["b"]) for row in select(store, "SELECT ?a ?b WHERE { ?a bm:conflictsWith ?b }")}
    sides = """SELECT ?c ?a ?b ?severity WHERE {
      VALUES ?class { bm:EvidenceClaim bm:AvailabilityClaim bm:AimClaim bm:MunicipalityClaim }
      ?c bm:statementA ?a ; bm:statementB ?b ; bm:severity ?severity . ?a a ?class . ?b a ?class
    }"""
    rows = list(select(store, sides))
    assert tied <= {pair for row in rows for pair in ((row["a"], row["b"]), (row["b"], row["a"]))}
    hard = {row["c"] for row in rows if row["severity"].value.endswith("/contradiction")}
    assert hard
    assert hard <= {row["c"] for row in rows if (row["a"], row["b"]) in tied}


def test_each_pair_appears_once(store: Store) -> None:
    query = """SELECT ?kind ?about ?a ?b (COUNT(*) AS ?n) WHERE {
      ?c a bm:Conflict ; bm:conflictKind ?kind ; bm:subject ?about ; bm:valueA ?a ; bm:valueB ?b .
      MINUS { ?c bm:involves ?other }
      FILTER(LANG(?a) = "nl" && LANG(?b) = "nl")
    } GROUP BY ?kind ?about ?a ?b HAVING(COUNT(*) > 1)"""
    assert not list(select(store, query))
    both_ways = """SELECT ?c WHERE {
      ?c bm:statementA ?a ; bm:statementB ?b ; bm:conflictKind ?kind .
      ?d bm:statementA ?b ; bm:statementB ?a ; bm:conflictKind ?kind
    }"""
    assert not list(select(store, both_ways))


def test_no_rule_names_a_thing() -> None:
    from bouwstenen.graph.derivation import RULES

    for path in RULES.glob("conflict-*.rq"):
        text = path.read_text(encoding="utf-8")
        for kind in (
            "intervention",
            "intervention-part",
            "factor",
            "intervention-type",
            "trede",
            "claim",
            "passage",
        ):
            assert f"{ID}{kind}/" not in text, f"{path.name} names a {kind}"


def test_every_kind_that_is_found_is_described(store: Store, found: list[Found]) -> None:
    kinds = {
        row["k"].value.removeprefix(f"{ID}conflict-kind/")
        for row in select(store, "SELECT ?k WHERE { ?k a bm:ConflictKind ; skos:definition ?d }")
    }
    assert {each.kind for each in found} <= kinds


def test_resolutions_resolve_what_is_found(store: Store) -> None:
    query = """SELECT ?claim ?conflict WHERE {
      ?claim a bm:ResolutionClaim ; bm:about ?conflict
      MINUS { ?conflict a bm:Conflict }
    }"""
    assert not list(select(store, query))
