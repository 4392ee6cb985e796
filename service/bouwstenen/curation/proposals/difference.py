"""What a patch changes, for people: by thing, by property, with names in place of IRIs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Store, Triple

from bouwstenen.curation.proposals.naming import ABOUT, TYPE, Naming
from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE
from bouwstenen.publishing.changes.comparison import Kind
from bouwstenen.publishing.changes.words import KIND_NAMES

__all__ = ["Row", "Thing", "Value", "difference"]

#: What every claim says of itself: another claim that says it differently is no other value.
_OF_ITSELF = (RDF_TYPE, PREFIXES["rdfs"], PREFIXES["prov"], PREFIXES["dcterms"], f"{BM}about")


@dataclass(frozen=True)
class Value:
    """A value of a property.

    Args:
        text: what is shown.
        iri: of a thing; None for a text or number.
        where: it was found, of a value that stays.
    """

    text: str
    iri: str | None = None
    where: str = ""


@dataclass(frozen=True)
class Row:
    """What happened to a property of a thing.

    Args:
        iri: of the property.
        name: how it is called.
        old: values that go.
        new: values that come.
        stays: values that other claims about the same thing give, beside which the new ones come.
    """

    iri: str
    name: str
    old: list[Value]
    new: list[Value]
    stays: list[Value] = field(default_factory=list)


@dataclass(frozen=True)
class Thing:
    """What happened to a thing.

    Args:
        iri: of the thing.
        name: how it is called; a claim by what it is about.
        is_claim: whether it says something of another thing.
        kind: created, updated or deleted.
        told: the same in words.
        type: name of its class, or "".
        rows: a property each, its class and name first.
        replaces: IRI of the claim in whose place it comes; None where it comes in the place of none.
    """

    iri: str
    name: str
    is_claim: bool
    kind: Kind
    told: str
    type: str
    rows: list[Row]
    replaces: str | None = None


def difference(store: Store, patch: Patch, language: str, more: Iterable[Triple] = ()) -> list[Thing]:
    """Return what a patch changes, thing by thing.

    A claim that goes and one of its class about the same thing that comes are one change of that claim.

    Args:
        store: what it changes; a patch that holds there already is told by what it says itself.
        patch: what comes and goes.
        language: "nl" or "en".
        more: names of what neither of both tells.
    """
    naming = Naming(store, patch, language, more)
    came, went = _by_subject(patch.added), _by_subject(quad.triple for quad in patch.removed)
    kinds = {
        subject: _kind(store, subject, came.get(subject, []), went.get(subject, []))
        for subject in {*came, *went}
    }
    pairs = _replaced(kinds, came, went, naming)
    things = []
    for subject, kind in kinds.items():
        if subject in pairs.values():
            continue
        new, old, replaced = came.get(subject, []), went.get(subject, []), pairs.get(subject)
        if replaced is not None:
            old, kind = went[replaced], "updated"
            same = {(each.predicate, each.object) for each in new} & {
                (each.predicate, each.object) for each in old
            }
            new, old = _without(new, same), _without(old, same)
        types, about = naming.objects(subject.value, TYPE), naming.objects(subject.value, ABOUT)
        standing: dict[NamedNode, list[Value]] = {}
        if kind == "created" and about:
            standing = _standing(store, about, kinds.keys(), naming, {each.predicate for each in new})
        things.append(
            Thing(
                subject.value,
                naming.name(about[0] if about else subject.value),
                bool(about),
                kind,
                KIND_NAMES[language][kind],
                naming.name(types[0]) if types else "",
                _rows(new, old, standing, naming),
                replaced.value if replaced is not None else None,
            )
        )
    return sorted(things, key=_with_its_claims)


def _with_its_claims(thing: Thing) -> tuple[str, bool, str, str]:
    """A thing comes first, then what is claimed of it, which goes by its name."""
    return thing.name.casefold(), thing.is_claim, thing.type, thing.iri


def _by_subject(triples: Iterable[Triple]) -> dict[NamedNode, list[Triple]]:
    grouped: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            grouped[triple.subject].append(triple)
    return grouped


def _kind(store: Store, subject: NamedNode, came: list[Triple], went: list[Triple]) -> Kind:
    """New where nothing was said of it before, gone where nothing is left."""
    now = {quad.triple for quad in store.quads_for_pattern(subject, None, None, None)}
    if not went and not now - set(came):
        return "created"
    if not came and not now - set(went):
        return "deleted"
    return "updated"


def _replaced(
    kinds: Mapping[NamedNode, Kind],
    came: Mapping[NamedNode, list[Triple]],
    went: Mapping[NamedNode, list[Triple]],
    naming: Naming,
) -> dict[NamedNode, NamedNode]:
    """Which claim comes in the place of which: of several, those that have most in common."""
    found = []
    gone = [each for each, kind in kinds.items() if kind == "deleted"]
    for new in (each for each, kind in kinds.items() if kind == "created") if gone else ():
        for old in gone:
            if _claimed(new, naming) and _claimed(new, naming) == _claimed(old, naming):
                said = [{(each.predicate, each.object) for each in own} for own in (came[new], went[old])]
                found.append((-len(said[0] & said[1]), new.value, old.value))
    pairs: dict[NamedNode, NamedNode] = {}
    for _, new_iri, old_iri in sorted(found):
        new, old = NamedNode(new_iri), NamedNode(old_iri)
        if new not in pairs and old not in pairs.values():
            pairs[new] = old
    return pairs


def _claimed(claim: NamedNode, naming: Naming) -> tuple[list[str], list[str]] | None:
    """Its classes and what it is about; None for what is no claim."""
    about = naming.objects(claim.value, ABOUT)
    return (sorted(naming.objects(claim.value, TYPE)), sorted(about)) if about else None


def _without(triples: list[Triple], same: Collection[tuple[object, object]]) -> list[Triple]:
    return [each for each in triples if (each.predicate, each.object) not in same]


def _standing(
    store: Store,
    about: list[str],
    changed: Collection[NamedNode],
    naming: Naming,
    properties: Collection[NamedNode],
) -> dict[NamedNode, list[Value]]:
    """What claims that the patch does not touch say of the same thing, by property, and where."""
    found: dict[NamedNode, set[Value]] = defaultdict(set)
    wanted = [each for each in properties if not each.value.startswith(_OF_ITSELF)]
    for thing in about:
        for quad in store.quads_for_pattern(None, ABOUT, NamedNode(thing), None):
            claim = quad.subject
            if not isinstance(claim, NamedNode) or claim in changed:
                continue
            for each in wanted:
                for said in store.quads_for_pattern(claim, each, None, None):
                    found[each].add(_value(said.object, naming, naming.where(claim.value)))
    return {each: _gathered(values) for each, values in found.items()}


def _gathered(values: Iterable[Value]) -> list[Value]:
    """Each value once, with all the places where it was found."""
    places: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for each in _sorted(values):
        places[each.text, each.iri] += [each.where] if each.where else []
    return [Value(text, iri, "; ".join(where)) for (text, iri), where in places.items()]


def _rows(
    came: list[Triple],
    went: list[Triple],
    standing: Mapping[NamedNode, list[Value]],
    naming: Naming,
) -> list[Row]:
    rows = [
        Row(
            each.value,
            naming.name(each.value),
            _sorted(_value(triple.object, naming) for triple in went if triple.predicate == each),
            _sorted(_value(triple.object, naming) for triple in came if triple.predicate == each),
            standing.get(each, []),
        )
        for each in {triple.predicate for triple in (*came, *went)}
    ]
    order = {RDF_TYPE: 0, PREFIXES["rdfs"] + "label": 1, f"{BM}about": 2}
    rows.sort(key=lambda row: (order.get(row.iri, 3), row.name.casefold(), row.iri))
    return rows


def _value(value: object, naming: Naming, where: str = "") -> Value:
    return Value(naming.text(value), value.value if isinstance(value, NamedNode) else None, where)


def _sorted(values: Iterable[Value]) -> list[Value]:
    return sorted(values, key=lambda value: (value.text.casefold(), value.where))
