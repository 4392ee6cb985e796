"""What a proposal may change, and what it must say."""

from collections.abc import Iterable

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from bouwstenen.curation.proposals.characters import JOINERS, hidden
from bouwstenen.curation.proposals.saying import Saying, wrong
from bouwstenen.curation.proposals.state import KEPT, State
from bouwstenen.errors import ContradictionError, TooLargeError, WrongUseError
from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import BASE, BM, GRAPH, ID, shorten

__all__ = ["LONGEST", "MOST", "checked_patch", "checked_text"]

#: Statements that a proposal may change, and characters that one value may have.
MOST = 20_000
LONGEST = 10_000

_CONTRIBUTOR = f"{ID}contributor/"
#: What only accepting writes: who proposed and who accepted what.
_HISTORY = frozenset(f"{BM}{name}" for name in ("approvedBy", "motivation", "reverts"))


def checked_text(text: str, where: str, least: int, most: int) -> str:
    """Return a plain text without what cannot be seen, its spaces tidied.

    Raises:
        WrongUseError: it is missing, too short or too long.
    """
    plain = text.encode("utf-8", "replace").decode().replace("\r\n", "\n")
    tidy = "".join(each for each in plain if each not in JOINERS and not hidden(each)).strip()
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
    comes = frozenset(_tidied(triple) for triple in added if _subject(triple) != own)
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
    for triple in comes:
        _may_come(triple)
    new = frozenset(triple for triple in comes if not _stands(state, triple))
    saying = Saying(state, new, goes, own)
    for triple in new:
        saying.check(triple)
    if not new and not goes:
        raise wrong(
            ("dit verandert niets: alles staat er al.", "this changes nothing: all of it is there already.")
            if comes
            else ("dit verandert niets.", "this changes nothing."),
            mend=("Geef wat erbij komt of weg moet.", "Give what comes or goes."),
        )
    return Patch(new, goes)


def _tidied(triple: Triple) -> Triple:
    """With the line ends that forms and spreadsheets write as all others have them."""
    value = triple.object
    if not isinstance(value, Literal) or "\r\n" not in value.value:
        return triple
    text = value.value.replace("\r\n", "\n")
    how = {"language": value.language} if value.language else {"datatype": value.datatype}
    tidy = Literal(text, **how)
    return Triple(triple.subject, triple.predicate, tidy)


def _stands(state: State, triple: Triple) -> bool:
    found = state.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return next(found, None) is not None


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


def _may_come(triple: Triple) -> None:
    subject, value = triple.subject, triple.object
    if not isinstance(subject, NamedNode) or isinstance(value, BlankNode | Triple):
        raise wrong(
            (f"niet alles heeft een naam: {triple}", f"not everything is named: {triple}"),
            mend=("Geef het een IRI: lege knopen kan niemand volgen.", "Give it an IRI: no blank nodes."),
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
        raise wrong(
            (
                f"hierover zegt een voorstel niets: {shorten(subject.value)}",
                f"of this a proposal says nothing: {shorten(subject.value)}",
            ),
            mend=(
                "Een voorstel gaat over dingen (…/id/…), niet over begrippen, grafen of bijdragers.",
                "A proposal is about things (…/id/…), not about terms, graphs or contributors.",
            ),
        )


def _may_go(state: State, quad: Quad) -> None:
    graph, subject = _graph(quad), _subject(quad.triple)
    if graph in KEPT:
        raise wrong(
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
        raise wrong(
            (
                f"wie wat wanneer veranderde blijft staan: {shorten(subject)}",
                f"who changed what and when stays: {shorten(subject)}",
            ),
            mend=("Laat het weg.", "Leave it out."),
        )
    if quad not in state.store:
        raise wrong(
            (f"dit staat er niet, dus kan niet weg: {quad}", f"this is not there, so it cannot go: {quad}"),
            mend=("Kijk wat er nu staat.", "Look at what is there now."),
        )
