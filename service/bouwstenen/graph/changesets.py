"""Accepted changes on disk: what each adds to the sources and what it takes away, in the order of acceptance.

<home>/changesets/000001.rdfp     an RDF Patch (Apache Jena's text form, https://afs.github.io/rdf-patch/)
<home>/changesets/000001.aside    why builds leave it out: no release could be made with it

A build applies them to the sources. What a changeset adds stands in a graph of its own, `changeset-1`,
whose IRI is also the changeset's: there it says who proposed and who accepted it, when and why. A file is
never written twice with other content; what is wrong is undone by another changeset. One that stops builds
is set aside: it keeps its number and its file, and adds and takes away nothing.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from bouwstenen.errors import SourceError
from bouwstenen.graph.files import sync_folder, written_whole
from bouwstenen.namespaces import graph_iri

__all__ = [
    "GRAPHS",
    "Changeset",
    "Patch",
    "apply",
    "aside",
    "bring_back",
    "changeset_iri",
    "folder_of",
    "is_whole",
    "path_of",
    "read",
    "set_aside",
    "write",
]

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


def path_of(home: Path, number: int) -> Path:
    """Return the file of a changeset."""
    return folder_of(home) / f"{number:06}.rdfp"


def read(home: Path, without: Collection[int] = ()) -> list[Changeset]:
    """Return the changesets of a home, the first one first; one that is set aside changes nothing.

    Args:
        home: folder that holds the releases.
        without: numbers of those that shall change nothing either.

    Raises:
        SourceError: a file cannot be read or is cut short, or a number is missing.
    """
    found: list[Changeset] = []
    left_out = {*without, *aside(home)}
    for path in sorted(folder_of(home).glob("[0-9]*.rdfp")):
        number = int(path.stem)
        changeset = Changeset(number, Patch() if number in left_out else _read(path))
        if changeset.number != len(found) + 1:
            raise SourceError(
                f"changeset {len(found) + 1} is missing.",
                where=str(folder_of(home)),
                mend="Bring it back from a backup.",
            )
        found.append(changeset)
    return found


def set_aside(home: Path, number: int, reason: str) -> None:
    """Have builds leave a changeset out, durably, and say why.

    Raises:
        OSError: it cannot be written.
    """
    written_whole(path_of(home, number).with_suffix(".aside"), reason)


def aside(home: Path) -> dict[int, str]:
    """Return why those changesets are left out that are, by number."""
    return {
        int(path.stem): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder_of(home).glob("[0-9]*.aside"))
    }


def bring_back(home: Path, number: int) -> bool:
    """Have builds take a changeset in again; return whether it was set aside.

    Raises:
        OSError: the mark cannot be removed.
    """
    mark = path_of(home, number).with_suffix(".aside")
    if not mark.exists():
        return False
    mark.unlink()
    sync_folder(mark.parent)
    return True


def is_whole(path: Path) -> bool:
    """Return whether the file of a changeset can be read to its end."""
    try:
        _read(path)
    except SourceError:
        return False
    return True


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
    path = path_of(home, changeset.number)
    if path.exists():
        if path.read_text(encoding="utf-8") != text:
            mend = "A changeset is never written over: give this one the next number."
            raise SourceError(f"changeset {changeset.number} is another one.", where=str(path), mend=mend)
        return path
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        sync_folder(home)
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
