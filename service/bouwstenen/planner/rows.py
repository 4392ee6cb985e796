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
    """Yield a row for each package, intervention, factor and way to it; several passages stand in one cell.

    An intervention that covers none of the factors has a row without one.
    """
    names = {factor.iri: factor.label for factor in plan.factors}
    for number, package in enumerate(plan.packages, start=1):
        for item in package.interventions:
            first = (str(number), *_of(item))
            if not item.why:
                yield (*first, "", "", "", "", "", "")
            for because in item.why:
                yield (
                    *first,
                    because.factor,
                    names[because.factor],
                    _yes(because.factor in item.only),
                    because.via,
                    " ".join(passage.iri for passage in because.passages),
                    "; ".join(passage.label for passage in because.passages),
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
