"""A release on a server elsewhere: answers, releases, streams."""

import os
import threading
from pathlib import Path

import pytest

from bouwstenen.errors import ReleaseError, WrongUseError
from bouwstenen.formats import SOLUTIONS
from bouwstenen.store.interface import Query, select
from bouwstenen.store.opening import Opened
from bouwstenen.store.remote.store import RemoteStore
from bouwstenen.store.results import write, write_to
from tests.servers import Faulty, Handler, Remote

# --- a real server
from tests.store.remote.answers import ASK, HEAD, JSON, ROW, SELECT, TABLE, make_release, read, told


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
        assert read(store, "# first\nASK\n{ ?s a bm:Trede }") == b"true"
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
        store.query(Query(ASK, default_graphs=("not an iri",)))
    assert server.asked == []


# --- releases


def test_no_release_there(server: Faulty, store: RemoteStore) -> None:
    server.release = None
    for ask in (lambda: store.query(Query(SELECT)), store.release):
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
        server.release = make_release("b")
        handler.send(TABLE)

    store.release()
    server.answer = answer
    store.query(Query(SELECT))
    assert store.answered == make_release("b")
    assert len(server.asked) == 2


def test_a_release_that_never_stands_still_is_told(server: Faulty, store: RemoteStore) -> None:
    server.state = lambda: "something else"
    server.answer = lambda handler: handler.send(TABLE)
    assert "release changes" in str(told(lambda: store.query(Query(SELECT))))


def test_a_swap_that_can_be_seen_is_waited_for(server: Faulty, store: RemoteStore) -> None:
    """On a server whose updates are no transactions, what says which release it is goes first."""
    release = store.release()

    def answer(handler: Handler) -> None:
        server.release = None if len(server.asked) == 1 else release
        handler.send(TABLE)

    server.answer = answer
    assert read(store, SELECT) == b"a\r\nx\r\n"
    assert len(server.asked) == 2

    def lose(handler: Handler) -> None:
        server.release = None
        handler.send(TABLE)

    server.answer = lose
    assert "or is gone" in str(told(lambda: store.query(Query(SELECT))))


# --- streams


def test_the_first_rows_leave_before_the_last_come(server: Faulty, store: RemoteStore) -> None:
    written = threading.Event()
    in_time: list[bool] = []

    def answer(handler: Handler) -> None:
        handler.head(JSON, Transfer_Encoding="chunked")
        handler.chunk(HEAD + ",".join([ROW] * 5000))
        in_time.append(written.wait(20))
        handler.chunk(f",{ROW}]}}}}")
        handler.chunk("")

    class Sink:
        def write(self, data: bytes, /) -> int:
            written.set()
            return len(data)

        def flush(self) -> None:
            pass

    server.answer = answer
    write_to(Sink(), store, store.query(Query(SELECT)), SOLUTIONS[1])
    assert in_time == [True]


def test_memory_does_not_grow_with_the_result(server: Faulty, store: RemoteStore) -> None:
    page = os.sysconf("SC_PAGE_SIZE")

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * page

    def answer(handler: Handler) -> None:
        handler.head(JSON, Transfer_Encoding="chunked")
        handler.chunk(HEAD + ROW)
        rows = f",{ROW}" * 20_000
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
    write_to(sink, store, store.query(Query(SELECT)), SOLUTIONS[0])
    assert sink.written > 60 << 20
    assert sink.most < 20 << 20
