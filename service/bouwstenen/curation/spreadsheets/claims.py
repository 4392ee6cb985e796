"""Edits as statements: claims of the editor's with their passages, new things, and what is taken away."""

import hashlib
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from bouwstenen.curation.spreadsheets.change import Change
from bouwstenen.curation.spreadsheets.columns import ABOUT, LABEL, SOURCES
from bouwstenen.curation.spreadsheets.editor import Editor
from bouwstenen.curation.spreadsheets.naming import Names
from bouwstenen.curation.spreadsheets.standing import Standing
from bouwstenen.curation.spreadsheets.values import Pairs
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE, slugify, thing_iri
from bouwstenen.validation.document import Place

__all__ = ["Draft"]

_PROV, _DCTERMS = PREFIXES["prov"], PREFIXES["dcterms"]
_ATTRIBUTED, _DERIVED_FROM = _PROV + "wasAttributedTo", _PROV + "wasDerivedFrom"
_TIME, _PART_OF, _PAGE = _PROV + "generatedAtTime", _DCTERMS + "isPartOf", PREFIXES["foaf"] + "page"
_CITATION, _SAME_AS = _DCTERMS + "bibliographicCitation", PREFIXES["schema"] + "sameAs"
_DATE_TIME = NamedNode(PREFIXES["xsd"] + "dateTime")

#: Of these a claim has one at most; any other values of a row that a description may hold share one claim.
_ONCE = BM + "printedName"
_SHARED = "DescriptionClaim"
_WHOLE = "hele tekst"

#: What a claim says beside what it claims. A claim that has nothing else left goes whole.
_BESIDE = {
    RDF_TYPE,
    ABOUT,
    LABEL,
    _ATTRIBUTED,
    _DERIVED_FROM,
    _TIME,
    PREFIXES["rdfs"] + "comment",
    *(BM + name for name in ("reason", "certainty", "printed")),
}


