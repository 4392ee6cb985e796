"""Packages on a terminal: tables a person reads, in Dutch or English."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bouwstenen.planner.answer import Excluded, Package, Packaged, Plan
from bouwstenen.planner.texts import failing

__all__ = ["TEXTS", "print_plan"]

#: The words of the tables.
TEXTS = {
    "nl": {
        "package": "pakket {number} van {shown} · interventies: {size} · factoren: {covered}",
        "intervention": "interventie",
        "trede": "trede",
        "covers": "versterkt",
        "only": "alleen zij",
        "loss": "vervangen",
        "have": "is er al",
        "nothing": "Geen enkele gekozen factor kan worden gedekt.",
        "none": "kan niet",
        "limit": "niet uitgezocht",
        "needless": "niet nodig",
        "or": "of",
        "others": "+ {count} andere",
        "uncoverable": "niet te dekken",
        "factor": "factor",
        "reason": "reden",
        "near": "het dichtst in de buurt",
        "above": "Wel zijn er interventies bij de factor erboven: {names}.",
        "trade_off": "omvang naar laagste trede",
        "min_trede": "laagste trede",
        "any": "maakt niet uit",
        "size": "interventies",
        "covered": "factoren gedekt",
        "lost": "vallen weg",
        "robustness": "Zonder eigen inschattingen · interventies: {size} · factoren: {covered} · van deze "
        "pakketten dan nog een van de beste: {kept} van {shown}",
        "caveats": "Let op",
    },
    "en": {
        "package": "package {number} of {shown} · interventions: {size} · factors: {covered}",
        "intervention": "intervention",
        "trede": "trede",
        "covers": "strengthens",
        "only": "only it",
        "loss": "replaced by",
        "have": "is there",
        "nothing": "None of the factors chosen can be covered.",
        "none": "cannot be",
        "limit": "not worked out",
        "needless": "not needed",
        "or": "or",
        "others": "+ {count} others",
        "uncoverable": "cannot be covered",
        "factor": "factor",
        "reason": "reason",
        "near": "nearest",
        "above": "There are interventions at the factor above it: {names}.",
        "trade_off": "size by lowest trede",
        "min_trede": "lowest trede",
        "any": "does not matter",
        "size": "interventions",
        "covered": "factors covered",
        "lost": "lost",
        "robustness": "Without own estimates · interventions: {size} · factors: {covered} · of these "
        "packages still among the best: {kept} of {shown}",
        "caveats": "Bear in mind",
    },
}


def print_plan(plan: Plan) -> None:
    """Print an answer to standard output."""
    _Printer(plan).print()


class _Printer:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._texts = TEXTS[plan.request.language]
        self._names = {factor.iri: factor.label for factor in plan.factors}
        self._console = Console()

    def print(self) -> None:
        plan, say = self._plan, self._console.print
        if plan.status == "infeasible":
            say(Text(self._texts["nothing"]))
        for number, package in enumerate(plan.packages, start=1):
            say(self._package(number, package))
        if plan.uncoverable:
            say(self._uncoverable())
        if plan.packages:
            say(self._trade_off())
        if plan.robustness is not None and plan.packages:
            told = {"size": _level(plan.robustness.size), "covered": plan.robustness.covered}
            kept = {"kept": plan.robustness.kept, "shown": len(plan.packages)}
            say(Text(self._texts["robustness"].format(**told, **kept)))
        say(Text(f"\n{self._texts['caveats']}:"))
        for caveat in plan.caveats:
            say(Text(f"· {caveat}"))

    def _table(self, title: str, *columns: str) -> Table:
        table = Table(title=title, title_justify="left", header_style="bold")
        for name in columns:
            table.add_column(self._texts[name], overflow="fold")
        return table

    def _package(self, number: int, package: Package) -> Table:
        counts = {"size": len(package.interventions), "covered": len(package.covered)}
        title = self._texts["package"].format(number=number, shown=len(self._plan.packages), **counts)
        table = self._table(title, "intervention", "trede", "covers", "only", "loss")
        for item in package.interventions:
            name = f"{item.label} ({self._texts['have']})" if item.have else item.label
            table.add_row(
                Text(name),
                _treden(item),
                Text(self._factors(item.covers)),
                Text(self._factors(item.only)),
                Text(self._replacement(item)),
            )
        return table

    def _factors(self, iris: list[str]) -> str:
        return "; ".join(self._names[iri] for iri in iris)

    def _replacement(self, item: Packaged) -> str:
        found = item.replacement
        if found.status != "optimal":
            return self._texts["none" if found.status == "infeasible" else "limit"]
        if found.needed == 0:
            return self._texts["needless"]
        ways = [" + ".join(one.label for one in option.interventions) for option in found.options]
        more = found.alternatives - len(ways)
        rest = f" {self._texts['others'].format(count=more)}" if more > 0 else ""
        return f" {self._texts['or']} ".join(ways) + rest

    def _uncoverable(self) -> Table:
        table = self._table(self._texts["uncoverable"], "factor", "reason", "near")
        for factor in self._plan.uncoverable:
            near = (self._near(item) for item in factor.interventions)
            above = ", ".join(thing.label for thing in factor.above)
            told = (
                f"{factor.explanation} {self._texts['above'].format(names=above)}"
                if above
                else factor.explanation
            )
            table.add_row(Text(factor.label), Text(told), Text("; ".join(near)))
        return table

    def _near(self, item: Excluded) -> str:
        why = failing(item.fails, self._plan.request.language)
        return f"{item.label} ({_level(item.trede)}{why and '; '}{why})"

    def _trade_off(self) -> Table:
        table = self._table(self._texts["trade_off"], "min_trede", "size", "covered", "lost")
        for row in self._plan.trade_off:
            level = self._texts["any"] if row.min_trede is None else str(row.min_trede)
            table.add_row(
                f"{level} ←" if row.asked else level,
                _level(row.size),
                str(row.covered),
                Text(self._factors(row.lost)),
            )
        return table


def _treden(item: Packaged) -> str:
    both = dict.fromkeys([_level(item.trede_lowest), _level(item.trede)])
    return "–".join(both)


def _level(trede: int | None) -> str:
    return "–" if trede is None else str(trede)
