"""The 24 checks of FOOPS!, offline: how findable, accessible, interoperable and reusable the ontology is.

FOOPS! (https://foops.linkeddata.es) asks the web; here the service answers in its place, as if w3id.org had
led there already. Each check does what its namesake in github.com/oeg-upm/fair_ontologies does (version of
16 April 2026, `entities/checks/`), which also says by which properties it finds metadata (`Ontology.java`,
`completeMetadata`) and what it demands (`Constants.java`). What lies outside – registries, the licence's own
address – is not asked: `_OUTSIDE` says what is taken for granted.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pytest
from fastapi.testclient import TestClient
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from bouwstenen.namespaces import BASE, BM

_SCHEMA = ("https://schema.org/", "http://schema.org/")
_DC, _DCTERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
_DOAP, _PAV = "http://usefulinc.com/ns/doap#", "http://purl.org/pav/"
_PROV, _VANN = "http://www.w3.org/ns/prov#", "http://purl.org/vocab/vann/"
_BIBO, _FOAF = "http://purl.org/ontology/bibo/", "http://xmlns.com/foaf/0.1/"
_MOD = "https://w3id.org/mod#"


def _schema(*names: str) -> tuple[str, ...]:
    return tuple(base + name for base in _SCHEMA for name in names)


#: Metadata by the properties it is found by.
_METADATA: dict[str, tuple[str, ...]] = {
    "title": (f"{_DC}title", f"{_DCTERMS}title", *_schema("name")),
    "description": (
        *(f"{_DCTERMS}abstract", f"{_DC}abstract", f"{_DCTERMS}description", f"{_DC}description"),
        *(f"{RDFS}comment", f"{_DOAP}description", f"{_DOAP}shortdesc", f"{SKOS}note"),
        *_schema("description"),
    ),
    "license": (
        *(f"{_DCTERMS}license", f"{_DOAP}license", "http://creativecommons.org/ns#license"),
        *_schema("license"),
    ),
    "rights": (f"{_DC}rights", f"{_DCTERMS}rights", f"{_DCTERMS}accessRights"),
    "version iri": (f"{OWL}versionIRI",),
    "author": (
        *(f"{_DC}creator", f"{_DCTERMS}creator", f"{_PAV}createdBy", f"{_PAV}authoredBy", f"{_FOAF}maker"),
        *(f"{_PROV}wasAttributedTo", f"{_DOAP}developer", *_schema("creator")),
    ),
    "namespace URI": (f"{_VANN}preferredNamespaceUri",),
    "namespace prefix": (f"{_VANN}preferredNamespacePrefix",),
    "version info": (f"{OWL}versionInfo", *_schema("schemaVersion")),
    "creation date": (
        *(f"{_DCTERMS}created", f"{_DOAP}created", f"{_PROV}generatedAtTime", f"{_PAV}createdOn"),
        *_schema("dateCreated"),
    ),
    "citation": (f"{_DCTERMS}bibliographicCitation",),
    "doi": (f"{_BIBO}doi",),
    "publisher": (f"{_DC}publisher", f"{_DCTERMS}publisher", *_schema("publisher")),
    "logo": (f"{_FOAF}logo", *_schema("logo")),
    "status": (f"{_BIBO}status", f"{_MOD}status"),
    "source": (f"{_DC}source", f"{_DCTERMS}source", f"{_PROV}hadOriginalSource"),
    "issued": (f"{_DCTERMS}issued", f"{_DCTERMS}submitted", *_schema("releaseDate", "datePublished")),
    "includedInDataCatalog": _schema("includedInDataCatalog"),
}
#: An identifier counts as a DOI where it is one.
_IDENTIFIERS = (f"{_DCTERMS}identifier", *_schema("identifier"))
_MINIMUM = ("title", "description", "license", "version iri", "author", "namespace URI")
_RECOMMENDED = ("namespace prefix", "version info", "creation date", "citation")
_DETAILED = ("doi", "publisher", "logo", "status", "source", "issued")
#: Vocabularies that metadata may be taken from.
_FOR_METADATA = (
    _DC,
    *_SCHEMA[:1],
    _DCTERMS,
    _VANN,
    _PROV,
    _BIBO,
    _PAV,
    _FOAF,
    str(RDFS),
    str(OWL),
    _DOAP,
    _MOD,
)
#: What FOOPS! asks for in turn.
_SERIALIZATIONS = ("application/rdf+xml", "text/turtle", "text/n3", "application/ld+json")
_PERSISTENT = (
    "w3id.org",
    "doi.org",
    "linked.data.gov.au",
    "dbpedia.org",
    "perma.cc",
    "data.europa.eu",
    "www.w3.org",
)

#: Addresses elsewhere that are known to answer.
_OUTSIDE = frozenset({"https://creativecommons.org/licenses/by/4.0/"})


@dataclass
class Assessed:
    """The ontology, as FOOPS! finds it.

    Args:
        client: asks the service, in the place of w3id.org.
        asked: the IRI that is assessed.
        prefixes: what prefix.cc or LOV has: namespaces by prefix.
        registered: vocabularies that LOV has.
    """

    client: TestClient
    asked: str
    prefixes: dict[str, str]
    registered: frozenset[str] = frozenset()

    def get(self, iri: str, accept: str | None) -> str | None:
        """Return what an address answers with 200, after its redirects; None where it does not."""
        if not iri.startswith(BASE):
            return "" if iri in _OUTSIDE else None
        response = self.client.get("/" + iri.removeprefix(BASE), headers={"accept": accept or "*/*"})
        kind = response.headers["content-type"].partition(";")[0]
        fits = accept is None or kind == accept
        return response.text if response.status_code == 200 and fits else None

    @cached_property
    def model(self) -> Graph | None:
        """The ontology as RDF/XML, the first that FOOPS! asks for and gives up without."""
        text = self.get(self.asked, _SERIALIZATIONS[0])
        return None if text is None else Graph().parse(data=text, format="xml")

    @cached_property
    def html(self) -> str | None:
        """Its documentation."""
        return self.get(self.iri, "text/html")

    @cached_property
    def iri(self) -> str:
        """Its IRI, as the document says; there must be no doubt which of the ontologies in it is meant."""
        found = list(self.model.subjects(RDF.type, OWL.Ontology)) if self.model is not None else []
        return str(found[0]) if len(found) == 1 else self.asked

    def values(self, name: str) -> list[str]:
        """Return metadata of a kind."""
        assert self.model is not None
        predicates = {URIRef(each) for each in _METADATA[name]}
        found = [str(o) for _, p, o in self.model.triples((URIRef(self.iri), None, None)) if p in predicates]
        if name == "doi":
            found += [
                str(value)
                for each in _IDENTIFIERS
                for value in self.model.objects(URIRef(self.iri), URIRef(each))
                if "doi." in str(value)
            ]
        return found

    def has(self, *names: str) -> tuple[int, int]:
        """Return how many kinds of metadata there are, of how many."""
        return sum(bool(self.values(name)) for name in names), len(names)

    @cached_property
    def signature(self) -> set[str]:
        """Classes and properties, wherever the ontology mentions them."""
        model = self.model
        assert model is not None
        used = {
            s
            for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
            for s in model.subjects(RDF.type, kind)
        }
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf, RDFS.domain, OWL.disjointWith):
            used |= {term for pair in model.subject_objects(predicate) for term in pair}
        return {str(term) for term in used if isinstance(term, URIRef) and not term.startswith(str(OWL))}

    def documented(self, *predicates: URIRef) -> tuple[int, int]:
        """Return how many of its own terms have a literal by one of the properties, of how many."""
        assert self.model is not None
        own = [term for term in self.signature if term.startswith(self.iri)]
        told = [
            term
            for term in own
            if any(
                isinstance(value, Literal)
                for predicate in predicates
                for value in self.model.objects(URIRef(term), predicate)
            )
        ]
        return len(told), len(own) or 1


def _bare(iri: str) -> str:
    return iri.strip().removesuffix("/").removesuffix("#")


Check = Callable[[Assessed], tuple[int, int]]


def _find2(it: Assessed) -> tuple[int, int]:
    (prefix,) = it.values("namespace prefix") or [""]
    there = it.prefixes.get(prefix)
    return (there is not None) + (there is not None and _bare(there) == _bare(it.iri)), 2


def _find3(it: Assessed) -> tuple[int, int]:
    listed = {_bare(each) for each in it.registered}
    namespaces = {_bare(each) for each in (it.iri, *it.values("namespace URI"))}
    return int(bool(it.values("includedInDataCatalog")) or bool(listed & namespaces)), 1


def _purl1(it: Assessed) -> tuple[int, int]:
    return int(any(each in it.iri for each in _PERSISTENT) or ("purl." in it.iri and ".org" in it.iri)), 1


def _ver1(it: Assessed) -> tuple[int, int]:
    found = it.values("version iri")
    return bool(found) + bool(found and found[0] != it.iri), 2


def _voc1(it: Assessed) -> tuple[int, int]:
    assert it.model is not None
    return int(any(str(p).startswith(_FOR_METADATA) for p in it.model.predicates(URIRef(it.iri)))), 1


def _voc2(it: Assessed) -> tuple[int, int]:
    assert it.model is not None
    imported = list(it.model.objects(URIRef(it.iri), OWL.imports))
    return int(bool(imported) or any(not term.startswith(it.iri) for term in it.signature)), 1


def _resolves(it: Assessed, name: str) -> tuple[int, int]:
    found = it.values(name)
    return int(bool(found) and it.get(found[0], None) is not None), 1


#: The checks, by their ids: how many tests of each pass, of how many.
CHECKS: dict[str, Check] = {
    # findable
    "PURL1": _purl1,
    "URI1": lambda it: (int(any(it.get(it.iri, each) is not None for each in _SERIALIZATIONS)), 1),
    "URI2": lambda it: (int(it.model is not None and _bare(it.iri) == _bare(it.asked)), 1),
    "VER1": _ver1,
    "VER2": lambda it: _resolves(it, "version iri"),
    "OM1": lambda it: it.has(*_MINIMUM),
    "FIND1": lambda it: it.has("namespace prefix"),
    "FIND2": _find2,
    "FIND3": _find3,
    # accessible
    "CN1": lambda it: ((it.html is not None) + (it.model is not None), 2),
    "HTTP1": lambda it: (int(it.iri.startswith("http")), 1),
    "FIND_3_BIS": _find3,
    # interoperable
    "RDF1": lambda it: (int(it.model is not None), 1),
    "VOC1": _voc1,
    "VOC2": _voc2,
    # reusable
    "DOC1": lambda it: (int(it.html is not None), 1),
    "OM2": lambda it: it.has(*_RECOMMENDED),
    "OM3": lambda it: it.has(*_DETAILED),
    "OM4.1": lambda it: (int(bool(it.values("license") or it.values("rights"))), 1),
    "OM4.2": lambda it: _resolves(it, "license"),
    "OM5.1": lambda it: it.has("creation date", "author"),
    "OM5.2": lambda it: it.has("issued", "publisher"),
    "VOC3": lambda it: it.documented(RDFS.label, SKOS.prefLabel),
    "VOC4": lambda it: it.documented(RDFS.comment, SKOS.definition),
}

#: What is not full marks, and why.
_SHORT = {
    "FIND2": (0, 2),  # prefix.cc and LOV do not have our prefix
    "FIND3": (0, 1),  # LOV does not have our vocabulary
    "FIND_3_BIS": (0, 1),  # the same
    "OM3": (5, 6),  # there is no DOI
}


@pytest.fixture(scope="module")
def assessed(client: TestClient) -> Assessed:
    return Assessed(client, BM, prefixes={})


def test_there_are_24() -> None:
    assert len(CHECKS) == 24


@pytest.mark.parametrize("name", CHECKS)
def test_check(assessed: Assessed, name: str) -> None:
    passed, run = CHECKS[name](assessed)
    assert (passed, run) == _SHORT.get(name, (run, run))
    assert run > 0


def test_the_score_as_foops_counts_it(assessed: Assessed) -> None:
    """The mean over the checks of the share of their tests that pass (`FOOPS.java`, `getTotalScore`)."""
    shares = [passed / run for passed, run in (check(assessed) for check in CHECKS.values())]
    assert math.isclose(sum(shares) / len(shares), (20 + 5 / 6) / 24)


def test_once_registered_the_rest_passes(client: TestClient) -> None:
    registered = Assessed(client, BM, prefixes={"bm": BM}, registered=frozenset({BM}))
    for name in ("FIND2", "FIND3", "FIND_3_BIS"):
        passed, run = CHECKS[name](registered)
        assert passed == run
    taken = Assessed(client, BM, prefixes={"bm": "https://example.org/other/"})
    assert CHECKS["FIND2"](taken) == (1, 2), "a prefix that others have counts for half"


def test_many_terms_are_looked_at(assessed: Assessed) -> None:
    for name in ("VOC3", "VOC4"):
        assert CHECKS[name](assessed)[1] > 100


@pytest.mark.parametrize("accept", _SERIALIZATIONS)
def test_every_serialisation_but_n3(assessed: Assessed, accept: str) -> None:
    assert (assessed.get(BM, accept) is not None) == (accept != "text/n3")


def test_the_licence_is_one_that_is_known_to_answer(assessed: Assessed) -> None:
    assert set(assessed.values("license")) == _OUTSIDE


def test_the_logo_is_there(assessed: Assessed, client: TestClient) -> None:
    (logo,) = assessed.values("logo")
    assert client.get(logo).headers["content-type"].startswith("image/svg+xml")


def test_the_citation_names_this_version(assessed: Assessed) -> None:
    (version,) = assessed.values("version iri")
    citations = assessed.values("citation")
    assert len(citations) == 2
    assert all(version in each for each in citations)
