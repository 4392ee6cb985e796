"""Who edits a workbook, by which source, and when."""

import datetime as dt
from dataclasses import dataclass, field

from bouwstenen.curation.accounts import checked_orcid
from bouwstenen.errors import WrongUseError
from bouwstenen.namespaces import slugify

__all__ = ["UNNAMED", "Editor"]


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@dataclass(frozen=True)
class Editor:
    """Whom the claims of an edited workbook are attributed to.

    Args:
        name: as it will stand in the graph.
        orcid: `0000-0002-1825-0097` or its address; "" for none.
        source: what rows that name no source of their own go by: the name or IRI of a source, the IRI of a
            passage, an address or a citation; "" when every changed row must name its own.
        date: the day of the edit.
        contributor: IRI of the editor, where it is known, as of those with an account; "" to make one of
            the ORCID or the name.

    Raises:
        WrongUseError: the name, source or ORCID cannot be one.
    """

    name: str
    orcid: str = ""
    source: str = ""
    date: dt.date = field(default_factory=_today)
    contributor: str = ""

    def __post_init__(self) -> None:
        if not slugify(self.name) or (self.source and not slugify(self.source)):
            raise WrongUseError(
                {"nl": "een naam of bron heeft letters nodig.", "en": "a name or source needs letters."}
            )
        if self.orcid:
            object.__setattr__(self, "orcid", f"https://orcid.org/{checked_orcid(self.orcid)}")


#: Stands in for whoever will propose a workbook that so far is only checked.
UNNAMED = Editor("Nog niet genoemd", source="Nog niet genoemde bron", date=dt.date(1970, 1, 1))
