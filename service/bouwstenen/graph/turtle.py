"""Sorted, stable Turtle: the one form our data files have, so that a changed fact is a changed line."""

from io import BytesIO
from pathlib import Path

from rdflib import Graph
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.plugins.serializers.turtle import TurtleSerializer
from rdflib.term import BNode, Node

from bouwstenen.errors import SourceError
from bouwstenen.namespaces import ID, PREFIXES

__all__ = ["format_file", "to_turtle"]

#: Things are written with a prefix a class (`claim:…`), for the sake of the reader.
_THING_PREFIXES = {
    kind: f"{ID}{kind}/"
    for kind in (
        *("bouwsteen", "factor", "risk-factor", "theme"),
        *("intervention", "intervention-part", "intervention-type", "form", "setting", "target-group"),
        *("availability", "basis", "recognition-level", "trede"),
        *("conflict", "conflict-kind", "resolution", "severity"),
        *(
            "claim",
            "contributor",
            "link-check",
            "municipality",
            "organisation",
            "passage",
            "scheme",
            "source",
        ),
    )
}


class _StableSerializer(TurtleSerializer):
    """rdflib's Turtle, with subjects in the order of their IRIs (rdflib puts the least referred-to first)."""

    def orderSubjects(self) -> list[Node]:
        return sorted(self._subjects, key=str)


def to_turtle(graph: Graph) -> str:
    """Return `graph` as Turtle in which equal graphs are equal texts.

    Raises:
        ValueError: the graph has blank nodes; data files name every thing.
    """
    if any(isinstance(term, BNode) for triple in graph for term in triple):
        raise ValueError("a data file has no blank nodes: give the thing an IRI")
    plain = Graph(bind_namespaces="none")
    for prefix, namespace in sorted({**PREFIXES, **_THING_PREFIXES}.items()):
        plain.bind(prefix, namespace, override=True)
    for triple in graph:
        plain.add(triple)
    stream = BytesIO()
    _StableSerializer(plain).serialize(stream)
    return stream.getvalue().decode("utf-8").rstrip("\n") + "\n"


def format_file(path: Path, *, check: bool = False) -> bool:
    """Bring a data file into the stable form; return whether it was not in it.

    Args:
        path: a Turtle file.
        check: leave the file alone.

    Raises:
        SourceError: the file is not Turtle, or has blank nodes.
    """
    try:
        before = path.read_text(encoding="utf-8")
        after = to_turtle(Graph().parse(data=before, format="turtle"))
    except (BadSyntax, OSError, ValueError) as error:
        raise SourceError(f"cannot be formatted: {error}.", where=str(path)) from error
    if after != before and not check:
        path.write_text(after, encoding="utf-8")
    return after != before
