"""Results as an HTTP response: the format the client asked for or likes best."""

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from bouwstenen.errors import WrongUseError
from bouwstenen.sparql.evaluation import Results, formats_for, write
from bouwstenen.sparql.formats import Format, by_name
from bouwstenen.sparql.negotiation import choose

__all__ = ["answer"]


def answer(request: Request, results: Results) -> Response:
    """Return `results` in the format that `format=` names, or else that Accept likes best.

    Raises:
        WrongUseError: these results have no format of that name.
        HTTPException: 406, the client accepts none of the formats of these results.
    """
    try:
        chosen = _chosen(request, formats_for(results))
    except Exception:
        # pyoxigraph's results may be dropped only in the thread that made them; the traceback goes to another
        del results
        raise
    headers = {"Vary": "Accept", "Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    return Response(write(results, chosen), media_type=chosen.content_type, headers=headers)


def _chosen(request: Request, offered: Sequence[Format]) -> Format:
    names = ", ".join(item.name for item in offered)
    asked = request.query_params.get("format")
    if asked:
        named = by_name(asked)
        if named is None or named not in offered:
            raise WrongUseError(
                f"these results have no format “{asked}”.", where="format", mend=f"Choose one of {names}."
            )
        return named
    accept = request.headers.get("accept")
    chosen = choose(accept, offered)
    if chosen is None and "html" in (accept or ""):
        return offered[0]  # a browser shows what it can; a page for any query comes with the editor
    if chosen is None:
        raise HTTPException(406, f"these results come as: {', '.join(item.media_type for item in offered)}")
    return chosen
