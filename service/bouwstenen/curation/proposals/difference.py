"""What a patch changes, for people: by thing, by property, with names in place of IRIs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE
from bouwstenen.publishing.changes.comparison import Kind
from bouwstenen.publishing.changes.facts import names_of
from bouwstenen.publishing.changes.words import KIND_NAMES, Words

__all__ = ["Row", "Thing", "Value", "difference"]

_TYPE = NamedNode(RDF_TYPE)
_ABOUT = NamedNode(f"{BM}about")
_XSD = PREFIXES["xsd"]
_YES_NO = {"nl": {"true": "ja", "false": "nee"}, "en": {"true": "yes", "false": "no"}}


@dataclass(frozen=True)
class Value:
    """A value of a property.

    Args:
        text: what is shown.
        iri: of a thing; None for a text or number.
    """

    text: str
    iri: str | None = None


@dataclass(frozen=True)
class Row:
    """What happened to a property of a thing.

    Args:
        iri: of the property.
        name: how it is called.
        old: values that go.
        new: values that come.
    """

    iri: str
    name: str
    old: list[Value]
    new: list[Value]


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
    """

    iri: str
    name: str
    is_claim: bool
    kind: Kind
    told: str
    type: str
    rows: list[Row]


def difference(store: Store, patch: Patch, language: str, more: Iterable[Triple] = ()) -> list[Thing]:
    """Return what a patch changes, thing by thing.

    Args:
        store: what it changes; a patch that holds there already is told by what it says itself.
        patch: what comes and goes.
        language: "nl" or "en".
        more: names of what neither of both tells.
    """
    fresh = Store()
    fresh.extend(Quad(each.subject, each.predicate, each.object) for each in (*patch.added, *more))
    gone = Store()
    gone.extend(Quad(each.subject, each.predicate, each.object) for each in patch.removed)
    came, went = _by_subject(patch.added), _by_subject(quad.triple for quad in patch.removed)
    words = Words(language, names_of([fresh, store, gone], _mentioned([fresh, gone], store)))
    things = [
        _thing(store, subject, came.get(subject, []), went.get(subject, []), words, language)
        for subject in {*came, *went}
    ]
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


def _mentioned(patches: Iterable[Store], store: Store) -> set[str]:
    found: set[str] = set()
    for quad in (quad for patch in patches for quad in patch):
        found.update(
            term.value for term in (quad.subject, quad.predicate, quad.object) if isinstance(term, NamedNode)
        )
        if isinstance(quad.subject, NamedNode):
            found.update(_objects(store, quad.subject, _TYPE) + _objects(store, quad.subject, _ABOUT))
    return found


def _objects(store: Store, subject: NamedNode, predicate: NamedNode) -> list[str]:
    quads = store.quads_for_pattern(subject, predicate, None, None)
    return sorted(quad.object.value for quad in quads if isinstance(quad.object, NamedNode))


def _thing(
    store: Store,
    subject: NamedNode,
    came: list[Triple],
    went: list[Triple],
    words: Words,
    language: str,
) -> Thing:
    own = [*came, *went]
    types = [
        *(
            each.object.value
            for each in own
            if each.predicate == _TYPE and isinstance(each.object, NamedNode)
        ),
        *_objects(store, subject, _TYPE),
    ]
    about = [
        *(
            each.object.value
            for each in own
            if each.predicate == _ABOUT and isinstance(each.object, NamedNode)
        ),
        *_objects(store, subject, _ABOUT),
    ]
    kind = _kind(store, subject, came, went)
    properties = {each.predicate for each in own}
    rows = [
        Row(
            each.value,
            words.name(each.value),
            _values([triple for triple in went if triple.predicate == each], words, language),
            _values([triple for triple in came if triple.predicate == each], words, language),
        )
        for each in properties
    ]
    order = {RDF_TYPE: 0, PREFIXES["rdfs"] + "label": 1, f"{BM}about": 2}
    rows.sort(key=lambda row: (order.get(row.iri, 3), row.name.casefold(), row.iri))
    name = words.name(about[0]) if about else words.name(subject.value)
    type_name = words.name(types[0]) if types else ""
    return Thing(subject.value, name, bool(about), kind, KIND_NAMES[language][kind], type_name, rows)


def _kind(store: Store, subject: NamedNode, came: list[Triple], went: list[Triple]) -> Kind:
    """New where nothing was said of it before, gone where nothing is left."""
    now = {quad.triple for quad in store.quads_for_pattern(subject, None, None, None)}
    if not went and not now - set(came):
        return "created"
    if not came and not now - set(went):
        return "deleted"
    return "updated"


def _values(triples: list[Triple], words: Words, language: str) -> list[Value]:
    return sorted(
        (_value(each, words, language) for each in triples), key=lambda value: value.text.casefold()
    )


def _value(triple: Triple, words: Words, language: str) -> Value:
    value = triple.object
    if isinstance(value, NamedNode):
        return Value(words.name(value.value), value.value)
    if not isinstance(value, Literal):
        return Value(str(value))
    if value.language:
        return Value(f"{value.value} ({value.language})" if value.language != language else value.value)
    if value.datatype.value == f"{_XSD}boolean":
        return Value(_YES_NO[language].get(value.value, value.value))
    return Value(value.value)
