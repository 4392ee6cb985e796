"""Which format an answer comes in: by the suffix of its address, by `format=`, or by Accept."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from fastapi import Request

from bouwstenen.errors import NotAcceptableError, WrongUseError
from bouwstenen.formats import GRAPHS, HTML, SOLUTIONS, Format, by_name, listed
from bouwstenen.sparql.negotiation import choose

__all__ = ["format_of", "formats_wanted", "no_format", "split_suffix"]

#: What graphs come as where a format for solutions is asked for: clients do not look what kind a query is of.
_AS_GRAPH = {"xml": "rdf", "json": "jsonld"}

_SUFFIX = re.compile(r"(?P<stem>.*[^/])\.(?P<suffix>[A-Za-z][A-Za-z0-9]*)")


def format_of(
    request: Request, offered: Sequence[Format], suffix: str | None = None, named: str | None = None
) -> Format:
    """Return which of the offered formats a request is answered in.

    Args:
        request: whose `format` and Accept count.
        offered: the formats there are, the preferred one first.
        suffix: of the address; goes before Accept.
        named: what `format` is, where that is not told by the address.

    Raises:
        NotAcceptableError: there is no such format, or the client takes none there is; lists them.
        WrongUseError: the suffix says otherwise than `format`.
    """
    named = named or request.query_params.get("format")
    by_suffix = next((item for item in offered if suffix and item.name == suffix.lower()), None)
    by_format = next((item for item in offered if named and item.is_called(named)), None)
    if suffix and named and by_format is not by_suffix:
        raise WrongUseError(
            {
                "nl": f"het adres eindigt op .{suffix}, maar format={named}.",
                "en": f"the address ends in .{suffix}, but format={named}.",
            },
            where="format",
            mend={"nl": "Laat een van beide weg.", "en": "Leave out one."},
        )
    if suffix or named:
        chosen = by_suffix or by_format
        if chosen is None:
            raise no_format(suffix or named or "", offered)
        return chosen
    chosen = _best(request.headers.get("accept"), offered)
    if chosen is None:
        raise _none_accepted(offered)
    return chosen


def formats_wanted(accept: str | None, asked: str | None) -> tuple[str | None, str | None]:
    """Return the names of the formats for solutions and for graphs; None where the client takes none of them.

    Args:
        accept: the Accept header.
        asked: name of a format that overrides it.

    Raises:
        NotAcceptableError: there is no format of that name, or the client takes neither solutions nor graphs
            in any there is; lists them.
    """
    if not asked:
        return _negotiated(accept)
    known = by_name(asked)
    if known is None or known is HTML:
        raise no_format(asked, (*SOLUTIONS, *GRAPHS))
    return known.name, _AS_GRAPH.get(known.name, known.name)


@lru_cache(maxsize=1024)
def _negotiated(accept: str | None) -> tuple[str | None, str | None]:
    solutions, graphs = (_best(accept, offered) for offered in (SOLUTIONS, GRAPHS))
    if solutions is None and graphs is None:
        raise _none_accepted((*SOLUTIONS, *GRAPHS))
    return solutions.name if solutions else None, graphs.name if graphs else None


def _best(accept: str | None, offered: Sequence[Format]) -> Format | None:
    if HTML in offered:
        return choose(accept, offered)
    chosen = choose(accept, (*offered, HTML))
    if chosen is HTML:  # who wants a page gets our first format if they take it, or what else they take
        return choose(accept, offered[:1]) or choose(accept, offered) or offered[0]
    return chosen


def no_format(asked: str, offered: Iterable[Format]) -> NotAcceptableError:
    """Return what to tell of a format that is not there: which ones are.

    Args:
        asked: what it was called.
        offered: those there are.
    """
    told = listed(offered)
    return NotAcceptableError(
        {"nl": f"het formaat “{asked}” is er hier niet.", "en": f"there is no format “{asked}” here."},
        where="format",
        mend={"nl": f"Kies uit: {told}.", "en": f"Choose one of: {told}."},
    )


def _none_accepted(offered: Iterable[Format]) -> NotAcceptableError:
    told = listed(offered)
    return NotAcceptableError(
        {
            "nl": "geen van de formaten die u aanneemt is er.",
            "en": "none of the formats that you accept is there.",
        },
        where="Accept",
        mend={"nl": f"Kies uit: {told}.", "en": f"Choose one of: {told}."},
    )


def split_suffix(path: str, offered: Iterable[Format]) -> Sequence[tuple[str, str | None]]:
    """Return how a path may be read: with the suffix of a format first, then as a whole, then any suffix.

    A name may have dots of its own: `intervention-type/1.3`.

    >>> split_suffix("trede/3.ttl", GRAPHS)
    [('trede/3', 'ttl'), ('trede/3.ttl', None)]
    >>> split_suffix("trede/3.pdf", GRAPHS)
    [('trede/3.pdf', None), ('trede/3', 'pdf')]
    >>> split_suffix("intervention-type/1.3", GRAPHS)
    [('intervention-type/1.3', None)]
    """
    found = _SUFFIX.fullmatch(path)
    if not found:
        return [(path, None)]
    cut = (found["stem"], found["suffix"])
    known = any(item.name == found["suffix"].lower() for item in offered)
    return [cut, (path, None)] if known else [(path, None), cut]
