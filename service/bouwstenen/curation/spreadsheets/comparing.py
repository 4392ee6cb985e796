"""An edited file against the release: row by row what comes and what goes."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from pyoxigraph import Quad

from bouwstenen.curation.spreadsheets.cells import Compared, compare, meant, tell_unknown
from bouwstenen.curation.spreadsheets.change import Change
from bouwstenen.curation.spreadsheets.columns import (
    IDENTIFIER,
    LISTS,
    LOCATOR,
    SOURCE,
    SOURCES,
    STANDS_IN,
    WHO,
    Column,
    Kind,
)
from bouwstenen.curation.spreadsheets.layout import Laid
from bouwstenen.curation.spreadsheets.naming import Names
from bouwstenen.curation.spreadsheets.problems import Problems
from bouwstenen.curation.spreadsheets.standing import Row, Said, Standing
from bouwstenen.curation.spreadsheets.values import Pairs, lines
from bouwstenen.validation.document import Place

__all__ = ["Base", "changes"]

#: What each cell held when the file was exported: by sheet and IRI, then by heading.
Base = Mapping[tuple[str, str], Mapping[str, str]]


def changes(
    standing: Standing,
    sheets: Iterable[Laid],
    names: Names,
    base: Base,
    problems: Problems,
    *,
    default: bool,
) -> list[Change]:
    """Return what edited sheets change.

    Args:
        standing: the release.
        sheets: what was handed in.
        names: of things that cells may name.
        base: what the export held; empty where the file does not tell.
        problems: where mistakes are told.
        default: whether there is a source for rows that name none.
    """
    found = []
    for laid in sheets:
        found += list(_Comparison(standing, laid, names, base, problems, default=default).changes())
    return found


class _Comparison:
    def __init__(
        self, standing: Standing, laid: Laid, names: Names, base: Base, problems: Problems, *, default: bool
    ) -> None:
        self._standing, self._laid, self._names, self._base = standing, laid, names, base
        self._problems, self._default = problems, default
        self._sheet, self._rows = laid.sheet, standing.rows[laid.sheet.name]

    def _place(self, row: int, heading: str) -> Place:
        return self._problems.place(self._laid.table.name, self._laid.name_of(row, heading))

    def changes(self) -> Iterator[Change]:
        seen: dict[str, int] = {}
        for number in self._laid.rows():
            iri = self._laid.text(number, IDENTIFIER)
            if iri in seen:
                self._problems.tell("doubled-row", self._place(number, IDENTIFIER), str(seen[iri]), of=iri)
                continue
            if iri:
                seen[iri] = number
            change = self._change(number, iri)
            if change is not None:
                yield change
        for (name, iri), _ in self._base.items():
            row = self._rows.get(iri)
            if name == self._sheet.name and row is not None and iri not in seen:
                place = self._problems.place(self._laid.table.name, "A1")
                self._problems.tell("missing-row", place, row.name, of=iri)

    def _change(self, number: int, iri: str) -> Change | None:
        row = self._rows.get(iri)
        if iri and row is None:
            kind = "gone-since" if (self._sheet.name, iri) in self._base else "unknown-row"
            self._problems.tell(kind, self._place(number, IDENTIFIER), iri)
            return None
        told = self._problems.violations
        key = self._sheet.key.heading
        name = self._laid.text(number, key)
        of = iri or self._names.made.get((self._sheet.name, number), "")
        change = Change(self._sheet, of, name, self._place(number, key), is_new=row is None)
        cells = {column: self._compare(number, column, row, of) for column in self._sheet.columns}
        if self._sheet.of_claims:
            self._claim(change, number, row, cells)
        elif self._named(number, row, cells):
            for column, compared in cells.items():
                self._take(change, number, column, compared, row)
            if row is None:
                self._need(number, cells)
        else:
            if self._problems.violations > told:
                self._sourced(change, number, wrong=True)
            return None
        self._locked(number, row)
        self._sourced(change, number, wrong=self._problems.violations > told)
        if change.is_new and not of and not self._sheet.of_claims:
            return None  # told when it was named
        return change if change.came or change.went or change.is_new else None

    def _was(self, row: Row, heading: str) -> str:
        return self._base.get((self._sheet.name, row.iri), row.texts).get(heading, "")

    def _compare(self, number: int, column: Column, row: Row | None, of: str) -> Compared:
        if column.heading not in self._laid.columns or self._laid.is_merged(number, column.heading):
            return Compared()
        was, stands = (self._was(row, column.heading), row.texts.get(column.heading, "")) if row else ("", "")
        compared = compare(
            column,
            self._laid.cell(number, column.heading),
            was,
            stands,
            self._names.things.get(column.pick, {}),
            self._problems,
            self._place(number, column.heading),
            of=of,
            typed=self._laid.table.typed,
        )
        if compared.edited and set(lines(was)) != set(lines(stands)):
            said = row.said[column.heading] if row else ()
            goes = any(each.ours and each.text in compared.went for each in said)
            kind = "conflict" if goes else "changed-since"
            self._tell(kind, number, column, " / ".join(lines(stands)), of)
        return compared

    def _tell(self, mistake: str, number: int, column: Column, what: str = "", of: str = "") -> None:
        place = self._place(number, column.heading)
        self._problems.tell(mistake, place, what, of=of, path=column.property)

    def _named(self, number: int, row: Row | None, cells: Mapping[Column, Compared]) -> bool:
        """Whether a row has a name that it may have."""
        key = self._sheet.key
        if not self._laid.text(number, key.heading).strip():
            if row is None and not any(compared.edited or compared.wrong for compared in cells.values()):
                return False  # only what people do not write: a row of colours, a source left over
            self._tell("no-name", number, key, key.heading, row.iri if row else "")
            return False
        if row is not None and cells[key].came:
            theirs = [each for each in row.said[key.heading] if not each.ours]
            if theirs:
                self._tell("renamed", number, key, theirs[0].text, row.iri)
                return False
        return not cells[key].wrong

    def _need(self, number: int, cells: Mapping[Column, Compared]) -> None:
        for column, compared in cells.items():
            if column.needed and not compared.came and not compared.wrong:
                self._tell("needed", number, column, column.heading)

    def _take(self, change: Change, number: int, column: Column, compared: Compared, row: Row | None) -> None:
        place = self._place(number, column.heading)
        said = row.said[column.heading] if row else ()
        going = [each for each in said if each.text in compared.went]
        replaced = bool(compared.came) and not column.many
        staying = [each.text for each in said if each not in going or not each.ours]
        if replaced and not column.claim and staying:
            self._tell("fixed", number, column, staying[0], change.iri)
            return
        for text in compared.went:
            values = [each for each in going if each.text == text]
            if all(each.ours for each in values):
                change.went += self._gone(values)
            elif column.claim and compared.came:
                self._tell("stays", number, column, text, change.iri)
            else:
                self._tell("cannot-go", number, column, text, change.iri)
        change.came += [(column, pairs, place) for pairs in compared.came]

    def _gone(self, values: Iterable[Said]) -> Iterator[Quad]:
        for value in values:
            yield from value.quads

    def _claim(self, change: Change, number: int, row: Row | None, cells: Mapping[Column, Compared]) -> None:
        """Take a row that is a claim: edited, it is another claim, with all that the row says."""
        if not any(compared.edited for compared in cells.values()):
            return
        if any(compared.wrong for compared in cells.values()):
            return
        came = [
            (column, pairs, self._place(number, column.heading))
            for column in self._sheet.columns
            for pairs in self._values(number, column)
        ]
        if came:
            empty = [
                column
                for column in self._sheet.columns
                if column.needed and not any(c is column for c, _, _ in came)
            ]
            for column in empty:
                self._tell("needed", number, column, column.heading, change.iri)
            if empty:
                return
        if row is not None:
            quads = [each.quad for each in self._standing.said(row.iri)]
            edited = next(column for column, compared in cells.items() if compared.edited)
            if all(map(self._standing.is_ours, quads)):
                change.went += quads
            elif came:
                self._tell("stays", number, edited, row.texts.get(edited.heading, ""), row.iri)
            else:
                self._tell("cannot-go", number, edited, row.name, row.iri)
                return
        change.came, change.is_new, change.iri = came, True, ""

    def _values(self, number: int, column: Column) -> Iterator[Pairs]:
        place = self._place(number, column.heading)
        things = self._names.things.get(column.pick, {})
        for line in dict.fromkeys(lines(self._laid.text(number, column.heading))):
            value = meant(
                column, line, things, lambda mistake, **more: self._problems.tell(mistake, place, **more)
            )
            if value is not None:
                yield value

    def _locked(self, number: int, row: Row | None) -> None:
        for heading in (WHO, STANDS_IN):
            text = self._laid.text(number, heading)
            was = self._was(row, heading) if row else ""
            if heading in self._laid.columns and set(lines(text)) != set(lines(was)):
                self._problems.tell("locked", self._place(number, heading))

    def _sourced(self, change: Change, number: int, *, wrong: bool) -> None:
        """Read the source that a row names; of one that is wrong, only what is wrong with it too."""
        change.places = self._place(number, SOURCE), self._place(number, LOCATOR)
        text, locator = (self._free(number, heading) for heading in (SOURCE, LOCATOR))
        if text is None or locator is None:
            return
        if not change.came and not change.went:
            if wrong and text and text not in self._names.things[SOURCES]:
                self._unknown_source(change, text, change.places[0])
            elif not wrong and (text or locator):
                self._problems.tell("idle-source", change.places[0], text or locator)
            return
        if not change.claims:
            return
        known = self._names.things[SOURCES]
        mistake = ""
        if not text and not self._default:
            mistake = "no-source"
            self._problems.tell(mistake, change.places[0], of=change.iri)
        elif text and text not in known:
            mistake = "unknown-thing"
            self._unknown_source(change, text, change.places[0])
        elif (text and not locator) or 0 < len(locator) < 3:
            mistake = "no-locator"
            self._problems.tell(mistake, change.places[1], of=change.iri)
        if mistake:
            change.came = [each for each in change.came if not each[0].claim]
        change.source, change.locator = known.get(text, ""), locator

    def _unknown_source(self, change: Change, text: str, place: Place) -> None:
        tell = partial(self._problems.tell, place=place, of=change.iri)
        tell_unknown(text, self._names.things[SOURCES], tell, is_open=LISTS[SOURCES].open)

    def _free(self, number: int, heading: str) -> str | None:
        """What a cell for a source holds, or None where it cannot be understood."""
        column = Column(heading, Kind.PLAIN, "", "", "")
        place = self._place(number, heading)
        compared = compare(
            column,
            self._laid.cell(number, heading),
            "",
            "",
            {},
            self._problems,
            place,
            of="",
            typed=self._laid.table.typed,
        )
        if compared.wrong:
            return None
        return next((pairs[0][1].value for pairs in compared.came), "")
