"""What a proposal may change, and what it must say."""

import re
from collections.abc import Iterable

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from bouwstenen.curation.proposals.state import KEPT, State
from bouwstenen.errors import ContradictionError, Message, TooLargeError, WrongUseError
from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import BASE, BM, GRAPH, ID, PREFIXES, RDF_TYPE, shorten

__all__ = ["LONGEST", "MOST", "checked_patch", "checked_text"]

#: Statements that a proposal may change, and characters that one value may have.
MOST = 20_000
LONGEST = 10_000

_CONTRIBUTOR = f"{ID}contributor/"
_ATTRIBUTED = f"{PREFIXES['prov']}wasAttributedTo"
#: What only accepting writes: who proposed and who accepted what.
_HISTORY = frozenset(f"{BM}{name}" for name in ("approvedBy", "motivation", "reverts"))
_HISTORY_CLASSES = frozenset(f"{BM}{name}" for name in ("Changeset", "Contributor"))
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def checked_text(text: str, where: str, least: int, most: int) -> str:
    """Return a plain text without what cannot be seen, its spaces tidied.

    Raises:
        WrongUseError: it is missing, too short or too long.
    """
    tidy = _CONTROL.sub("", text.encode("utf-8", "replace").decode().replace("\r\n", "\n")).strip()
    if len(tidy) < least:
        raise WrongUseError(
            {"nl": "dit ontbreekt of is te kort.", "en": "this is missing or too short."},
            where=where,
            mend={
                "nl": f"Schrijf minstens {least} tekens.",
                "en": f"Write at least {least} characters.",
            },
        )
    if len(tidy) > most:
        raise TooLargeError(
            {
                "nl": f"dit heeft {len(tidy)} tekens; {most} mogen er zijn.",
                "en": f"this has {len(tidy)} characters; there may be {most}.",
            },
            where=where,
        )
    return tidy


def checked_patch(state: State, added: Iterable[Triple], removed: Iterable[Quad], own: str) -> Patch:
    """Return what a proposal changes, without what is there already.

    What goes may be given without a graph: then it goes wherever it stands.

    Args:
        state: what it changes.
        added: what comes.
        removed: what goes.
        own: IRI of the contributor who proposes.

    Raises:
        WrongUseError: it changes nothing, what it may not change, or takes away what is not there.
        ContradictionError: one statement both comes and goes.
        TooLargeError: it changes too much at once.
    """
    comes = frozenset(triple for triple in added if _subject(triple) != own)
    goes = _placed(state, removed)
    if len(comes) + len(goes) > MOST:
        raise TooLargeError(
            {
                "nl": f"dit verandert {len(comes) + len(goes)} uitspraken; {MOST} mogen er zijn.",
                "en": f"this changes {len(comes) + len(goes)} statements; there may be {MOST}.",
            },
            where="data",
            mend={"nl": "Verdeel het over voorstellen.", "en": "Divide it over proposals."},
        )
    for triple in comes:
        _may_come(triple, own)
    for quad in goes:
        _may_go(state, quad)
    if both := comes & {quad.triple for quad in goes}:
        raise ContradictionError(
            {
                "nl": f"deze uitspraak komt erbij én gaat weg: {next(iter(both))}",
                "en": f"this statement both comes and goes: {next(iter(both))}",
            },
            where="data",
        )
    new = frozenset(
        triple
        for triple in comes
        if next(state.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None), None)
        is None
    )
    if not new and not goes:
        raise _wrong(
            ("dit verandert niets: alles staat er al.", "this changes nothing: all of it is there already.")
            if comes
            else ("dit verandert niets.", "this changes nothing."),
            mend=("Geef wat erbij komt of weg moet.", "Give what comes or goes."),
        )
    return Patch(new, goes)


def _subject(triple: Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, NamedNode) else ""


