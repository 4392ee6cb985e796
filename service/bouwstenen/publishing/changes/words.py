"""What changed, in words: Dutch and English, made from the names that things and properties have."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from bouwstenen.languages import preferred
from bouwstenen.namespaces import GRAPH, PREFIXES, shorten
from bouwstenen.publishing.changes.comparison import KINDS, Kind
from bouwstenen.publishing.changes.facts import is_derived, quads_of
from bouwstenen.publishing.changes.recorded import Item
from bouwstenen.publishing.terms import NAMES

__all__ = ["KIND_NAMES", "Group", "Words", "grouped", "in_short"]

KIND_NAMES: dict[str, dict[Kind, str]] = {
    "nl": {"created": "nieuw", "updated": "gewijzigd", "deleted": "vervallen"},
    "en": {"created": "new", "updated": "changed", "deleted": "gone"},
}
_SAID = {
    "nl": {
        "changed": "{name} gewijzigd",
        "came": "{name}: {new} erbij",
        "went": "{name}: {old} weg",
        "derived": "{count} afgeleide uitspraken",
        "derived one": "1 afgeleide uitspraak",
        "blank": "opbouw gewijzigd",
        "thing": "overig",
        "none": "niets",
    },
    "en": {
        "changed": "{name} changed",
        "came": "{name}: {new} added",
        "went": "{name}: {old} removed",
        "derived": "{count} derived statements",
        "derived one": "1 derived statement",
        "blank": "structure changed",
        "thing": "other",
        "none": "nothing",
    },
}
#: Characters of a text that can be shown beside another one.
_SHORT = 60


class Group(NamedTuple):
    """What happened to the resources of one class.

    Args:
        iri: the class; "" for those without.
        name: how it is called.
        counts: how many of each kind, in words (`3 nieuw, 1 gewijzigd`).
        lines: a sentence for each resource, and the resource itself.
    """

    iri: str
    name: str
    counts: str
    lines: list[tuple[str, Item]]


class Words:
    """Says what changed in one language.

    Args:
        language: "nl" or "en".
        names: of what is mentioned, by language.
    """

    def __init__(self, language: str, names: Mapping[str, Mapping[str, str]]) -> None:
        self._language = language
        self._names = names
        self._said = _SAID[language]

    def name(self, iri: str) -> str:
        """Return how something is called: by its name, or the end of its IRI."""
        if not iri:
            return self._said["thing"]
        found = preferred(dict(self._names.get(iri, {})), self._language)
        short = shorten(iri)
        return (
            found
            or NAMES.get(iri, {}).get(self._language)
            or short.removeprefix("id:").removeprefix("graph:")
        )

    def title(self, item: Item) -> str:
        """Return how a changed resource is called."""
        return preferred(dict(item.label), self._language) or self.name(item.iri)

    def sentence(self, item: Item, *, derived: bool = True, with_class: bool = True) -> str:
        """Return in one sentence what happened to a resource.

        Args:
            item: what happened to it.
            derived: whether statements that follow from others are told in full; else only how many.
            with_class: whether to say of which class it is, where its name does not.
        """
        if item.kind != "updated":
            title, kind = self.title(item), self.name(item.types[0] if item.types else "")
            known = not with_class or title.casefold().startswith(kind.casefold())
            return f"{KIND_NAMES[self._language][item.kind]}: {title}" + ("" if known else f" ({kind})")
        # a claim speaks of something else: that is what a reader looks for
        about = self.name(item.about) if item.about else self.title(item)
        return f"{about}: {'; '.join(self.details(item, derived=derived))}"

    def details(self, item: Item, *, derived: bool = True) -> list[str]:
        """Return what changed about a resource that is still there, a phrase for each property.

        Args:
            item: what happened to it.
            derived: whether statements that follow from others are told in full; else only how many.
        """
        if item.kind != "updated":
            return []
        pairs: dict[tuple[str, str], tuple[list[Quad], list[Quad]]] = defaultdict(lambda: ([], []))
        blank = follows = 0
        for place, lines in enumerate((item.removed, item.added)):
            for quad in quads_of(lines):
                if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                    blank += 1
                elif is_derived(quad) and not derived:
                    follows += 1
                else:
                    pairs[quad.predicate.value, getattr(quad.graph_name, "value", "")][place].append(quad)
        said = [self._phrase(*key, *values) for key, values in sorted(pairs.items())]
        if blank:
            said.append(self._said["blank"])
        if follows:
            said.append(self._said["derived one" if follows == 1 else "derived"].format(count=follows))
        return said or [self._said["none"]]

    def _phrase(self, predicate: str, graph: str, old: list[Quad], new: list[Quad]) -> str:
        name = self.name(predicate)
        where = f" ({self.name(graph)})" if graph.startswith(GRAPH) else ""
        before, after = (sorted(self._value(quad, name) for quad in quads) for quads in (old, new))
        if any(len(text) > _SHORT for text in (*before, *after)):
            return self._said["changed"].format(name=name) + where
        if before and after:
            return f"{name} {', '.join(before)} → {', '.join(after)}{where}"
        form = self._said["came" if after else "went"]
        return form.format(name=name, new=", ".join(after), old=", ".join(before)) + where

    def _value(self, quad: Quad, name: str) -> str:
        """A value; what repeats the name of its property (“trede: Trede 3: doeltreffend”) does so once."""
        value = quad.object
        if isinstance(value, Literal):
            return (
                f"“{value.value}”"
                if value.datatype.value == PREFIXES["xsd"] + "string"
                else self._plain(value)
            )
        text = self.name(value.value) if isinstance(value, NamedNode) else str(value)
        short = text.partition(":")[0] if ": " in text else text
        if short.casefold().startswith(f"{name.casefold()} "):
            return short[len(name) + 1 :]
        return text

    def _plain(self, value: Literal) -> str:
        if value.language:
            return f"“{value.value}”" + (f" ({value.language})" if value.language != self._language else "")
        yes_or_no = {"true": ("ja", "yes"), "false": ("nee", "no")}.get(value.value)
        return yes_or_no[self._language == "en"] if yes_or_no else value.value


def in_short(counts: Mapping[str, int], language: str) -> str:
    """Return how many there are of each kind of change, in words.

    >>> in_short({"created": 3, "updated": 0, "deleted": 1}, "nl")
    '3 nieuw, 1 vervallen'
    """
    told = [f"{counts[kind]} {KIND_NAMES[language][kind]}" for kind in KINDS if counts.get(kind)]
    return ", ".join(told) or _SAID[language]["none"]


def grouped(items: Iterable[Item], words: Words, language: str) -> tuple[list[Group], int]:
    """Return what happened by class, and how many resources are left out.

    A resource of which only derived statements changed is left out, unless nothing else changed at all: then
    what changed is how we derive.
    """
    listed = list(items)
    stated = [item for item in listed if item.kind != "updated" or _is_stated(item)]
    shown = stated or listed
    by_class: dict[str, list[Item]] = defaultdict(list)
    for item in shown:
        by_class[item.types[0] if item.types else ""].append(item)
    groups = []
    for iri, members in sorted(by_class.items(), key=lambda pair: (not pair[0], words.name(pair[0]))):
        counts: dict[str, int] = {kind: sum(item.kind == kind for item in members) for kind in KINDS}
        lines = [(words.sentence(item, derived=not stated, with_class=False), item) for item in members]
        order = {kind: place for place, kind in enumerate(KINDS)}
        lines.sort(key=lambda line: (order[line[1].kind], line[0].casefold()))
        groups.append(Group(iri, words.name(iri), in_short(counts, language), lines))
    return groups, len(listed) - len(shown)


def _is_stated(item: Item) -> bool:
    return not all(is_derived(quad) for quad in quads_of([*item.removed, *item.added]))
