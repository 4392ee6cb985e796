"""Ask a canned question: from texts to RDF terms, from terms to an answer."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from bouwstenen.library.blocks import Row
from bouwstenen.library.parameter import Parameter
from bouwstenen.library.question import Question
from bouwstenen.library.things import find_thing
from bouwstenen.library.values import read_values
from bouwstenen.namespaces import PREFIXES
from bouwstenen.sparql.evaluation import evaluate
from bouwstenen.store.interface import QueryStore, Results
from bouwstenen.textindex.index import TextIndex

__all__ = ["FOUND", "Index", "ask", "bound_query"]

_XSD = PREFIXES["xsd"]

#: Gives the text index of the release, once it is needed.
Index = Callable[[], TextIndex]

#: Things that a text finds at most.
FOUND = 300


def ask(
    store: QueryStore, question: Question, given: Mapping[str, Iterable[str]], index: Index | None = None
) -> Results:
    """Return the answer to a question.

    Args:
        store: the release to ask.
        question: what to ask.
        given: texts by parameter name; an empty text counts as not given.
        index: gives the text index of the release, which a parameter may have to be looked up in.

    Raises:
        WrongUseError: a parameter is unknown, missing, given too often or of the wrong type.
        UnknownThingError: a thing that is asked about does not exist.
    """
    return evaluate(store, bound_query(store, question, given, index))


def bound_query(
    store: QueryStore, question: Question, given: Mapping[str, Iterable[str]], index: Index | None = None
) -> str:
    """Return the query that `ask` evaluates; raises as `ask` does."""
    values = read_values(question, given)
    return question.bind(
        {
            parameter.variable: list(
                dict.fromkeys(  # a thing named twice is one thing
                    row for value in values[parameter.name] for row in _rows(store, parameter, value, index)
                )
            )
            for parameter in question.parameters
        }
    )


def _rows(
    store: QueryStore, parameter: Parameter, value: str | int | date, index: Index | None
) -> Iterable[Row]:
    term = _term(store, parameter, value)
    if not parameter.rows:
        return [(term,)]
    if index is None:
        raise TypeError(f"{parameter.name} is looked up: give `index`")
    return [
        (term, NamedNode(iri), Literal(f"{score:.4f}", datatype=NamedNode(f"{_XSD}decimal")))
        for iri, score in index().hits(str(value), FOUND)
    ]


def _term(store: QueryStore, parameter: Parameter, value: str | int | date) -> NamedNode | Literal:
    match parameter.type:
        case "iri":
            return NamedNode(find_thing(store, str(value), *parameter.classes, where=parameter.name))
        case "string":
            return Literal(str(value))
        case kind:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            return Literal(text, datatype=NamedNode(f"{_XSD}{kind}"))
