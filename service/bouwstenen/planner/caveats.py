"""What to bear in mind with an answer: always, and because of what it holds."""

from bouwstenen.planner.answer import Packaged, Plan
from bouwstenen.planner.texts import CAVEATS, say

__all__ = ["caveats_of"]

#: Said with every answer.
_ALWAYS = ("policy", "absence", "trede", "joint")
#: Said where an intervention that is shown has this flag.
_FLAGS = {
    "through-type": "type",
    "through-editorial-type": "editorial",
    "trede-conflict": "trede-conflict",
    "own-estimate": "own-estimate",
    "trede-unknown": "trede-unknown",
    "availability-conflict": "availability-conflict",
    "not-known-offered": "not-known-offered",
    "age-unknown": "age-unknown",
    "age-conflict": "age-conflict",
    "outside-criteria": "outside-criteria",
}
#: Names that are listed before they are counted.
_LISTED = 12


def caveats_of(plan: Plan, language: str) -> list[str]:
    """Return what to bear in mind with an answer, in a language."""
    said = [say(CAVEATS, code, language) for code in _ALWAYS]
    if plan.status == "limit":
        said.append(say(CAVEATS, "limit", language))
    if plan.uncoverable:
        names = [factor.label for factor in plan.uncoverable]
        said.append(say(CAVEATS, "uncoverable", language, names=_listed(names, language)))
    if plan.packages and not plan.complete:
        total = f" ({plan.total})" if plan.total else ""
        said.append(say(CAVEATS, "more", language, shown=len(plan.packages), total=total))
    elif len(plan.packages) > 1:
        said.append(say(CAVEATS, "ties", language, total=len(plan.packages)))
    shown: dict[str, Packaged] = {
        item.iri: item for package in plan.packages for item in package.interventions
    }
    for flag, code in _FLAGS.items():
        names = sorted((item.label for item in shown.values() if flag in item.flags), key=str.casefold)
        if names:
            said.append(say(CAVEATS, code, language, names=_listed(names, language)))
    # a name may end in a full stop of its own
    return [text.replace("..", ".") for text in said]


def _listed(names: list[str], language: str) -> str:
    rest = len(names) - _LISTED
    listed = ", ".join(names[:_LISTED])
    if rest <= 0:
        return listed
    return f"{listed} en nog {rest}" if language == "nl" else f"{listed} and {rest} more"
