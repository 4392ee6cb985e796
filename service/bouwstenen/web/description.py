"""`/openapi.json`: the API as OpenAPI describes it, every canned question of the release among it."""

from copy import deepcopy
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bouwstenen.formats import HTML, SOLUTIONS
from bouwstenen.library.question import Question, questions_of
from bouwstenen.library.values import model_of
from bouwstenen.web.context import CurrentRelease
from bouwstenen.web.describing import completed
from bouwstenen.web.paging import LARGEST

__all__ = ["router"]

router = APIRouter()

_PAGING = (
    (
        "format",
        "how to answer; overrides Accept",
        {"type": "string", "enum": [each.name for each in (*SOLUTIONS, HTML)]},
    ),
    (
        "limit",
        "rows to answer at most; all where it is missing",
        {"type": "integer", "minimum": 1, "maximum": LARGEST},
    ),
    ("offset", "rows to leave out at the beginning", {"type": "integer", "minimum": 0}),
)


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, opened: CurrentRelease) -> JSONResponse:
    """Return the description of the API."""
    described = deepcopy(request.app.openapi())
    for question in questions_of(opened.store):
        described["paths"][f"/queries/{question.name}"] = {"get": _operation(question)}
    return JSONResponse(completed(described))


def _operation(question: Question) -> dict[str, Any]:
    schema = model_of(question).model_json_schema()
    required = set(schema.get("required", ()))
    parameters = [
        _parameter(name, about.pop("description", ""), about, required=name in required)
        for name, about in schema["properties"].items()
    ]
    parameters += [_parameter(name, help_text, about, required=False) for name, help_text, about in _PAGING]
    return {
        "operationId": question.name,
        "summary": question.summary["en"],
        "description": "\n\n".join((*question.description.values(), question.summary["nl"])),
        "tags": ["queries"],
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "the solutions",
                "content": {each.media_type: {} for each in (*SOLUTIONS, HTML)},
                "headers": {"Link": {"description": "other pages (RFC 8288)", "schema": {"type": "string"}}},
            },
            "404": {"description": "a thing that is named does not exist; the nearest are told"},
        },
    }


def _parameter(name: str, description: str, schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": schema,
    }
