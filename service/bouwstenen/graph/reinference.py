"""What becomes of inferred statements when a few statements change, without inferring everything again.

In:  a store that holds all that the ontology entails; statements that came and went.
Out: the same store as if all had been inferred on what is there now.

Delete and rederive (Gupta, Mumick, Subrahmanian 1993): what could have followed from what went goes too; of
that, what still follows from the rest comes back; then what follows from all that came is added.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from bouwstenen.graph.inference import clauses
from bouwstenen.graph.ledger import Change, Ledger, has
from bouwstenen.namespaces import RDF_TYPE, graph_iri

__all__ = ["Reinference"]

_Term = NamedNode | BlankNode | Literal | Triple
_Atom = tuple[str | NamedNode, NamedNode, str | NamedNode]
_Bindings = Mapping[str, _Term]


class Reinference:
    """The rules of the ontology in a store.

    Args:
        store: holds the ontology.

    Raises:
        SourceError: the ontology uses an axiom that has no rule.
    """

    def __init__(self, store: Store) -> None:
        self._target = NamedNode(graph_iri("inferred"))
        self._uses: dict[tuple[NamedNode, str | NamedNode], list[tuple[_Atom, int, list[_Atom]]]] = (
            defaultdict(list)
        )
        self._makes: dict[NamedNode, list[tuple[_Atom, list[_Atom]]]] = defaultdict(list)
        for _, head, body in clauses(store):
            made, atoms = _atom(head), _atoms(body)
            self._makes[made[1]].append((made, atoms))
            for number, atom in enumerate(atoms):
                self._uses[_key(atom)].append((made, number, atoms))

    def follow(self, ledger: Ledger, removed: Iterable[Quad], added: Iterable[Quad]) -> Change:
        """Remove and add statements that were not inferred, and then what follows from that."""
        store = ledger.store
        removed = [quad for quad in removed if quad in store]
        gone = self._over(store, ledger.leaving(removed))
        change = ledger.remove([*removed, *(self._quad(triple) for triple in gone)])
        change = change.then(ledger.add(added))
        todo = [*change.added, *(triple for triple in change.removed if self._follows(store, triple))]
        for triple in todo:
            change = change.then(ledger.add([self._quad(triple)]) if not has(store, triple) else Change())
        while todo:
            for triple in list(self._from(store, todo.pop())):
                if not has(store, triple):
                    change = change.then(ledger.add([self._quad(triple)]))
                    todo.append(triple)
        return change

    def _quad(self, triple: Triple) -> Quad:
        return Quad(triple.subject, triple.predicate, triple.object, self._target)

    def _over(self, store: Store, removed: Iterable[Triple]) -> set[Triple]:
        """Return what is inferred and could follow from what is to go."""
        marked: set[Triple] = set()
        todo = list(removed)
        while todo:
            for triple in self._from(store, todo.pop()):
                if triple not in marked and self._quad(triple) in store:
                    marked.add(triple)
                    todo.append(triple)
        return marked

    def _from(self, store: Store, triple: Triple) -> Iterator[Triple]:
        """Yield what follows from a statement and what is there, in one step."""
        any_value: str | NamedNode = ""
        keys = [(triple.predicate, any_value)]
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, NamedNode):
            keys = [(triple.predicate, triple.object)]
        for key in keys:
            for head, number, atoms in self._uses.get(key, ()):
                bindings = _match(atoms[number], triple, {})
                if bindings is not None:
                    rest = atoms[:number] + atoms[number + 1 :]
                    yield from _made(head, _solutions(store, rest, bindings))

    def _follows(self, store: Store, triple: Triple) -> bool:
        for head, atoms in self._makes.get(triple.predicate, ()):
            bindings = _match(head, triple, {})
            if bindings is not None and next(_solutions(store, atoms, bindings), None) is not None:
                return True
        return False


def _key(atom: _Atom) -> tuple[NamedNode, str | NamedNode]:
    return atom[1], atom[2] if isinstance(atom[2], NamedNode) else ""


def _atom(text: str) -> _Atom:
    subject, predicate, value = text.split()
    path = NamedNode(RDF_TYPE if predicate == "a" else predicate.strip("<>"))
    return _end(subject), path, _end(value)


def _end(text: str) -> str | NamedNode:
    return text if text.startswith("?") else NamedNode(text.strip("<>"))


def _atoms(body: str) -> list[_Atom]:
    atoms = []
    for part in body.split(" . "):
        if part.split()[1].endswith("+"):
            # two steps are enough: what they give is read again
            step = part.replace("+", "")
            atoms += [_atom(step.replace("?y", "?between")), _atom(step.replace("?x", "?between"))]
        else:
            atoms.append(_atom(part))
    return atoms


def _match(atom: _Atom, triple: Triple, bindings: _Bindings) -> dict[str, _Term] | None:
    found = dict(bindings)
    if atom[1] != triple.predicate:
        return None
    for end, term in ((atom[0], triple.subject), (atom[2], triple.object)):
        if isinstance(end, str):
            if found.setdefault(end, term) != term:
                return None
        elif end != term:
            return None
    return found


def _solutions(store: Store, atoms: list[_Atom], bindings: _Bindings) -> Iterator[_Bindings]:
    if not atoms:
        yield bindings
        return
    atom, *rest = atoms
    subject, value = (bindings.get(end) if isinstance(end, str) else end for end in (atom[0], atom[2]))
    if isinstance(subject, Literal):
        return
    for quad in store.quads_for_pattern(subject, atom[1], value, None):
        found = _match(atom, quad.triple, bindings)
        if found is not None:
            yield from _solutions(store, rest, found)


def _made(head: _Atom, solutions: Iterable[_Bindings]) -> Iterator[Triple]:
    for bindings in solutions:
        subject, value = (bindings[end] if isinstance(end, str) else end for end in (head[0], head[2]))
        if not isinstance(subject, Literal):
            yield Triple(subject, head[1], value)
