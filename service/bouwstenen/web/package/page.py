"""The page of the planner: a form with pick-lists, and packages with their reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from bouwstenen.library.things import names_of, things
from bouwstenen.planner.answer import Packaged, Plan
from bouwstenen.planner.request import PackageRequest, bounds, choices, help_of, is_list, thing_of
from bouwstenen.planner.texts import failing
from bouwstenen.store.interface import QueryStore, select
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import link_of, root_of
from bouwstenen.web.package.texts import PACKAGE_TEXTS
from bouwstenen.web.pages import language_of, render

__all__ = ["form_page", "plan_page"]

# a factor stands below the bouwsteen that it belongs to; whom a package should strengthen is no risk factor
_FACTORS = """
SELECT DISTINCT ?bouwsteen ?factor ?cluster WHERE {
  { ?factor a bm:ProtectiveFactor } UNION { ?factor a bm:IndirectFactor }
  ?factor skos:broaderTransitive ?bouwsteen .
  ?bouwsteen a bm:Bouwsteen .
  OPTIONAL { ?factor a ?cluster FILTER(?cluster IN (bm:FactorCluster, bm:IndirectFactor)) }
}"""


@dataclass
class _Bouwsteen:
    """A bouwsteen, and slug and name of its factors: those that lead, and those below them."""

    label: str
    chosen: bool = False
    leading: list[tuple[str, str]] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)


def form_page(request: Request, opened: Opened, given: Mapping[str, Sequence[str]]) -> Response:
    """Return the form, filled in with what was given."""
    return _page(request, opened, given, None)


def plan_page(request: Request, opened: Opened, plan: Plan, given: Mapping[str, Sequence[str]]) -> Response:
    """Return an answer, below the form that asked for it."""
    return _page(request, opened, given, plan)


def _page(
    request: Request, opened: Opened, given: Mapping[str, Sequence[str]], plan: Plan | None
) -> Response:
    lang = language_of(request)
    asked = {name: [text for text in texts if text.strip()] for name, texts in given.items()}
    if plan is not None:
        # as slugs, whatever way they were written: the form then shows them where they stand
        for name in filter(thing_of, PackageRequest.model_fields):
            meant = getattr(plan.request, name)
            iris = meant if is_list(name) else filter(None, [meant])
            asked[name] = [iri.rpartition("/")[2] for iri in iris]
    bouwstenen = _bouwstenen(opened.store, lang, asked.get("factor", []))
    data = [(name, value) for name, values in asked.items() for value in values]
    return render(
        request,
        "package.html",
        words=PACKAGE_TEXTS,
        lang=lang,
        asked=asked,
        plan=plan,
        bouwstenen=bouwstenen,
        defaults={name: about.default for name, about in PackageRequest.model_fields.items()},
        fields=[name for name in PackageRequest.model_fields if name not in ("factor", "language")],
        help={name: help_of(name, lang) for name in PackageRequest.model_fields},
        choices={name: choices(name) for name in PackageRequest.model_fields},
        many=[name for name in PackageRequest.model_fields if is_list(name)],
        thing={name: thing_of(name) for name in PackageRequest.model_fields},
        bounds=bounds,
        options={
            kind: things(opened.store, kind, language=lang)
            for kind in ("Intervention", "Availability", "Setting")
        },
        names={factor.iri: factor.label for factor in plan.factors} if plan else {},
        ways=_ways,
        describe=partial(link_of, root_of(request)),
        failing=failing,
        links={name: "?" + urlencode([*data, ("lang", lang), ("format", name)]) for name in ("json", "csv")},
    )


def _ways(item: Packaged, factor: str) -> list[tuple[str, str]]:
    """How an item comes to a factor, and the passages that say so."""
    return [
        (because.via, "; ".join(passage.label for passage in because.passages))
        for because in item.why
        if because.factor == factor
    ]


def _bouwstenen(store: QueryStore, language: str, chosen: Sequence[str]) -> list[_Bouwsteen]:
    found = [
        (row["bouwsteen"].value, row["factor"].value, row["cluster"] is not None)
        for row in select(store, _FACTORS)
    ]
    names = names_of(store, {iri for row in found for iri in row[:2]}, language)
    groups: dict[str, _Bouwsteen] = {}
    for bouwsteen, factor, leads in sorted(found, key=lambda row: (row[0], names[row[1]].casefold())):
        group = groups.setdefault(bouwsteen, _Bouwsteen(names[bouwsteen]))
        slug = factor.rpartition("/")[2]
        group.chosen = group.chosen or slug in chosen
        (group.leading if leads else group.others).append((slug, names[factor]))
    return list(groups.values())
