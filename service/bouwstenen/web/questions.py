"""`/queries`: the canned questions, as pages and as data."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pyoxigraph import NamedNode, QuerySolution, QuerySolutions
from starlette.concurrency import run_in_threadpool

from bouwstenen.formats import HTML, JSON, SOLUTIONS
from bouwstenen.library.asking import bound_query
from bouwstenen.library.question import Question, by_group, counting, find_question, questions_of
from bouwstenen.library.things import names_of, things
from bouwstenen.library.values import model_of
from bouwstenen.sparql.endpoint import Wanted
from bouwstenen.sparql.evaluation import evaluate
from bouwstenen.store.interface import QueryStore, Results, select
from bouwstenen.store.opening import Opened
from bouwstenen.tables import columns, text_of
from bouwstenen.web.addressing import cite_as, link_of, root_of
from bouwstenen.web.answers import DeliveryResponse, NotModified, is_known
from bouwstenen.web.context import CurrentEndpoint, CurrentRelease, pinned_to
from bouwstenen.web.describing import answers
from bouwstenen.web.negotiation import format_of
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.paging import Page, page_of

__all__ = ["router"]

router = APIRouter()

#: Parameters that say how to answer, not what to ask.
_HOW = ("format", "lang", "limit", "offset")

#: Other ways to write what the pick-list of a boolean has.
_WRITTEN = {"1": "true", "0": "false"}

#: Rows on a page for a browser.
_ROWS = 100


@router.get(
    "/queries", response_class=Response, responses=answers(JSON, HTML), summary="The canned questions"
)
def list_questions(request: Request, opened: CurrentRelease) -> Response:
    """List the canned questions with their parameters."""
    questions = questions_of(opened.store)
    if format_of(request, (JSON, HTML)) is HTML:
        groups = by_group(questions)
        return render(request, "questions.html", groups=groups, lang=language_of(request))
    return JSONResponse([_summary(question) for question in questions], headers={"Vary": "Accept"})


@router.get(
    "/queries/{name}",
    response_class=Response,
    responses=answers(*SOLUTIONS, HTML, _404="There is no such question; the nearest are told"),
    summary="Ask a canned question",
)
async def ask_question(
    request: Request, name: str, opened: CurrentRelease, endpoint: CurrentEndpoint
) -> Response:
    """Answer a canned question; a browser gets its form too.

    With `limit` and `offset` the answer is one page of it; `Link` leads to the others (RFC 8288).
    """
    question = await run_in_threadpool(find_question, opened.store, name)
    given: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        if key not in _HOW:
            given.setdefault(key, []).append(value)

    chosen = format_of(request, (*SOLUTIONS, HTML))
    if chosen is HTML:
        return await run_in_threadpool(_page, request, opened, question, given)
    page = page_of(request)
    query = await run_in_threadpool(bound_query, opened.store, question, given, lambda: opened.index)
    headers = cite_as(request.scope, opened.release.hash)
    if page:
        count = await run_in_threadpool(_count, opened.store, query)
        links = page.links(request, count).items()
        told = [f'<{address}>; rel="{relation}"' for relation, address in links]
        headers["Link"] = ", ".join([*told, *headers.values()])
        query = page.cut(query)
    wanted = Wanted(query, solutions=chosen.name, release=pinned_to(request, opened.release))
    if is_known(endpoint.etag(wanted), request.headers.get("if-none-match", "")):
        endpoint.unchanged(wanted)
        return NotModified(endpoint.etag(wanted))
    return DeliveryResponse(await endpoint.answer(wanted), headers)


def _count(store: QueryStore, query: str) -> int:
    (row,) = select(store, counting(query))
    return int(row["count"].value)


def _page(request: Request, opened: Opened, question: Question, given: dict[str, list[str]]) -> Response:
    store, lang = opened.store, language_of(request)
    asked = {name: [value for value in values if value.strip()] for name, values in given.items()}
    for parameter in question.parameters:
        if parameter.type == "boolean" and parameter.name in asked:
            texts = [text.strip().lower() for text in asked[parameter.name]]
            asked[parameter.name] = [_WRITTEN.get(text, text) for text in texts]
    page = page_of(request, usual=_ROWS) or Page(_ROWS, 0)
    query = rows = names = None
    count = 0
    if any(asked.values()) or not any(parameter.required for parameter in question.parameters):
        if any(parameter.name == "language" for parameter in question.parameters):
            asked = {"language": [lang], **{name: values for name, values in asked.items() if values}}
        query = bound_query(store, question, asked, lambda: opened.index)
        count = _count(store, query)
        names, rows = _rows(store, evaluate(store, page.cut(query)), lang, root_of(request))
    data = [(key, value) for key, values in asked.items() for value in values]
    return render(
        request,
        "question.html",
        question=question,
        lang=lang,
        asked=asked,
        options={
            parameter.name: things(store, *parameter.classes, language=lang)
            for parameter in question.parameters
            if parameter.classes
        },
        names=names,
        rows=rows,
        count=count,
        first=page.offset + 1,
        pages=page.links(request, count),
        query=query,
        editor=f"{root_of(request)}/sparql?{urlencode({'query': query, 'lang': lang})}" if query else None,
        links={name: "?" + urlencode([*data, ("format", name)]) for name in ("json", "csv", "tsv", "xml")},
    )


def _rows(
    store: QueryStore, results: Results, lang: str, root: str
) -> tuple[list[str], list[list[tuple[str, str | None]]]]:
    """Columns and rows as a person reads them: a text, and where it leads."""
    if not isinstance(results, QuerySolutions):
        raise TypeError("a canned question is a SELECT query")
    names = columns([variable.value for variable in results.variables])
    solutions = list(results)
    translated = _translated(store, names, solutions) if lang == "en" else {}
    rows = []
    for row in solutions:
        cells: list[tuple[str, str | None]] = []
        for name in names:
            thing = row[name.removesuffix("Label")]
            if isinstance(thing, NamedNode):
                cells.append((translated.get(thing.value) or text_of(row[name]), link_of(root, thing.value)))
            else:
                cells.append((text_of(row[name]), None))
        rows.append(cells)
    return [name.removesuffix("Label") for name in names], rows


def _translated(store: QueryStore, names: list[str], solutions: list[QuerySolution]) -> dict[str, str]:
    """English names of what an answer names: answers do so in Dutch."""
    named = [name.removesuffix("Label") for name in names if name.endswith("Label")]
    terms = {row[name] for row in solutions for name in named}
    iris = [term.value for term in terms if isinstance(term, NamedNode)]
    return names_of(store, iris, "en") if iris else {}


def _summary(question: Question) -> dict[str, Any]:
    return {
        "id": question.name,
        "summary": question.summary,
        "description": question.description,
        "tags": question.tags,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "required": parameter.required,
                "many": parameter.many,
                "class": parameter.classes or None,
                "choices": parameter.choices or None,
                "default": parameter.default or None,
                "example": parameter.example or None,
                "help": parameter.help,
            }
            for parameter in question.parameters
        ],
        "schema": model_of(question).model_json_schema(),
    }
