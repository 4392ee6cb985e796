"""The load driver: keep-alive connections in a closed loop, in a process of its own.

In:  on standard input, JSON with the fields of `Load`.
Out: on standard output, JSON with the fields of `bench.figures.Sample`.

`drive` starts that process, so that the driver never shares an interpreter with what starts the servers.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from itertools import count
from typing import cast

import httptools
import uvloop

from bench.figures import Sample

__all__ = ["Load", "drive"]

#: A request that takes longer counts as failed.
PATIENCE = 120.0


@dataclass(frozen=True)
class Load:
    """What to send to a server.

    Args:
        port: where it listens, on loopback.
        requests: the query's name and the request's target, in the order they are sent, over and over.
        connections: how many requests are under way at a time.
        seconds: how long new requests are sent; those under way then are waited for.
        warmup: seconds before that which are not counted.
        most: how many requests are sent at most, those of the warm-up included.
        whole: requests are counted in groups of so many: a slow server gets the mix that a fast one gets.
    """

    port: int
    requests: list[tuple[str, str]]
    connections: int = 1
    seconds: float = 1.0
    warmup: float = 0.0
    most: int | None = None
    whole: int = 1


def drive(load: Load) -> Sample:
    """Put a load on a server and return what came of it.

    Raises:
        RuntimeError: the driver itself failed.
    """
    # files, not pipes: what comes back may be megabytes
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as said:
        asked.write(json.dumps(asdict(load)).encode())
        asked.seek(0)
        done = subprocess.run(
            [sys.executable, "-m", "bench.client"],
            stdin=asked,
            stdout=said,
            stderr=subprocess.PIPE,
            timeout=load.warmup + load.seconds + 3 * PATIENCE,
            check=False,
        )
        said.seek(0)
        if done.returncode:
            raise RuntimeError(f"the load driver failed: {done.stderr.decode(errors='replace')[-500:]}")
        return Sample(**json.load(said))


class _Connection(asyncio.Protocol):
    """One keep-alive connection, one request at a time."""

    def __init__(self) -> None:
        self.open = False
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[int] | None = None
        self._parser = httptools.HttpResponseParser(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self.open = True

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self.close()
            self._end(error)

    def on_message_complete(self) -> None:
        if not self._parser.should_keep_alive():
            self.close()
        status = self._parser.get_status_code()
        self._parser = httptools.HttpResponseParser(self)
        if self._answer and not self._answer.done():
            self._answer.set_result(status)

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        self._end(exc or ConnectionResetError("closed"))

    def _end(self, error: Exception) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(error)

    def close(self) -> None:
        self.open = False
        if self._transport:
            self._transport.close()

    async def get(self, request: bytes) -> int:
        """Send a request and return the status of its answer, once all of that is in."""
        if self._transport is None:
            raise ConnectionError("not connected")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await asyncio.wait_for(self._answer, PATIENCE)


class _Run:
    """One load on its way: what all connections share."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._requests = [(name, _message(load.port, target)) for name, target in load.requests]
        self._turns = count() if load.most is None else iter(range(load.most))
        self._latencies: dict[str, list[float]] = {name: [] for name, _ in self._requests}
        self._errors: dict[str, int] = {}
        self._start = time.perf_counter() + load.warmup
        self._first: int | None = None  # the turn from which on requests are counted
        self._over = False

    async def sample(self) -> Sample:
        """Run the load to its end."""
        await asyncio.gather(*(self._connection() for _ in range(self._load.connections)))
        return Sample(time.perf_counter() - self._start, self._latencies, self._errors)

    def _counts(self, turn: int, now: float) -> bool:
        """Whether to count this turn; starts and ends the counting where a group starts."""
        if turn % self._load.whole == 0 and now >= self._start:
            if self._first is None:
                self._first, self._start = turn, now
            elif now >= self._start + self._load.seconds:
                self._over = True
        return self._first is not None and turn >= self._first

    async def _connection(self) -> None:
        connection = _Connection()
        for turn in self._turns:
            name, request = self._requests[turn % len(self._requests)]
            began = time.perf_counter()
            counts = self._counts(turn, began)
            if self._over:
                break
            failure = ""
            try:
                if not connection.open:
                    loop = asyncio.get_running_loop()
                    _, connection = await loop.create_connection(_Connection, "127.0.0.1", self._load.port)
                status = await connection.get(request)
                failure = "" if status == 200 else str(status)
            except (OSError, TimeoutError, httptools.HttpParserError) as error:
                connection.close()
                failure = type(error).__name__
                await asyncio.sleep(0.01)  # a server that is gone is not asked in a spin
            if counts and failure:
                self._errors[failure] = self._errors.get(failure, 0) + 1
            elif counts:
                self._latencies[name].append((time.perf_counter() - began) * 1000)
        connection.close()


async def _sample(load: Load) -> Sample:
    return await _Run(load).sample()


def _message(port: int, target: str) -> bytes:
    lines = [
        f"GET {target} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Accept: application/sparql-results+json",
        "User-Agent: bouwstenen-bench",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


if __name__ == "__main__":
    given = json.load(sys.stdin)
    print(json.dumps(asdict(uvloop.run(_sample(Load(**given))))))