def _placed(state: State, removed: Iterable[Quad]) -> frozenset[Quad]:
    goes: set[Quad] = set()
    for quad in removed:
        if not isinstance(quad.graph_name, DefaultGraph):
            goes.add(quad)
            continue
        found = list(state.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None))
        kept = [each for each in found if _graph(each) not in KEPT]
        goes.update(kept or found or [quad])  # the last two are refused, and told
    return frozenset(goes)


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _may_come(triple: Triple, own: str) -> None:
    subject, value = triple.subject, triple.object
    if not isinstance(subject, NamedNode) or isinstance(value, BlankNode | Triple):
        raise _wrong(
            (f"niet alles heeft een naam: {triple}", f"not everything is named: {triple}"),
            mend=("Geef het een IRI: lege knopen kan niemand volgen.", "Give it an IRI: no blank nodes."),
        )
    if isinstance(value, Literal) and "\x00" in value.value:
        raise _wrong(
            ("een waarde heeft het teken nul.", "a value has the character zero."),
            mend=("Laat het weg: geen mens kan het zien.", "Leave it out: nobody can see it."),
        )
    if isinstance(value, Literal) and len(value.value) > LONGEST:
        raise TooLargeError(
            {
                "nl": f"een waarde heeft meer dan {LONGEST} tekens.",
                "en": f"a value has more than {LONGEST} characters.",
            },
            where=shorten(subject.value),
        )
    ours = subject.value.startswith(BASE) and not subject.value.startswith(ID)
    if ours or subject.value.startswith(_CONTRIBUTOR) or triple.predicate.value in _HISTORY:
        raise _wrong(
            (
                f"hierover zegt een voorstel niets: {shorten(subject.value)}",
                f"of this a proposal says nothing: {shorten(subject.value)}",
            ),
            mend=(
                "Een voorstel gaat over dingen (…/id/…), niet over begrippen, grafen of bijdragers.",
                "A proposal is about things (…/id/…), not about terms, graphs or contributors.",
            ),
        )
    if isinstance(value, NamedNode):
        _may_name(triple, value.value, own)


def _may_name(triple: Triple, value: str, own: str) -> None:
    if triple.predicate.value == RDF_TYPE and value in _HISTORY_CLASSES:
        raise _wrong(
            (f"dit maakt alleen de dienst zelf: {shorten(value)}", f"only we make this: {shorten(value)}"),
            mend=("Laat het weg.", "Leave it out."),
        )
    if triple.predicate.value == _ATTRIBUTED and value.startswith(_CONTRIBUTOR) and value != own:
        raise _wrong(
            (
                f"dit schrijft u aan een ander toe: {shorten(value)}",
                f"this you attribute to somebody else: {shorten(value)}",
            ),
            mend=(
                "Laat prov:wasAttributedTo weg: dan komt uw naam er te staan.",
                "Leave prov:wasAttributedTo out: then your name goes there.",
            ),
        )


def _may_go(state: State, quad: Quad) -> None:
    graph, subject = _graph(quad), _subject(quad.triple)
    if graph in KEPT:
        raise _wrong(
            (
                f"{shorten(graph)} verandert niet door een voorstel: {quad.triple}",
                f"{shorten(graph)} is not changed by a proposal: {quad.triple}",
            ),
            mend=(
                "Verander de beweringen waaruit dit volgt.",
                "Change the claims that this follows from.",
            ),
        )
    if subject.startswith((GRAPH, _CONTRIBUTOR)):
        raise _wrong(
            (
                f"wie wat wanneer veranderde blijft staan: {shorten(subject)}",
                f"who changed what and when stays: {shorten(subject)}",
            ),
            mend=("Laat het weg.", "Leave it out."),
        )
    if quad not in state.store:
        raise _wrong(
            (f"dit staat er niet, dus kan niet weg: {quad}", f"this is not there, so it cannot go: {quad}"),
            mend=("Kijk wat er nu staat.", "Look at what is there now."),
        )


def _wrong(what: tuple[str, str], mend: tuple[str, str]) -> WrongUseError:
    told: Message = {"nl": what[0], "en": what[1]}
    return WrongUseError(told, where="data", mend={"nl": mend[0], "en": mend[1]})
