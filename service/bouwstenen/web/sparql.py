"""`/sparql`: queries by GET and POST, in every format there is."""

from email.message import Message
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from bouwstenen.errors import WrongUseError
from bouwstenen.sparql.evaluation import evaluate
from bouwstenen.store.reader import Opened
from bouwstenen.web.answers import answer
from bouwstenen.web.context import CurrentRelease
from bouwstenen.web.pages import prefers_html, render

__all__ = ["router"]

router = APIRouter()

_EXAMPLE = """SELECT ?intervention ?label ?passage WHERE {
  ?claim a bm:CoverageClaim ; bm:about ?intervention ; prov:wasDerivedFrom ?passage ;
         bm:factor <https://w3id.org/bouwstenen/id/factor/mediawijsheid> .
  ?intervention rdfs:label ?label .
}
"""


@router.get(
    "/sparql", response_class=Response, summary="SPARQL endpoint (query by GET); without a query: a form"
)
async def query_by_get(request: Request, opened: CurrentRelease) -> Response:
    """Answer the query in the parameter `query`; a browser gets a form without it or with `edit`."""
    if prefers_html(request) and ("query" not in request.query_params or "edit" in request.query_params):
        return render(request, "sparql.html", query=request.query_params.get("query", _EXAMPLE))
    return await _answer(request, opened, request.query_params.multi_items())


@router.post(
    "/sparql", response_class=Response, summary="SPARQL endpoint (query by POST, direct or as a form)"
)
async def query_by_post(request: Request, opened: CurrentRelease) -> Response:
    """Answer the query in the body, or in its form field `query`."""
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    try:
        body = (await request.body()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise WrongUseError(f"the body is not UTF-8 text: {error}.") from error
    match header.get_content_type() if request.headers.get("content-type") else "":
        case "application/sparql-query":
            asked = [*request.query_params.multi_items(), ("query", body)]
        case "application/x-www-form-urlencoded":
            asked = parse_qsl(body, keep_blank_values=True)
        case _:
            raise HTTPException(415, "send application/sparql-query or application/x-www-form-urlencoded")
    return await _answer(request, opened, asked)


async def _answer(request: Request, opened: Opened, asked: list[tuple[str, str]]) -> Response:
    """Answer what the parameters of the SPARQL 1.1 Protocol (§2.1) ask."""
    values: dict[str, list[str]] = {}
    for name, value in asked:
        values.setdefault(name, []).append(value)
    queries = values.get("query", [])
    if len(queries) != 1:
        raise WrongUseError(f"{len(queries)} queries were sent.", where="query", mend="Send exactly one.")
    if "update" in values:
        raise WrongUseError(
            "updates are not taken here.", where="update", mend="This data changes by releases."
        )

    def work() -> Response:
        default, named = values.get("default-graph-uri", []), values.get("named-graph-uri", [])
        results = evaluate(opened.store, queries[0], default, named)
        return answer(request, opened.store, results, next(iter(values.get("format", [])), None))

    return await run_in_threadpool(work)
