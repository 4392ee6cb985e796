"""What one statement of a proposal may say: in words that we have, of things, in one's own name."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode, Quad, Triple

from bouwstenen.curation.proposals.characters import hidden, named
from bouwstenen.curation.proposals.state import State
from bouwstenen.errors import Message, WrongUseError
from bouwstenen.namespaces import BM, ID, PREFIXES, RDF_TYPE, shorten

__all__ = ["Saying", "wrong"]

_OWL, _RDFS, _PROV = PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["prov"]
_TYPE = NamedNode(RDF_TYPE)

#: What makes an ontology or shapes: with these a statement changes what all other data means.
_AXIOMS = frozenset(f"{_RDFS}{name}" for name in ("subClassOf", "subPropertyOf", "domain", "range"))
_MEANING = (_OWL, PREFIXES["sh"])
#: Of OWL's words those that only annotate (OWL 2 Structural Specification §5.5, §10): no axiom.
_NOTES = frozenset(
    f"{_OWL}{name}" for name in ("deprecated", "versionInfo", "annotatedProperty", "annotatedTarget")
)
_CLASSES_OF_MEANING = (*_MEANING, _RDFS, PREFIXES["rdf"])
#: Who says or made something.
_SPEAKERS = frozenset(
    (
        *(f"{_PROV}{name}" for name in ("wasAttributedTo", "qualifiedAttribution", "actedOnBehalfOf")),
        f"{PREFIXES['dcterms']}creator",
    )
)
#: Classes that only the service or the build makes.
_SERVICE = frozenset(f"{BM}{name}" for name in ("Changeset", "Contributor", "LinkCheck"))

#: The names of things (docs/architecture.md, the Dutch URI strategy) in the one form that they have.
_THING = re.compile(re.escape(ID) + r"([a-z]+(?:-[a-z]+)*)/[a-z0-9]+(?:[.-]+[a-z0-9]+)*")
_SLUG_DOTS = re.compile(r"\.\.")
#: Whatever a browser would take for an address below our base.
_LIKE_OURS = re.compile(
    r"(?i)https?:/*(?:[^/?#]*@)?w3id\.org\.?(?::\d*)?/+(?:\.{1,2}/+)*bouwstenen(?:[/?#]|$)"
)
_ADDRESS = re.compile(r"https?://[^/?#]")


def wrong(what: tuple[str, str], mend: tuple[str, str]) -> WrongUseError:
    """Return what is wrong in the data and how to mend it, each in Dutch and English."""
    told: Message = {"nl": what[0], "en": what[1]}
    return WrongUseError(told, where="data", mend={"nl": mend[0], "en": mend[1]})


class Saying:
    """Tells which statements a proposal may add.

    Args:
        state: what it changes.
        comes: all that it adds.
        goes: all that it takes away.
        own: IRI of the contributor who proposes.
    """

    def __init__(self, state: State, comes: Iterable[Triple], goes: Iterable[Quad], own: str) -> None:
        self._state, self._usage, self._own = state, state.usage, own
        self._claims = state.classes_below("Claim")
        self._new: dict[NamedNode, set[str]] = {}
        self._gone: dict[NamedNode, set[str]] = {}
        self._known: dict[NamedNode, frozenset[str]] = {}
        _collect_types(comes, self._new)
        _collect_types((quad.triple for quad in goes), self._gone)

    def check(self, triple: Triple) -> None:
        """See that a statement may be added.

        Raises:
            WrongUseError: it may not.
        """
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(subject, NamedNode):
            raise TypeError("everything is named by now")
        for text in (subject.value, predicate, getattr(value, "value", "")):
            _is_seen(text, subject)
        _no_axiom(predicate, value)
        self._is_word(predicate)
        self._is_thing(subject.value)
        if isinstance(value, NamedNode):
            self._is_value(value.value)
            if predicate == RDF_TYPE:
                self._may_be(value.value)
        if predicate in _SPEAKERS and value != NamedNode(self._own):
            raise wrong(
                (
                    f"dit schrijft u aan een ander toe: {_brief(value)}",
                    f"this you attribute to somebody else: {_brief(value)}",
                ),
                (
                    f"Laat {shorten(predicate)} weg: bij een bewering komt uw naam er te staan.",
                    f"Leave {shorten(predicate)} out: with a claim your name goes there.",
                ),
            )
        self._is_not_derived(subject, predicate)

    def _is_word(self, predicate: str) -> None:
        known = self._usage.predicates
        if predicate in known:
            return
        near = get_close_matches(shorten(predicate), sorted(map(shorten, known)), 3, 0.6)
        raise wrong(
            (
                f"deze eigenschap kennen wij niet: {predicate}",
                f"this property is not known here: {predicate}",
            ),
            (
                f"Bedoelde u {', '.join(near)}?" if near else "Kies er een uit docs/vocabulary.md.",
                f"Did you mean {', '.join(near)}?" if near else "Choose one of docs/vocabulary.md.",
            ),
        )

    def _is_thing(self, iri: str) -> None:
        if not self._has_form(iri) and not self._is_described(iri):
            raise wrong(
                (f"dit is niet de naam van een ding: {iri}", f"this is not the name of a thing: {iri}"),
                self._how(),
            )

    def _is_value(self, iri: str) -> None:
        if _LIKE_OURS.match(iri):
            if not self._has_form(iri) and not self._is_described(iri):
                raise wrong((f"zo heet hier niets: {iri}", f"nothing here is called: {iri}"), self._how())
            return
        scheme = iri.partition(":")[0]
        known = scheme in self._usage.schemes
        if not known or (scheme in ("http", "https") and not _ADDRESS.match(iri)):
            raise wrong(
                (f"dit is geen webadres: {iri}", f"this is no web address: {iri}"),
                ("Geef een adres met https:// of http://.", "Give an address with https:// or http://."),
            )

    def _has_form(self, iri: str) -> bool:
        match = _THING.fullmatch(iri)
        return bool(match and match[1] in self._usage.kinds and not _SLUG_DOTS.search(iri))

    def _is_described(self, iri: str) -> bool:
        found = self._state.store.quads_for_pattern(NamedNode(iri), None, None, None)
        return next(found, None) is not None

    def _how(self) -> tuple[str, str]:
        example = f"{ID}intervention/diamant"
        return (
            f"Schrijf het als {example}: een klasse die wij kennen, een naam in kleine letters.",
            f"Write it like {example}: a class that is known here, a name in lower case.",
        )

    def _may_be(self, class_: str) -> None:
        if class_ in _SERVICE or class_ in self._usage.made:
            raise wrong(
                (
                    f"dit maakt alleen de dienst zelf: {shorten(class_)}",
                    f"only we make this: {shorten(class_)}",
                ),
                ("Laat het weg.", "Leave it out."),
            )

    def _is_not_derived(self, subject: NamedNode, predicate: str) -> None:
        """See that what follows from claims is claimed: only so it has who, when and where."""
        if predicate not in self._usage.derived:
            return
        said, classes = self._usage.said.get(predicate, frozenset()), self._classes(subject)
        claim = bool(classes) and classes <= self._claims
        if said if claim else said & classes:
            return
        what = ", ".join(sorted(shorten(name) for name in classes if name)) or "?"
        raise wrong(
            (
                f"{shorten(predicate)} volgt uit beweringen; een voorstel zegt het niet zelf van "
                f"{shorten(subject.value)} ({what}).",
                f"{shorten(predicate)} follows from claims; a proposal does not itself say it of "
                f"{shorten(subject.value)} ({what}).",
            ),
            (
                "Maak er een bewering van (een klasse onder bm:Claim), met bm:about. Van iets nieuws: "
                "zeg ook wat het is (rdf:type).",
                "Make a claim of it instead (a class below bm:Claim), with bm:about. Of something new: "
                "say what it is, too (rdf:type).",
            ),
        )

    def _classes(self, subject: NamedNode) -> frozenset[str]:
        """What something is by the state, or for what is new there, by the proposal."""
        if subject not in self._known:
            quads = list(self._state.store.quads_for_pattern(subject, None, None, None))
            types = {
                quad.object.value
                for quad in quads
                if quad.predicate == _TYPE and isinstance(quad.object, NamedNode)
            }
            before = types - self._gone.get(subject, set())
            now = before or self._new.get(subject, set())
            self._known[subject] = frozenset(now or ({""} if quads and not types else ()))
        return self._known[subject]


def _collect_types(triples: Iterable[Triple], types: dict[NamedNode, set[str]]) -> None:
    for triple in triples:
        subject, value = triple.subject, triple.object
        if triple.predicate == _TYPE and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
            types.setdefault(subject, set()).add(value.value)


def _is_seen(text: str, subject: NamedNode) -> None:
    if character := hidden(text):
        where = shorten(subject.value) if not hidden(subject.value) else ascii(subject.value)
        raise wrong(
            (
                f"{where}: hier staat een teken dat niemand ziet: {named(character)}.",
                f"{where}: here is a character that nobody sees: {named(character)}.",
            ),
            ("Haal dat teken weg.", "Take that character out."),
        )


def _no_axiom(predicate: str, value: object) -> None:
    meaning = predicate in _AXIOMS or (predicate.startswith(_MEANING) and predicate not in _NOTES)
    if not meaning and predicate == RDF_TYPE and isinstance(value, NamedNode):
        meaning, predicate = value.value.startswith(_CLASSES_OF_MEANING), value.value
    if meaning:
        raise wrong(
            (
                f"{shorten(predicate)} verandert wat alle gegevens betekenen; dat doet een voorstel niet.",
                f"{shorten(predicate)} changes what all data means; a proposal does not do that.",
            ),
            (
                "Laat het weg. Dat twee dingen misschien één zijn, zegt u met een bm:IdentityClaim.",
                "Leave it out. That two things may be one, you say with a bm:IdentityClaim.",
            ),
        )


def _brief(value: object) -> str:
    if isinstance(value, NamedNode):
        return shorten(value.value)
    return value.value[:100] if isinstance(value, Literal) else str(value)
