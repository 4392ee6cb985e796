"""What a rule reads and writes is worked out from its text, and never too little."""

from collections.abc import Iterator
from random import Random

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store

from bouwstenen.graph.derivation import declared
from bouwstenen.graph.rule import ANYTHING, Kind, Rule, read_rule, touch
from bouwstenen.namespaces import BM, ID, PREFIXES, RDF_TYPE
from tests.graph.test_derivation import case_of

_P, _Q, _R = (Kind(f"{BM}{name}") for name in "pqr")
_A, _B = (Kind(RDF_TYPE, f"{BM}{name}") for name in "AB")


@pytest.mark.parametrize(
    ("where", "reads"),
    [
        ("?x bm:p ?y", {_P}),
        ("?x a bm:A ; bm:p ?y", {_A, _P}),
        ("?x a ?y", {Kind(RDF_TYPE)}),
        ("VALUES ?c { bm:A bm:B } ?x a ?c ; bm:p ?y", {_A, _B, _P}),
        ("VALUES ?k { bm:p bm:q } ?x ?k ?y", {_P, _Q}),
        ("?x ?k ?y VALUES ?k { bm:p bm:q }", {_P, _Q}),
        ("VALUES ?k { bm:p } ?x ?k ?y OPTIONAL { ?y ?k ?z } MINUS { ?z bm:q ?y }", {_P, _Q}),
        ("VALUES ?k { bm:p UNDEF } ?x ?k ?y", {ANYTHING}),
        ("?x bm:p+/(^bm:q|bm:r) ?y", {_P, _Q, _R}),
        ("{ ?x bm:p ?y } UNION { ?x bm:q ?y } FILTER(?x != ?y)", {_P, _Q}),
        ("?x bm:p ?z BIND(STR(?z) AS ?y)", {_P}),
        ("{ SELECT ?x ?y { ?x bm:p ?y } } VALUES ?k { bm:q }", {_P}),
        ("{ SELECT ?x (COUNT(?z) AS ?y) { ?x bm:p ?z } GROUP BY ?x } ?x bm:q ?y", {_P, _Q}),
    ],
)
def test_reads(where: str, reads: set[Kind]) -> None:
    rule = read_rule("rule", f"CONSTRUCT {{ ?x bm:r ?y }} WHERE {{ {where} }}")
    assert rule.reads == reads
    assert rule.writes == {_R}


@pytest.mark.parametrize(
    "where",
    [
        "?x ?k ?y",
        "?x bm:p* ?y",
        "?x bm:p? ?y",
        "?x !bm:p ?y",
        "GRAPH ?g { ?x bm:p ?y }",
        "?x bm:p ?y FILTER EXISTS { ?x bm:q ?z }",
        "?x bm:p ?y FILTER(?x = ?y || NOT EXISTS { ?x bm:q ?z })",
        "?x bm:p ?z BIND(EXISTS { ?x bm:q ?z } AS ?y)",
        "?x bm:p ?y OPTIONAL { ?y bm:q ?z FILTER EXISTS { ?x bm:r ?z } }",
        # ?k is another in a group that is evaluated before VALUES restricts it
        "VALUES ?k { bm:p } { ?x bm:q ?y MINUS { ?x ?k ?z } }",
        "VALUES ?k { bm:p } { ?x bm:q ?y OPTIONAL { ?x ?k ?z } }",
        "VALUES ?k { bm:p } { SELECT ?x ?y { ?x ?k ?y } }",
        "{ SELECT ?x (COUNT(?z) AS ?y) { ?x ?k ?z } GROUP BY ?x }",
        "{ SELECT ?x (MAX(EXISTS { ?x bm:q ?z }) AS ?y) { ?x bm:p ?z } GROUP BY ?x }",
        "{ SELECT ?x (COUNT(*) AS ?y) { ?x bm:p ?z } GROUP BY ?x HAVING(EXISTS { ?x bm:q ?w }) }",
    ],
)
def test_what_is_not_understood_reads_everything(where: str) -> None:
    assert ANYTHING in read_rule("rule", f"CONSTRUCT {{ ?x bm:r ?y }} WHERE {{ {where} }}").reads


@pytest.mark.parametrize(
    "text", ["SELECT * { ?x ?y ?z }", "CONSTRUCT {", "CONSTRUCT { ?x nope:p 1 } WHERE {}"]
)
def test_what_does_not_parse_reads_everything(text: str) -> None:
    rule = read_rule("rule", text)
    assert rule.reads == rule.writes == {ANYTHING}


def test_writes() -> None:
    rule = read_rule(
        "rule", "CONSTRUCT { ?x ?k ?y ; a bm:A } WHERE { VALUES ?k { bm:p bm:q } ?x a bm:B ; ?k ?y }"
    )
    assert rule.writes == {_P, _Q, _A}
    assert read_rule("short", "CONSTRUCT WHERE { ?x bm:p ?y }").writes == {ANYTHING}


