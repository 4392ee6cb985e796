"""The one table of what stands where in a workbook: sheets, their columns, and what each means in the graph.

It is declared in `columns.toml`. Export, import, pick-lists, notes and the tables in docs/spreadsheets.md
follow from it.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from bouwstenen.namespaces import BM, PREFIXES, expand

__all__ = [
    "ABOUT",
    "IDENTIFIER",
    "LABEL",
    "LISTS",
    "LOCATOR",
    "SHEETS",
    "SOURCE",
    "SOURCES",
    "STANDS_IN",
    "WHO",
    "Column",
    "Kind",
    "PickList",
    "Sheet",
]

LABEL = PREFIXES["rdfs"] + "label"
ABOUT = BM + "about"

#: Columns every sheet has besides its own. The first two and the last are only shown.
WHO, STANDS_IN, SOURCE, LOCATOR, IDENTIFIER = "Volgens", "Staat in", "Bron", "Vindplaats", "Identificatie"

#: Name of the pick-list of sources.
SOURCES = "bronnen"


class Kind(StrEnum):
    """What may stand in a cell."""

    TEXT = "text"
    PLAIN = "plain"
    THING = "thing"
    YEAR = "year"
    DATE = "date"
    YES_NO = "yes_no"
    ADDRESS = "address"
    AGES = "ages"


@dataclass(frozen=True)
class PickList:
    """Things that a cell may name.

    Args:
        name: of its column on the sheet of lists.
        classes: local names of their classes; none for yes and no.
        numbered: whether their number stands before the name.
        open: whether curators may add to it, by a row on another sheet.
    """

    name: str
    classes: tuple[str, ...]
    numbered: bool = False
    open: bool = False


@dataclass(frozen=True)
class Column:
    """A column.

    Args:
        heading: as the report prints it, where it has that column.
        kind: of what stands in its cells.
        name: the property, as `bm:goal`; of ages the lowest.
        nl: what goes in, in Dutch.
        en: the same in English.
        claim: local name of the class of claims that carry it; "" where it is said of the thing itself.
        many: whether a cell may hold several values, one a line.
        needed: whether a row must have it.
        pick: name of the pick-list.
        locked: whether it is only shown.
        width: in characters.
    """

    heading: str
    kind: Kind
    name: str
    nl: str
    en: str
    claim: str = ""
    many: bool = False
    needed: bool = False
    pick: str = ""
    locked: bool = False
    width: int = 24

    @property
    def property(self) -> str:
        """IRI of the property."""
        return expand(self.name)


@dataclass(frozen=True)
class Sheet:
    """A sheet: the things of one class, one a row.

    Args:
        name: on its tab.
        of: local name of the class.
        folder: what the IRIs of its things stand below.
        columns: its own; those that say where it comes from follow them.
        extensible: whether a row may be added.
        fixed: what is said of every new thing besides, as (property, value).
    """

    name: str
    of: str
    folder: str
    columns: tuple[Column, ...]
    extensible: bool = True
    fixed: tuple[tuple[str, str], ...] = ()

    @property
    def of_claims(self) -> bool:
        """Whether each row is a claim by itself, not a thing."""
        return self.of.endswith("Claim")

    @property
    def sourced(self) -> bool:
        """Whether what a row says needs a source."""
        return any(column.claim and not column.locked for column in self.columns)

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings, in order."""
        own = tuple(column.heading for column in self.columns)
        return own + ((WHO, STANDS_IN, SOURCE, LOCATOR) if self.sourced else ()) + (IDENTIFIER,)

    @property
    def key(self) -> Column:
        """The column that names the row."""
        return self.columns[0]


_TABLE = tomllib.loads((files(__package__) / "columns.toml").read_text(encoding="utf-8"))

LISTS = {name: PickList(name, tuple(each.pop("classes")), **each) for name, each in _TABLE["lists"].items()}

_COLUMNS = {key: Column(**{**each, "kind": Kind(each["kind"])}) for key, each in _TABLE["columns"].items()}

SHEETS = tuple(
    Sheet(
        **{
            **each,
            "columns": tuple(_COLUMNS[key] for key in each["columns"]),
            "fixed": tuple((expand(one), expand(other)) for one, other in each.get("fixed", ())),
        }
    )
    for each in _TABLE["sheets"]
)
