"""Which things a request means: names become IRIs, and what contradicts itself is told."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import NamedNode

from bouwstenen.errors import ContradictionError, UnknownThingError, WrongUseError
from bouwstenen.library.things import find_thing
from bouwstenen.namespaces import BASE
from bouwstenen.planner.request import PackageRequest
from bouwstenen.store.interface import QueryStore, select

__all__ = ["Meant", "meant", "values"]

#: Names that go in one query: it may have 100,000 characters.
_AT_ONCE = 250
#: Factors that can be strengthened: a risk factor is no such thing.
_FACTORS = ("ProtectiveFactor", "IndirectFactor")
#: A named part of an intervention may be used by itself.
_INTERVENTIONS = ("Intervention", "InterventionPart")
_MIRRORED = "SELECT ?factor WHERE {{ {risk} bm:mirrors ?factor }} ORDER BY ?factor"


@dataclass(frozen=True)
class Meant:
    """The IRIs that a request means.

    Args:
        factors: in the order they were given, each once.
        have: interventions that every package has.
        exclude: interventions that no package has.
        availability: what a source must say of it; None where it does not matter.
        setting: where it must take place; None where it does not matter.
    """

    factors: tuple[str, ...]
    have: tuple[str, ...]
    exclude: tuple[str, ...]
    availability: str | None
    setting: str | None


def meant(store: QueryStore, request: PackageRequest) -> Meant:
    """Return the things that a request means.

    Raises:
        UnknownThingError: there is no such thing; names the nearest ones.
        WrongUseError: a name may mean several things, or a package may have more items than there are.
        ContradictionError: the request contradicts itself; says what with what.
    """
    found = Meant(
        _found(store, "factor", request.factor, *_FACTORS),
        _found(store, "have", request.have, *_INTERVENTIONS),
        _found(store, "exclude", request.exclude, *_INTERVENTIONS),
        next(iter(_found(store, "availability", filter(None, [request.availability]), "Availability")), None),
        next(iter(_found(store, "setting", filter(None, [request.setting]), "Setting")), None),
    )
    both = [iri.rpartition("/")[2] for iri in found.have if iri in found.exclude]
    if both:
        names = ", ".join(both)
        raise ContradictionError(
            {
                "nl": f"have en exclude noemen dezelfde interventie: {names}.",
                "en": f"have and exclude name the same intervention: {names}.",
            },
            where="have, exclude",
            mend={"nl": "Laat haar bij een van beide weg.", "en": "Leave it out of one of them."},
        )
    if request.max_size is not None:
        _fits(store, request.max_size, found.have)
    return found


def _fits(store: QueryStore, max_size: int, have: tuple[str, ...]) -> None:
    if len(have) > max_size:
        raise ContradictionError(
            {
                "nl": f"have noemt {len(have)} interventies, en max_size staat er {max_size} toe.",
                "en": f"have names {len(have)} interventions, and max_size allows {max_size}.",
            },
            where="have, max_size",
            mend={
                "nl": f"Verhoog max_size tot ten minste {len(have)}: wat er al is telt mee.",
                "en": f"Raise max_size to at least {len(have)}: what is there already counts.",
            },
        )
    (row,) = select(store, "SELECT (COUNT(DISTINCT ?x) AS ?there) WHERE { ?x a bm:Intervention }")
    there = int(row["there"].value)
    if max_size > there:
        raise WrongUseError(
            {
                "nl": f"{max_size} is meer dan de {there} interventies die er zijn.",
                "en": f"{max_size} is more than the {there} interventions there are.",
            },
            where="max_size",
            mend={
                "nl": f"Geef hoogstens {there}, of laat het weg.",
                "en": f"Give at most {there}, or leave it out.",
            },
        )


def values(iris: Iterable[str]) -> str:
    """Return IRIs as they stand in a VALUES block."""
    return " ".join(str(NamedNode(iri)) for iri in iris)


def _found(store: QueryStore, where: str, texts: Iterable[str], *kinds: str) -> tuple[str, ...]:
    texts = list(texts)
    known = _known(store, [text for text in texts if text.startswith(BASE)], kinds)
    return tuple(dict.fromkeys(text if text in known else _find(store, where, text, kinds) for text in texts))


def _known(store: QueryStore, texts: list[str], kinds: Sequence[str]) -> set[str]:
    """Those of the texts that are IRIs of such things, asked in one go: there may be hundreds."""
    known: set[str] = set()
    classes = " ".join(f"bm:{kind}" for kind in kinds)
    for begin in range(0, len(texts), _AT_ONCE):
        asked = []
        for text in texts[begin : begin + _AT_ONCE]:
            with suppress(ValueError):
                asked.append(str(NamedNode(text)))
        query = f"""SELECT DISTINCT ?thing WHERE {{
          VALUES ?class {{ {classes} }} VALUES ?thing {{ {" ".join(asked)} }} ?thing a ?class
        }}"""
        known.update(row["thing"].value for row in select(store, query))
    return known


def _find(store: QueryStore, where: str, text: str, kinds: Sequence[str]) -> str:
    try:
        return find_thing(store, text, *kinds, where=where)
    except UnknownThingError:
        if kinds == _FACTORS:
            with suppress(UnknownThingError):
                raise _is_a_risk(store, where, text, find_thing(store, text, "RiskFactor")) from None
        raise


def _is_a_risk(store: QueryStore, where: str, text: str, risk: str) -> WrongUseError:
    """What to tell of a risk factor: the protective factors that it mirrors, where somebody said so."""
    found = [row["factor"].value for row in select(store, _MIRRORED.format(risk=NamedNode(risk)))]
    mirrored = ", ".join(iri.rpartition("/")[2] for iri in found)
    return WrongUseError(
        {
            "nl": f"“{text}” is een risicofactor: een pakket versterkt beschermende en indirecte factoren.",
            "en": f"“{text}” is a risk factor: a package strengthens protective and indirect factors.",
        },
        where=where,
        mend={
            "nl": f"Hij is de keerzijde van: {mirrored}." if mirrored else "Kies een andere factor.",
            "en": f"It is the reverse of: {mirrored}." if mirrored else "Choose another factor.",
        },
    )
