"""Statements in a format: with the prefixes that they use and no others, the same bytes each time.

They are held in memory. Whole releases are written by `dumps.serialising`, answers of the endpoint by
`store.results`: both as the statements come, with all our prefixes, since which are used shows at the end.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from bouwstenen.formats import Format
from bouwstenen.namespaces import BASE, PREFIXES
from bouwstenen.publishing.jsonld import name_of, node_of

__all__ = ["write"]

#: Things of a class have a prefix of their own, as in the files of data: `trede:3`. So have shapes.
_KIND = re.compile(re.escape(BASE) + r"(?:id/([a-z][a-z0-9-]*)|(shape))/")

#: In Turtle: texts and whole IRIs, and the prefixes elsewhere.
_NO_NAME = re.compile(rb'"(?:[^"\\]|\\.)*"|<[^>]*>')
_NAME = re.compile(rb"(?<![^\s(\[^])([a-z][\w-]*):")
_XML_HEAD = re.compile(rb"<rdf:RDF((?: xmlns:[\w-]+=\"[^\"]*\")*)")


def write(statements: Iterable[Triple | Quad], chosen: Format) -> bytes:
    """Return statements in a format, in the order they have.

    Args:
        statements: triples, or quads; those in a named graph are left out where the format has none.
        chosen: one of the formats for statements.

    Raises:
        TypeError: it is none of those.
        ReleaseError: a statement has no form in it.
    """
    writer = chosen.writer
    if not isinstance(writer, RdfFormat):
        raise TypeError(f"no statements are written as {chosen.name}")
    every = [
        each if isinstance(each, Quad) else Quad(each.subject, each.predicate, each.object)
        for each in statements
    ]
    if not writer.supports_datasets:
        every = [each for each in every if isinstance(each.graph_name, DefaultGraph)]
    if writer is RdfFormat.JSON_LD:
        return _json_ld(every)
    short = _prefixes(every) if writer not in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS) else {}
    content = serialize(every, format=writer, prefixes=short) or b""
    if writer is RdfFormat.RDF_XML:
        return _tidied_xml(content)
    return _tidied(content) if short else content


def _json_ld(statements: Sequence[Quad]) -> bytes:
    """One object for each thing; named graphs beside those of the default graph."""
    graphs: dict[object, dict[object, list[Quad]]] = {DefaultGraph(): {}}
    for each in statements:
        graphs.setdefault(each.graph_name, {}).setdefault(each.subject, []).append(each)
    nodes = [node_of(subject, about) for subject, about in graphs.pop(DefaultGraph()).items()]
    nodes += [
        {"@id": name_of(graph), "@graph": [node_of(*pair) for pair in things.items()]}
        for graph, things in graphs.items()
    ]
    context = {name: base for name, base in _prefixes(statements).items() if name in PREFIXES}
    lines = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
    return f'{{"@context": {json.dumps(context)},\n"@graph": [\n{lines}\n]}}\n'.encode()


def _tidied(turtle: bytes) -> bytes:
    """Turtle or TriG whose prefixes, on top, are used and in order: pyoxigraph has another each time."""
    lines = turtle.splitlines(keepends=True)
    count = next((number for number, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    body = b"".join(lines[count:])
    names = set(_NAME.findall(_NO_NAME.sub(b" ", body)))
    used = (line for line in lines[:count] if line.split()[1][:-1] in names)
    return b"".join((*sorted(used), b"\n", body))


def _tidied_xml(xml: bytes) -> bytes:
    """RDF/XML whose namespaces are used and in order, in the same way."""
    head = _XML_HEAD.search(xml)
    if head is None:
        return xml
    body = xml[head.end() :]
    used = (
        each for each in head[1].split() if re.search(rb"[</ ]" + each[6:].partition(b"=")[0] + b":", body)
    )
    return b"".join((xml[: head.start()], b"<rdf:RDF", *(b" " + each for each in sorted(used)), body))


def _prefixes(statements: Iterable[Quad]) -> dict[str, str]:
    found: dict[str, str] = {}
    for iri in set(_iris(statements)):
        of_kind = _KIND.match(iri)
        kind = of_kind and (of_kind[1] or of_kind[2])
        if of_kind and kind and kind not in PREFIXES:
            found[kind] = of_kind[0]
        found.update((prefix, base) for prefix, base in PREFIXES.items() if iri.startswith(base))
    return dict(sorted(found.items()))


def _iris(statements: Iterable[Quad]) -> Iterator[str]:
    for statement in statements:
        for term in (statement.subject, statement.predicate, statement.object, statement.graph_name):
            if isinstance(term, NamedNode):
                yield term.value
            elif isinstance(term, Literal):
                yield term.datatype.value
