"""Answers that cannot be answers, and refusals, are told as what they are."""

from collections.abc import Callable

import pytest

from bouwstenen.errors import WrongUseError
from bouwstenen.store.interface import Query, select
from bouwstenen.store.remote.store import RemoteStore
from tests.servers import Faulty, Handler

# --- lies, all of them with status 200
from tests.store.remote.answers import (
    ASK,
    CONSTRUCT,
    HEAD,
    JSON,
    NT,
    ROW,
    SELECT,
    TABLE,
    TRIPLE,
    XML,
    XML_HEAD,
    XML_ROW,
    chunks,
    read,
    told,
)


def _cut(handler: Handler, media_type: str, body: str) -> None:
    handler.head(media_type, Content_Length=str(len(body) + 100))
    handler.wfile.write(body.encode())
    handler.hang_up()


def _unframed(handler: Handler, media_type: str, body: str) -> None:
    handler.head(media_type, Connection="close")
    handler.wfile.write(body.encode())
    handler.hang_up()


_LIES: dict[str, tuple[str, Callable[[Handler], None], str]] = {
    "a page": (SELECT, lambda h: h.send("<html></html>", "text/html"), "200 with text/html"),
    "a page said to be JSON": (SELECT, lambda h: h.send("<html></html>"), "malformed"),
    "no media type": (SELECT, lambda h: h.send(TABLE, ""), "no media type"),
    "CSV": (SELECT, lambda h: h.send("a\r\nx\r\n", "text/csv"), "text/csv"),
    "a graph for a table": (SELECT, lambda h: h.send(TRIPLE, NT), NT),
    "a table for a graph": (CONSTRUCT, lambda h: h.send(TABLE), "sparql-results"),
    "a part, said so": (SELECT, lambda h: h.send(TABLE, status=206), "206"),
    "nothing": (SELECT, lambda h: h.send(""), "malformed"),
    "nothing at all": (SELECT, lambda h: h.send("", status=204), "204"),
    "half a table": (SELECT, lambda h: h.send(HEAD + ROW), "malformed or cut short"),
    "a table and more": (SELECT, lambda h: h.send(TABLE + "oops"), "malformed"),
    "half a table in chunks": (
        SELECT,
        lambda h: chunks(h, JSON, HEAD, ROW),
        "malformed or cut",
    ),
    "broken off": (SELECT, lambda h: _cut(h, JSON, TABLE), "broke off"),
    "half a table in XML": (SELECT, lambda h: h.send(XML_HEAD + XML_ROW, XML), "cut short"),
    "solutions for a boolean": (ASK, lambda h: h.send(TABLE), "another kind"),
    "a boolean for solutions": (SELECT, lambda h: h.send('{"head":{},"boolean":true}'), "another kind"),
    "half a boolean": (ASK, lambda h: h.send('{"head":{},"boolean":true'), "cut short"),
    "an endless boolean": (ASK, lambda h: h.send('{"boolean":true,"x":"' + "x" * 99_999), "too long"),
    "a graph that is none": (CONSTRUCT, lambda h: h.send("<html>", NT), "malformed"),
    "half a statement": (CONSTRUCT, lambda h: h.send(TRIPLE + TRIPLE[:30], NT), "malformed"),
    "a graph broken off between chunks": (
        CONSTRUCT,
        lambda h: chunks(h, NT, TRIPLE, end=False),
        "broke off",
    ),
    "a graph that may go on": (CONSTRUCT, lambda h: _unframed(h, NT, TRIPLE), "where its answer ends"),
    "a limit of Virtuoso": (SELECT, lambda h: h.send(TABLE, X_SPARQL_MaxRows="1"), "ResultSetMaxRows"),
    "another charset": (SELECT, lambda h: h.send(TABLE.encode("utf-16")), "malformed"),
}  # fmt: skip