class Draft:
    """What an edited file comes to.

    Args:
        standing: the release.
        names: of new things.
        editor: whom the claims are attributed to.
        file: place of the file as a whole.

    Attributes:
        quads: what comes.
        removed: what goes.
    """

    def __init__(self, standing: Standing, names: Names, editor: Editor, file: Place) -> None:
        self._standing, self._names, self._editor, self._file = standing, names, editor, file
        self.quads: dict[Quad, None] = {}
        self.removed: dict[Quad, None] = {}
        self._places: dict[tuple[str, str, str], Place] = {}
        self._contributor = ""

    def locate(self, focus: str, path: str, value: str) -> Place | None:
        """Return the cell of a value; else of its property, else of its thing; None for what is not there."""
        for known in ((focus, path, value), (focus, path, ""), (focus, "", "")):
            if known in self._places:
                return self._places[known]
        return None

    def note(self, focus: str, place: Place) -> None:
        """Keep the place of a thing."""
        self._places.setdefault((focus, "", ""), place)

    def add(self, change: Change) -> None:
        """Add what a row changes."""
        if change.went:
            self._remove(change.went)
        thing = change.iri
        if change.is_new and not change.sheet.of_claims:
            self._say(thing, RDF_TYPE, NamedNode(BM + change.sheet.of), change.place)
            for name, value in change.sheet.fixed:
                self._say(thing, name, NamedNode(value), change.place)
        for column, pairs, place in change.came:
            if not column.claim:
                for name, said in pairs:
                    self._say(thing, name, said, place)
        if change.claims:
            passage = self._passage(change)
            for kind, values in self._grouped(change):
                self._claim(kind, thing, values, passage, change)

    def _grouped(self, change: Change) -> list[tuple[str, list[tuple[Pairs, Place]]]]:
        """The values of a row, claim by claim."""
        if change.sheet.of_claims:
            return [(change.sheet.of, [(pairs, place) for _, pairs, place in change.came])]
        shared: list[tuple[Pairs, Place]] = []
        groups = []
        for column, pairs, place in change.came:
            if column.claim == _SHARED and not (
                pairs[0][0] == _ONCE and any(held[0][0] == _ONCE for held, _ in shared)
            ):
                shared.append((pairs, place))
            elif column.claim:
                groups.append((column.claim, [(pairs, place)]))
        return ([(_SHARED, shared)] if shared else []) + groups

    def _claim(
        self, kind: str, thing: str, values: list[tuple[Pairs, Place]], passage: str, change: Change
    ) -> None:
        said = [(name, value, place) for pairs, place in values for name, value in pairs]
        about = thing or next(value.value for name, value, _ in said if name == ABOUT)
        contributor = self._contributed()
        content = sorted(f"{name} {value}" for name, value, _ in said)
        digest = hashlib.sha256(
            "\n".join([kind, about, passage, contributor, self._editor.date.isoformat(), *content]).encode()
        ).hexdigest()[:8]
        slug = slugify(about.rpartition("/")[2])
        claim = thing_iri("claim", f"{slug}-{slugify(kind.removesuffix('Claim'))}-{digest}")
        first = values[0][1]
        self._say(claim, RDF_TYPE, NamedNode(BM + kind), first)
        self._say(claim, ABOUT, NamedNode(about), change.place)
        for name, value, place in said:
            self._say(claim, name, value, place)
            self._places.setdefault((about, name, value.value), place)
            self._places.setdefault((about, name, ""), place)
        source, _ = change.places or (first, first)
        self._say(claim, _DERIVED_FROM, NamedNode(passage), source)
        self._say(claim, _ATTRIBUTED, NamedNode(contributor), self._file)
        moment = f"{self._editor.date.isoformat()}T00:00:00Z"
        self._say(claim, _TIME, Literal(moment, datatype=_DATE_TIME), self._file)
        self.note(about, change.place)

    def _contributed(self) -> str:
        """The editor, described."""
        if self._contributor:
            return self._contributor
        orcid = self._editor.orcid
        slug = f"orcid-{orcid.rpartition('/')[2].lower()}" if orcid else slugify(self._editor.name)
        iri = self._editor.contributor or thing_iri("contributor", slug)
        self._contributor = iri
        # said again where it is known: whoever takes this over must see who it is of
        self.quads[Quad(NamedNode(iri), NamedNode(RDF_TYPE), NamedNode(f"{BM}Contributor"))] = None
        if not self._standing.values(iri, LABEL):
            self._say(iri, LABEL, Literal(self._editor.name, language="nl"), self._file)
        if orcid and not self._standing.values(iri, _SAME_AS):
            self._say(iri, _SAME_AS, NamedNode(orcid), self._file)
        self.note(iri, self._file)
        return iri

    def _passage(self, change: Change) -> str:
        """The passage that a row goes by, described."""
        cells = change.places or (change.place, change.place)
        given = self._editor.source
        if not change.source and not change.locator and self._standing.is_a(given, "Passage"):
            return given
        source = change.source or self._default_source()
        locator = change.locator or _WHOLE
        label = next((name for name, iri in self._names.things[SOURCES].items() if iri == source), "")
        label = label or given
        slug = f"{source.rpartition('/')[2]}-{slugify(locator)}"
        iri = thing_iri("passage", slug)
        known = {value.value for value in self._standing.values(iri, f"{BM}locator")}
        if known and locator not in known:
            iri = thing_iri("passage", f"{slug}-{hashlib.sha256(locator.encode()).hexdigest()[:8]}")
        self._say(iri, RDF_TYPE, NamedNode(f"{BM}Passage"), cells[1])
        self._say(iri, _PART_OF, NamedNode(source), cells[0])
        if not self._standing.said(iri):
            self._say(iri, LABEL, Literal(f"{label}, {locator}", language="nl"), cells[1])
            self._say(iri, f"{BM}locator", Literal(locator), cells[1])
        return iri

    def _default_source(self) -> str:
        """The source of rows that name none: one that is known, or as the editor gave it."""
        given = self._editor.source
        known = self._names.things[SOURCES].get(given, given)
        if self._standing.is_a(given, "Passage"):
            known = self._standing.values(given, _PART_OF)[0].value
        if known != given or self._standing.is_a(given, "Source"):
            return known
        iri = thing_iri("source", slugify(given))
        if self._standing.said(iri):
            return iri
        self._say(iri, RDF_TYPE, NamedNode(f"{BM}Source"), self._file)
        self._say(iri, LABEL, Literal(given, language="nl"), self._file)
        if given.startswith(("http://", "https://")):
            self._say(iri, _PAGE, NamedNode(given), self._file)
        else:
            self._say(iri, _CITATION, Literal(given), self._file)
        return iri

    def _remove(self, quads: Iterable[Quad]) -> None:
        """Take statements away, and whole claims that would have nothing left to say."""
        going = set(quads)
        for subject in {quad.subject.value for quad in going if isinstance(quad.subject, NamedNode)}:
            said = [each for each in self._standing.said(subject) if self._standing.is_ours(each.quad)]
            left = [each for each in said if each.quad not in going and each.name not in _BESIDE]
            is_claim = any(each.name == ABOUT for each in said)
            gone = [each.quad for each in said if (is_claim and not left) or each.quad in going]
            self.removed.update(dict.fromkeys(gone))

    def _say(self, subject: str, name: str, value: NamedNode | Literal, place: Place) -> None:
        self._places.setdefault((subject, name, value.value), place)
        self._places.setdefault((subject, name, ""), place)
        self._places.setdefault((subject, "", ""), place)
        if value not in self._standing.values(subject, name):
            self.quads[Quad(NamedNode(subject), NamedNode(name), value)] = None
