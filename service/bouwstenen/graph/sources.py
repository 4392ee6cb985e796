"""Find the Turtle files a release is made of and load them, one named graph a file of `data/`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from bouwstenen.errors import SourceError
from bouwstenen.graph.changesets import GRAPHS as CHANGESETS
from bouwstenen.namespaces import graph_iri, slugify
from bouwstenen.progress import Tell, silent

__all__ = ["GENERATED", "LINKS", "Source", "find", "links_file", "load", "read"]

#: The graph of what is known of the web addresses that are cited.
LINKS = "links"

#: Graphs the build makes itself, and `release`, where a server that is published to keeps which release it
#: holds; no file may be named after one of them.
GENERATED = frozenset({"derived", "inferred", "dataset", "questions", "release"})


@dataclass(frozen=True, order=True)
class Source:
    """One Turtle file and the named graph it fills."""

    graph: str
    path: Path


def links_file(home: Path) -> Path:
    """Return the file of a home that keeps what is known of the web addresses that are cited."""
    return home / "links" / f"{LINKS}.ttl"


def find(root: Path, home: Path | None = None) -> list[Source]:
    """Return the sources below `root`, sorted by graph and path, and the checks of addresses below `home`.

    All of `ontology/` fills the graph `ontology`, all of `shapes/` the graph `shapes`; a file of `data/`
    fills the graph named after it.

    Raises:
        SourceError: a folder is missing or empty, or two files claim one graph.
    """
    sources = [Source(folder, path) for folder in ("ontology", "shapes") for path in _turtle(root / folder)]
    taken: dict[str, Path] = {}
    kept = [links_file(home)] if home and links_file(home).exists() else []
    for path in [*kept, *_turtle(root / "data")]:
        name = path.stem
        if name != slugify(name):
            raise SourceError(
                f"“{name}” cannot name a graph.", where=str(path), mend=f"Rename it {slugify(name)}.ttl."
            )
        if name in GENERATED or name in {"ontology", "shapes"} or name.startswith(CHANGESETS):
            raise SourceError(
                f"the name “{name}” is kept for a graph of the build.",
                where=str(path),
                mend="Rename the file.",
            )
        if name in taken:
            raise SourceError(
                f"{taken[name]} already fills the graph “{name}”.",
                where=str(path),
                mend="Keep one of the two." if path.stem == LINKS else "Rename one of the two.",
            )
        taken[name] = path
        sources.append(Source(name, path))
    return sorted(sources)


def _turtle(folder: Path) -> list[Path]:
    paths = sorted(folder.rglob("*.ttl"))
    if not paths:
        raise SourceError(
            "no Turtle files here.",
            where=str(folder),
            mend="Point BOUWSTENEN_SOURCES at a folder that has them.",
        )
    return paths


def read(source: Source) -> Iterator[Quad]:
    """Yield the statements of one file, in its graph. Blank nodes keep to their file.

    Raises:
        SourceError: the file cannot be read or is not Turtle; says the line, the column and what was found.
    """
    graph = NamedNode(graph_iri(source.graph))
    with _told(source):
        for quad in parse(path=str(source.path), format=RdfFormat.TURTLE, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def load(sources: list[Source], store: Store | None = None, tell: Tell = silent) -> Store:
    """Return a store that holds all of `sources`: an in-memory one, or the one given.

    Raises:
        SourceError: as `read`; what is in the store when one file fails is no use.
    """
    store = Store() if store is None else store
    for number, source in enumerate(sources):
        tell(source.path.name, number, len(sources))
        with _told(source):
            store.bulk_load(
                path=str(source.path),
                format=RdfFormat.TURTLE,
                to_graph=NamedNode(graph_iri(source.graph)),
            )
    tell("", len(sources), len(sources))
    return store


@contextmanager
def _told(source: Source) -> Iterator[None]:
    """Say of what goes wrong in reading a file where it is."""
    try:
        yield
    except SyntaxError as error:
        where = f"{source.path}:{error.lineno or 1}:{error.offset or 1}"
        raise SourceError(
            f"not valid Turtle: {_reason(error)}.", where=where, mend="Mend this line and run again."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read: {error}.", where=str(source.path)) from error


def _reason(error: SyntaxError) -> str:
    """The parser's own words, without the place that it repeats."""
    text = str(error.msg or error)
    return (
        text.partition(": ")[2].strip().rstrip(".") if text.startswith("Parser error") else text.rstrip(".")
    )