@pytest.mark.parametrize("name", _LIES)
def test_lies_are_told(server: Faulty, store: RemoteStore, name: str) -> None:
    query, server.answer, message = _LIES[name]
    error = told(lambda: read(store, query))
    assert message in str(error)
    assert error.status == 502
    assert server.address in str(error)


_TRUTHS: dict[str, tuple[str, Callable[[Handler], None], bytes]] = {
    "JSON": (SELECT, lambda h: h.send(TABLE), b"a\r\nx\r\n"),
    "JSON by its other name": (
        SELECT,
        lambda h: h.send(TABLE, "application/json; charset=utf-8"),
        b"a\r\nx\r\n",
    ),
    "XML": (SELECT, lambda h: h.send(f"{XML_HEAD}{XML_ROW}</results></sparql>\n", XML), b"a\r\nx\r\n"),
    "a boolean in XML": (
        ASK,
        lambda h: h.send(XML_HEAD.partition("<head>")[0] + "<head/><boolean>true</boolean></sparql>", XML),
        b"true",
    ),
    "without a length": (SELECT, lambda h: _unframed(h, JSON, TABLE), b"a\r\nx\r\n"),
    "chunks": (CONSTRUCT, lambda h: chunks(h, NT, TRIPLE[:9], TRIPLE[9:]), TRIPLE.encode()),
    "Turtle": (
        CONSTRUCT,
        lambda h: h.send("@prefix e: <http://example.org/> . e:a e:b 'c' .", "text/turtle"),
        TRIPLE.encode(),
    ),
    "an empty graph": (CONSTRUCT, lambda h: h.send("", NT), b""),
}  # fmt: skip


@pytest.mark.parametrize("name", _TRUTHS)
def test_truths_are_taken(server: Faulty, store: RemoteStore, name: str) -> None:
    query, server.answer, wanted = _TRUTHS[name]
    assert read(store, query) == wanted


@pytest.mark.parametrize("size", [1, 7, 60, 64, 65, 500])
def test_blank_nodes_of_virtuoso(server: Faulty, store: RemoteStore, size: int) -> None:
    """Its names of blank nodes are none; a literal that looks the same stays, wherever a piece ends."""
    literal = r'{"a": { "type": "literal", "value": "\"type\": \"bnode\", \"value\": \"nodeID://b1" }}'
    blank = '{"a": { "type": "bnode", "value": "nodeID://b1" }}'
    body = f"{HEAD}{blank},{literal},{blank}]}}}}"

    def answer(handler: Handler) -> None:
        handler.sys_version, handler.server_version = "", "Virtuoso/07.20"
        pieces = [body[at : at + size] for at in range(0, len(body), size)]
        chunks(handler, JSON, *pieces)

    server.answer = answer
    values = [row["a"] for row in select(store, SELECT)]
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
    error = told(lambda: store.query(Query(SELECT)))
    assert f"answers {status} " in error.what
    assert mend in str(error)
    assert error.status == 502
    assert len(server.asked) == 1


def test_a_redirect_is_told_and_not_followed(server: Faulty, store: RemoteStore) -> None:
    server.answer = lambda handler: handler.send(
        "", "text/plain", 302, Location=f"{server.address}/other?key=hush"
    )
    error = told(lambda: store.query(Query(SELECT)))
    assert f"points to {server.address}/other:" in str(error)
    assert "hush" not in str(error)
    assert len(server.asked) == 1


def test_credentials_are_not_told(server: Faulty) -> None:
    server.answer = lambda handler: handler.send("", "text/plain", 500)
    address = server.address.replace("://", "://me:hush@") + "/query?key=hush"
    with RemoteStore(address) as store:
        error = told(lambda: store.query(Query(SELECT)))
    assert f"{server.address}/query: it answers 500" in str(error)
    assert "hush" not in str(error)


def test_what_is_no_address_is_told() -> None:
    with RemoteStore("gopher://example.org/") as store, pytest.raises(WrongUseError, match="no address"):
        store.ping()
