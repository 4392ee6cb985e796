"""Derive plain triples from claims: the declared CONSTRUCT rules of `rules/`, run to a fixpoint."""

from pathlib import Path

from pyoxigraph import Store

from bouwstenen.graph.fixpoint import run_to_fixpoint
from bouwstenen.graph.rule import Rule, read_rule
from bouwstenen.progress import Tell, silent

__all__ = ["RULES", "declared", "derive"]

RULES = Path(__file__).parent / "rules"


def declared() -> list[Rule]:
    """Return the rules of `rules/`, in the order of their names."""
    return [read_rule(path.name, path.read_text(encoding="utf-8")) for path in sorted(RULES.glob("*.rq"))]


def derive(store: Store, tell: Tell = silent) -> int:
    """Add what the rules derive to the graph `derived`; return how many statements were added.

    Raises:
        SourceError: a rule is not a valid CONSTRUCT query.
    """
    return run_to_fixpoint(store, declared(), "derived", tell)
