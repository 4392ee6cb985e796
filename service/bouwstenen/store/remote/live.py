"""Which release a server holds: what `publish` writes in the graph `release` there, and how it is read."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import NamedTuple

from pyoxigraph import Literal, QuerySolution

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.release import Release
from bouwstenen.namespaces import PREFIXES, graph_iri

__all__ = [
    "CONTROL",
    "DESCRIPTION",
    "FROM_NOTHING",
    "SEEN",
    "STATE",
    "STATEMENTS",
    "Live",
    "State",
    "Union",
    "describing",
    "live_from",
    "marking",
    "state_from",
]

#: The graph that says it, and the thing it says it of.
CONTROL = graph_iri("release")

_HASH = f"<{PREFIXES['dcterms']}identifier>"
_TEXT = f"<{PREFIXES['schema']}text>"
_ISSUED = f"<{PREFIXES['dcterms']}issued>"
_STATUS = f"<{PREFIXES['schema']}creativeWorkStatus>"
_ALONE = Literal("alone")

#: Statements that the graph holds, beside the status.
STATEMENTS = 3

#: Asks for `State`: one row, or none where there is no release.
STATE = f"""SELECT ?hash ?issued ?status WHERE {{ GRAPH <{CONTROL}> {{
  <{CONTROL}> {_HASH} ?hash ; {_ISSUED} ?issued OPTIONAL {{ <{CONTROL}> {_STATUS} ?status }} }} }}"""

#: Asks for all of it. `?seen` is bound where the default graph holds what named graphs hold.
DESCRIPTION = f"""SELECT ?hash ?issued ?text ?status ?seen WHERE {{
  GRAPH <{CONTROL}> {{ <{CONTROL}> {_HASH} ?hash ; {_ISSUED} ?issued ; {_TEXT} ?text
    OPTIONAL {{ <{CONTROL}> {_STATUS} ?status }} }}
  OPTIONAL {{ <{CONTROL}> {_HASH} ?seen }} }}"""

#: Whether the default graph holds what named graphs hold.
SEEN = f"ASK {{ <{CONTROL}> {_HASH} ?hash }}"
#: The same of a default graph that is empty: yes, where a server does not heed FROM.
FROM_NOTHING = f"ASK FROM <{graph_iri('nothing')}> {{ <{CONTROL}> {_HASH} ?hash }}"


class Union(Enum):
    """When the default graph of a server is the union of its graphs."""

    NEVER = "never"
    ALWAYS = "always"
    ASKED = "asked"


@dataclass(frozen=True)
class Live:
    """The release that a server holds.

    Args:
        release: its description.
        issued: when it was swapped in, ISO 8601; tells two times of one release apart.
        alone: whether the server holds nothing else: no graph of others, none that is being published.
        union: when its default graph is the union of its graphs.
        heeds_from: whether it heeds FROM in a query.
    """

    release: Release
    issued: str
    alone: bool
    union: Union = Union.NEVER
    heeds_from: bool = True

    @property
    def needs_dataset(self) -> bool:
        """Whether a query must name its graphs: the server's default graph is another, or has more."""
        return not self.alone or self.union == Union.NEVER


class State(NamedTuple):
    """What changes when a release is published: the hash of the live one, since when, whether it is alone."""

    hash: str
    issued: str
    alone: bool


def state_from(rows: Iterable[QuerySolution]) -> State | None:
    """Return what the answer to `STATE` says; None where there is no release."""
    return next(
        (State(_value(row, "hash") or "", _value(row, "issued") or "", _is_alone(row)) for row in rows), None
    )


def live_from(rows: Iterable[QuerySolution], where: str) -> Live | None:
    """Return what the answer to `DESCRIPTION` says; None where there is no release.

    Raises:
        ReleaseError: it is there and cannot be read.
    """
    for row in rows:
        try:
            release = Release(**json.loads(_value(row, "text") or ""))
            whole = release.hash == _value(row, "hash") and isinstance(release.graphs, dict)
        except (ValueError, TypeError):
            whole = False
        if not whole:
            raise ReleaseError(
                f"what <{CONTROL}> says of its release cannot be read: other software wrote it.",
                where=where,
                mend="Run `bouwstenen publish`.",
            )
        union = Union.ALWAYS if _value(row, "seen") is not None else Union.NEVER
        return Live(release, _value(row, "issued") or "", _is_alone(row), union)
    return None


def _is_alone(row: QuerySolution) -> bool:
    return _value(row, "status") == _ALONE.value


def _value(row: QuerySolution, name: str) -> str | None:
    try:
        return str(row[name].value)
    except (KeyError, AttributeError):  # a variable the server left out, or did not bind
        return None


def describing(release: Release) -> str:
    """Return the SPARQL update that says that a server holds `release` from now on, not yet alone."""
    facts = {
        _HASH: release.hash,
        _ISSUED: datetime.now(UTC).isoformat(),
        _TEXT: json.dumps(asdict(release), ensure_ascii=True),
    }
    said = " ; ".join(f"{predicate} {Literal(value)}" for predicate, value in facts.items())
    return f"INSERT DATA {{ GRAPH <{CONTROL}> {{ <{CONTROL}> {said} }} }}"


def marking(*, alone: bool) -> str:
    """Return the SPARQL update that says whether a server holds its release alone."""
    statement = f"GRAPH <{CONTROL}> {{ <{CONTROL}> {_STATUS} {_ALONE} }}"
    return f"INSERT DATA {{ {statement} }}" if alone else f"DELETE DATA {{ {statement} }}"
