"""From what somebody wrote to typed values: a pydantic model for each question.

The model is also what the API's description is made from.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import GenericAlias
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    create_model,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from bouwstenen.errors import Message, WrongUseError
from bouwstenen.library.parameter import Parameter
from bouwstenen.library.question import Question

__all__ = ["model_of", "read_values"]


def _whole_number(value: object) -> object:
    """Digits only: Python itself also takes `1_0` and `٣`."""
    if isinstance(value, str) and not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise PydanticCustomError("whole_number", "not a whole number")
    return value


def _yes_or_no(value: object) -> object:
    try:
        return {"true": True, "1": True, "false": False, "0": False}[str(value).lower()]
    except KeyError:
        raise PydanticCustomError("yes_or_no", "neither true nor false") from None


def _day(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise PydanticCustomError("day", "not a day")
    return value


@lru_cache(maxsize=256)
def model_of(question: Question) -> type[BaseModel]:
    """Return the model of what may be given for a question's parameters."""
    fields: dict[str, Any] = {parameter.name: _field(parameter) for parameter in question.parameters}
    name = "".join(part.title() for part in question.name.split("-"))
    return create_model(
        f"{name}Parameters", __config__=ConfigDict(extra="forbid", str_strip_whitespace=True), **fields
    )


def read_values(question: Question, given: Mapping[str, Iterable[str]]) -> dict[str, list[Any]]:
    """Return the values of every parameter of a question: what was given, or else its default.

    Args:
        question: whose parameters they are.
        given: texts by parameter name; an empty text counts as not given.

    Raises:
        WrongUseError: a parameter is unknown, missing, given too often or of the wrong type.
    """
    texts = {name: [text.strip() for text in values if text.strip()] for name, values in given.items()}
    known = {parameter.name: parameter for parameter in question.parameters}
    values: dict[str, Any] = {}
    for name, written in texts.items():
        if name not in known:
            raise _unknown(question, name)
        if len(written) > 1 and not known[name].many:
            raise WrongUseError(
                {"nl": "mag één keer worden gegeven.", "en": "this parameter can be given once."},
                where=name,
                mend={"nl": "Laat de andere weg.", "en": "Leave out the others."},
            )
        if written:
            values[name] = written if known[name].many else written[0]
    try:
        model = model_of(question)(**values)
    except ValidationError as error:
        first = error.errors()[0]
        raise _said(known[str(first["loc"][0])], first) from error
    read = {name: getattr(model, name) for name in known}
    return {
        name: value if isinstance(value, list) else [] if value is None else [value]
        for name, value in read.items()
    }


def _field(parameter: Parameter) -> tuple[Any, Any]:
    kind = _kind(parameter)
    if parameter.many:
        kind = Annotated[GenericAlias(list, (kind,)), Field(min_length=int(parameter.required))]
    given = list(parameter.default) if parameter.many else next(iter(parameter.default), None)
    default = ... if parameter.required else TypeAdapter(kind | None).validate_python(given)
    about = f"{parameter.help['en'].strip()} ({parameter.help['nl'].strip()})"
    extra: dict[str, Any] = {"class": list(parameter.classes)} if parameter.classes else {}
    return (
        kind if parameter.required or default is not None else kind | None,
        Field(
            default,
            description=about,
            examples=[list(parameter.example) if parameter.many else next(iter(parameter.example), None)],
            validate_default=True,
            json_schema_extra=extra or None,
        ),
    )


def _kind(parameter: Parameter) -> Any:  # noqa: ANN401 - a type made at run time
    if parameter.choices:
        return Literal[parameter.choices]
    match parameter.type:
        case "integer":
            lowest, highest = parameter.bounds
            return Annotated[int, Field(ge=lowest, le=highest), BeforeValidator(_whole_number)]
        case "boolean":
            return Annotated[bool, BeforeValidator(_yes_or_no)]
        case "date":
            return Annotated[date, BeforeValidator(_day)]
        case _:
            return Annotated[str, Field(min_length=1, max_length=1000)]


def _unknown(question: Question, name: str) -> WrongUseError:
    names = ", ".join(parameter.name for parameter in question.parameters)
    return WrongUseError(
        {"nl": f"er is geen parameter “{name}”.", "en": f"there is no parameter “{name}”."},
        mend={
            "nl": f"“{question.name}” heeft: {names}." if names else f"“{question.name}” heeft er geen.",
            "en": f"“{question.name}” takes: {names}." if names else f"“{question.name}” takes none.",
        },
    )


def _said(parameter: Parameter, error: ErrorDetails) -> WrongUseError:
    what, mend = _words(parameter, error["type"], error["input"])
    return WrongUseError(what, where=parameter.name, mend=mend)


def _words(parameter: Parameter, mistake: str, text: object) -> tuple[Message, Message]:
    """What is wrong and how to mend it, after pydantic's kinds of mistakes."""
    match mistake:
        case "missing" | "too_short":
            return {"nl": "deze parameter ontbreekt.", "en": "this parameter is missing."}, parameter.help
        case "literal_error":
            names = ", ".join(parameter.choices)
            return (
                {"nl": f"“{text}” is geen keuze.", "en": f"“{text}” is not a choice."},
                {"nl": f"Kies uit: {names}.", "en": f"Choose one of: {names}."},
            )
        case "whole_number":
            return (
                {"nl": f"“{text}” is geen heel getal.", "en": f"“{text}” is not a whole number."},
                {"nl": "Schrijf het in cijfers.", "en": "Write it in digits."},
            )
        case "greater_than_equal" | "less_than_equal":
            what = {"nl": f"{text} valt buiten de grenzen.", "en": f"{text} is out of range."}
            return what, _within(*parameter.bounds)
        case "string_too_long":
            return (
                {"nl": "deze tekst is te lang.", "en": "this text is too long."},
                {"nl": "Hoogstens 1000 tekens.", "en": "1000 characters at most."},
            )
        case "string_unicode":
            return (
                {"nl": "deze tekst is geen UTF-8.", "en": "this text is not UTF-8."},
                {"nl": "Schrijf hem in UTF-8.", "en": "Write it in UTF-8."},
            )
    if parameter.type == "boolean":
        return (
            {"nl": f"“{text}” is geen true of false.", "en": f"“{text}” is neither true nor false."},
            {"nl": "Geef true of false.", "en": "Give true or false."},
        )
    return (
        {"nl": f"“{text}” is geen dag.", "en": f"“{text}” is not a day."},
        {"nl": "Schrijf 2026-11-24.", "en": "Write 2026-11-24."},
    )


def _within(lowest: int | None, highest: int | None) -> Message:
    if highest is None:
        return {"nl": f"Geef ten minste {lowest}.", "en": f"Give at least {lowest}."}
    if lowest is None:
        return {"nl": f"Geef ten hoogste {highest}.", "en": f"Give at most {highest}."}
    return {"nl": f"Geef {lowest} tot en met {highest}.", "en": f"Give {lowest} up to {highest}."}
