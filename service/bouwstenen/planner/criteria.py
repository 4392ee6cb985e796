"""Which interventions count, on which trede, and what about them is open to doubt.

Where sources differ, the one that says most counts, as in the canned questions: the highest trede, an
availability that any source names, an age that any printed range holds. Each such choice is flagged.
"""

from dataclasses import dataclass, replace

from bouwstenen.namespaces import thing_iri
from bouwstenen.planner.evidence import WAYS, Candidate, Link
from bouwstenen.planner.exact.problem import NO_TREDE
from bouwstenen.planner.naming import Meant
from bouwstenen.planner.request import PackageRequest

__all__ = ["Criteria", "criteria_of"]

_OFFERED = thing_iri("availability", "offered")


@dataclass(frozen=True)
class Criteria:
    """What an intervention must be to count.

    Args:
        via: the least firm way to a factor that counts, one of WAYS.
        min_trede: the lowest level; None where also none will do.
        recognised: whether only treden that a database recognised count.
        availability: what a source must say; None where it does not matter.
        age: an age that it must be fit for; None where it does not matter.
        setting: where it must take place; None where it does not matter.
        exclude: interventions that do not count.
    """

    via: str
    min_trede: int | None
    recognised: bool
    availability: str | None
    age: int | None
    setting: str | None
    exclude: frozenset[str]

    def with_trede(self, min_trede: int | None) -> "Criteria":
        """Return the same with another lowest level."""
        return replace(self, min_trede=min_trede)

    def recognised_only(self) -> "Criteria":
        """Return the same, where own estimates do not count."""
        return replace(self, recognised=True)

    def links(self, candidate: Candidate, factor: str) -> tuple[Link, ...]:
        """Return why an intervention counts for a factor; nothing where it does not."""
        allowed = WAYS[: WAYS.index(self.via) + 1]
        return tuple(link for link in candidate.links.get(factor, ()) if link.way in allowed)

    def treden(self, candidate: Candidate) -> list[int]:
        """Return the levels that count, from the lowest."""
        return sorted({level for level, recognised in candidate.treden if recognised or not self.recognised})

    def level(self, candidate: Candidate) -> int:
        """Return the level an intervention counts with: the highest; NO_TREDE where there is none."""
        return max(self.treden(candidate), default=NO_TREDE)

    def is_own_estimate(self, candidate: Candidate) -> bool:
        """Return whether nothing but own estimates put an intervention on its level."""
        level = self.level(candidate)
        return level != NO_TREDE and (level, True) not in candidate.treden

    def fails(self, candidate: Candidate) -> tuple[str, ...]:
        """Return what keeps an intervention from counting.

        Of "trede", "availability", "age", "setting", "excluded".
        """
        failed = {
            "trede": self.min_trede is not None and self.level(candidate) < self.min_trede,
            "availability": self.availability is not None and self.availability not in candidate.availability,
            "age": self.age is not None
            and bool(candidate.ages)
            and not any(_holds(limits, self.age) for limits in candidate.ages),
            "setting": self.setting is not None and self.setting not in candidate.settings,
            "excluded": candidate.iri in self.exclude,
        }
        return tuple(name for name, failing in failed.items() if failing)

    def flags(self, candidate: Candidate) -> list[str]:
        """Return what is open to doubt about an intervention."""
        flags = {
            "trede-unknown": self.level(candidate) == NO_TREDE,
            "trede-conflict": len(self.treden(candidate)) > 1,
            "own-estimate": self.is_own_estimate(candidate),
            "availability-conflict": len(candidate.availability) > 1,
            "not-known-offered": _OFFERED not in candidate.availability,
            "age-unknown": self.age is not None and not candidate.ages,
            "age-conflict": self.age is not None
            and len({_holds(limits, self.age) for limits in candidate.ages}) > 1,
            "part": candidate.whole is not None,
        }
        return [name for name, raised in flags.items() if raised]


def criteria_of(request: PackageRequest, meant: Meant) -> Criteria:
    """Return the criteria that a request sets."""
    return Criteria(
        via=request.via,
        min_trede=request.min_trede,
        recognised=request.basis == "recognised",
        availability=meant.availability,
        age=request.age,
        setting=meant.setting,
        exclude=frozenset(meant.exclude),
    )


def _holds(limits: tuple[int | None, int | None], age: int) -> bool:
    low, high = limits
    return (low is None or low <= age) and (high is None or age <= high)
