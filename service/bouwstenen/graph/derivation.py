"""Derive plain triples from claims: the declared CONSTRUCT rules of `rules/`, run to a fixpoint."""

from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryTriples, Store

from bouwstenen.errors import SourceError
from bouwstenen.namespaces import PREFIXES, graph_iri

__all__ = ["RULES", "derive", "run_to_fixpoint"]

RULES = Path(__file__).parent / "rules"


def derive(store: Store) -> int:
    """Add what the rules derive to the graph `derived`; return how many statements that holds afterwards."""
    rules = {path.name: path.read_text(encoding="utf-8") for path in sorted(RULES.glob("*.rq"))}
    return run_to_fixpoint(store, rules, "derived")


def run_to_fixpoint(store: Store, rules: dict[str, str], graph: str) -> int:
    """Run CONSTRUCT `rules` (name to text) over the union of all graphs until nothing new comes.

    Only what no graph says already is added to `graph`. Returns how many statements were added.

    Raises:
        SourceError: a rule is not a valid CONSTRUCT query.
    """
    target = NamedNode(graph_iri(graph))
    total = 0
    while True:
        added = 0
        for name, text in rules.items():
            new = [
                Quad(triple.subject, triple.predicate, triple.object, target)
                for triple in _construct(store, name, text)
                if next(store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None), None)
                is None
            ]
            store.extend(new)
            added += len(set(new))
        total += added
        if not added:
            return total


def _construct(store: Store, name: str, text: str) -> QueryTriples:
    try:
        result = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise SourceError(f"not a valid rule: {error}.", where=name) from error
    if not isinstance(result, QueryTriples):
        raise SourceError("a rule must be a CONSTRUCT query.", where=name)
    return result
