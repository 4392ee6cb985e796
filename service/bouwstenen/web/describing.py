"""What OpenAPI tells of routes, and they cannot say in types: the formats of answers, errors, parameters."""

from collections.abc import Iterator
from typing import Any

from bouwstenen.formats import ALL, HTML, JSON, Format

__all__ = ["Answers", "answers", "completed", "parameters"]

#: What `responses=` of a route takes.
Answers = dict[int | str, dict[str, Any]]

_METHODS = ("get", "post", "put", "patch", "delete")
_PROBLEM = "application/problem+json"
#: RFC 9457 §3.1, and what we add.
_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "what kind of thing is wrong, in the reader's language"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "what is wrong"},
        "where": {"type": "string", "description": "the parameter, header or part it is about"},
        "mend": {"type": "string", "description": "how to mend it"},
    },
}
_WRONG = {
    "description": "What is wrong, where and how to mend it (RFC 9457); a page for a browser.",
    "content": {_PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}, HTML.media_type: {}},
}
#: Also the kinds of answers that no table of formats has.
_NAMES = {item.media_type: item.name for item in (*ALL, JSON, HTML)}


def answers(*formats: Format, description: str = "Found", **by_status: str) -> Answers:
    """Return what a route answers, for its `responses`.

    Args:
        formats: of what it answers when all is well.
        description: what that is.
        by_status: what other statuses mean, as `_303="leads to its document"`.

    >>> answers(JSON, _404="There is no such thing")[404]
    {'description': 'There is no such thing'}
    """
    told: Answers = {200: {"description": description, "content": {item.media_type: {} for item in formats}}}
    return told | {int(status[1:]): {"description": text} for status, text in by_status.items()}


def parameters(**texts: str) -> dict[str, Any]:
    """Return parameters of the query for the `openapi_extra` of a route that reads them itself.

    Args:
        texts: what each is for; `_` before a name that Python keeps for itself, as in `_from`.
    """
    return {"parameters": [_parameter(name.removeprefix("_"), text) for name, text in texts.items()]}


def completed(described: dict[str, Any]) -> dict[str, Any]:
    """Return a description of an API with what holds for all of it: how errors are told, `format`.

    FastAPI's own form of an error in a parameter is not ours, and goes.

    Args:
        described: what FastAPI made; it is changed.
    """
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = _SCHEMA
    for method, operation in _operations(described):
        told = operation["responses"]
        if "HTTPValidationError" in str(told.get("422", "")):
            del told["422"]
        for status, response in told.items():
            if status[0] in "45":
                response.setdefault("content", _WRONG["content"])
        told.setdefault("default", _WRONG)
        offered = [_NAMES[kind] for kind in told.get("200", {}).get("content", {}) if kind in _NAMES]
        known = {each["name"] for each in operation.get("parameters", ())}
        if method == "get" and len(offered) > 1 and "format" not in known:
            about = _parameter("format", "how to answer; overrides Accept")
            about["schema"] = {"type": "string", "enum": [*dict.fromkeys(offered)]}
            operation.setdefault("parameters", []).append(about)
    return described


def _operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in described["paths"].values():
        yield from ((method, item[method]) for method in _METHODS if method in item)


def _parameter(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": {"type": "string"}}
