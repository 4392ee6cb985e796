"""Workers: they answer, they are ended and replaced, and what happens to one is told as what it is."""

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bouwstenen.errors import (
    BusyError,
    NotAcceptableError,
    QueryMemoryError,
    QueryTimeoutError,
    ReleaseError,
    ResultTooLargeError,
    TooLargeError,
    TooManyRowsError,
    WrongUseError,
)
from bouwstenen.graph.release import current
from bouwstenen.settings import Settings
from bouwstenen.store.answer import Answer
from bouwstenen.store.interface import Query
from bouwstenen.store.workers.forkserver import Place
from bouwstenen.store.workers.nursery import Worker
from bouwstenen.store.workers.pool import Pool, Room
from bouwstenen.store.workers.wire import Job

_LOOKUP = "SELECT ?p ?o { <https://w3id.org/bouwstenen/id/intervention/vip> ?p ?o }"
_HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
_LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"

_ROOM = Room(2, 2, 8)

Killed = list[str]
Use = Callable[[Pool, Killed], Awaitable[None]]


def _job(
    query: str, *, seconds: float = 20, rows: int = 10**6, size: int = 2**28, **formats: str | None
) -> Job:
    return Job(
        Query(query), formats.get("solutions", "json"), formats.get("graphs", "ttl"), seconds, rows, size
    )


async def _all(answer: Answer) -> bytes:
    pieces = []
    while piece := await answer.read():
        pieces.append(piece)
    return b"".join(pieces)


def _use(folder: Path, use: Use, *, room: Room = _ROOM, in_memory: bool = True, memory: int = 200) -> None:
    """Let `use` work with a pool over the release in `folder`."""

    async def run() -> None:
        killed: Killed = []
        pool = Pool(Place(memory * 2**20, str(folder), in_memory, offline=in_memory), room, killed.append)
        await pool.start()
        try:
            await use(pool, killed)
        finally:
            await pool.stop()

    asyncio.run(run())


@pytest.fixture
def folder(settings: Settings) -> Path:
    """The folder of a release."""
    return current(settings.home)[0]


@pytest.mark.parametrize("in_memory", [True, False], ids=["memory", "folder"])
def test_answers(folder: Path, in_memory: bool) -> None:
    async def use(pool: Pool, _: Killed) -> None:
        answers = await asyncio.gather(*(pool.ask(_job(_LOOKUP)) for _ in range(8)))
        bodies = {await _all(answer) for answer in answers}
        assert len(bodies) == 1
        assert b"bindings" in bodies.pop()
        graph = await pool.ask(_job("CONSTRUCT WHERE { ?s a bm:Trede }"))
        assert graph.format == "ttl"
        assert (await pool.ask(_job("ASK {}", solutions="csv"))).whole == b"true"

    _use(folder, use, in_memory=in_memory)


@pytest.mark.parametrize(
    ("job", "error", "reason"),
    [
        (_job("SELECT nothing"), WrongUseError, None),
        (_job("INSERT DATA { <http://a/> <http://a/> 1 }"), WrongUseError, None),
        (_job(_LOOKUP, solutions=None), NotAcceptableError, None),
        (_job(_LOOKUP, solutions="ttl"), NotAcceptableError, None),
        (_job(_LOOKUP, rows=3), TooManyRowsError, None),
        (_job(_LOOKUP, size=100), ResultTooLargeError, None),
        (_job(_HEAVY, seconds=0.1), QueryTimeoutError, "time"),
        (_job(_HEAVY, seconds=0.6), QueryTimeoutError, "time"),
        (_job(_LARGE + " ORDER BY ?c ?f"), QueryMemoryError, "memory"),
        (_job("ASK " + "{" * 20_000 + "}" * 20_000), TooLargeError, "depth"),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else None,
)
def test_what_fails_is_told_and_the_next_is_answered(
    folder: Path, job: Job, error: type[Exception], reason: str | None
) -> None:
    async def use(pool: Pool, killed: Killed) -> None:
        with pytest.raises(error):
            await pool.ask(job)
        assert killed == ([reason] if reason else [])
        for _ in range(6):
            assert (await pool.ask(_job(_LOOKUP))).whole
        await asyncio.sleep(0.1)
        assert pool.running == pool.waiting == 0

    _use(folder, use)


@pytest.mark.parametrize("limit", ["rows", "size", "time"])
def test_an_answer_that_breaks_off_half_way_says_so(folder: Path, limit: str) -> None:
    jobs = {
        "rows": _job(_LARGE, rows=5_000),
        "size": _job(_LARGE, size=300_000),
        "time": _job(_LARGE, seconds=0.5, rows=10**9, size=2**40),
    }
    errors = {"rows": TooManyRowsError, "size": ResultTooLargeError, "time": QueryTimeoutError}

    async def use(pool: Pool, _: Killed) -> None:
        answer = await pool.ask(jobs[limit])
        assert answer.whole is None
        assert (await answer.read()).startswith(b'{"head"')
        with pytest.raises(errors[limit]):
            await _all(answer)

    _use(folder, use)


def test_rows_up_to_the_limit_are_fine(folder: Path) -> None:
    async def use(pool: Pool, _: Killed) -> None:
        for form in ("json", "xml", "csv", "tsv"):
            query = "SELECT ?s { ?s ?p ?o } LIMIT 7"
            assert (await pool.ask(_job(query, rows=7, solutions=form))).whole, form
            with pytest.raises(TooManyRowsError):
                await pool.ask(_job(query, rows=6, solutions=form))
        graph = "CONSTRUCT { ?s bm:x ?o } WHERE { SELECT * { ?s a ?o } LIMIT 7 }"
        assert (await pool.ask(_job(graph, rows=7))).whole
        with pytest.raises(TooManyRowsError):
            await pool.ask(_job(graph, rows=6))

    _use(folder, use)


def test_whoever_waits_too_long_or_finds_the_queue_full_is_told(folder: Path) -> None:
    async def use(pool: Pool, killed: Killed) -> None:
        long = [asyncio.create_task(pool.ask(_job(_HEAVY, seconds=1.2))) for _ in range(2)]
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(pool.ask(_job(_LOOKUP, seconds=0.1)))
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="wait already"):
            await pool.ask(_job(_LOOKUP))
        with pytest.raises(BusyError, match="waited for others"):
            await waiting
        ended = await asyncio.gather(*long, return_exceptions=True)
        assert {type(error) for error in ended} <= {QueryTimeoutError, BusyError}
        assert (await pool.ask(_job(_LOOKUP))).whole

    _use(folder, use, room=Room(2, 1, 1))


