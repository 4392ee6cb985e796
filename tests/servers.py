"""Servers that tests ask: a real one, one that fails as it is told to, and a proxy that does so half-way."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import httpx2
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, publish
from bouwstenen.namespaces import graph_iri
from bouwstenen.publishing.addresses import Addresses
from bouwstenen.store.remote.live import CONTROL, STATE

__all__ = ["Faulty", "Handler", "Remote", "faulty", "make_release", "oxigraph", "proxy"]


@dataclass(frozen=True)
class Remote:
    """A SPARQL server that runs, and its three addresses."""

    store: str
    query: str
    update: str

    @property
    def addresses(self) -> Addresses:
        """The same, as `publish_to` takes them."""
        return Addresses(self.store, self.query, self.update)

    def run(self, update: str) -> None:
        """Run an update."""
        httpx2.post(self.update, data={"update": update}).raise_for_status()

    def rows(self, query: str) -> list[str]:
        """Return the rows of a query in CSV, sorted."""
        asked = httpx2.post(self.query, data={"query": query}, headers={"Accept": "text/csv"})
        return sorted(asked.raise_for_status().text.split()[1:])


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def oxigraph(*options: str, base: str | None = None) -> Iterator[Remote]:
    """Run `oxigraph serve` in memory, at an address of ours or on a free port."""
    base = base or f"http://127.0.0.1:{_free_port()}"
    command = [str(Path(sys.executable).parent / "oxigraph"), "serve", "--bind", base.removeprefix("http://")]
    with subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                try:
                    httpx2.get(base)
                    break
                except httpx2.TransportError:
                    assert process.poll() is None, "the server ended before it began"
                    time.sleep(0.05)
            yield Remote(f"{base}/store", f"{base}/query", f"{base}/update")
        finally:
            process.terminate()


def make_release(home: Path, graphs: Mapping[str, str]) -> Release:
    """Publish a release below `home` that has one statement in each graph: its value, by the graph's name."""
    store = Store()
    for name, value in graphs.items():
        thing = NamedNode(f"http://example.org/{name}")
        store.add(Quad(thing, NamedNode("http://example.org/v"), Literal(value), NamedNode(graph_iri(name))))
    counts = dict.fromkeys(sorted(graphs), 1)
    release = Release("0", content_hash(store), "s", "now", len(store), counts, {}, {}, {})
    publish(home, store, release)
    return release


class Handler(BaseHTTPRequestHandler):
    """One request, and ways to answer it wrongly."""

    protocol_version = "HTTP/1.1"
    body = b""

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def read_body(self) -> None:
        """Read what was sent, with its length or in chunks."""
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def send(
        self,
        body: str | bytes,
        media_type: str = "application/sparql-results+json",
        status: int = 200,
        **headers: str,
    ) -> None:
        """Answer in full."""
        data = body.encode() if isinstance(body, str) else body
        self.head(media_type, status, **{"Content-Length": str(len(data))} | headers)
        self.wfile.write(data)

    def head(self, media_type: str, status: int = 200, **headers: str) -> None:
        """Answer with the head alone; `_` in a name stands for `-`."""
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def chunk(self, data: str | bytes) -> None:
        """Send a chunk, after a head with `Transfer_Encoding="chunked"`."""
        data = data.encode() if isinstance(data, str) else data
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def hang_up(self) -> None:
        """Close the connection, whatever was promised."""
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


@dataclass
class Faulty:
    """A server that answers as it is told to.

    Args:
        release: what it says is live.
        answer: answers every other query.
        state: answers what is asked after each query; None for the truth.
        text: what it says of its release; "" for the truth.
    """

    release: Release | None
    answer: Callable[[Handler], None] = lambda handler: handler.send('{"head":{},"boolean":true}')
    state: Callable[[], str] | None = None
    text: str = ""
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    headers: list[str | None] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def control(self, query: str) -> str:
        """The answer to a query about the live release."""
        if query.startswith("ASK"):
            return '{"head":{},"boolean":false}'
        if self.release is None:
            return '{"head":{"vars":["hash"]},"results":{"bindings":[]}}'
        shown = self.state() if self.state and query.endswith(STATE) else self.release.hash
        text = self.text or json.dumps(asdict(self.release))
        texts = {"hash": shown, "issued": "now", "text": text, "status": "alone", "seen": shown}
        row = {name: {"type": "literal", "value": text} for name, text in texts.items()}
        return json.dumps({"head": {"vars": list(texts)}, "results": {"bindings": [row]}})


@contextmanager
def faulty(release: Release | None = None) -> Iterator[Faulty]:
    """Run a server that answers as it is told to."""
    server = Faulty(release)

    class Request(Handler):
        def do_POST(self) -> None:
            self.read_body()
            form = parse_qs(self.body.decode())
            if CONTROL in form["query"][0]:
                self.send(server.control(form["query"][0]))
                return
            server.asked.append(form)
            server.headers.append(self.headers.get("Authorization"))
            server.answer(self)

    with _serving(Request) as server.address:
        try:
            yield server
        finally:
            server.closing.set()


@contextmanager
def proxy(target: Remote, hook: Callable[[Handler, Callable[[], None]], None]) -> Iterator[Remote]:
    """Run a proxy before a server; `hook` gets each request, and what forwards it."""
    base = target.query.removesuffix("/query")
    with httpx2.Client(timeout=60) as client:

        class Request(Handler):
            def do_POST(self) -> None:
                self.read_body()
                hook(self, self.forward)

            do_PUT = do_POST

            def forward(self) -> None:
                kept = {
                    name: self.headers[name] for name in ("Accept", "Content-Type") if name in self.headers
                }
                url = base + self.path
                done = client.request(self.command, url, content=self.body, headers=kept)
                self.send(done.content, done.headers.get("content-type", "text/plain"), done.status_code)

        with _serving(Request) as address:
            yield Remote(f"{address}/store", f"{address}/query", f"{address}/update")


@contextmanager
def _serving(handler: type[Handler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who was hung up on may say so
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
