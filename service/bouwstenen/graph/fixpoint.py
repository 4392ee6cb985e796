"""Run rules until they give nothing new, each one as seldom as can be.

In:  a store, rules, the name of the graph that takes what they give.
Out: that graph is filled; the result is that of running all rules over and over until nothing comes.

A rule runs again only when statements have come of a kind that it reads, and of the rules that are due the
one runs first that depends on the fewest others: where rules do not go round in circles, each runs once.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from pyoxigraph import NamedNode, Quad, QueryTriples, Store, Triple

from bouwstenen.errors import SourceError
from bouwstenen.graph.rule import Kind, Rule, touch
from bouwstenen.namespaces import PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.progress import Tell, silent

__all__ = ["run_to_fixpoint"]

#: Statements that are added at once: a bound for the memory, whatever a rule gives.
_BATCH = 250_000


def run_to_fixpoint(store: Store, rules: Sequence[Rule], graph: str, tell: Tell = silent) -> int:
    """Run `rules` over the union of all graphs until nothing new comes.

    Only what no graph says already is added to `graph`. A rule with a negation (MINUS, NOT EXISTS) must not
    deny what another rule gives after it ran: what was added stays.

    Args:
        store: read and added to.
        rules: CONSTRUCT queries.
        graph: name of the graph that takes what they give.
        tell: told which rule runs, how many have run and how many are known to run.

    Returns:
        how many statements were added.

    Raises:
        SourceError: a rule is not a valid CONSTRUCT query.
    """
    target = NamedNode(graph_iri(graph))
    rank = _ranks(rules)
    last_run = [0] * len(rules)
    due = set(range(len(rules)))
    total = runs = 0
    while due:
        index = min(due, key=lambda number: (rank[number], last_run[number], number))
        rule = rules[index]
        runs += 1
        last_run[index] = runs
        due.remove(index)
        tell(rule.name, runs - 1, runs + len(due))
        added, kinds = _run(store, rule, target)
        total += added
        due |= {
            number
            for number, other in enumerate(rules)
            if not (number == index and rule.closed) and touch(kinds, other.reads)
        }
    tell("", runs, runs)
    return total


def _ranks(rules: Sequence[Rule]) -> list[int]:
    """Return per rule the number of rules that it depends on, itself counted, by any number of steps."""
    above = [
        {number for number, other in enumerate(rules) if touch(other.writes, rule.reads)} for rule in rules
    ]
    for middle in range(len(rules)):
        for sources in above:
            if middle in sources:
                sources |= above[middle]
    return [len(sources | {number}) for number, sources in enumerate(above)]


def _run(store: Store, rule: Rule, target: NamedNode) -> tuple[int, set[Kind]]:
    """Add what a rule gives and no graph says; return how many statements those are, of which kinds."""
    number, kinds = 0, set()
    found = _construct(store, rule)
    while batch := list(islice(found, _BATCH)):
        new = set(_unknown(store, batch, target))
        if new:
            store.bulk_extend(new)
        number += len(new)
        kinds |= {_kind(quad) for quad in new}
    return number, kinds


def _unknown(store: Store, triples: Iterable[Triple], target: NamedNode) -> Iterator[Quad]:
    for triple in triples:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if next(store.quads_for_pattern(subject, predicate, value, None), None) is None:
            yield Quad(subject, predicate, value, target)


def _kind(quad: Quad) -> Kind:
    predicate = quad.predicate.value
    if predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
        return Kind(predicate, quad.object.value)
    return Kind(predicate)


def _construct(store: Store, rule: Rule) -> QueryTriples:
    try:
        result = store.query(rule.text, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise SourceError(f"not a valid rule: {error}.", where=rule.name) from error
    if not isinstance(result, QueryTriples):
        raise SourceError("a rule must be a CONSTRUCT query.", where=rule.name)
    return result
