"""Who edits a workbook, by which source, and when."""

import datetime as dt
from dataclasses import dataclass, field

__all__ = ["UNNAMED", "Editor"]


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@dataclass(frozen=True)
class Editor:
    """Whom the claims of an edited workbook are attributed to.

    Args:
        name: as it will stand in the graph.
        orcid: `0000-0002-1825-0097` or its address; "" for none.
        source: what rows that name no source of their own go by: the name of a source, an address or a
            citation; "" when every changed row must name its own.
        date: the day of the edit.
    """

    name: str
    orcid: str = ""
    source: str = ""
    date: dt.date = field(default_factory=_today)


#: Stands in for whoever will propose a workbook that so far is only checked.
UNNAMED = Editor("Nog niet genoemd", source="Nog niet genoemde bron", date=dt.date(1970, 1, 1))
