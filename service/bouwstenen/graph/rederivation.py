"""What becomes of derived statements when a few sources change, without deriving everything again.

In:  a store in which the rules have run to their end; statements that come and go.
Out: the same store as if the rules had run on the changed sources, and what changed.

A rule runs again when a statement came or went that can be part of what it matches (`graph.touching`), rules
that depend on fewer others first. A statement goes when no rule and no source gives it any more. Rules that
go round in circles could keep alive what they gave each other: where that might be, None is returned, and
everything must be derived anew.
"""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store, Triple

from bouwstenen.graph.ledger import Change, Ledger
from bouwstenen.graph.rule import Rule, touch
from bouwstenen.graph.touching import matcher
from bouwstenen.namespaces import PREFIXES, graph_iri

__all__ = ["Rederivation"]


class Rederivation:
    """Rules and what each of them gives.

    Args:
        store: in which `rules` have run to their end.
        rules: CONSTRUCT queries.
        graph: name of the graph that holds what they gave.
    """

    def __init__(self, store: Store, rules: Sequence[Rule], graph: str) -> None:
        self._rules = rules
        self._target = NamedNode(graph_iri(graph))
        self._matchers = [matcher(rule.text) for rule in rules]
        self._gives = [_run(store, rule) for rule in rules]
        self._below = _reachable(rules)
        self._rank = [sum(number in below for below in self._below) for number in range(len(rules))]
        #: rules that read what they or rules that follow from them write
        self._circles = {
            number: {other for other in self._below[number] if number in self._below[other]}
            for number in range(len(rules))
            if number in self._below[number]
        }
        #: which rule feeds which in a circle, by what they give now
        self._edges = {
            edge
            for number in self._circles
            for triple in self._gives[number]
            for edge in self._fed(number, triple, store)
        }

    def _fed(self, number: int, triple: Triple, store: Store) -> Iterator[tuple[int, int]]:
        for other in self._circles[number]:
            if self._matchers[other].touched(triple, store):
                yield number, other

    def follow(self, ledger: Ledger, removed: Iterable[Quad], added: Iterable[Quad]) -> Change | None:
        """Remove and add statements of sources, and then what follows; None if all must be derived anew.

        Args:
            ledger: of a store with the same content as when this was made.
            removed: statements of sources that go.
            added: statements of sources that come.
        """
        return _Following(self, ledger).run(list(removed), list(added))


class _Following:
    def __init__(self, whole: Rederivation, ledger: Ledger) -> None:
        self.whole = whole
        self.ledger = ledger
        self.store = ledger.store
        self.gives = dict(enumerate(whole._gives))
        self.due: set[int] = set()
        self.ran: set[int] = set()
        self.kept: set[Triple] = set()
        self.change = Change()

    def run(self, removed: list[Quad], added: list[Quad]) -> Change | None:
        whole = self.whole
        self._sources(removed, added)
        while self.due:
            number = min(self.due, key=lambda each: (whole._rank[each], each))
            self.due.remove(number)
            if len(self.ran) > 10 * len(whole._rules):
                return None
            self.ran.add(number)
            before, after = self.gives[number], _run(self.store, whole._rules[number])
            self.gives[number] = after
            gone = [triple for triple in before - after if not self._given(triple)]
            self._apply(
                [_quad(triple, whole._target) for triple in gone],
                [_quad(triple, whole._target) for triple in after - before],
            )
        return None if self._kept_alive() else self.change

    def _sources(self, removed: list[Quad], added: list[Quad]) -> None:
        for triple in self.ledger.leaving(removed):
            if self._given(triple):
                self.kept.add(triple)
        # a rule gives them too: they stay
        self.ledger.add(_quad(triple, self.whole._target) for triple in self.kept)
        self._apply(removed, added)

    def _apply(self, removed: list[Quad], added: list[Quad]) -> None:
        self._touch(self.ledger.leaving(removed))
        change = self.ledger.remove(removed)
        came = self.ledger.add(
            quad
            for quad in added
            if quad.graph_name != self.whole._target
            or next(self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None), None)
            is None
        )
        self._touch(came.added)
        self.change = self.change.then(change).then(came)

    def _touch(self, triples: Iterable[Triple]) -> None:
        for triple in triples:
            for number, each in enumerate(self.whole._matchers):
                if number not in self.due and each.touched(triple, self.store):
                    self.due.add(number)

    def _given(self, triple: Triple) -> bool:
        return any(triple in given for given in self.gives.values())

    def _kept_alive(self) -> bool:
        """Return whether something may stand only because rules in a circle give it to each other."""
        if not (self.change.removed or self.kept):
            return False
        whole = self.whole
        nodes = {node for triple in self.change.added for node in (triple.subject, triple.object)}
        near = {
            quad.triple
            for node in nodes
            for subject, value in ((node, None), (None, node))
            if not isinstance(subject, Literal)
            for quad in self.store.quads_for_pattern(subject, None, value, whole._target)
        }
        edges = whole._edges | {
            edge
            for number in whole._circles
            for triple in near | self.kept
            if triple in self.gives[number]
            for edge in whole._fed(number, triple, self.store)
        }
        return _goes_round(edges)


def _quad(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _run(store: Store, rule: Rule) -> set[Triple]:
    found = store.query(rule.text, prefixes=PREFIXES, use_default_graph_as_union=True)
    if not isinstance(found, QueryTriples):
        raise TypeError(f"{rule.name} is no CONSTRUCT query")
    return set(found)


def _goes_round(edges: set[tuple[int, int]]) -> bool:
    while edges:
        sources = {number for number, _ in edges}
        left = {(number, other) for number, other in edges if other in sources}
        if left == edges:
            return True
        edges = left
    return False


def _reachable(rules: Sequence[Rule]) -> list[set[int]]:
    """Return per rule which rules depend on it, by any number of steps."""
    below = [
        {number for number, other in enumerate(rules) if touch(rule.writes, other.reads)} for rule in rules
    ]
    for middle in range(len(rules)):
        for after in below:
            if middle in after:
                after |= below[middle]
    return below
