"""What one edited row changes."""

from dataclasses import dataclass, field

from pyoxigraph import Quad

from bouwstenen.curation.spreadsheets.columns import Column, Sheet
from bouwstenen.curation.spreadsheets.values import Pairs
from bouwstenen.validation.document import Place

__all__ = ["Change"]


@dataclass
class Change:
    """What an edited row changes.

    Args:
        sheet: which.
        iri: of the thing; of a row that is a claim by itself, of that claim, or "" for a new one.
        name: of the thing.
        place: of the cell that names it.
        is_new: whether the release does not have it.
        came: values, by column, each with its place.
        went: statements that are taken away.
        source: IRI of the source that its row names, or "".
        locator: where in that source.
        places: of the cells for both.
    """

    sheet: Sheet
    iri: str
    name: str
    place: Place
    is_new: bool
    came: list[tuple[Column, Pairs, Place]] = field(default_factory=list)
    went: list[Quad] = field(default_factory=list)
    source: str = ""
    locator: str = ""
    places: tuple[Place, Place] | None = None

    @property
    def claims(self) -> bool:
        """Whether it comes to claims, which need a source."""
        return any(column.claim for column, _, _ in self.came)
