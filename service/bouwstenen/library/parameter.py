"""A parameter of a canned question: what may be given for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bouwstenen.errors import SourceError
from bouwstenen.library import blocks
from bouwstenen.library.header import Header

__all__ = ["Parameter", "read_parameter"]

_TYPES = ("iri", "integer", "boolean", "string", "date")
_SAID = {"class", "list", "min", "max", "search", "nl", "en"}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a question.

    Args:
        name: as the asker writes it.
        variable: as the query has it, without the question mark.
        type: one of "iri", "integer", "boolean", "string", "date".
        required: whether it must be given.
        many: whether it may be given more than once.
        classes: local names of the classes whose things it takes, for IRIs.
        choices: the only values it takes, where those are few.
        bounds: the lowest and the highest number it takes, where there are such.
        default: what it is when it is not given.
        example: values it has an answer for.
        rows: what stands in the query beside the parameter, where the text index is asked for it.
        help: what it means, by language.
    """

    name: str
    variable: str
    type: str
    required: bool
    many: bool
    classes: tuple[str, ...]
    choices: tuple[str, ...]
    bounds: tuple[int | None, int | None]
    default: tuple[str, ...]
    example: tuple[str, ...]
    rows: tuple[str, ...]
    help: Mapping[str, str]


def read_parameter(where: str, variable: str, query: str, header: Header) -> Parameter:
    """Return the parameter that enters `query` by `variable`.

    Raises:
        SourceError: its name has no type, it is not documented, or header and query disagree on its default.
    """
    name, _, kind = variable.lstrip("_").rpartition("_")
    if kind not in _TYPES or not name:
        mend = f"Let it end in one of: {', '.join(_TYPES)}."
        raise SourceError(f"?{variable} does not end in a type.", where=where, mend=mend)
    about = header.parameters.get(name)
    if not isinstance(about, dict) or {"nl", "en"} - about.keys():
        raise SourceError(f"parameter {name} is not documented in nl and en.", where=where)
    unknown = sorted(about.keys() - _SAID)
    if unknown:
        mend = f"A parameter has: {', '.join(sorted(_SAID))}."
        raise SourceError(f"nothing reads `{unknown[0]}` of parameter {name}.", where=where, mend=mend)
    rows = blocks.row_variables(query, variable)
    if bool(rows) != bool(about.get("search")):
        mend = "Write VALUES (?it ?thing ?score) { … } for a parameter with `search: true`, and for no other."
        raise SourceError(f"parameter {name} has the wrong kind of VALUES block.", where=where, mend=mend)
    required = not variable.startswith("__")
    example = _in_query(where, name, blocks.shown(query, variable))
    default = tuple(_written(value) for value in _list(header.defaults.get(name)))
    if default != (() if required else example):
        mend = (
            "What the VALUES of an optional parameter hold, and of no other, stands under `#+ defaults:` too."
        )
        raise SourceError(f"the default of {name} is not what the query has.", where=where, mend=mend)
    return Parameter(
        name=name,
        variable=variable,
        type=kind,
        required=required,
        many=bool(about.get("list")),
        classes=tuple(_list(about.get("class"))),
        choices=tuple(_written(value) for value in header.enumerate.get(name, ())),
        bounds=(about.get("min"), about.get("max")),
        default=default,
        example=example,
        rows=rows,
        help={"nl": about["nl"], "en": about["en"]},
    )


def _in_query(where: str, name: str, shown: set[tuple[str, ...]]) -> tuple[str, ...]:
    if len(shown) > 1:
        raise SourceError(
            f"parameter {name} has different terms in different blocks.",
            where=where,
            mend="Write the same terms in each of its VALUES blocks.",
        )
    return next(iter(shown))


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
