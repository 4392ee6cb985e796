"""Answers of a server, whole and in pieces, and how tests read them."""

from collections.abc import Callable

from pyoxigraph import QueryBoolean, QuerySolutions

from bouwstenen.errors import BouwstenenError
from bouwstenen.formats import GRAPHS, SOLUTIONS
from bouwstenen.graph.release import Release
from bouwstenen.store.interface import Query
from bouwstenen.store.remote.store import RemoteStore
from bouwstenen.store.results import write
from tests.servers import Handler

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
NT = "application/n-triples"
HEAD = '{"head":{"vars":["a"]},"results":{"bindings":['
ROW = '{"a":{"type":"literal","value":"x"}}'
TABLE = f"{HEAD}{ROW}]}}}}"
XML_HEAD = (
    '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    '<head><variable name="a"/></head><results>'
)
XML_ROW = '<result><binding name="a"><literal>x</literal></binding></result>'
TRIPLE = '<http://example.org/a> <http://example.org/b> "c" .\n'

SELECT = "SELECT ?a { ?a ?b ?c }"
ASK = "ASK { ?a ?b ?c }"
CONSTRUCT = "CONSTRUCT { ?a ?b ?c } { ?a ?b ?c }"


def make_release(digit: str = "a") -> Release:
    return Release("0", digit * 64, "s", "now", 1, {"one": 1}, {}, {}, {})


def read(store: RemoteStore, query: str) -> bytes:
    results = store.query(Query(query))
    chosen = SOLUTIONS[2] if isinstance(results, QuerySolutions | QueryBoolean) else GRAPHS[1]
    return write(store, results, chosen)


def told(ask: Callable[[], object]) -> BouwstenenError:
    """The error that `ask` ends in, without tracebacks.

    Frames hold results, and results may only be dropped by their own thread: not by whoever collects garbage.
    """
    try:
        ask()
    except BouwstenenError as error:
        error.__cause__ = error.__context__ = None
        return error.with_traceback(None)
    raise AssertionError("that should not have worked")


def chunks(handler: Handler, media_type: str, *pieces: str, end: bool = True) -> None:
    handler.head(media_type, Transfer_Encoding="chunked")
    for piece in pieces:
        handler.chunk(piece)
    if end:
        handler.chunk("")
    else:
        handler.hang_up()
