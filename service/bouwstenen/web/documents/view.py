"""What the page about a thing shows: rows of properties and values, by name, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from bouwstenen.languages import preferred
from bouwstenen.namespaces import BASE, BM, PREFIXES, RDF_TYPE, shorten
from bouwstenen.publishing.documents.description import Description
from bouwstenen.publishing.terms import NAMES
from bouwstenen.web.documents.sections import INVERSES, LABELS, SECTIONS, TEXTS, TITLE, TOLD, WORKED_OUT
from bouwstenen.web.documents.texts import WORDS

__all__ = ["SHOWN", "Row", "Value", "View"]

#: Values or things of one property that are shown; more are counted, with a query that lists them.
SHOWN = 50

_RDF = PREFIXES["rdf"]


@dataclass(frozen=True)
class Value:
    """One value.

    Args:
        text: what it reads.
        href: where it leads.
        language: of its text, where it is another than that of the page.
        rows: what is said of a node without a name.
        items: the members of a list.
    """

    text: str = ""
    href: str | None = None
    language: str | None = None
    rows: "Sequence[Row]" = ()
    items: "Sequence[Value]" = ()


@dataclass(frozen=True)
class Row:
    """A property and its values.

    Args:
        name: of the property.
        href: where the property is described.
        values: those that are shown.
        count: how many there are.
        more: address of a query for all, where there are more than are shown.
        iri: of the property.
    """

    name: str
    href: str
    values: Sequence[Value]
    count: int = 0
    more: str | None = None
    iri: str = ""


class View:
    """Tells the parts of a description in a language.

    Args:
        description: what is said of the thing.
        names: what to call each thing that is mentioned.
        language: of the reader, "nl" or "en".
        leads: where an IRI is described.
        lists: address of a query that lists what a property has or points from: property, whether incoming.
        inverses: pairs of inverse properties, beside those of SKOS.
    """

    def __init__(
        self,
        description: Description,
        names: Mapping[str, str],
        language: str,
        leads: Callable[[str], str],
        lists: Callable[[str, bool], str],
        inverses: Mapping[str, str],
    ) -> None:
        self._description = description
        self._names = names
        self._language = language
        self._leads = leads
        self._lists = lists
        self._inverses = {**INVERSES, **inverses}
        self._below: dict[str, list[Quad]] = {}
        for quad in description.own:
            self._below.setdefault(str(quad.subject), []).append(quad)

    def name(self, iri: str) -> str:
        """Return what to call a thing or term."""
        if iri in NAMES:
            return NAMES[iri][self._language]
        if iri in self._names and self._names[iri] != shorten(iri):
            return self._names[iri]
        return _last(iri)

    def title(self) -> str:
        """Return the name of the thing itself."""
        return self._best(LABELS) or self._best((TITLE,)) or self.name(self._description.iri)

    def lead(self) -> Value | None:
        """Return its definition or description."""
        for wanted in TEXTS:
            found = self._texts((wanted,))
            for language in (self._language, "nl", "en", ""):
                if language in found:
                    return Value(found[language], language=self._other(language))
        return None

    def kinds(self) -> list[Value]:
        """Return its classes: those that are said, not those that follow from them, where there are any."""
        said = [quad for quad in self._own() if quad.predicate.value == RDF_TYPE]
        stated = [quad for quad in said if not _worked_out(quad)] or said
        return self.links(dict.fromkeys(_value(quad.object) for quad in stated))

    def sections(self) -> dict[str, list[Row]]:
        """Return its properties by section: names, texts, place, what is stated, what was worked out."""
        predicates = dict.fromkeys(quad.predicate.value for quad in self._own())
        rows = {
            section: [self._row(name) for name in group if name in predicates]
            for section, group in SECTIONS.items()
        }
        placed = {RDF_TYPE}.union(*SECTIONS.values())
        others = sorted((self._row(name) for name in predicates if name not in placed), key=_by_name)
        rows["facts"] = [row for row in others if not self._is_worked_out(row.iri)]
        rows["derived"] = [row for row in others if self._is_worked_out(row.iri)]
        labels = {value for row in rows["names"] if row.iri == LABELS[0] for value in row.values}
        rows["names"] = [
            row for row in rows["names"] if row.iri != LABELS[1] or not labels.issuperset(row.values)
        ]
        return {section: found for section, found in rows.items() if not self._is_told(section, found)}

    def pointing(self) -> list[Row]:
        """Return what points to the thing and is not told elsewhere on its page, by property."""
        linked = {(quad.predicate.value, str(quad.object)) for quad in self._own()}
        found: dict[str, list[Triple]] = {name: [] for name in self._description.counts}
        for triple in self._description.incoming:
            found[triple.predicate.value].append(triple)
        rows = []
        for predicate, triples in found.items():
            back = {predicate, self._inverses.get(predicate)}
            if predicate in TOLD or (triples and all(_linked(linked, each, back) for each in triples)):
                continue
            values = self.links(_value(each.subject) for each in triples)
            count = self._description.counts[predicate]
            more = self._lists(predicate, True) if count > min(len(values), SHOWN) else None
            rows.append(self._made(predicate, values[:SHOWN], count, more))
        return sorted(rows, key=_by_name)

    def links(self, iris: Iterable[str]) -> list[Value]:
        """Return things by name, each with where it leads, sorted by name."""
        values = (Value(self.name(iri), self._leads(iri)) for iri in iris)
        return sorted(values, key=lambda value: (value.text.casefold(), value.href))

    def value(self, term: NamedNode | Literal | BlankNode | Triple) -> Value:
        """Return how a term is shown."""
        if isinstance(term, NamedNode):
            return Value(self.name(term.value), self._leads(term.value))
        if isinstance(term, Literal):
            return self._literal(term)
        return self._nested(term, frozenset())

    def said(self, pairs: Iterable[tuple[str, NamedNode | Literal | BlankNode]]) -> list[Row]:
        """Return rows of properties and values of something else than the thing."""
        values: dict[str, list[Value]] = {}
        for predicate, term in pairs:
            values.setdefault(predicate, []).append(self.value(term))
        return [self._made(predicate, found, len(found)) for predicate, found in values.items()]

    def _own(self) -> list[Quad]:
        return self._below.get(str(NamedNode(self._description.iri)), [])

    def _row(self, predicate: str) -> Row:
        terms = dict.fromkeys(quad.object for quad in self._own() if quad.predicate.value == predicate)
        values = sorted((self.value(term) for term in terms), key=self._order)
        more = self._lists(predicate, False) if len(values) > SHOWN else None
        return self._made(predicate, values[:SHOWN], len(values), more)

    def _made(self, predicate: str, values: Sequence[Value], count: int, more: str | None = None) -> Row:
        return Row(self.name(predicate), self._leads(predicate), tuple(values), count, more, predicate)

    def _is_worked_out(self, predicate: str) -> bool:
        return all(_worked_out(quad) for quad in self._own() if quad.predicate.value == predicate)

    def _is_told(self, section: str, rows: Sequence[Row]) -> bool:
        """Whether a section says no more than the head of the page."""
        values = [value for row in rows for value in row.values]
        if section == "names":
            return values in ([], [Value(self.title())])
        return values == ([self.lead()] if section == "texts" and values else [])

    def _order(self, value: Value) -> tuple[bool, bool, str, str]:
        return (
            bool(value.rows or value.items),
            value.language is not None,
            value.text.casefold(),
            value.text,
        )

    def _literal(self, term: Literal) -> Value:
        if term.datatype.value == PREFIXES["xsd"] + "boolean":
            return Value(WORDS[self._language]["yes" if term.value in ("true", "1") else "no"])
        text = term.value
        if term.datatype.value == PREFIXES["xsd"] + "dateTime":
            text = text.removesuffix("Z").removesuffix("T00:00:00")
        return Value(text, language=self._other(term.language or ""))

    def _other(self, language: str) -> str | None:
        return language if language and language != self._language else None

    def _nested(self, term: BlankNode | Triple, above: frozenset[str]) -> Value:
        name = str(term)
        if name in above:
            return Value("…")
        quads = self._below.get(name, [])
        first = [quad.object for quad in quads if quad.predicate.value == f"{_RDF}first"]
        if first:
            return Value(items=self._list(name, above))
        return Value(rows=self._inside(quads, above | {name}))

    def _inside(self, quads: Iterable[Quad], above: frozenset[str]) -> list[Row]:
        values: dict[str, list[Value]] = {}
        for quad in quads:
            term = quad.object
            shown = self._nested(term, above) if isinstance(term, BlankNode | Triple) else self.value(term)
            values.setdefault(quad.predicate.value, []).append(shown)
        return [self._made(predicate, found, len(found)) for predicate, found in values.items()]

    def _list(self, name: str, above: frozenset[str]) -> list[Value]:
        items, seen = [], set(above)
        while name not in seen and name in self._below:
            seen.add(name)
            said = {quad.predicate.value: quad.object for quad in self._below[name]}
            term = said.get(f"{_RDF}first")
            if isinstance(term, BlankNode | Triple):
                items.append(self._nested(term, frozenset(seen)))
            elif term is not None:
                items.append(self.value(term))
            name = str(said.get(f"{_RDF}rest"))
        return items

    def _texts(self, wanted: Iterable[str]) -> dict[str, str]:
        found = [quad.object for quad in self._own() if quad.predicate.value in wanted]
        return {term.language or "": term.value for term in found if isinstance(term, Literal)}

    def _best(self, wanted: Sequence[str]) -> str | None:
        return preferred(self._texts(wanted), self._language)


def _worked_out(quad: Quad) -> bool:
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value in WORKED_OUT


def _value(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return str(term) if isinstance(term, Triple) else term.value


def _linked(linked: set[tuple[str, str]], triple: Triple, predicates: Iterable[str | None]) -> bool:
    """Whether the thing itself says as much the other way round."""
    return any((str(predicate), str(triple.subject)) in linked for predicate in predicates)


def _by_name(row: Row) -> tuple[str, str]:
    return (row.name.casefold(), row.iri)


def _last(iri: str) -> str:
    """What to call a thing of ours without a name; a term, and what is not ours, by its prefix."""
    ours = iri.startswith(BASE) and not iri.startswith(BM)
    return (iri.rpartition("/")[2] if ours else "") or shorten(iri)
