"""Pages of an answer: which rows are asked for, and where the others are (RFC 8288)."""

import re
from dataclasses import dataclass

from fastapi import Request

from bouwstenen.errors import WrongUseError

__all__ = ["Page", "page_of"]

#: Rows that a page may have at most.
LARGEST = 10_000


@dataclass(frozen=True)
class Page:
    """A part of an answer.

    Args:
        limit: how many rows it has at most.
        offset: how many rows come before it.
    """

    limit: int
    offset: int

    def cut(self, query: str) -> str:
        """Return a query, whose order is total, that answers only this page."""
        return f"{query.rstrip()}\nLIMIT {self.limit}\nOFFSET {self.offset}\n"

    def others(self, count: int) -> dict[str, int]:
        """Return the offset of other pages by relation: first, prev, next, last.

        Args:
            count: rows of the whole answer.
        """
        last = max(0, (count - 1) // self.limit * self.limit)
        offsets = {"first": 0, "last": last}
        if self.offset > 0:
            offsets["prev"] = min(max(0, self.offset - self.limit), last)
        if self.offset + self.limit < count:
            offsets["next"] = self.offset + self.limit
        return offsets

    def links(self, request: Request, count: int) -> dict[str, str]:
        """Return the addresses of other pages by relation, relative to the host."""
        return {
            relation: _address(request, limit=self.limit, offset=offset)
            for relation, offset in self.others(count).items()
        }


def page_of(request: Request, usual: int | None = None) -> Page | None:
    """Return the page that a request asks for by `limit` and `offset`; None where it asks for all.

    Args:
        request: whose parameters count.
        usual: rows of a page where the request does not say.

    Raises:
        WrongUseError: they are not whole numbers within bounds.
    """
    limit = _number(request, "limit", 1, LARGEST)
    offset = _number(request, "offset", 0, 10**12)
    if limit is None and offset is None and usual is None:
        return None
    return Page(limit or usual or LARGEST, offset or 0)


def _number(request: Request, name: str, lowest: int, highest: int) -> int | None:
    texts = [text.strip() for text in request.query_params.getlist(name) if text.strip()]
    if not texts:
        return None
    if len(texts) > 1:
        raise WrongUseError(
            {"nl": "deze parameter mag één keer voorkomen.", "en": "this parameter can be given once."},
            where=name,
            mend={"nl": "Laat de andere weg.", "en": "Leave out the others."},
        )
    (text,) = texts
    if not re.fullmatch(r"[0-9]{1,18}", text) or not lowest <= int(text) <= highest:
        raise WrongUseError(
            {
                "nl": f"“{text}” is geen heel getal van {lowest} tot en met {highest}.",
                "en": f"“{text}” is not a whole number from {lowest} up to {highest}.",
            },
            where=name,
            mend={"nl": "Schrijf het in cijfers.", "en": "Write it in digits."},
        )
    return int(text)


def _address(request: Request, **changed: int) -> str:
    url = request.url.include_query_params(**changed)
    return f"{url.path}?{url.query}"
