"""Ask the planner, and look at its answers, as its tests do."""

from bouwstenen.namespaces import thing_iri
from bouwstenen.planner.answer import Package, Packaged, Plan, Uncoverable
from bouwstenen.planner.planning import plan
from bouwstenen.planner.request import read_request
from bouwstenen.store.interface import QueryStore

__all__ = ["DARE", "PERSPECTIVE", "THINKING", "VIP", "Given", "ask", "names", "only_item", "reason", "slugs"]

VIP, DARE = thing_iri("intervention", "vip"), thing_iri("intervention", "dare-to-be-grey")
THINKING, PERSPECTIVE = "kritisch-en-complex-denkvermogen", "multi-perspectiviteit"
Given = str | int | list[str]


def ask(store: QueryStore, *factors: str, **given: Given) -> Plan:
    return plan(store, read_request({"factor": list(factors), **given}), release="abc")


def names(package: Package) -> list[str]:
    return [item.iri.rpartition("/")[2] for item in package.interventions]


def slugs(iris: list[str]) -> list[str]:
    return [iri.rpartition("/")[2] for iri in iris]


def only_item(answer: Plan) -> Packaged:
    (package,) = answer.packages
    (item,) = package.interventions
    return item


def reason(answer: Plan) -> Uncoverable:
    (factor,) = answer.uncoverable
    return factor
