"""A release on a server elsewhere: also when that is down, slow, or lying."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions

from bouwstenen.errors import BouwstenenError, ReleaseError, RemoteError, RemoteTimeoutError, WrongUseError
from bouwstenen.formats import GRAPHS, SOLUTIONS
from bouwstenen.graph.release import Release
from bouwstenen.store.interface import Query, select
from bouwstenen.store.opening import Opened
from bouwstenen.store.remote.store import RemoteStore
from bouwstenen.store.results import write, write_to
from tests.servers import Faulty, Handler, Remote, faulty

_JSON = "application/sparql-results+json"
_XML = "application/sparql-results+xml"
_NT = "application/n-triples"
_HEAD = '{"head":{"vars":["a"]},"results":{"bindings":['
_ROW = '{"a":{"type":"literal","value":"x"}}'
_TABLE = f"{_HEAD}{_ROW}]}}}}"
_XML_HEAD = (
    '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    '<head><variable name="a"/></head><results>'
)
_XML_ROW = '<result><binding name="a"><literal>x</literal></binding></result>'
_TRIPLE = '<http://example.org/a> <http://example.org/b> "c" .\n'

_SELECT = "SELECT ?a { ?a ?b ?c }"
_ASK = "ASK { ?a ?b ?c }"
_CONSTRUCT = "CONSTRUCT { ?a ?b ?c } { ?a ?b ?c }"


def _release(digit: str = "a") -> Release:
    return Release("0", digit * 64, "s", "now", 1, {"one": 1}, {}, {}, {})


@pytest.fixture
def server() -> Iterator[Faulty]:
    with faulty(_release()) as server:
        yield server


@pytest.fixture
def store(server: Faulty) -> Iterator[RemoteStore]:
    with RemoteStore(f"{server.address}/query", timeout=20) as store:
        yield store


def _read(store: RemoteStore, query: str) -> bytes:
    results = store.query(Query(query))
    chosen = SOLUTIONS[2] if isinstance(results, QuerySolutions | QueryBoolean) else GRAPHS[1]
    return write(store, results, chosen)


def _error(ask: Callable[[], object]) -> BouwstenenError:
    """The error that `ask` ends in, without tracebacks.

    Frames hold results, and results may only be dropped by their own thread: not by whoever collects garbage.
    """
    try:
        ask()
    except BouwstenenError as error:
        error.__cause__ = error.__context__ = None
        return error.with_traceback(None)
    raise AssertionError("that should not have worked")


# --- a real server


def test_it_says_which_release_is_live(remote_server: Remote, opened: Opened) -> None:
    with RemoteStore(remote_server.query) as store:
        assert store.release() == opened.release
        list(select(store, "SELECT * { ?s a bm:Trede }"))
        assert store.answered == opened.release
        store.ping()


@pytest.mark.parametrize("kind", ["remote_server", "union_server", "shared_server"])
def test_it_answers_as_the_embedded_store_does(
    request: pytest.FixtureRequest, kind: str, opened: Opened
) -> None:
    queries = (
        "SELECT ?s ?l { ?s a bm:Theme ; rdfs:label ?l } ORDER BY ?s ?l",
        "SELECT ?i ?l { ?c a bm:CoverageClaim ; bm:about ?i ; prov:wasDerivedFrom/bm:locator ?l } "
        "ORDER BY ?i ?l",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a bm:CoverageClaim } } GROUP BY ?g ORDER BY ?g",
        "SELECT (COUNT(*) AS ?n) { ?s bm:strengthens ?o }",
        "ASK { ?s a bm:Nothing }",
    )
    with RemoteStore(request.getfixturevalue(kind).query) as store:
        for query in queries:
            asked = Query(query)
            here = write(opened.store, opened.store.query(asked), SOLUTIONS[2])
            assert write(store, store.query(asked), SOLUTIONS[2]) == here, query


def test_results_may_be_left_unread(remote_server: Remote) -> None:
    with RemoteStore(remote_server.query) as store:
        for _ in range(150):  # more than there may be connections
            store.query(Query("SELECT * { ?s ?p ?o }"))
        outer = select(store, "SELECT ?t { ?t a bm:Trede }")
        inner = [list(select(store, f"SELECT ?l {{ {row['t']} bm:level ?l }}")) for row in outer]
        assert [len(rows) for rows in inner] == [1] * 6, "one result may be read while another is asked for"


# --- what is sent


def test_what_is_sent(server: Faulty) -> None:
    with RemoteStore(server.address, authorization="Bearer hush") as store:
        assert _read(store, "# first\nASK\n{ ?s a bm:Trede }") == b"true"
    (form,) = server.asked
    assert form["query"] == [
        "PREFIX bm: <https://w3id.org/bouwstenen/def/> # first\nASK\n{ ?s a bm:Trede }"
    ], "the server counts lines as we do"
    assert server.headers == ["Bearer hush"]


@pytest.mark.parametrize("text", ["SELECT ?x {", "INSERT DATA { <a:a> <a:b> 1 }", "DROP ALL", ""])
def test_what_is_no_query_is_never_sent(server: Faulty, store: RemoteStore, text: str) -> None:
    with pytest.raises(WrongUseError, match="not a valid SPARQL query"):
        store.query(Query(text))
    with pytest.raises(WrongUseError, match="no IRI"):
        store.query(Query(_ASK, default_graphs=("not an iri",)))
    assert server.asked == []


# --- lies, all of them with status 200


def _chunks(handler: Handler, media_type: str, *pieces: str, end: bool = True) -> None:
    handler.head(media_type, Transfer_Encoding="chunked")
    for piece in pieces:
        handler.chunk(piece)
    if end:
        handler.chunk("")
    else:
        handler.hang_up()


def _cut(handler: Handler, media_type: str, body: str) -> None:
    handler.head(media_type, Content_Length=str(len(body) + 100))
    handler.wfile.write(body.encode())
    handler.hang_up()


def _unframed(handler: Handler, media_type: str, body: str) -> None:
    handler.head(media_type, Connection="close")
    handler.wfile.write(body.encode())
    handler.hang_up()


_LIES: dict[str, tuple[str, Callable[[Handler], None], str]] = {
    "a page": (_SELECT, lambda h: h.send("<html></html>", "text/html"), "200 with text/html"),
    "a page said to be JSON": (_SELECT, lambda h: h.send("<html></html>"), "malformed"),
    "no media type": (_SELECT, lambda h: h.send(_TABLE, ""), "no media type"),
    "CSV": (_SELECT, lambda h: h.send("a\r\nx\r\n", "text/csv"), "text/csv"),
    "a graph for a table": (_SELECT, lambda h: h.send(_TRIPLE, _NT), _NT),
    "a table for a graph": (_CONSTRUCT, lambda h: h.send(_TABLE), "sparql-results"),
    "a part, said so": (_SELECT, lambda h: h.send(_TABLE, status=206), "206"),
    "nothing": (_SELECT, lambda h: h.send(""), "malformed"),
    "nothing at all": (_SELECT, lambda h: h.send("", status=204), "204"),
    "half a table": (_SELECT, lambda h: h.send(_HEAD + _ROW), "malformed or cut short"),
    "a table and more": (_SELECT, lambda h: h.send(_TABLE + "oops"), "malformed"),
    "half a table in chunks": (
        _SELECT,
        lambda h: _chunks(h, _JSON, _HEAD, _ROW),
        "malformed or cut",
    ),
    "broken off": (_SELECT, lambda h: _cut(h, _JSON, _TABLE), "broke off"),
    "half a table in XML": (_SELECT, lambda h: h.send(_XML_HEAD + _XML_ROW, _XML), "cut short"),
    "solutions for a boolean": (_ASK, lambda h: h.send(_TABLE), "another kind"),
    "a boolean for solutions": (_SELECT, lambda h: h.send('{"head":{},"boolean":true}'), "another kind"),
    "half a boolean": (_ASK, lambda h: h.send('{"head":{},"boolean":true'), "cut short"),
    "an endless boolean": (_ASK, lambda h: h.send('{"boolean":true,"x":"' + "x" * 99_999), "too long"),
    "a graph that is none": (_CONSTRUCT, lambda h: h.send("<html>", _NT), "malformed"),
    "half a statement": (_CONSTRUCT, lambda h: h.send(_TRIPLE + _TRIPLE[:30], _NT), "malformed"),
    "a graph broken off between chunks": (
        _CONSTRUCT,
        lambda h: _chunks(h, _NT, _TRIPLE, end=False),
        "broke off",
    ),
    "a graph that may go on": (_CONSTRUCT, lambda h: _unframed(h, _NT, _TRIPLE), "where its answer ends"),
    "a limit of Virtuoso": (_SELECT, lambda h: h.send(_TABLE, X_SPARQL_MaxRows="1"), "ResultSetMaxRows"),
    "another charset": (_SELECT, lambda h: h.send(_TABLE.encode("utf-16")), "malformed"),
}  # fmt: skip


@pytest.mark.parametrize("name", _LIES)
def test_lies_are_told(server: Faulty, store: RemoteStore, name: str) -> None:
    query, server.answer, message = _LIES[name]
    error = _error(lambda: _read(store, query))
    assert message in str(error)
    assert error.status == 502
    assert server.address in str(error)


_TRUTHS: dict[str, tuple[str, Callable[[Handler], None], bytes]] = {
    "JSON": (_SELECT, lambda h: h.send(_TABLE), b"a\r\nx\r\n"),
    "JSON by its other name": (
        _SELECT,
        lambda h: h.send(_TABLE, "application/json; charset=utf-8"),
        b"a\r\nx\r\n",
    ),
    "XML": (_SELECT, lambda h: h.send(f"{_XML_HEAD}{_XML_ROW}</results></sparql>\n", _XML), b"a\r\nx\r\n"),
    "a boolean in XML": (
        _ASK,
        lambda h: h.send(_XML_HEAD.partition("<head>")[0] + "<head/><boolean>true</boolean></sparql>", _XML),
        b"true",
    ),
    "without a length": (_SELECT, lambda h: _unframed(h, _JSON, _TABLE), b"a\r\nx\r\n"),
    "chunks": (_CONSTRUCT, lambda h: _chunks(h, _NT, _TRIPLE[:9], _TRIPLE[9:]), _TRIPLE.encode()),
    "Turtle": (
        _CONSTRUCT,
        lambda h: h.send("@prefix e: <http://example.org/> . e:a e:b 'c' .", "text/turtle"),
        _TRIPLE.encode(),
    ),
    "an empty graph": (_CONSTRUCT, lambda h: h.send("", _NT), b""),
}  # fmt: skip


@pytest.mark.parametrize("name", _TRUTHS)
def test_truths_are_taken(server: Faulty, store: RemoteStore, name: str) -> None:
    query, server.answer, wanted = _TRUTHS[name]
    assert _read(store, query) == wanted


@pytest.mark.parametrize("size", [1, 7, 60, 64, 65, 500])
def test_blank_nodes_of_virtuoso(server: Faulty, store: RemoteStore, size: int) -> None:
    """Its names of blank nodes are none; a literal that looks the same stays, wherever a piece ends."""
    literal = r'{"a": { "type": "literal", "value": "\"type\": \"bnode\", \"value\": \"nodeID://b1" }}'
    blank = '{"a": { "type": "bnode", "value": "nodeID://b1" }}'
    body = f"{_HEAD}{blank},{literal},{blank}]}}}}"

    def answer(handler: Handler) -> None:
        handler.sys_version, handler.server_version = "", "Virtuoso/07.20"
        pieces = [body[at : at + size] for at in range(0, len(body), size)]
        _chunks(handler, _JSON, *pieces)

    server.answer = answer
    values = [row["a"] for row in select(store, _SELECT)]
    assert values[0] == values[2]
    assert str(values[0]) == "_:b1"
    assert values[1].value == '"type": "bnode", "value": "nodeID://b1'


# --- refusals


@pytest.mark.parametrize(
    ("status", "mend"),
    [(400, "it said so"), (401, "BOUWSTENEN_STORE_AUTHORIZATION"), (403, "BOUWSTENEN_STORE_AUTHORIZATION"),
     (404, "address"), (500, "it said so")],
)  # fmt: skip
def test_refusals_are_told_and_not_tried_again(
    server: Faulty, store: RemoteStore, status: int, mend: str
) -> None:
    server.answer = lambda handler: handler.send("it said\nso", "text/plain", status)
    error = _error(lambda: store.query(Query(_SELECT)))
    assert f"answers {status} " in error.what
    assert mend in str(error)
    assert error.status == 502
    assert len(server.asked) == 1


def test_a_redirect_is_told_and_not_followed(server: Faulty, store: RemoteStore) -> None:
    server.answer = lambda handler: handler.send(
        "", "text/plain", 302, Location=f"{server.address}/other?key=hush"
    )
    error = _error(lambda: store.query(Query(_SELECT)))
    assert f"points to {server.address}/other:" in str(error)
    assert "hush" not in str(error)
    assert len(server.asked) == 1


def test_credentials_are_not_told(server: Faulty) -> None:
    server.answer = lambda handler: handler.send("", "text/plain", 500)
    address = server.address.replace("://", "://me:hush@") + "/query?key=hush"
    with RemoteStore(address) as store:
        error = _error(lambda: store.query(Query(_SELECT)))
    assert f"{server.address}/query: it answers 500" in str(error)
    assert "hush" not in str(error)


def test_what_is_no_address_is_told() -> None:
    with RemoteStore("gopher://example.org/") as store, pytest.raises(WrongUseError, match="no address"):
        store.ping()


# --- what passes is tried again, what takes too long is not


def _first(times: int, wrong: Callable[[Handler], None]) -> Callable[[Handler], None]:
    left = [wrong] * times

    def answer(handler: Handler) -> None:
        (left.pop() if left else lambda handler: handler.send(_TABLE))(handler)

    return answer


@pytest.mark.parametrize(
    "wrong",
    [
        *(lambda h, s=s: h.send("busy", "text/plain", s, Retry_After="0") for s in (429, 502, 503, 504)),
        lambda h: h.hang_up(),
        lambda h: _chunks(h, _JSON, end=False),
    ],
    ids=["429", "502", "503", "504", "no answer", "no body"],
)
def test_what_passes_is_tried_again(
    server: Faulty, store: RemoteStore, wrong: Callable[[Handler], None]
) -> None:
    server.answer = _first(2, wrong)
    assert _read(store, _SELECT) == b"a\r\nx\r\n"
    assert len(server.asked) == 3


@pytest.mark.parametrize(("status", "ours"), [(429, 502), (503, 502), (504, 504)])
def test_patience_ends(server: Faulty, store: RemoteStore, status: int, ours: int) -> None:
    server.answer = lambda handler: handler.send("busy", "text/plain", status)
    error = _error(lambda: store.query(Query(_SELECT)))
    assert f"answers {status}" in str(error)
    assert (error.status, len(server.asked)) == (ours, 4)


def test_who_asks_to_wait_longer_than_there_is_time_is_not_waited_for(
    server: Faulty, store: RemoteStore
) -> None:
    server.answer = lambda handler: handler.send("busy", "text/plain", 503, Retry_After="3600")
    with pytest.raises(RemoteError, match="503"):
        store.query(Query(_SELECT))
    assert len(server.asked) == 1


def test_a_result_that_has_begun_is_not_asked_for_again(server: Faulty, store: RemoteStore) -> None:
    server.answer = lambda h: _chunks(h, _JSON, _HEAD, _ROW, end=False)
    assert "broke off" in str(_error(lambda: _read(store, _SELECT)))
    assert len(server.asked) == 1


@pytest.mark.parametrize("begun", ["", _HEAD + _ROW])
def test_too_slow(server: Faulty, begun: str) -> None:
    def answer(handler: Handler) -> None:
        if begun:
            handler.head(_JSON, Transfer_Encoding="chunked")
            handler.chunk(begun)
        server.closing.wait(20)

    server.answer = answer
    with RemoteStore(server.address, timeout=0.5) as store:
        error = _error(lambda: _read(store, _SELECT))
    assert isinstance(error, RemoteTimeoutError)
    assert error.status == 504
    assert len(server.asked) == 1


def test_slow_drops_do_not_make_more_time(server: Faulty) -> None:
    def answer(handler: Handler) -> None:
        handler.head(_JSON, Transfer_Encoding="chunked")
        handler.chunk(_HEAD + _ROW)
        while not server.closing.wait(0.02):
            handler.chunk(f",{_ROW}")

    server.answer = answer
    with RemoteStore(server.address, timeout=0.5) as store:
        error = _error(lambda: _read(store, _SELECT))
    assert "its time is up" in str(error)


def test_down() -> None:
    with faulty(_release()) as server:
        address = server.address
    with RemoteStore(address) as store:
        for ask in (lambda: store.query(Query(_SELECT)), store.release, store.ping):
            error = _error(ask)
            assert "cannot be reached" in str(error)
            assert "See that it runs" in str(error)
            assert error.status == 502


# --- releases


def test_no_release_there(server: Faulty, store: RemoteStore) -> None:
    server.release = None
    for ask in (lambda: store.query(Query(_SELECT)), store.release):
        with pytest.raises(ReleaseError, match="bouwstenen publish"):
            ask()
    store.ping()


def test_a_release_of_other_software(server: Faulty, store: RemoteStore) -> None:
    server.text = '{"version": "9"}'
    with pytest.raises(ReleaseError, match="other software"):
        store.release()


def test_an_answer_of_the_next_release_is_asked_for_again(server: Faulty, store: RemoteStore) -> None:
    """The release changes after the question was sent: what comes may be of either, so it is not used."""

    def answer(handler: Handler) -> None:
        server.release = _release("b")
        handler.send(_TABLE)

    store.release()
    server.answer = answer
    store.query(Query(_SELECT))
    assert store.answered == _release("b")
    assert len(server.asked) == 2


def test_a_release_that_never_stands_still_is_told(server: Faulty, store: RemoteStore) -> None:
    server.state = lambda: "something else"
    server.answer = lambda handler: handler.send(_TABLE)
    assert "release changes" in str(_error(lambda: store.query(Query(_SELECT))))


def test_a_swap_that_can_be_seen_is_waited_for(server: Faulty, store: RemoteStore) -> None:
    """On a server whose updates are no transactions, what says which release it is goes first."""
    release = store.release()

    def answer(handler: Handler) -> None:
        server.release = None if len(server.asked) == 1 else release
        handler.send(_TABLE)

    server.answer = answer
    assert _read(store, _SELECT) == b"a\r\nx\r\n"
    assert len(server.asked) == 2

    def lose(handler: Handler) -> None:
        server.release = None
        handler.send(_TABLE)

    server.answer = lose
    assert "or is gone" in str(_error(lambda: store.query(Query(_SELECT))))


# --- streams


def test_the_first_rows_leave_before_the_last_come(server: Faulty, store: RemoteStore) -> None:
    written = threading.Event()
    in_time: list[bool] = []

    def answer(handler: Handler) -> None:
        handler.head(_JSON, Transfer_Encoding="chunked")
        handler.chunk(_HEAD + ",".join([_ROW] * 5000))
        in_time.append(written.wait(20))
        handler.chunk(f",{_ROW}]}}}}")
        handler.chunk("")

    class Sink:
        def write(self, data: bytes, /) -> int:
            written.set()
            return len(data)

        def flush(self) -> None:
            pass

    server.answer = answer
    write_to(Sink(), store, store.query(Query(_SELECT)), SOLUTIONS[1])
    assert in_time == [True]


def test_memory_does_not_grow_with_the_result(server: Faulty, store: RemoteStore) -> None:
    page = os.sysconf("SC_PAGE_SIZE")

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * page

    def answer(handler: Handler) -> None:
        handler.head(_JSON, Transfer_Encoding="chunked")
        handler.chunk(_HEAD + _ROW)
        rows = f",{_ROW}" * 20_000
        for _ in range(100):
            handler.chunk(rows)
        handler.chunk("]}}")
        handler.chunk("")

    class Sink:
        def __init__(self) -> None:
            self.began = resident()
            self.written = self.most = 0

        def write(self, data: bytes, /) -> int:
            if self.written >> 20 != (self.written + len(data)) >> 20:
                self.most = max(self.most, resident() - self.began)
            self.written += len(data)
            return len(data)

        def flush(self) -> None:
            pass

    server.answer = answer
    sink = Sink()
    write_to(sink, store, store.query(Query(_SELECT)), SOLUTIONS[0])
    assert sink.written > 60 << 20
    assert sink.most < 20 << 20
