"""Who somebody is and what they may do: the words that all of the workflow shares."""

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Account", "Role"]


class Role(IntEnum):
    """What an account may do; each may also do what those before it may.

    A reader reads what is not public; a contributor proposes under a known name; a curator reviews and
    reverts; an admin keeps the accounts.
    """

    READER = 1
    CONTRIBUTOR = 2
    CURATOR = 3
    ADMIN = 4


@dataclass(frozen=True)
class Account:
    """Somebody who is known.

    Args:
        id: number in the database.
        name: as it is shown and enters the graph.
        slug: of their IRI, `/id/contributor/{slug}`.
        role: what they may do.
        orcid: 0000-0002-1825-0097, when they gave one.
        disabled: since when they may do nothing, ISO 8601; None while they may.
    """

    id: int
    name: str
    slug: str
    role: Role
    orcid: str | None = None
    disabled: str | None = None
