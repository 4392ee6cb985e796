"""Load a release into a SPARQL 1.1 server, and swap it in.

Each graph is put under a staged name that holds the release's hash, and counted. When all are there, one
update moves them to their own names, drops what the old release had and this one has not, and says in the
graph `release` which one it is: a server whose updates are transactions never shows a mix. A run that was cut
short has changed nothing that is live; the next one goes on where it stopped. One run at a time.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from bouwstenen.errors import ReleaseError, RemoteError
from bouwstenen.graph.release import Release, current
from bouwstenen.namespaces import graph_iri
from bouwstenen.publishing.addresses import Addresses
from bouwstenen.publishing.server import Server
from bouwstenen.store.remote.live import CONTROL, STATEMENTS, describing, marking

__all__ = ["publish_to"]

Progress = Callable[[str], None]

#: Rows that are asked for to see whether a server cuts long results off.
_MANY = 100_000


def publish_to(
    home: Path,
    addresses: Addresses,
    *,
    authorization: str | None = None,
    progress: Progress = lambda _: None,
) -> Release:
    """Load the current release below `home` into a server, make it the live one there, and return it.

    Args:
        home: folder that holds the releases.
        addresses: of the server.
        authorization: value of the Authorization header, if the server asks for one.
        progress: told what happens, one line a graph.

    Raises:
        ReleaseError: there is no release here, it is damaged, or the server has one we cannot read.
        RemoteError: the server is down, refuses, or does not hold what it was sent.
    """
    folder, release = current(home)
    try:
        with Server(addresses, authorization) as server:
            _Run(Store.read_only(str(folder / "store")), release, server, progress).publish()
    except (OSError, RuntimeError) as error:  # RuntimeError: "Corruption: …"
        what = f"the store of this release is damaged: {error}."
        raise ReleaseError(what, where=str(folder), mend="Run `bouwstenen build`.") from error
    return release


class _Run:
    """One release on its way to one server."""

    def __init__(self, local: Store, release: Release, server: Server, progress: Progress) -> None:
        self._local = local
        self._release = release
        self._server = server
        self._progress = progress
        self._stage_name = f"staged/{release.hash}/"

    def publish(self) -> None:
        live = self._server.state()
        if live and live.hash == self._release.hash and not self._lacking():
            self._progress("it is live there already")
        else:
            if live:
                # from here on its default graph may hold more than the release: readers name their graphs
                self._server.update(marking(alone=False))
            self._stage()
            self._progress("all there; swapping it in")
            self._server.swap(" ;\n".join(self._moves()), self._release.hash)
            if lacking := self._lacking():
                name, found = lacking
                raise self._not_whole(name, found, "Run it again.")
        self._settle()

    def _stage(self) -> None:
        for number, (name, count) in enumerate(self._release.graphs.items(), start=1):
            staged = self._staged(name)
            kept = self._server.count(staged) == count
            if not kept:
                self._load(name, staged)
                if (found := self._server.count(staged)) != count:
                    raise self._not_whole(name, found, "See its log; it may change or refuse some literals.")
            done = "was there" if kept else "loaded"
            self._progress(f"{number:>3}/{len(self._release.graphs)} {name} · {count} statements · {done}")
        rows = min(sum(self._release.graphs.values()), _MANY)
        if self._server.rows(graph_iri(self._stage_name), rows) != rows:
            what = f"it cuts off results of {rows:,} rows without a word."
            raise RemoteError(what, where=self._server.where, mend="Raise that limit in its settings.")

    def _load(self, name: str, staged: str) -> None:
        with tempfile.TemporaryFile() as file:
            self._local.dump(file, RdfFormat.N_TRIPLES, from_graph=NamedNode(graph_iri(name)))
            self._server.put(staged, file)

    def _moves(self) -> Iterator[str]:
        """The steps of the swap. What says which release is live goes first and comes back last.

        On a server whose updates are no transactions, readers see by that that something is going on.
        """
        yield f"DROP SILENT GRAPH <{CONTROL}>"
        for name in self._release.graphs:
            yield f"MOVE GRAPH <{self._staged(name)}> TO GRAPH <{graph_iri(name)}>"
        yield from self._drops()
        yield describing(self._release)

    def _drops(self) -> Iterator[str]:
        """Steps that drop every graph of ours that is not of this release: the old ones, and left stages."""
        kept = {CONTROL, *map(graph_iri, self._release.graphs), *map(self._staged, self._release.graphs)}
        for graph in self._server.graphs():
            if graph not in kept:
                yield f"DROP SILENT GRAPH <{graph}>"

    def _settle(self) -> None:
        """Clear away what other runs left, and say whether this release is all that the server has."""
        left = [
            *self._drops(),
            *(f"DROP SILENT GRAPH <{self._staged(name)}>" for name in self._release.graphs),
        ]
        self._server.update(" ;\n".join(left))
        # a default graph with more than ours has something of others, or an unnamed graph that is not empty
        live = self._server.live()
        ours = self._release.statements + STATEMENTS + bool(live and live.alone)
        shared = self._server.has_others() or self._server.count(None, live) > ours
        self._server.update(marking(alone=not shared))
        if shared:
            self._progress("note: that server holds other data too; queries will name their graphs")

    def _staged(self, name: str) -> str:
        return graph_iri(self._stage_name + name)

    def _lacking(self) -> tuple[str, int] | None:
        """The first live graph whose count is not right, with what it is."""
        for name, count in self._release.graphs.items():
            if (found := self._server.count(graph_iri(name))) != count:
                return name, found
        return None

    def _not_whole(self, name: str, found: int, mend: str) -> RemoteError:
        what = f"it holds {found} of the {self._release.graphs[name]} statements of “{name}”."
        return RemoteError(what, where=self._server.where, mend=mend)
