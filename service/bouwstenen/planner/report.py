"""An answer put in words: names, reasons and caveats added to what was worked out."""

from collections.abc import Sequence

from bouwstenen.library.things import names_of
from bouwstenen.planner import answer
from bouwstenen.planner.caveats import caveats_of
from bouwstenen.planner.criteria import Criteria
from bouwstenen.planner.evidence import Candidate, named_above
from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.losses import Losses
from bouwstenen.planner.naming import Meant
from bouwstenen.planner.packaging import Packaging, named
from bouwstenen.planner.reasons import Reason, reason_for
from bouwstenen.planner.request import PackageRequest
from bouwstenen.planner.texts import REASONS, say
from bouwstenen.planner.work import Worked
from bouwstenen.store.interface import QueryStore

__all__ = ["Report"]

#: Interventions that are listed with a factor that cannot be covered.
NEAR = 10


class Report:
    """Tells what was worked out for a request.

    Args:
        store: where things have their names.
        request: what was asked.
        things: what it means.
        criteria: what interventions must be.
        candidates: the items of the problem, in its order.
        worked: what was worked out.
    """

    def __init__(
        self,
        store: QueryStore,
        request: PackageRequest,
        things: Meant,
        criteria: Criteria,
        candidates: Sequence[Candidate],
        worked: Worked,
    ) -> None:
        self._request = request
        self._things = things
        self._criteria = criteria
        self._candidates = candidates
        self._worked = worked
        self._problem = worked.asked
        self._reasons = self._why_not()
        self._above = named_above(store, list(self._reasons))
        feasible = self._problem.coverable != 0
        ties = worked.ties.packages if feasible else ()
        self._packages = [frozenset({*chosen, *self._problem.fixed}) for chosen in ties]
        self._names = names_of(store, self._to_name(), request.language)
        self._packaging = Packaging(self._problem, things.factors, candidates, criteria, self._names)

    def tell(self, clock: Clock, release: str | None) -> answer.Plan:
        """Return the answer; `clock` bounds what it takes to find replacements, `release` is told."""
        worked, problem = self._worked, self._problem
        feasible = problem.coverable != 0
        losses = Losses(problem, clock)
        packages = [self._packaging.package(package, losses) for package in self._packages]
        packages.sort(key=lambda package: [item.label.casefold() for item in package.interventions])
        proof = answer.Proof(
            size=worked.first.proven,
            foundation=worked.best is not None and worked.best.proven,
            bound=worked.first.bound,
        )
        shown: answer.Plan = answer.Plan(
            status="infeasible"
            if not feasible
            else "optimal"
            if proof.size and proof.foundation
            else "limit",
            size=len(packages[0].interventions) if packages else 0,
            complete=worked.ties.complete if feasible else True,
            total=worked.ties.total if feasible else 0,
            covered=worked.first.covered,
            packages=packages,
            uncoverable=[self._uncoverable(factor, reason) for factor, reason in self._reasons.items()],
            caveats=[],
            trade_off=self._trade_off(),
            robustness=self._robustness(),
            factors=self._factors(),
            proof=proof,
            request=self._understood(),
            release=release,
            seconds=round(clock.spent, 4),
        )
        return shown.model_copy(update={"caveats": caveats_of(shown, self._request.language)})

    def _why_not(self) -> dict[str, Reason]:
        problem = self._problem
        counting = frozenset(
            candidate.iri
            for place, candidate in enumerate(self._candidates)
            if place in problem.fixed or not self._criteria.fails(candidate)
        )
        return {
            factor: reason_for(factor, self._candidates, self._criteria, counting)
            for number, factor in enumerate(self._things.factors)
            if not problem.coverable >> number & 1
        }

    def _to_name(self) -> set[str]:
        """The IRIs of everything that the answer names."""
        things = self._things
        above = (iri for found in self._above.values() for iri in found)
        named = {*things.factors, *above, *filter(None, [things.availability, things.setting])}
        used = frozenset(item for package in self._packages for item in package)
        for place, candidate in enumerate(self._candidates):
            named |= {candidate.iri, *candidate.availability, *filter(None, [candidate.whole])}
            for factor in things.factors if place in used else ():
                for link in self._criteria.links(candidate, factor):
                    named |= {*link.passages, *filter(None, [link.type])}
        return named

    def _thing(self, iri: str) -> answer.Thing:
        return answer.Thing(iri=iri, label=self._names[iri])

    def _uncoverable(self, factor: str, reason: Reason) -> answer.Uncoverable:
        language = self._request.language
        near = [
            answer.Excluded(
                iri=candidate.iri,
                label=self._names[candidate.iri],
                trede=max(self._criteria.treden(candidate), default=None),
                via=named(candidate.links[factor][0]),
                fails=list(fails),
            )
            for candidate, fails in reason.near[:NEAR]
        ]
        return answer.Uncoverable(
            factor=factor,
            label=self._names[factor],
            reason=reason.code,
            explanation=say(REASONS, reason.code, language, found=reason.found, times=self._request.times),
            relax=list(reason.relax),
            above=[self._thing(iri) for iri in self._above.get(factor, [])],
            interventions=near,
        )

    def _trade_off(self) -> list[answer.TradeOff]:
        base = self._worked.base
        told = []
        for level, (problem, first) in self._worked.by_level.items():
            feasible = problem.coverable != 0
            found = feasible and first.chosen is not None
            told.append(
                answer.TradeOff(
                    min_trede=level,
                    asked=level == self._criteria.min_trede,
                    status="infeasible" if not feasible else "optimal" if first.proven else "limit",
                    size=len(problem.fixed) + len(first.chosen or ()) if found else None,
                    covered=first.covered if found else 0,
                    lost=self._packaging.factors(base.coverable & ~problem.coverable),
                )
            )
        return told

    def _robustness(self) -> answer.Robustness | None:
        without, problem = self._worked.without, self._problem
        if without is None:
            return None
        feasible = without.problem.coverable != 0
        best = without.best if feasible else None
        shown = {place for package in self._packages for place in package}
        estimated = [place for place in shown if self._criteria.is_own_estimate(self._candidates[place])]
        return answer.Robustness(
            status="infeasible" if not feasible else "optimal" if without.proven else "limit",
            size=len(problem.fixed) + len(best.chosen) if best else None,
            covered=without.first.covered if best else 0,
            lost=self._packaging.factors(without.lost),
            own_estimates=[
                answer.Thing(iri=item.iri, label=item.label) for item in self._packaging.items(estimated)
            ],
            kept=without.kept if self._packages else 0,
            interventions=[
                item.model_copy(update={"trede": self._firm_trede(item.iri)})
                for item in self._packaging.items({*best.chosen, *problem.fixed} if best else ())
            ],
        )

    def _firm_trede(self, iri: str) -> int | None:
        candidate = next(candidate for candidate in self._candidates if candidate.iri == iri)
        return max((level for level, recognised in candidate.treden if recognised), default=None)

    def _factors(self) -> list[answer.Factor]:
        problem = self._problem
        return [
            answer.Factor(
                iri=factor,
                label=self._names[factor],
                interventions=sum(mask >> number & 1 for mask in problem.covers),
                coverable=bool(problem.coverable >> number & 1),
            )
            for number, factor in enumerate(self._things.factors)
        ]

    def _understood(self) -> PackageRequest:
        things = self._things
        return self._request.model_copy(
            update={
                "factor": things.factors,
                "have": things.have,
                "exclude": things.exclude,
                "availability": things.availability,
                "setting": things.setting,
            }
        )
