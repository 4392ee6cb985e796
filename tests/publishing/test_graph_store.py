"""Publishing to a server: whole or not at all, also when it is cut short; readers never see a mix."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote

import pytest

from bouwstenen.errors import ReleaseError, RemoteError
from bouwstenen.namespaces import graph_iri
from bouwstenen.publishing.graph_store import publish_to
from bouwstenen.settings import Settings
from bouwstenen.store.interface import select
from bouwstenen.store.remote.live import CONTROL
from bouwstenen.store.remote.store import RemoteStore
from tests.servers import Handler, Remote, make_release, oxigraph, proxy

_GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
_FIRST = {"one": "first", "two": "first", "three": "first"}
_SECOND = {"one": "second", "two": "second", "four": "second"}

_Forward = Callable[[], None]


@pytest.fixture
def server() -> Iterator[Remote]:
    with oxigraph() as server:
        yield server


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    """Two homes, each with a release."""
    make_release(tmp_path / "first", _FIRST)
    make_release(tmp_path / "second", _SECOND)
    return tmp_path / "first", tmp_path / "second"


def _values(server: Remote) -> list[str]:
    with RemoteStore(server.query) as store:
        return sorted(row["v"].value for row in select(store, "SELECT ?v { ?s <http://example.org/v> ?v }"))


def _graphs(*names: str) -> list[str]:
    return sorted([CONTROL, *map(graph_iri, names)])


def test_a_release_of_the_real_graph(remote_server: Remote, settings: Settings) -> None:
    lines: list[str] = []
    release = publish_to(settings.home, remote_server.addresses, progress=lines.append)
    assert lines == ["it is live there already"]
    counts = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    there = dict(row.split(",") for row in remote_server.rows(counts))
    assert there.pop(CONTROL) == "4"
    assert there == {graph_iri(name): str(count) for name, count in release.graphs.items()}


def test_the_next_release_takes_the_place_of_the_last(server: Remote, homes: tuple[Path, Path]) -> None:
    lines: list[str] = []
    first = publish_to(homes[0], server.addresses, progress=lines.append)
    assert lines == [
        "  1/3 one · 1 statements · loaded",
        "  2/3 three · 1 statements · loaded",
        "  3/3 two · 1 statements · loaded",
        "all there; swapping it in",
    ]
    assert _values(server) == ["first"] * 3
    second = publish_to(homes[1], server.addresses)
    assert _values(server) == ["second"] * 3
    assert server.rows(_GRAPHS) == _graphs("one", "two", "four"), "nothing is left behind"
    assert publish_to(homes[0], server.addresses) == first
    with RemoteStore(server.query) as store:
        assert store.release() == first != second


def test_what_others_have_there_is_left_alone_and_not_seen(server: Remote, homes: tuple[Path, Path]) -> None:
    """Also what they have in no graph; on a server whose default graph is the union of all."""
    server.run(
        'INSERT DATA { <x:1> <http://example.org/v> "z" . GRAPH <x:g> { <x:2> <http://example.org/v> "z" } }'
    )
    lines: list[str] = []
    for home in homes:
        publish_to(home, server.addresses, progress=lines.append)
    assert "holds other data too" in lines[-1]
    assert _values(server) == ["second"] * 3
    assert server.rows(_GRAPHS) == sorted([*_graphs("one", "two", "four"), "x:g"])
    assert server.rows("SELECT ?v { ?s ?p ?v }") == ["z"]
    server.run("DROP GRAPH <x:g>")
    publish_to(homes[1], server.addresses, progress=lines.append)
    assert "holds other data too" in lines[-1], "what is in no graph counts"
    server.run("DROP DEFAULT")
    publish_to(homes[1], server.addresses, progress=lines.append)
    assert lines[-1] == "it is live there already", "what others had is gone"


def test_a_live_release_that_was_changed_is_put_right(server: Remote, homes: tuple[Path, Path]) -> None:
    publish_to(homes[0], server.addresses)
    server.run(
        f"DROP GRAPH <{graph_iri('one')}> ; INSERT DATA {{ GRAPH <{graph_iri('more')}> {{ <x:1> <x:2> 3 }} }}"
    )
    publish_to(homes[0], server.addresses)
    assert _values(server) == ["first"] * 3
    assert server.rows(_GRAPHS) == _graphs("one", "two", "three")


# --- cut short


def _is_swap(handler: Handler) -> bool:
    return handler.path == "/update" and b"MOVE" in handler.body


def test_a_run_that_is_killed_leaves_the_live_release_and_is_gone_on_with(
    server: Remote, homes: tuple[Path, Path]
) -> None:
    publish_to(homes[0], server.addresses)
    put: list[str] = []
    reached, closing = threading.Event(), threading.Event()

    def stall_at_the_third(handler: Handler, forward: _Forward) -> None:
        if handler.command == "PUT":
            put.append(unquote(handler.path))
            if len(put) == 3 and not reached.is_set():
                reached.set()
                closing.wait(60)
                return
        forward()

    with proxy(server, stall_at_the_third) as between:
        command = [str(Path(sys.executable).parent / "bouwstenen"), "publish", "--to", between.store]
        env = os.environ | {"BOUWSTENEN_HOME": str(homes[1])}
        with subprocess.Popen(command, env=env, stderr=subprocess.PIPE) as run:
            assert reached.wait(60)
            run.kill()
            _, told = run.communicate()
        closing.set()
        assert run.returncode == -signal.SIGKILL
        assert told.decode().splitlines() == [
            "  1/3 four · 1 statements · loaded",
            "  2/3 one · 1 statements · loaded",
        ]
        assert _values(server) == ["first"] * 3, (
            "the live release is as it was, and staged graphs are not seen"
        )
        put.clear()
        lines: list[str] = []
        release = publish_to(homes[1], between.addresses, progress=lines.append)
    assert [line.rpartition(" · ")[2] for line in lines[:3]] == ["was there", "was there", "loaded"]
    assert put == [f"/store?graph={graph_iri(f'staged/{release.hash}/two')}"]
    assert _values(server) == ["second"] * 3
    assert server.rows(_GRAPHS) == _graphs("one", "two", "four")


def test_what_an_abandoned_run_left_is_cleared(server: Remote, homes: tuple[Path, Path]) -> None:
    publish_to(homes[0], server.addresses)

    def refuse(handler: Handler, forward: _Forward) -> None:
        if _is_swap(handler):
            handler.send("no", "text/plain", 400)
        else:
            forward()

    with proxy(server, refuse) as between, pytest.raises(RemoteError, match="/update: it answers 400"):
        publish_to(homes[1], between.addresses)
    assert len(server.rows(_GRAPHS)) == 3 + 3 + 1
    assert _values(server) == ["first"] * 3
    publish_to(homes[0], server.addresses)
    assert server.rows(_GRAPHS) == _graphs("one", "two", "three")


@pytest.mark.parametrize("forwarded", [True, False], ids=["done, and not told", "not done"])
def test_a_swap_whose_answer_is_lost(server: Remote, homes: tuple[Path, Path], forwarded: bool) -> None:
    publish_to(homes[0], server.addresses)
    swaps: list[bool] = []

    def lose(handler: Handler, forward: _Forward) -> None:
        if not _is_swap(handler) or swaps:
            swaps.extend([True] * _is_swap(handler))
            forward()
            return
        swaps.append(True)
        if forwarded:
            server.run(parse_qs(handler.body.decode())["update"][0])
        handler.hang_up()

    with proxy(server, lose) as between:
        publish_to(homes[1], between.addresses)
    assert _values(server) == ["second"] * 3
    assert len(swaps) == (1 if forwarded else 2)


def test_what_passes_is_tried_again(server: Remote, homes: tuple[Path, Path]) -> None:
    seen: Counter[str] = Counter()

    def busy_at_first(handler: Handler, forward: _Forward) -> None:
        seen[handler.path] += 1
        if seen[handler.path] == 1:
            handler.send("busy", "text/plain", 503, Retry_After="0")
        else:
            forward()

    with proxy(server, busy_at_first) as between:
        publish_to(homes[0], between.addresses)
    assert _values(server) == ["first"] * 3
    assert sum(path.startswith("/store") for path in seen) == 3


@pytest.mark.parametrize("lies", ["fewer", "none"])
def test_what_did_not_arrive_whole_is_never_live(server: Remote, homes: tuple[Path, Path], lies: str) -> None:
    publish_to(homes[0], server.addresses)

    def lose(handler: Handler, forward: _Forward) -> None:
        if handler.command == "PUT" and "two" in handler.path:
            if lies == "fewer":
                handler.body = b""
            else:
                handler.send("", "text/plain", 204)
                return
        forward()

    with (
        proxy(server, lose) as between,
        pytest.raises(RemoteError, match="holds 0 of the 1 statements of “two”"),
    ):
        publish_to(homes[1], between.addresses)
    assert _values(server) == ["first"] * 3


def test_a_server_that_cuts_long_results_off_is_refused(server: Remote, homes: tuple[Path, Path]) -> None:
    def cut(handler: Handler, forward: _Forward) -> None:
        handler.body = handler.body.replace(b"LIMIT+3", b"LIMIT+2")
        forward()

    with proxy(server, cut) as between, pytest.raises(RemoteError, match="cuts off results of 3 rows"):
        publish_to(homes[0], between.addresses)
    assert server.rows(f"SELECT ?o {{ GRAPH <{CONTROL}> {{ ?s ?p ?o }} }}") == []


def test_credentials_are_sent_everywhere(server: Remote, homes: tuple[Path, Path]) -> None:
    sent: list[str | None] = []

    def note(handler: Handler, forward: _Forward) -> None:
        sent.append(handler.headers.get("Authorization"))
        forward()

    with proxy(server, note) as between:
        publish_to(homes[0], between.addresses, authorization="Bearer hush")
    assert set(sent) == {"Bearer hush"}


# --- seen by a reader meanwhile


@pytest.mark.parametrize("options", [[], ["--union-default-graph"]], ids=["plain", "union"])
def test_a_reader_never_sees_a_mix(homes: tuple[Path, Path], options: list[str]) -> None:
    query = "SELECT ?v { ?s <http://example.org/v> ?v }"
    last = ["", ""]
    seen: Counter[tuple[str, ...]] = Counter()
    wrong: list[Exception] = []
    done = threading.Event()

    def poll(server: Remote, reader: int) -> None:
        with RemoteStore(server.query) as store:
            while not done.is_set():
                try:
                    rows = sorted(row["v"].value for row in select(store, query))
                    assert store.answered is not None
                except Exception as error:  # whatever it is, it is wrong
                    wrong.append(error)
                    return
                last[reader] = store.answered.hash
                seen[last[reader], *rows] += 1

    with oxigraph(*options) as server:
        releases = [publish_to(home, server.addresses).hash for home in homes]
        readers = [threading.Thread(target=poll, args=(server, number)) for number in (0, 1)]
        for reader in readers:
            reader.start()
        for home in homes * 8:
            release = publish_to(home, server.addresses)
            for _ in range(2000):  # until both have seen it
                if wrong or last == [release.hash] * 2:
                    break
                time.sleep(0.01)
        done.set()
        for reader in readers:
            reader.join()
    assert wrong == []
    assert seen.keys() == {(releases[0], *["first"] * 3), (releases[1], *["second"] * 3)}, seen


# --- the command


def _run(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "bouwstenen"), *args]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | env, check=False)


def test_the_command(server: Remote, homes: tuple[Path, Path]) -> None:
    home = {"BOUWSTENEN_HOME": str(homes[0])}
    done = _run("publish", "--to", server.store, **home)
    assert done.returncode == 0, done.stderr
    assert "· 3 statements · live" in done.stdout
    assert done.stderr.splitlines()[-2] == "  3/3 two · 1 statements · loaded"
    done = _run("publish", "--to", server.store, "--query", f"{server.query}/no", **home)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{server.query}/no: it answers 404" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_without_a_release_or_an_address(tmp_path: Path, server: Remote) -> None:
    done = _run("publish", "--to", server.store, BOUWSTENEN_HOME=str(tmp_path))
    assert (done.returncode, "bouwstenen build" in done.stderr) == (2, True)
    done = _run("publish", "--to", "http://127.0.0.1/", BOUWSTENEN_HOME=str(tmp_path))
    assert (done.returncode, "--query and --update" in done.stderr) == (2, True)


def test_a_damaged_release_is_told(server: Remote, homes: tuple[Path, Path]) -> None:
    for path in homes[0].glob("releases/*/store/*.sst"):
        path.write_bytes(b"damaged")
    with pytest.raises(ReleaseError, match="bouwstenen build"):
        publish_to(homes[0], server.addresses)


def test_queries_of_the_command_line_go_there(remote_server: Remote, tmp_path: Path) -> None:
    env = {"BOUWSTENEN_STORE": remote_server.query, "BOUWSTENEN_HOME": str(tmp_path)}
    done = _run("ask", "coverage", "--param", "factor=mediawijsheid", "--format", "csv", **env)
    assert "Under Pressure" in done.stdout, done.stderr
    assert list(tmp_path.iterdir()) == [], "no release is needed here"
