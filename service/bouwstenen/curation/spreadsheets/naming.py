"""Rows that people add: what the new things are called, and whether they are new."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bouwstenen.curation.spreadsheets.columns import IDENTIFIER, LISTS
from bouwstenen.curation.spreadsheets.layout import Laid
from bouwstenen.curation.spreadsheets.problems import Problems
from bouwstenen.curation.spreadsheets.standing import Standing
from bouwstenen.namespaces import slugify, thing_iri

__all__ = ["Names"]

_LIKE = 88  # of 100: how alike two names must be to be told of


class Names:
    """Names that cells may use: those of the release, and those of new rows.

    Args:
        standing: the release.
        sheets: what was handed in.
        problems: where mistakes are told.

    Attributes:
        made: IRI of each new row, by sheet and number.
        things: by pick-list: IRI by name.
    """

    def __init__(self, standing: Standing, sheets: Iterable[Laid], problems: Problems) -> None:
        self._standing, self._problems = standing, problems
        self.made: dict[tuple[str, int], str] = {}
        self._rows: dict[str, int] = {}
        self.things = {
            pick: {name: iri for iri, name in names.items()} for pick, names in standing.names.items()
        }
        for laid in sheets:
            if not laid.sheet.of_claims:
                self._add(laid)

    def _add(self, laid: Laid) -> None:
        existing = {row.name: iri for iri, row in self._standing.rows[laid.sheet.name].items()}
        for number in laid.rows():
            name = laid.text(number, laid.sheet.key.heading)
            if laid.text(number, IDENTIFIER) or not name.strip():
                continue
            iri = self._iri(laid, number, name, existing)
            if iri is None:
                continue
            self.made[laid.sheet.name, number] = iri
            for pick, listed in LISTS.items():
                if laid.sheet.of in listed.classes:
                    self.things[pick].setdefault(name, iri)

    def _iri(self, laid: Laid, number: int, name: str, existing: dict[str, str]) -> str | None:
        sheet, heading = laid.sheet, laid.sheet.key.heading
        place = self._problems.place(laid.table.name, laid.name_of(number, heading))
        if not sheet.extensible:
            self._problems.tell("not-extensible", place, name)
            return None
        slug = slugify(name)
        if not slug:
            self._problems.tell("no-letters", place, name)
            return None
        iri = thing_iri(sheet.folder, slug)
        if iri in self._rows:
            self._problems.tell("doubled-row", place, str(self._rows[iri]))
            return None
        if name in existing or self._standing.is_known(iri):
            known = existing.get(name, iri)
            label = self._standing.label(known)
            kind = "known-name" if label.casefold() == name.casefold() else "taken-name"
            self._problems.tell(kind, place, name, of=known, nearest=[label])
            return None
        alike = process.extractOne(
            name, list(existing), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_LIKE
        )
        if alike:
            self._problems.tell("similar-name", place, name, of=iri, nearest=[alike[0]])
        self._rows[iri] = number
        return iri
