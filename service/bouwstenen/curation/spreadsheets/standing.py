"""What a release says of all that a workbook shows, row by row: what an edited one is compared with."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from bouwstenen.curation.spreadsheets.columns import (
    ABOUT,
    LABEL,
    LISTS,
    SHEETS,
    STANDS_IN,
    WHO,
    Column,
    Kind,
    Sheet,
)
from bouwstenen.curation.spreadsheets.values import AGE_MAX, AGE_MIN, ages, cell_text, one_line, shown
from bouwstenen.graph.changesets import GRAPHS
from bouwstenen.namespaces import BM, ID, PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.store.interface import QueryStore, select

__all__ = ["Row", "Said", "Standing", "Statement"]

_MADE = {graph_iri("derived"), graph_iri("inferred")}
_US = f"{ID}organisation/bouwstenen"
_NOTATION = PREFIXES["skos"] + "notation"
_ATTRIBUTED, _DERIVED_FROM = PREFIXES["prov"] + "wasAttributedTo", PREFIXES["prov"] + "wasDerivedFrom"
_PRINTED_NAME, _LOCATOR = BM + "printedName", BM + "locator"

_ALL = """
SELECT ?g ?s ?p ?o WHERE {{
  {{ SELECT DISTINCT ?s WHERE {{ VALUES ?class {{ {classes} }} ?s a ?class }} }}
  GRAPH ?g {{ ?s ?p ?o }}
}}
"""
_OURS = "SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?g prov:wasAttributedTo <{us}> }} }}"


@dataclass(frozen=True)
class Statement:
    """What is said of a thing.

    Args:
        name: IRI of the property.
        value: its value.
        quad: where it is said.
    """

    name: str
    value: NamedNode | Literal
    quad: Quad


@dataclass(frozen=True)
class Said:
    """A value of a row.

    Args:
        text: as it stands in a cell.
        claim: IRI of the claim that says so, or "".
        quads: the statements that hold it.
        ours: whether a spreadsheet may take it away: it stands in a changeset, or is our own.
    """

    text: str
    claim: str
    quads: tuple[Quad, ...]
    ours: bool


@dataclass(frozen=True)
class Row:
    """A row as the release has it.

    Args:
        iri: of the thing or claim.
        name: what its first cell holds.
        said: its values, by heading.
        texts: its cells, by heading; those without anything are left out.
    """

    iri: str
    name: str
    said: Mapping[str, tuple[Said, ...]]
    texts: Mapping[str, str] = field(default_factory=dict)


class Standing:
    """What a release says.

    Args:
        store: the release.

    Attributes:
        rows: by name of the sheet, then by IRI, in the order of the sheet.
        names: by pick-list: name by IRI.
    """

    def __init__(self, store: QueryStore) -> None:
        self._store = store
        self._said: dict[str, list[Statement]] = defaultdict(list)
        self._classes: dict[str, list[str]] = defaultdict(list)
        self._claims: dict[str, list[str]] = defaultdict(list)
        self._read()
        self.names = {name: dict(self._listed(name)) for name in LISTS}
        self.rows = {sheet.name: self._rows(sheet) for sheet in SHEETS}

    def _read(self) -> None:
        things = {sheet.of for sheet in SHEETS} | {name for each in LISTS.values() for name in each.classes}
        claims = {column.claim for sheet in SHEETS for column in sheet.columns if column.claim}
        classes = sorted(things | claims | {"Passage", "Contributor"})
        ours = {row["g"].value for row in select(self._store, _OURS.format(us=_US))}
        self._ours = ours
        found = select(self._store, _ALL.format(classes=" ".join(f"bm:{name}" for name in classes)))
        for row in found:
            subject, name, value, graph = (row[each] for each in "spog")
            if (
                not isinstance(subject, NamedNode)
                or not isinstance(name, NamedNode)
                or not isinstance(value, NamedNode | Literal)
                or not isinstance(graph, NamedNode)
                or graph.value in _MADE
            ):
                continue
            statement = Statement(name.value, value, Quad(subject, name, value, graph))
            self._said[subject.value].append(statement)
            if name.value == RDF_TYPE and value.value.startswith(BM):
                self._classes[value.value.removeprefix(BM)].append(subject.value)
            elif name.value == ABOUT:
                self._claims[value.value].append(subject.value)

    def is_known(self, iri: str) -> bool:
        """Return whether anything is said of an IRI, retired or not."""
        return any(select(self._store, f"SELECT ?p WHERE {{ <{iri}> ?p ?o }} LIMIT 1"))

    def said(self, subject: str) -> list[Statement]:
        """Return all that is said of a thing or claim; nothing that was derived."""
        return list(self._said.get(subject, ()))

    def values(self, subject: str, name: str) -> list[NamedNode | Literal]:
        """Return the values of a property."""
        return [each.value for each in self._said.get(subject, ()) if each.name == name]

    def is_a(self, iri: str, name: str) -> bool:
        """Return whether a thing is of the class of that local name."""
        return any(value.value == BM + name for value in self.values(iri, RDF_TYPE))

    def is_ours(self, quad: Quad) -> bool:
        """Return whether a spreadsheet may take a statement away."""
        graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        return graph in self._ours or graph.startswith(graph_iri(GRAPHS))

    def label(self, iri: str) -> str:
        """Return the Dutch name of a thing, or its IRI."""
        found = (one_line(each.value) for each in self.values(iri, LABEL) if _language(each) == "nl")
        return next(iter(sorted(found)), iri)

    def _listed(self, name: str) -> Iterator[tuple[str, str]]:
        listed, by_label = LISTS[name], defaultdict[str, list[str]](list)
        for iri in sorted({iri for each in listed.classes for iri in self._classes[each]}):
            numbers = self.values(iri, _NOTATION) if listed.numbered else []
            by_label[" ".join([*(each.value for each in numbers), self.label(iri)])].append(iri)
        for label in sorted(by_label, key=_order):
            for iri in by_label[label]:
                several = len(by_label[label]) > 1
                yield iri, f"{label} [{iri.rpartition('/')[2]}]" if several else label

    def _rows(self, sheet: Sheet) -> dict[str, Row]:
        rows = [self._row(sheet, iri) for iri in sorted(set(self._classes[sheet.of]))]
        return {row.iri: row for row in sorted(rows, key=lambda row: (_order(row.name), row.iri))}

    def _row(self, sheet: Sheet, iri: str) -> Row:
        said = {column.heading: tuple(self._cell(sheet, column, iri)) for column in sheet.columns}
        texts = {heading: cell_text(each.text for each in values) for heading, values in said.items()}
        if sheet.sourced:
            claims = [iri] if sheet.of_claims else self._claims[iri]
            texts[WHO] = cell_text(map(self.label, self._objects(claims, _ATTRIBUTED)))
            passages = self._objects(claims, _DERIVED_FROM)
            places = (one_line(each.value) for passage in passages for each in self.values(passage, _LOCATOR))
            texts[STANDS_IN] = cell_text(places)
        return Row(iri, texts[sheet.key.heading], said, {key: text for key, text in texts.items() if text})

    def _objects(self, claims: Iterable[str], name: str) -> set[str]:
        return {value.value for claim in claims for value in self.values(claim, name)}

    def _cell(self, sheet: Sheet, column: Column, iri: str) -> Iterator[Said]:
        of_claim = bool(column.claim) and not sheet.of_claims
        names = self.names.get(column.pick, {})
        own = self.label(iri)
        for subject in sorted(set(self._claims[iri])) if of_claim else [iri]:
            if column.kind is Kind.AGES:
                yield from self._ages(subject)
                continue
            for each in self.said(subject):
                text = shown(column.kind, each.value, names)
                if (
                    each.name != column.property
                    or not text
                    or (column.property == LABEL and _language(each.value) != "nl")
                    or (column.property == _PRINTED_NAME and text == own)
                ):
                    continue
                claim = subject if of_claim or sheet.of_claims else ""
                yield Said(text, claim, (each.quad,), self.is_ours(each.quad))

    def _ages(self, claim: str) -> Iterator[Said]:
        found = {each.name: each for each in self.said(claim) if each.name in (AGE_MIN, AGE_MAX)}
        if found:
            low, high = (found[name].value.value if name in found else "" for name in (AGE_MIN, AGE_MAX))
            quads = tuple(each.quad for each in found.values())
            yield Said(ages(low, high), claim, quads, all(map(self.is_ours, quads)))

    @property
    def fingerprint(self) -> str:
        """What tells one state of the rows from another: a SHA-256."""
        digest = hashlib.sha256()
        for name, rows in self.rows.items():
            for iri, row in rows.items():
                digest.update(repr((name, iri, sorted(row.texts.items()))).encode())
        return digest.hexdigest()


def _language(value: NamedNode | Literal) -> str | None:
    return value.language if isinstance(value, Literal) else None


def _order(name: str) -> tuple[list[int | str], str]:
    return [int(part) if part.isdigit() else 0 for part in name.split(" ")[0].split(".")], name.casefold()
