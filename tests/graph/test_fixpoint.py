"""Running each rule as seldom as can be gives exactly what running all of them over and over gives."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QueryTriples, RdfFormat, Store

from bouwstenen.errors import SourceError
from bouwstenen.graph import fixpoint, inference, sources
from bouwstenen.graph.derivation import declared
from bouwstenen.graph.fixpoint import run_to_fixpoint
from bouwstenen.graph.rule import Kind, Rule, read_rule
from bouwstenen.namespaces import BM, PREFIXES, graph_iri


def plain_fixpoint(store: Store, rules: Sequence[Rule], graph: str) -> int:
    """The definition: every rule in every round, until a round gives nothing."""
    target, total = NamedNode(graph_iri(graph)), 0
    while True:
        before = len(store)
        for rule in rules:
            found = store.query(rule.text, prefixes=PREFIXES, use_default_graph_as_union=True)
            assert isinstance(found, QueryTriples)
            for triple in list(found):
                pattern = (triple.subject, triple.predicate, triple.object, None)
                if not list(store.quads_for_pattern(*pattern)):
                    store.add(Quad(triple.subject, triple.predicate, triple.object, target))
        total += len(store) - before
        if len(store) == before:
            return total


def _copy(store: Store) -> Store:
    copy = Store()
    copy.bulk_extend(store)
    return copy


def _store(turtle: str) -> Store:
    store = Store()
    prefixes = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())
    store.load(f"{prefixes}{turtle}".encode(), format=RdfFormat.TURTLE)
    return store


def _rule(head: str, body: str) -> Rule:
    return read_rule(head, f"CONSTRUCT {{ {head} }} WHERE {{ {body} }}")


def test_equal_to_the_plain_fixpoint_on_the_real_graph(root: Path) -> None:
    ours = sources.load(sources.find(root))
    plain = _copy(ours)
    assert run_to_fixpoint(ours, declared(), "derived") == plain_fixpoint(plain, declared(), "derived")
    assert set(ours) == set(plain)
    rules = inference.compile_rules(ours)
    assert run_to_fixpoint(ours, rules, "inferred") == plain_fixpoint(plain, rules, "inferred")
    assert set(ours) == set(plain)


def test_transitive_rules_step_by_step() -> None:
    store = _store("id:a bm:within id:b . id:b bm:within id:c . id:c bm:within id:d .")
    step = _rule("?x bm:within ?z", "?x bm:within ?y . ?y bm:within ?z")
    assert run_to_fixpoint(store, [step], "derived") == 3
    assert run_to_fixpoint(store, [step], "derived") == 0


#: Sets of rules that go round in circles, through types, wildcards and each other.
CIRCLES = [
    [
        _rule("?x bm:q ?z", "?x bm:p ?y . ?y bm:p ?z"),
        _rule("?x bm:p ?z", "?x bm:q ?y . ?y bm:r ?z"),
        _rule("?y bm:r ?x", "?x bm:q ?y"),
    ],
    [
        _rule("?y a bm:A", "?x a bm:B ; bm:p ?y"),
        _rule("?y a bm:B", "?x a bm:A ; bm:p ?y"),
        _rule("?x a bm:C", "?x a bm:A , bm:B"),
        _rule("?x bm:q ?y", "?x a ?c ; bm:p ?y FILTER EXISTS { ?y a bm:C }"),
    ],
    [
        _rule("?y ?k ?x", "?x ?k ?y FILTER(?k != bm:p)"),
        _rule("?x bm:q ?y", "?x bm:p/bm:p ?y"),
        _rule("?x bm:r ?y", "VALUES ?k { bm:p bm:q } ?x ?k ?z . ?z ?k ?y"),
    ],
]


@pytest.mark.parametrize("rules", CIRCLES)
@pytest.mark.parametrize("backwards", [False, True])
def test_circles(rules: list[Rule], backwards: bool) -> None:
    chain = " ".join(f"id:{number} bm:p id:{number + 1} ." for number in range(12))
    ours = _store(f"{chain} id:12 bm:p id:0 . id:0 a bm:A . id:3 a bm:B .")
    plain = _copy(ours)
    ordered = rules[::-1] if backwards else rules
    assert run_to_fixpoint(ours, ordered, "derived") == plain_fixpoint(plain, rules, "derived") > 0
    assert set(ours) == set(plain)


def test_each_rule_runs_once_where_there_is_no_circle() -> None:
    rules = [
        _rule("?x bm:e ?y", "?x bm:d ?y"),
        _rule("?x bm:c ?y", "?x bm:b ?y"),
        _rule("?x bm:d ?y", "?x bm:c ?y ; bm:b ?y"),
        _rule("?x bm:b ?y", "?x bm:a ?y"),
    ]
    told: list[tuple[str, int, int | None]] = []
    store = _store("id:1 bm:a id:2 .")
    assert run_to_fixpoint(store, rules, "derived", lambda *what: told.append(what)) == 4
    ran = [name.split()[1] for name, _, _ in told if name]
    assert ran == ["bm:b", "bm:c", "bm:d", "bm:e"]
    assert told[-1] == ("", 4, 4)


def test_a_closed_rule_is_not_run_for_what_it_gave() -> None:
    same = Kind(f"{BM}p")
    text = "CONSTRUCT { ?x bm:p ?z } WHERE { ?x bm:p+ ?z }"
    for closed, runs in ((True, 1), (False, 2)):
        store = _store("id:a bm:p id:b . id:b bm:p id:c . id:c bm:p id:d .")
        told: list[str] = []
        rule = Rule("path", text, frozenset({same}), frozenset({same}), closed)
        assert run_to_fixpoint(store, [rule], "derived", lambda name, *_, told=told: told.append(name)) == 3
        assert told.count("path") == runs


def test_what_some_graph_says_is_not_said_again() -> None:
    store = _store("id:a bm:p id:b . id:a bm:q id:b .")
    assert run_to_fixpoint(store, [_rule("?x bm:q ?y", "?x bm:p ?y")], "derived") == 0


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixpoint, "_BATCH", 2)
    numbers = range(7)
    store = _store(" ".join(f"id:{number} bm:p id:x ." for number in numbers))
    assert run_to_fixpoint(store, [_rule("?y bm:q ?x , bm:r", "?x bm:p ?y")], "derived") == len(numbers) + 1


@pytest.mark.parametrize("text", ["SELECT * WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p }"])
def test_a_broken_rule_is_named(text: str) -> None:
    with pytest.raises(SourceError, match="broken"):
        run_to_fixpoint(_store(""), [read_rule("broken", text)], "derived")
