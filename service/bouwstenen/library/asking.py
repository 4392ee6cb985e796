"""Ask a canned question: from texts to RDF terms, from terms to an answer."""

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from bouwstenen.errors import WrongUseError
from bouwstenen.library.question import Parameter, Question
from bouwstenen.library.things import find_thing
from bouwstenen.namespaces import PREFIXES
from bouwstenen.sparql.evaluation import evaluate
from bouwstenen.store.interface import QueryStore, Results

__all__ = ["ask", "bound_query"]

_XSD = PREFIXES["xsd"]


def ask(store: QueryStore, question: Question, given: Mapping[str, Iterable[str]]) -> Results:
    """Return the answer to a question.

    Args:
        store: the release to ask.
        question: what to ask.
        given: texts by parameter name; an empty text counts as not given.

    Raises:
        WrongUseError: a parameter is unknown, missing, given too often or of the wrong type.
        UnknownThingError: a thing that is asked about does not exist.
    """
    return evaluate(store, bound_query(store, question, given))


def bound_query(store: QueryStore, question: Question, given: Mapping[str, Iterable[str]]) -> str:
    """Return the query that `ask` evaluates; raises as `ask` does."""
    texts = {name: [text for text in values if text.strip()] for name, values in given.items()}
    known = {parameter.name for parameter in question.parameters}
    for name in texts:
        if name not in known:
            raise WrongUseError(
                f"there is no parameter “{name}”.",
                mend=f"“{question.name}” takes: {', '.join(sorted(known))}.",
            )
    terms = {
        parameter.variable: _terms(store, parameter, texts.get(parameter.name, []))
        for parameter in question.parameters
    }
    return question.bind(terms)


def _terms(store: QueryStore, parameter: Parameter, texts: list[str]) -> list[NamedNode | Literal]:
    if parameter.required and not texts:
        raise WrongUseError("this parameter is missing.", where=parameter.name, mend=parameter.help["en"])
    if len(texts) > 1 and not parameter.many:
        raise WrongUseError(
            "this parameter can be given once.", where=parameter.name, mend="Leave out the others."
        )
    # a thing named twice is one thing
    return list(dict.fromkeys(_term(store, parameter, text) for text in texts))


def _term(store: QueryStore, parameter: Parameter, text: str) -> NamedNode | Literal:
    if parameter.choices and text not in parameter.choices:
        raise WrongUseError(
            f"“{text}” is not a choice.",
            where=parameter.name,
            mend=f"Choose one of: {', '.join(parameter.choices)}.",
        )
    match parameter.type:
        case "iri":
            return NamedNode(find_thing(store, text, parameter.thing or "Factor"))
        case "integer":
            return _integer(parameter, text)
        case "boolean":
            value = {"true": "true", "1": "true", "false": "false", "0": "false"}.get(text.lower())
            if value is None:
                raise WrongUseError(f"“{text}” is neither true nor false.", where=parameter.name)
            return Literal(value, datatype=NamedNode(f"{_XSD}boolean"))
        case _:
            return Literal(text)


def _integer(parameter: Parameter, text: str) -> Literal:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise WrongUseError(
            f"“{text}” is not a whole number.", where=parameter.name, mend="Write it in digits."
        )
    lowest, highest = parameter.bounds
    number = int(text)
    if (lowest is not None and number < lowest) or (highest is not None and number > highest):
        raise WrongUseError(
            f"{number} is out of range.", where=parameter.name, mend=f"Give {lowest} up to {highest}."
        )
    return Literal(str(number), datatype=NamedNode(f"{_XSD}integer"))
