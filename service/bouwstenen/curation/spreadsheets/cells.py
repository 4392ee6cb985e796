"""One cell of an edited row against the same cell of the release: what came, what went, what is wrong."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from bouwstenen.curation.spreadsheets.columns import LISTS, Column, Kind
from bouwstenen.curation.spreadsheets.problems import Problems, near
from bouwstenen.curation.spreadsheets.tables import Cell
from bouwstenen.curation.spreadsheets.values import Pairs, lines, read
from bouwstenen.validation.document import Place

__all__ = ["Compared", "compare", "meant", "tell_unknown"]

_TEXTUAL = (Kind.TEXT, Kind.PLAIN, Kind.THING, Kind.ADDRESS, Kind.YES_NO, Kind.AGES)


@dataclass
class Compared:
    """What became of a cell.

    Args:
        edited: whether its editor changed it.
        came: values that neither the export nor the release has, and what they mean.
        went: lines that the editor took away and the release still has.
        wrong: whether it cannot be understood; then nothing came and nothing went.
    """

    edited: bool = False
    came: list[Pairs] = field(default_factory=list)
    went: list[str] = field(default_factory=list)
    wrong: bool = False


def compare(
    column: Column,
    cell: Cell | None,
    was: str,
    stands: str,
    things: Mapping[str, str],
    problems: Problems,
    place: Place,
    *,
    of: str,
    typed: bool,
) -> Compared:
    """Compare a cell with what it held.

    Args:
        column: which.
        cell: as it is now; None where it is empty.
        was: what the export held.
        stands: what the release holds now.
        things: IRIs of the pick-list, by name.
        problems: where mistakes are told.
        place: of the cell.
        of: IRI of the thing concerned, where that is known.
        typed: whether the file tells texts from numbers.
    """
    tell = partial(problems.tell, place=place, of=of, path=column.property)
    if cell is not None and cell.kind in ("formula", "error"):
        tell(cell.kind, what=cell.text)
        return Compared(wrong=True)
    now, before, current = lines(cell.text if cell else ""), lines(was), lines(stands)
    if set(now) == set(before):
        return Compared()
    if column.locked:
        tell("locked")
        return Compared()
    mistake = _mistyped(column, cell, typed=typed)
    if mistake:
        tell(mistake, what=cell.text if cell else "")
        return Compared(edited=True, wrong=True)
    fresh = [line for line in dict.fromkeys(now) if line not in before and line not in current]
    came = [meant(column, line, things, tell) for line in fresh]
    if not column.many and len(came) > 1:
        tell("only-one")
        return Compared(edited=True, wrong=True)
    known = [value for value in came if value is not None]
    if len(known) < len(came):
        return Compared(edited=True, wrong=True)
    went = [line for line in before if line not in now and line in current]
    return Compared(edited=True, came=known, went=went)


def meant(column: Column, line: str, things: Mapping[str, str], tell: Callable[..., None]) -> Pairs | None:
    """Return what a line of a cell means; None, with the mistake told, where it means nothing."""
    if not line.isprintable():  # of all spaces only the plain one is
        tell("hard-space", what=line)
        return None
    plain = " ".join(line.split())
    if line != plain:
        tell("spaces", what=line)
        meant(column, plain, things, tell)  # what else is wrong is told at once
        return None
    value = read(column.kind, line, column.property, things)
    if not isinstance(value, str):
        return value
    if value == "no-thing":
        parts = [part.strip() for part in line.replace(",", ";").split(";")]
        if len(parts) > 1 and all(part in things for part in parts):
            tell("one-a-line", what=line)
        else:
            tell_unknown(line, things, tell, is_open=LISTS[column.pick].open)
    else:
        tell(value, what=line)
    return None


def tell_unknown(name: str, things: Iterable[str], tell: Callable[..., None], *, is_open: bool) -> None:
    """Tell of a name that a list does not have.

    Args:
        name: as it stands in the cell.
        things: names of the list.
        tell: how.
        is_open: whether curators may add to the list.
    """
    alike = [each for each in things if each.casefold() == name.casefold()]
    kind = "other-case" if alike else "unknown-thing" if is_open else "unknown-choice"
    tell(kind, what=name, nearest=alike or near(name, things))


def _mistyped(column: Column, cell: Cell | None, *, typed: bool) -> str:
    """The name of the mistake where a cell is not of the type that its column has."""
    if cell is None or not typed:
        return ""
    if column.kind is Kind.DATE:
        wrong = {"text": "date-as-text", "number": "date-as-number"}.get(cell.kind, "")
        return wrong if wrong or len(cell.text) == 10 else "no-date"
    if cell.kind == "date":
        return "a-date"
    return "number" if cell.kind == "number" and column.kind in _TEXTUAL and not cell.text.isdigit() else ""
