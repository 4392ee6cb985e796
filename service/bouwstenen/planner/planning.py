"""Plan packages: from a request to an answer."""

from bouwstenen.planner.answer import Plan
from bouwstenen.planner.criteria import criteria_of
from bouwstenen.planner.evidence import gather
from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.naming import meant
from bouwstenen.planner.report import Report
from bouwstenen.planner.request import PackageRequest
from bouwstenen.planner.work import work_out
from bouwstenen.store.interface import QueryStore

__all__ = ["plan"]

#: Seconds a plan may take where nothing else is said.
SECONDS = 15.0


def plan(
    store: QueryStore, request: PackageRequest, *, release: str | None = None, seconds: float = SECONDS
) -> Plan:
    """Return the smallest packages that do what a request asks, and why.

    Args:
        store: the release to ask.
        request: what is asked.
        release: hash of that release, for the answer to tell.
        seconds: how long it may take. What is not proven by then is said not to be.

    Raises:
        UnknownThingError: the request names something that does not exist.
        ContradictionError: it contradicts itself.
        WrongUseError: a name may mean several things, or more is asked than there is.
    """
    clock = Clock(seconds)
    things = meant(store, request)
    candidates = list(gather(store, things.factors, things.have).values())
    criteria = criteria_of(request, things)
    worked = work_out(candidates, things, criteria, request, clock)
    report = Report(store, request, things, criteria, candidates, worked)
    return report.tell(clock, release)
