"""What passes is tried again, in time; what takes too long is not."""

from collections.abc import Callable

import pytest

from bouwstenen.errors import RemoteError, RemoteTimeoutError
from bouwstenen.store.interface import Query
from bouwstenen.store.remote.store import RemoteStore
from tests.servers import Faulty, Handler, faulty

# --- what passes is tried again, what takes too long is not
from tests.store.remote.answers import HEAD, JSON, ROW, SELECT, TABLE, chunks, make_release, read, told


def _first(times: int, wrong: Callable[[Handler], None]) -> Callable[[Handler], None]:
    left = [wrong] * times

    def answer(handler: Handler) -> None:
        (left.pop() if left else lambda handler: handler.send(TABLE))(handler)

    return answer


@pytest.mark.parametrize(
    "wrong",
    [
        *(lambda h, s=s: h.send("busy", "text/plain", s, Retry_After="0") for s in (429, 502, 503, 504)),
        lambda h: h.hang_up(),
        lambda h: chunks(h, JSON, end=False),
    ],
    ids=["429", "502", "503", "504", "no answer", "no body"],
)
def test_what_passes_is_tried_again(
    server: Faulty, store: RemoteStore, wrong: Callable[[Handler], None]
) -> None:
    server.answer = _first(2, wrong)
    assert read(store, SELECT) == b"a\r\nx\r\n"
    assert len(server.asked) == 3


@pytest.mark.parametrize(("status", "ours"), [(429, 502), (503, 502), (504, 504)])
def test_patience_ends(server: Faulty, store: RemoteStore, status: int, ours: int) -> None:
    server.answer = lambda handler: handler.send("busy", "text/plain", status)
    error = told(lambda: store.query(Query(SELECT)))
    assert f"answers {status}" in str(error)
    assert (error.status, len(server.asked)) == (ours, 4)


def test_who_asks_to_wait_longer_than_there_is_time_is_not_waited_for(
    server: Faulty, store: RemoteStore
) -> None:
    server.answer = lambda handler: handler.send("busy", "text/plain", 503, Retry_After="3600")
    with pytest.raises(RemoteError, match="503"):
        store.query(Query(SELECT))
    assert len(server.asked) == 1


def test_a_result_that_has_begun_is_not_asked_for_again(server: Faulty, store: RemoteStore) -> None:
    server.answer = lambda h: chunks(h, JSON, HEAD, ROW, end=False)
    assert "broke off" in str(told(lambda: read(store, SELECT)))
    assert len(server.asked) == 1


@pytest.mark.parametrize("begun", ["", HEAD + ROW])
def test_too_slow(server: Faulty, begun: str) -> None:
    def answer(handler: Handler) -> None:
        if begun:
            handler.head(JSON, Transfer_Encoding="chunked")
            handler.chunk(begun)
        server.closing.wait(20)

    server.answer = answer
    with RemoteStore(server.address, timeout=0.5) as store:
        error = told(lambda: read(store, SELECT))
    assert isinstance(error, RemoteTimeoutError)
    assert error.status == 504
    assert len(server.asked) == 1


def test_slow_drops_do_not_make_more_time(server: Faulty) -> None:
    def answer(handler: Handler) -> None:
        handler.head(JSON, Transfer_Encoding="chunked")
        handler.chunk(HEAD + ROW)
        while not server.closing.wait(0.02):
            handler.chunk(f",{ROW}")

    server.answer = answer
    with RemoteStore(server.address, timeout=0.5) as store:
        error = told(lambda: read(store, SELECT))
    assert "its time is up" in str(error)


def test_down() -> None:
    with faulty(make_release()) as server:
        address = server.address
    with RemoteStore(address) as store:
        for ask in (lambda: store.query(Query(SELECT)), store.release, store.ping):
            error = told(ask)
            assert "cannot be reached" in str(error)
            assert "See that it runs" in str(error)
            assert error.status == 502