def test_long_queries_make_room_for_short_ones(folder: Path) -> None:
    async def use(pool: Pool, killed: Killed) -> None:
        long = [asyncio.create_task(pool.ask(_job(_HEAVY, seconds=3))) for _ in range(5)]
        await asyncio.sleep(0.1)
        assert (await pool.ask(_job(_LOOKUP))).whole
        assert pool.running >= 2, "those that found a place for long queries go on"
        ended = await asyncio.gather(*long, return_exceptions=True)
        assert {type(error) for error in ended} == {QueryTimeoutError, BusyError}
        assert set(killed) == {"time", "busy"}

    _use(folder, use, room=Room(1, 2, 16))


def test_who_stops_waiting_ends_the_query(folder: Path) -> None:
    async def use(pool: Pool, killed: Killed) -> None:
        asking = asyncio.create_task(pool.ask(_job(_HEAVY)))
        await asyncio.sleep(0.05)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        reading = await pool.ask(_job(_LARGE))
        reading.discard()
        await asyncio.sleep(0.2)
        assert pool.running == 0
        assert killed == ["gone", "gone"]

    _use(folder, use)


def test_a_fork_server_that_dies_is_started_again(folder: Path) -> None:
    async def use(pool: Pool, _: Killed) -> None:
        process = pool._nursery._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        await asyncio.sleep(0.1)
        assert (await pool.ask(_job(_LOOKUP))).whole

    _use(folder, use)


def test_a_worker_that_is_killed_from_outside_is_replaced(folder: Path) -> None:
    async def use(pool: Pool, killed: Killed) -> None:
        for worker in list(pool._free):
            os.kill(worker.pid, signal.SIGKILL)
        await asyncio.sleep(0.2)
        assert (await pool.ask(_job(_LOOKUP))).whole
        assert killed == []

    _use(folder, use)


def test_a_damaged_release_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()

    async def use(pool: Pool, _: Killed) -> None:
        raise AssertionError("it must not open")

    with pytest.raises(ReleaseError, match="damaged"):
        _use(tmp_path, use)


@pytest.mark.threat("T12")
def test_workers_can_call_nowhere(folder: Path) -> None:
    """The second fence: this query comes past the first one, which would refuse it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.3)
        port = listening.getsockname()[1]

        async def use(pool: Pool, _: Killed) -> None:
            with pytest.raises(ReleaseError):
                await pool.ask(_job(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))

        _use(folder, use)
        with pytest.raises(TimeoutError):
            listening.accept()


def _bury(pool: Pool, worker: Worker) -> None:
    """End a worker, and let all be heard of it at once."""
    os.kill(worker.pid, signal.SIGKILL)
    asyncio.get_running_loop().remove_reader(worker.connection)
    worker.hung_up = True
    pool._nursery._is_dead(worker.pid, -signal.SIGKILL)


@pytest.mark.parametrize("how", ["cancelled", "ended"])
def test_a_worker_that_is_given_at_the_last_moment_is_not_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Whoever waited leaves, or the worker ends, after it was given and before it was taken."""

    async def use(pool: Pool, _: Killed) -> None:
        before = asyncio.create_task(pool.ask(_job(_HEAVY, seconds=0.2)))
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(pool.ask(_job(_LOOKUP)))
        await asyncio.sleep(0)
        admit = pool._admit

        def admit_and(*_: object) -> None:
            given = next(iter(pool._waiting), None)
            admit()
            if given is not None and given.done():
                if how == "cancelled":
                    waiting.cancel()
                else:
                    _bury(pool, given.result())
                monkeypatch.undo()

        monkeypatch.setattr(pool, "_admit", admit_and)
        with pytest.raises(QueryTimeoutError):
            await before
        (after,) = await asyncio.gather(waiting, return_exceptions=True)
        assert isinstance(after, asyncio.CancelledError if how == "cancelled" else Answer)
        assert pool._short == 0
        assert (await pool.ask(_job(_LOOKUP))).whole

    _use(folder, use, room=Room(1, 1, 4))


def test_a_worker_that_ended_unheard_can_be_killed(folder: Path) -> None:
    """A time-out at that moment still reaches whoever waits."""

    async def use(pool: Pool, _: Killed) -> None:
        asking = asyncio.create_task(pool.ask(_job(_HEAVY, seconds=5)))
        await asyncio.sleep(0.05)
        (run,) = pool._runs.values()
        pid, run.worker.pid = run.worker.pid, 2**22 - 1  # no such process
        pool._runs[run.worker.pid] = run
        pool._expire(run, 5)
        with pytest.raises(QueryTimeoutError):
            await asking
        run.worker.pid = pid
        del pool._runs[2**22 - 1]
        run.worker.kill()
        await asyncio.sleep(0.1)
        assert pool.running == 0

    _use(folder, use)
