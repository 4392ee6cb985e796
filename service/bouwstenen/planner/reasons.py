"""Why a factor cannot be covered: what would cover it, and what keeps each of those from counting."""

from collections.abc import Iterable
from dataclasses import dataclass

from bouwstenen.planner.criteria import Criteria
from bouwstenen.planner.evidence import Candidate

__all__ = ["Reason", "reason_for"]

_CODES = {
    "trede": "below-trede",
    "availability": "availability",
    "age": "age",
    "setting": "setting",
    "excluded": "excluded",
}


@dataclass(frozen=True)
class Reason:
    """Why a factor cannot be covered.

    Args:
        code: what it comes down to; a key of `texts.REASONS`.
        found: how many interventions count for it.
        relax: the criteria of which dropping one alone would let an intervention cover it.
        near: interventions that would cover it, each with what keeps it from counting: those that a way asked
            for leads to first, then those that lack least, then the best founded.
    """

    code: str
    found: int
    relax: tuple[str, ...]
    near: tuple[tuple[Candidate, tuple[str, ...]], ...]


def reason_for(
    factor: str, candidates: Iterable[Candidate], criteria: Criteria, counting: frozenset[str]
) -> Reason:
    """Return why too few interventions cover a factor.

    Args:
        factor: IRI of the factor.
        candidates: all interventions.
        criteria: what they must be.
        counting: IRIs of those that count, among them those that are there already.
    """
    reaching = [candidate for candidate in candidates if factor in candidate.links]
    failing = [
        (candidate, (("via",) if not criteria.links(candidate, factor) else ()) + criteria.fails(candidate))
        for candidate in reaching
    ]
    failing.sort(key=lambda pair: ("via" in pair[1], len(pair[1]), -criteria.level(pair[0]), pair[0].iri))
    found = sum(
        candidate.iri in counting and bool(criteria.links(candidate, factor)) for candidate in reaching
    )
    near = tuple(
        (candidate, () if candidate.iri in counting and "via" not in fails else fails)
        for candidate, fails in failing
    )
    relax = tuple(name for name in ("via", *_CODES) if any(fails == (name,) for _, fails in near))
    return Reason(_code(factor, found, near, relax), found, relax, near)


def _code(
    factor: str, found: int, near: tuple[tuple[Candidate, tuple[str, ...]], ...], relax: tuple[str, ...]
) -> str:
    if found:
        return "too-few"
    if not near:
        return "no-intervention"
    if all("via" in fails for _, fails in near):
        ways = {link.way for candidate, _ in near for link in candidate.links[factor]}
        return "only-through-type" if "type" in ways else "only-through-editorial-type"
    # what is said of “the interventions at this factor” must hold of each of them
    there = [fails for _, fails in near if "via" not in fails]
    shared = (name for name in relax if name in _CODES and all(name in fails for fails in there))
    return next((_CODES[name] for name in shared), "several-criteria")
