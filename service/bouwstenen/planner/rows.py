"""An answer as rows: one for each package, intervention and factor it covers there."""

import csv
import io
from collections.abc import Iterator

from bouwstenen.planner.answer import Packaged, Plan

__all__ = ["COLUMNS", "as_csv", "rows"]

COLUMNS = (
    "package",
    "intervention",
    "interventionLabel",
    "trede",
    "tredeLowest",
    "ownEstimate",
    "have",
    "factor",
    "factorLabel",
    "only",
    "via",
    "passage",
    "passageLabel",
)


def rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """Yield a row for each package, intervention and factor; all ways to it, and all passages, in one cell.

    An intervention that covers none of the factors has a row without one.
    """
    names = {factor.iri: factor.label for factor in plan.factors}
    for number, package in enumerate(plan.packages, start=1):
        for item in package.interventions:
            first = (str(number), *_of(item))
            if not item.covers:
                yield (*first, *[""] * (len(COLUMNS) - len(first)))
            for factor in item.covers:
                ways = [because for because in item.why if because.factor == factor]
                passages = {passage.iri: passage.label for because in ways for passage in because.passages}
                yield (
                    *first,
                    factor,
                    names[factor],
                    _yes(factor in item.only),
                    "; ".join(because.via for because in ways),
                    " ".join(passages),
                    "; ".join(passages.values()),
                )


def as_csv(plan: Plan) -> str:
    """Return an answer as CSV (RFC 4180), with a row that names the columns."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(rows(plan))
    return written.getvalue()


def _of(item: Packaged) -> tuple[str, ...]:
    return (
        item.iri,
        item.label,
        "" if item.trede is None else str(item.trede),
        "" if item.trede_lowest is None else str(item.trede_lowest),
        _yes(item.own_estimate),
        _yes(item.have),
    )


def _yes(value: bool) -> str:
    return "true" if value else "false"
