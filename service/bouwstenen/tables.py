"""Solutions as a table on a terminal: short IRIs, no quotes; a label says more than the IRI beside it."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, QuerySolutions
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bouwstenen.errors import WrongUseError
from bouwstenen.namespaces import shorten

__all__ = ["columns", "print_rows", "print_table", "text_of"]


def columns(names: list[str]) -> list[str]:
    """Return the columns a person reads: `thing` is left out where `thingLabel` is there."""
    return [name for name in names if f"{name}Label" not in names]


def text_of(term: object) -> str:
    """Return what a person reads of a term: short IRIs, plain texts, "" for nothing."""
    if isinstance(term, NamedNode):
        return shorten(term.value)
    if isinstance(term, Literal):
        return term.value
    return "" if term is None else str(term)


def print_table(results: object) -> None:
    """Print solutions to standard output.

    Raises:
        WrongUseError: the results are no solutions.
    """
    if not isinstance(results, QuerySolutions):
        raise WrongUseError("only the solutions of a SELECT query can be a table.", where="--format")
    names = columns([variable.value for variable in results.variables])
    print_rows(names, ([text_of(row[name]) for name in names] for row in results))


def print_rows(names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows of texts to standard output, below the names of their columns."""
    table = Table(header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)
