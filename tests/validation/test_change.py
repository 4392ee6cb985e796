"""A patch that is checked by itself is found to do what checking everything finds."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from bouwstenen.graph import changesets, derivation, inference
from bouwstenen.graph.changesets import Changeset, Patch
from bouwstenen.graph.ledger import Ledger
from bouwstenen.graph.sources import find
from bouwstenen.namespaces import BM, ID, PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.validation import shacl
from bouwstenen.validation.change import Checker, check_patch, checker
from bouwstenen.validation.consistency import check_consistency
from bouwstenen.validation.engine.checking import check, read_shapes
from bouwstenen.validation.findings import Finding, in_order, violations

#: Patches, of some ten statements each, that are compared with checking everything by our engine;
#: the engine itself is compared with pyshacl in tests/validation/engine.
PATCHES = 10


class Whole:
    """The sources, checked as a whole after a patch."""

    def __init__(self, root: Path, quads: list[Quad]) -> None:
        self.quads = quads
        stages = shacl.in_stages(source.path for source in find(root) if source.graph == "shapes")
        self.first, self.second = (read_shapes(stage) for stage in stages)

    def check(self, patch: Patch) -> tuple[list[Finding], Store]:
        """What `check_patch` is to find, and all statements there are then."""
        store = Store()
        store.bulk_extend(self.quads)
        changesets.apply(store, [Changeset(1, patch)])
        found = check(store, self.first)
        derivation.derive(store)
        inference.infer(store)
        found += check_consistency(store) + check(store, self.second)
        triples = [*patch.added, *(quad.triple for quad in patch.removed)]
        mentioned = {str(term)[1:-1] for triple in triples for term in (triple.subject, triple.object)}
        told = in_order(item for item in found if item.severity == "violation" or item.focus in mentioned)
        return told, store


@pytest.fixture(scope="module")
def ready(root: Path) -> Checker:
    return checker(root)


@pytest.fixture(scope="module")
def whole(root: Path, ready: Checker) -> Whole:
    return Whole(root, list(ready._claimed))


def _patches(quads: list[Quad], seed: int) -> Iterator[Patch]:
    chance = random.Random(seed)
    ontology = NamedNode(graph_iri("ontology"))
    facts = sorted(
        (quad for quad in quads if quad.graph_name != ontology and not isinstance(quad.subject, BlankNode)),
        key=str,
    )
    while True:
        added = set()
        for quad in chance.sample(facts, chance.choice([0, 1, 8, 12])):
            other = chance.choice(facts)
            value = chance.choice(
                [other.object, quad.object, Literal("nonsense"), Literal("naam", language="nl")]
            )
            added.add(Triple(quad.subject, other.predicate, value))
        removed = chance.sample(facts, chance.choice([0, 1, 8, 12]))
        yield Patch(frozenset(added), frozenset(removed))


def test_patches_at_random(ready: Checker, whole: Whole) -> None:
    stores = (ready._claimed, ready._derived, ready._whole)
    before = [set(store) for store in stores]
    number = 0
    for patch, _ in zip(_patches(whole.quads, 20261124), range(PATCHES), strict=False):
        expected, store = whole.check(patch)
        found, _names = ready.check(patch)
        assert found == expected, patch
        number += len(found)
        # what follows is the same too, statement by statement
        ledgers = [Ledger(each) for each in stores]
        graph = NamedNode(graph_iri("changeset-1"))
        ready._check(
            ledgers,
            list(patch.removed),
            [Quad(each.subject, each.predicate, each.object, graph) for each in patch.added],
        )
        assert {quad.triple for quad in ready._whole} == {quad.triple for quad in store}, patch
        for ledger in ledgers:
            ledger.take_back()
    assert number > PATCHES, "the patches must be found to do something"
    assert [set(store) for store in stores] == before, "everything is taken back"


def _about(thing: str, said: str, value: NamedNode | Literal) -> Triple:
    predicate = NamedNode(
        RDF_TYPE if said == "a" else said.replace("bm:", BM).replace("rdfs:", PREFIXES["rdfs"])
    )
    return Triple(NamedNode(ID + thing), predicate, value)


@pytest.mark.parametrize(
    "patch",
    [
        Patch(),
        # a whole thing, without most of what it needs
        Patch(frozenset({_about("intervention/new", "a", NamedNode(f"{BM}Intervention"))})),
        # a second name breaks what refers to nothing
        Patch(frozenset({_about("intervention/vip", "rdfs:label", Literal("Vip", language="nl"))})),
        # two classes that exclude each other
        Patch(frozenset({_about("intervention/vip", "a", NamedNode(f"{BM}Source"))})),
        # a claim about itself, which could keep alive what it says
        Patch(
            frozenset(
                {
                    _about("claim/x", "a", NamedNode(f"{BM}DescriptionClaim")),
                    _about("claim/x", "bm:about", NamedNode(f"{ID}claim/x")),
                    _about("claim/x", "bm:goal", Literal("Doel", language="nl")),
                }
            )
        ),
        # what would be an axiom, stood it in the ontology
        Patch(
            frozenset(
                {
                    Triple(
                        NamedNode(f"{BM}Trede"),
                        NamedNode(f"{PREFIXES['rdfs']}subClassOf"),
                        NamedNode(f"{BM}Source"),
                    )
                }
            )
        ),
    ],
    ids=["nothing", "thing", "name", "clash", "circle", "axiom"],
)
def test_patch(patch: Patch, root: Path, whole: Whole) -> None:
    assert check_patch(root, [], patch)[0] == whole.check(patch)[0]


def test_a_type_that_goes_is_missed_where_it_is_referred_to(root: Path, whole: Whole) -> None:
    thing = NamedNode(f"{ID}intervention/vip")
    types = [quad for quad in whole.quads if quad.subject == thing and quad.predicate.value == RDF_TYPE]
    found, names = check_patch(root, [], Patch(removed=frozenset(types)))
    assert found == whole.check(Patch(removed=frozenset(types)))[0]
    claims = {item.focus for item in violations(found) if item.shape.endswith("Claim-about")}
    assert len(claims) > 3, "claims about it are no longer about an intervention"
    assert claims <= names.keys()


def test_what_was_accepted_holds(root: Path) -> None:
    thing = _about("intervention/new", "a", NamedNode(f"{BM}Intervention"))
    before, _ = check_patch(root, [], Patch())
    after, _ = check_patch(root, [Changeset(1, Patch(frozenset({thing})))], Patch())
    assert violations(before) == []
    assert {item.focus for item in violations(after)} == {f"{ID}intervention/new"}


def test_what_is_prepared_is_kept(root: Path) -> None:
    assert checker(root) is checker(root, [])
