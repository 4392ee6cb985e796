"""Accepted changes on disk: what each adds to the sources and what it takes away, in the order of acceptance.

<home>/changesets/000001.rdfp     an RDF Patch (Apache Jena's text form, https://afs.github.io/rdf-patch/)

A build applies them to the sources. What a changeset adds stands in a graph of its own, `changeset-1`,
whose IRI is also the changeset's: there it says who proposed and who accepted it, when and why. A file is
never written twice with other content; what is wrong is undone by another changeset.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from bouwstenen.errors import SourceError
from bouwstenen.graph.files import written_whole
from bouwstenen.namespaces import graph_iri

__all__ = ["GRAPHS", "Changeset", "Patch", "apply", "changeset_iri", "folder_of", "read", "write"]

#: What the names of their graphs begin with; no file of `data/` may have such a name.
GRAPHS = "changeset-"

_LINE = re.compile(r"(?P<code>[AD]|H|TX|TC)(?: (?P<rest>.*))? \.")


@dataclass(frozen=True)
class Patch:
    """Statements that come and statements that go.

    Args:
        added: what comes; which graph it will stand in is not known before it is accepted.
        removed: what goes, in the named graphs of sources and changesets where it stands now.
    """

    added: frozenset[Triple] = frozenset()
    removed: frozenset[Quad] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


@dataclass(frozen=True)
class Changeset:
    """An accepted patch.

    Args:
        number: 1 for the first; without gaps.
        patch: what comes and goes, its own description among what comes.
    """

    number: int
    patch: Patch

    @property
    def graph(self) -> str:
        """Name of the graph that holds what it adds."""
        return f"{GRAPHS}{self.number}"


def changeset_iri(number: int) -> str:
    """Return the IRI of a changeset, which is that of its graph."""
    return graph_iri(f"{GRAPHS}{number}")


def folder_of(home: Path) -> Path:
    """Return the folder that holds the changesets of a home."""
    return home / "changesets"


def read(home: Path) -> list[Changeset]:
    """Return the changesets of a home, the first one first.

    Raises:
        SourceError: a file cannot be read or is cut short, or a number is missing.
    """
    found: list[Changeset] = []
    for path in sorted(folder_of(home).glob("[0-9]*.rdfp")):
        changeset = Changeset(int(path.stem), _read(path))
        if changeset.number != len(found) + 1:
            raise SourceError(
                f"changeset {len(found) + 1} is missing.",
                where=str(folder_of(home)),
                mend="Bring it back from a backup.",
            )
        found.append(changeset)
    return found


def _read(path: Path) -> Patch:
    quads: dict[str, list[str]] = {"A": [], "D": []}
    ended = False
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if not line:
                continue
            found = _LINE.fullmatch(line)
            if found is None or ended:
                raise SourceError("this is no line of an RDF Patch.", where=f"{path}:{number}")
            ended = found["code"] == "TC"
            if found["code"] in quads:
                quads[found["code"]].append(f"{found['rest']} .")
        if not ended:
            raise SourceError(
                "this patch is cut short: its last line must be TC.",
                where=str(path),
                mend="Bring it back from a backup.",
            )
        added, removed = (list(parse("\n".join(quads[code]), format=RdfFormat.N_QUADS)) for code in "AD")
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        raise SourceError(f"cannot be read: {error}.", where=str(path)) from error
    return Patch(frozenset(quad.triple for quad in added), frozenset(removed))


def write(home: Path, changeset: Changeset) -> Path:
    """Write a changeset so that it is there whole, even if the machine stops now; return its file.

    Raises:
        SourceError: another one of that number is there, or a term has no name.
        OSError: it cannot be written.
    """
    text = _text(changeset)
    path = folder_of(home) / f"{changeset.number:06}.rdfp"
    if path.exists():
        if path.read_text(encoding="utf-8") != text:
            mend = "A changeset is never written over: give this one the next number."
            raise SourceError(f"changeset {changeset.number} is another one.", where=str(path), mend=mend)
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    written_whole(path, text)
    return path


def _text(changeset: Changeset) -> str:
    graph = NamedNode(graph_iri(changeset.graph))
    added = (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in changeset.patch.added)
    lines = [f"H id <{graph.value}> .", "TX ."]
    for code, quads in (("D", changeset.patch.removed), ("A", added)):
        lines += sorted(f"{code} {line} ." for line in _named(quads))
    return "\n".join([*lines, "TC .", ""])


def _named(quads: Iterable[Quad]) -> Iterator[str]:
    for quad in quads:
        if any(isinstance(term, BlankNode | Triple) for term in (quad.subject, quad.object)):
            raise SourceError(f"a changeset names every thing, and {quad} does not.", mend="Give it an IRI.")
        if isinstance(quad.graph_name, DefaultGraph):
            raise SourceError(f"{quad} stands in no named graph.")
        yield str(quad)


def apply(store: Store, changesets: Iterable[Changeset]) -> list[tuple[int, Quad]]:
    """Apply changesets to the sources in `store`, one after another.

    Returns:
        what could not be taken away, since it is not there: the changeset's number and the statement.
    """
    missing = []
    for changeset in changesets:
        graph = NamedNode(graph_iri(changeset.graph))
        for quad in changeset.patch.removed:
            if quad not in store:
                missing.append((changeset.number, quad))
            store.remove(quad)
        store.extend(
            Quad(triple.subject, triple.predicate, triple.object, graph) for triple in changeset.patch.added
        )
    return missing