def test_declared_rules_are_understood() -> None:
    for rule in declared():
        assert ANYTHING not in rule.reads, f"{rule.name} would run again whatever comes"
        assert ANYTHING not in rule.writes, rule.name


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (_P, _P, True),
        (_P, _Q, False),
        (_A, _B, False),
        (_A, Kind(RDF_TYPE), True),
        (_A, _P, False),
        (ANYTHING, _A, True),
    ],
)
def test_touch(one: Kind, other: Kind, meet: bool) -> None:
    assert touch({one}, {other}) is touch({other}, {one}) is meet
    assert not touch({one}, ())


#: Rules that random graphs give something to; conflicts and alignments want more than chance brings.
_TEXTS = [
    *(rule.text for rule in declared() if not rule.name.startswith(("conflict-", "alignment"))),
    "CONSTRUCT { ?x bm:r ?y } WHERE { VALUES ?k { bm:p } { ?x bm:q ?y MINUS { ?y ?k ?z } } }",
    "CONSTRUCT { ?x bm:r ?y } WHERE { VALUES ?k { bm:p } { ?x bm:q ?y OPTIONAL { ?y ?k ?z } } }",
    "CONSTRUCT { ?x bm:r ?k } WHERE { VALUES ?k { bm:p bm:about } ?x bm:q ?y MINUS { ?x ?k ?z . ?z ?k ?y } }",
    "CONSTRUCT { ?x bm:r ?k } WHERE { ?x bm:q|bm:p ?y OPTIONAL { ?y bm:about+ ?k } FILTER(BOUND(?k)) }",
    "CONSTRUCT { ?x bm:r ?n } WHERE { { SELECT ?x (COUNT(*) AS ?n) { ?x bm:p ?y } GROUP BY ?x } ?x bm:q ?z }",
]


@pytest.mark.parametrize("text", _TEXTS, ids=range(len(_TEXTS)))
def test_what_changes_a_result_is_of_a_kind_that_is_read(text: str) -> None:
    """Grow random graphs statement by statement; whenever the result changes, the rule must have known."""
    rule = read_rule("rule", text)
    changes = 0
    for seed in range(20):
        random = Random(seed)
        store, before = Store(), _result(Store(), text)
        for quad in _random_quads(random, [kind for kind in rule.reads if kind != ANYTHING]):
            store.add(quad)
            after = _result(store, text)
            if after != before:
                changes += 1
                value = quad.object.value if isinstance(quad.object, NamedNode) else None
                kind = Kind(quad.predicate.value, value if quad.predicate.value == RDF_TYPE else None)
                assert touch({kind}, rule.reads), f"{quad} changed what a rule gives that does not read it"
            before = after
    assert changes, "these graphs test nothing"


@pytest.mark.parametrize("rule", declared(), ids=lambda rule: rule.name)
def test_what_changes_the_result_of_its_case_is_of_a_kind_that_is_read(rule: Rule) -> None:
    """Grow the graph in which the rule has something to give, in several orders."""
    graph = NamedNode(f"{PREFIXES['graph']}g")
    quads = [Quad(each.subject, each.predicate, each.object, graph) for each in case_of(rule.name)]
    changes = 0
    for seed in range(10):
        Random(seed).shuffle(quads)
        store, before = Store(), _result(Store(), rule.text)
        for quad in quads:
            store.add(quad)
            after = _result(store, rule.text)
            if after != before:
                changes += 1
                value = quad.object.value if isinstance(quad.object, NamedNode) else None
                kind = Kind(quad.predicate.value, value if quad.predicate.value == RDF_TYPE else None)
                assert touch({kind}, rule.reads), (
                    f"{quad} changed what {rule.name} gives, which does not read it"
                )
            before = after
    assert changes, f"the case of {rule.name} gives nothing"


def _random_quads(random: Random, kinds: list[Kind]) -> Iterator[Quad]:
    things = [NamedNode(f"{ID}1"), NamedNode(f"{ID}2"), NamedNode(f"{BM}Claim")]
    ours = NamedNode(f"{ID}organisation/bouwstenen")  # rules tell its claims from the report's
    values: list[NamedNode | Literal] = [*things, *things, ours, Literal("a"), Literal("b", language="nl")]
    others = [Kind(f"{BM}{name}") for name in ("p", "q", "about", "other", "trede")]
    graph = NamedNode(f"{PREFIXES['graph']}g")
    for _ in range(120):
        kind = random.choice([*sorted(kinds, key=str), *others])
        value = NamedNode(kind.class_) if kind.class_ else random.choice(values)
        yield Quad(random.choice(things), NamedNode(kind.predicate or BM), value, graph)


def _result(store: Store, text: str) -> set[str]:
    result = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(result, QueryTriples)
    return {str(triple) for triple in result}
