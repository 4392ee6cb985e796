"""Results as an HTTP response: the format the client asked for or likes best."""

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from bouwstenen.errors import WrongUseError
from bouwstenen.formats import HTML, Format
from bouwstenen.sparql.negotiation import choose
from bouwstenen.store.interface import QueryStore, Results
from bouwstenen.store.results import formats_for, write

__all__ = ["answer", "format_of"]


def answer(request: Request, store: QueryStore, results: Results, wanted: str | None = None) -> Response:
    """Return `results` in the format that was asked for by name, or else that Accept likes best.

    Args:
        request: what was asked.
        store: where the results come from.
        results: the answer.
        wanted: name of a format, where it does not stand in the address (`format=`).

    Raises:
        WrongUseError: these results have no format of that name.
        HTTPException: 406, the client accepts none of the formats of these results.
    """
    chosen = format_of(request, formats_for(results), wanted)
    headers = {"Vary": "Accept", "X-Content-Type-Options": "nosniff"}
    return Response(write(store, results, chosen), media_type=chosen.content_type, headers=headers)


def format_of(request: Request, offered: Sequence[Format], wanted: str | None = None) -> Format:
    """Return which of the offered formats a request is answered in; raises as `answer` does."""
    asked = wanted or request.query_params.get("format")
    if asked:
        named = next((item for item in offered if item.name == asked.lower().lstrip(".")), None)
        if named is None:
            names = ", ".join(item.name for item in offered)
            mend = f"Choose one of {names}."
            raise WrongUseError(f"these results have no format “{asked}”.", where="format", mend=mend)
        return named
    chosen = choose(request.headers.get("accept"), (*offered, HTML))
    if chosen is HTML:
        return offered[0]  # who wants a page can read this
    if chosen is None:
        raise HTTPException(406, f"this comes as: {', '.join(item.media_type for item in offered)}")
    return chosen
