"""The `VALUES` blocks through which parameters enter a query.

A parameter has blocks of one variable, `VALUES ?_factor_iri { … }`, or, where an index is asked for it, of
rows: `VALUES (?_text_string ?thing ?score) { (…) … }`, the first variable being the parameter's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

__all__ = ["Row", "fill", "row_variables", "shown", "variables"]

#: What stands in a row of a block: as many terms as the block has variables.
Row = Sequence[NamedNode | Literal]

_NAME = r"_{1,2}[A-Za-z][A-Za-z0-9_]*"
_BLOCK = re.compile(
    rf"VALUES\s+(?:\?(?P<one>{_NAME})|\(\s*\?(?P<first>{_NAME})(?P<rest>(?:\s+\?\w+)+)\s*\))\s*"
    r"\{(?P<terms>(?:[^}\"]|\"(?:[^\"\\]|\\.)*\")*)\}"
)
_TERM = re.compile(r'<(?P<iri>[^>]*)>|"(?P<text>(?:[^"\\]|\\.)*)"(?:\^\^\S+|@[\w-]+)?|(?P<bare>[^\s()]+)')


def variables(query: str) -> list[str]:
    """Return the variables of parameters, in the order in which they come."""
    return list(dict.fromkeys(_variable(match) for match in _BLOCK.finditer(query)))


def row_variables(query: str, variable: str) -> tuple[str, ...]:
    """Return which variables follow that of a parameter in its rows; none where its blocks have only one."""
    return next(
        (
            tuple(name.lstrip("?") for name in match["rest"].split())
            for match in _BLOCK.finditer(query)
            if match["first"] == variable
        ),
        (),
    )


def shown(query: str, variable: str) -> set[tuple[str, ...]]:
    """Return what the blocks of a variable hold, as one would write it: a tuple for each different block.

    Of rows only the first term counts, once.

    >>> shown('VALUES ?_n_integer { 1 2 } VALUES ?_n_integer { UNDEF }', "_n_integer") == {("1", "2"), ()}
    True
    """
    return {
        tuple(_texts(match["terms"], match["rest"]))
        for match in _BLOCK.finditer(query)
        if _variable(match) == variable
    }


def fill(query: str, rows: Mapping[str, Iterable[Row]]) -> str:
    """Return the query with `rows` in the place of what its blocks hold.

    Args:
        query: with blocks.
        rows: by variable. A variable without any becomes `UNDEF`; a block of several variables without any
            is left empty, so that nothing fits.
    """

    def replace(match: re.Match[str]) -> str:
        chosen = [" ".join(map(str, row)) for row in rows.get(_variable(match), ())]
        if match["one"]:
            return f"VALUES ?{match['one']} {{ {' '.join(chosen) or 'UNDEF'} }}"
        lines = "".join(f"\n    ({row})" for row in chosen)
        return f"VALUES (?{match['first']}{match['rest']}) {{{lines}\n  }}"

    return _BLOCK.sub(replace, query)


def _variable(match: re.Match[str]) -> str:
    return str(match["one"] or match["first"])


def _texts(terms: str, rest: str | None) -> Iterator[str]:
    found = [match[match.lastgroup or 0] for match in _TERM.finditer(terms)]
    if rest is not None:
        yield from found[:1]
        return
    yield from (text for text in found if text != "UNDEF")
