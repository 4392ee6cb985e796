"""Packages put in words: each item with what it covers, why, and what its loss would mean."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bouwstenen.planner import answer
from bouwstenen.planner.criteria import Criteria
from bouwstenen.planner.evidence import Candidate, Link
from bouwstenen.planner.exact.problem import NO_TREDE, Problem, bits
from bouwstenen.planner.losses import Losses

__all__ = ["Packaging", "named"]


class Packaging:
    """Puts packages of one problem in words.

    Args:
        problem: the problem.
        factors: IRIs of its factors, in its order.
        candidates: its items, in its order.
        criteria: what they must be.
        names: the name of everything, by IRI.
    """

    def __init__(
        self,
        problem: Problem,
        factors: Sequence[str],
        candidates: Sequence[Candidate],
        criteria: Criteria,
        names: Mapping[str, str],
    ) -> None:
        self._problem = problem
        self._all_factors = factors
        self._candidates = candidates
        self._criteria = criteria
        self._names = names
        self._known: dict[int, dict[str, Any]] = {}

    def package(self, package: frozenset[int], losses: Losses) -> answer.Package:
        """Return a package in words; `package` are its items, the fixed ones included."""
        problem = self._problem
        covered = problem.covered(package)
        added = [problem.levels[place] for place in package - problem.fixed]
        weakest = min(added, default=NO_TREDE)
        once = problem.exactly(package, 1)
        items = [self._packaged(place, package, once, losses) for place in package]
        return answer.Package(
            interventions=sorted(items, key=lambda item: (item.label.casefold(), item.iri)),
            covered=self.factors(covered),
            uncovered=self.factors(problem.coverable & ~covered),
            weakest_trede=None if weakest == NO_TREDE else weakest,
        )

    def factors(self, mask: int) -> list[str]:
        """Return the IRIs of a set of factors."""
        return [self._all_factors[number] for number in bits(mask)]

    def items(self, places: Iterable[int]) -> list[answer.Item]:
        """Return items in words, by name."""
        told = (answer.Item(**self._item(place)) for place in places)
        return sorted(told, key=lambda item: (item.label.casefold(), item.iri))

    def _item(self, place: int) -> dict[str, Any]:
        iri, level = self._candidates[place].iri, self._problem.levels[place]
        return {"iri": iri, "label": self._names[iri], "trede": None if level == NO_TREDE else level}

    def _thing(self, iri: str) -> answer.Thing:
        return answer.Thing(iri=iri, label=self._names[iri])

    def _packaged(self, place: int, package: frozenset[int], once: int, losses: Losses) -> answer.Packaged:
        if place not in self._known:
            self._known[place] = self._always(place)
        standby = losses.standby(package, place)
        return answer.Packaged(
            **self._known[place],
            only=self.factors(self._problem.covers[place] & once),
            loses=self.factors(losses.lost(package, place)),
            replacement=answer.Replacement(
                needed=standby.needed,
                status=standby.status,
                options=[answer.Option(interventions=self.items(option)) for option in standby.options],
                alternatives=standby.alternatives,
            ),
        )

    def _always(self, place: int) -> dict[str, Any]:
        """What is told of an item whatever the package."""
        criteria, candidate = self._criteria, self._candidates[place]
        covers, have = self._problem.covers[place], place in self._problem.fixed
        links = {factor: criteria.links(candidate, factor) for factor in self.factors(covers)}
        firmest = {found[0].way for found in links.values()}
        return self._item(place) | {
            "trede_lowest": min(criteria.treden(candidate), default=None),
            "own_estimate": criteria.is_own_estimate(candidate),
            "availability": [self._thing(iri) for iri in sorted(candidate.availability)],
            "have": have,
            "part_of": self._thing(candidate.whole) if candidate.whole else None,
            "covers": self.factors(covers),
            "why": [self._because(factor, link) for factor, found in links.items() for link in found],
            "flags": [
                *criteria.flags(candidate),
                *(["through-type"] if "type" in firmest else []),
                *(["through-editorial-type"] if "editorial" in firmest else []),
                *(["outside-criteria"] if have and criteria.fails(candidate) else []),
            ],
        }

    def _because(self, factor: str, link: Link) -> answer.Because:
        return answer.Because(
            factor=factor,
            via=named(link),
            type=self._thing(link.type) if link.type else None,
            passages=[self._thing(iri) for iri in link.passages],
        )


def named(link: Link) -> str:
    """Return how an answer names a way to a factor."""
    return {
        "direct": "direct",
        "type": f"type {link.notation}",
        "editorial": f"editorial type {link.notation}",
    }[link.way]
