"""What the ontology rules out, as findings beside those of the shapes."""

from pyoxigraph import Store

from bouwstenen.graph import inference
from bouwstenen.validation.findings import Finding

__all__ = ["check_consistency"]


def check_consistency(store: Store) -> list[Finding]:
    """Return a violation for each thing in `store` that stands in two disjoint classes.

    Args:
        store: a graph with its ontology, after inference.
    """
    return [
        Finding(
            severity="violation",
            focus=clash.thing,
            path="",
            value="",
            shape=inference.DISJOINT,
            messages=(
                (
                    "en",
                    f"This is both {clash.one} and {clash.other}, which exclude each other: take one away.",
                ),
                (
                    "nl",
                    f"Dit is {clash.one} én {clash.other}; die sluiten elkaar uit: haal er een weg.",
                ),
            ),
        )
        for clash in inference.inconsistencies(store)
    ]
