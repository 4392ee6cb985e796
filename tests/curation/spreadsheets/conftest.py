"""A workbook of the release, which tests edit as curators do."""

import io

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from pyoxigraph import NamedNode, Store

from bouwstenen.curation.spreadsheets.editor import Editor
from bouwstenen.curation.spreadsheets.reading import read_spreadsheet
from bouwstenen.curation.spreadsheets.writing import write_workbook
from bouwstenen.namespaces import BASE, BM, RDF_TYPE, shorten
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore
from bouwstenen.validation.document import Document

EDITOR = Editor("Jo Jansen", orcid="0000-0002-1825-0097", source="Veldwerk 2026")

ID = f"{BASE}id/"


class Edited:
    """A workbook that is being edited.

    Args:
        content: the workbook as it was exported.
        store: the release it is handed in to.
    """

    def __init__(self, content: bytes, store: QueryStore) -> None:
        self._store = store
        self.book: Workbook = openpyxl.load_workbook(io.BytesIO(content))

    def column(self, sheet: str, heading: str) -> int:
        return next(cell.column for cell in self.book[sheet][1] if cell.value == heading)

    def row(self, sheet: str, name: str) -> int:
        """The row whose first cell has that text."""
        return next(row[0].row for row in self.book[sheet].iter_rows(max_col=1) if row[0].value == name)

    def get(self, sheet: str, row: int, heading: str) -> object:
        return self.book[sheet].cell(row, self.column(sheet, heading)).value

    def put(self, sheet: str, row: int, heading: str, value: object) -> str:
        """Write a cell; return its name."""
        cell = self.book[sheet].cell(row, self.column(sheet, heading))
        cell.value = value  # type: ignore[assignment]
        return cell.coordinate

    def new(self, sheet: str, **values: object) -> int:
        """Add a row at the bottom; underscores in names of columns stand for spaces."""
        number = self.book[sheet].max_row + 1
        for heading, value in values.items():
            self.put(sheet, number, heading, value)
        return number

    @property
    def content(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()

    def read(self, editor: Editor | None = EDITOR) -> Document:
        return read_spreadsheet("werk.xlsx", self.content, self._store, editor)


#: What a workbook is made small by: of most things only these.
KEPT = (
    "diamant",
    "2gather",
    "bouwtoren",
    "zych-nasaescu-2022",
    "wolfowicz-2020",
    "movisie",
    "nji",
    "rapport",
)


@pytest.fixture(scope="session")
def part(store: Store) -> Store:
    """A part of the graph: few interventions and sources, and what is claimed of them; do not change it."""
    few = ("Intervention", "InterventionPart", "RiskFactor", "Source", "FactorCluster", "InterventionType")
    left_out: set[str] = set()
    for name in few:
        for quad in store.quads_for_pattern(None, NamedNode(RDF_TYPE), NamedNode(BM + name), None):
            iri = getattr(quad.subject, "value", "")
            if not iri.endswith(KEPT) and name != "InterventionType":
                left_out.add(iri)
    for quad in store.quads_for_pattern(None, NamedNode(BM + "about"), None, None):
        if not getattr(quad.object, "value", "").endswith(KEPT):
            left_out.add(getattr(quad.subject, "value", ""))
    small = Store()
    small.extend(quad for quad in store if getattr(quad.subject, "value", "") not in left_out)
    return small


@pytest.fixture(scope="session")
def release(part: Store) -> QueryStore:
    """That part, as something that answers queries."""
    return EmbeddedStore(part)


@pytest.fixture(scope="session")
def exported(release: QueryStore) -> bytes:
    """That part as a workbook."""
    return write_workbook(release)


@pytest.fixture
def edited(exported: bytes, release: QueryStore) -> Edited:
    """The same, open."""
    return Edited(exported, release)


def mistakes(document: Document, *severities: str) -> set[tuple[str, str]]:
    """The kinds of mistakes of a document, each with its sheet and cell."""
    return {
        (finding.shape.rpartition(":")[2], f"{place.sheet}!{place.cell}")
        for finding, place in document.problems
        if not severities or finding.severity in severities
    }


def claims(document: Document, name: str) -> list[dict[str, list[str]]]:
    """The claims of a class that a document adds: short names of their properties and values."""
    found: dict[str, dict[str, list[str]]] = {}
    for quad in document.quads:
        key = shorten(quad.predicate.value)
        value = shorten(getattr(quad.object, "value", ""))
        found.setdefault(str(quad.subject), {}).setdefault(key, []).append(value)
    return [each for each in found.values() if each.get("rdf:type") == [f"bm:{name}"]]
