"""The IRIs of versions, and the names of the stream's pages."""

import re
from typing import NamedTuple
from urllib.parse import quote

from bouwstenen.namespaces import BASE
from bouwstenen.publishing.changes.description import GENID

__all__ = ["BLOCK", "STREAM", "Page", "page_of", "version_iri"]

#: The stream itself: its events, whatever page they stand on.
STREAM = f"{BASE}stream#events"

#: Publications that a page of links leads to.
BLOCK = 100

_NAME = re.compile(
    r"(?P<number>[1-9][0-9]{0,8})(?:-(?P<part>[2-9]|[1-9][0-9]{1,8}))?|until-(?P<until>[1-9][0-9]{0,6}00)"
)


def version_iri(release: str, iri: str) -> str:
    """Return the IRI of what a release says of a resource: its address within that release.

    A resource of others has none there, nor has what stands in for a blank node: the version is the list of
    its changes, as of that release.

    >>> version_iri("2026-11-24", "https://w3id.org/bouwstenen/id/trede/3")
    'https://w3id.org/bouwstenen/release/2026-11-24/id/trede/3'
    >>> version_iri("2026-11-24", "http://example.org/x")
    'https://w3id.org/bouwstenen/release/2026-11-24/changes?thing=http%3A%2F%2Fexample.org%2Fx'
    """
    ours = iri.startswith(BASE) and not iri.startswith(GENID)
    path = iri.removeprefix(BASE) if ours else f"changes?thing={quote(iri, safe='')}"
    return f"{BASE}release/{release}/{path}"


class Page(NamedTuple):
    """A page of the stream: members of one publication, or links to a hundred publications.

    Args:
        number: of the publication; of the last one, for a page of links.
        part: which of its pages, from 1; 0 for a page of links.
    """

    number: int
    part: int

    @property
    def name(self) -> str:
        """How it is called: `12`, `12-2` for a second part, `until-100` for links."""
        if self.part == 0:
            return f"until-{self.number}"
        return str(self.number) if self.part == 1 else f"{self.number}-{self.part}"


def page_of(name: str) -> Page | None:
    """Return the page of that name; None where no page is ever called so.

    >>> page_of("12-2"), page_of("until-200"), page_of("12-1")
    (Page(number=12, part=2), Page(number=200, part=0), None)
    """
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    if found["until"]:
        return Page(int(found["until"]), 0)
    return Page(int(found["number"]), int(found["part"] or 1))
