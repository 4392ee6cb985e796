"""schema.org: terms that exist, read without fetching anything, true to the graph."""

import json
from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import SDO

from bouwstenen.namespaces import BM, ID, PREFIXES
from bouwstenen.publishing.catalogue.served import Place
from bouwstenen.publishing.schema_org import CONTEXT, dataset_data, thing_data
from bouwstenen.settings import Settings
from bouwstenen.solutions import select
from bouwstenen.store.interface import QueryStore
from bouwstenen.store.opening import Opened

_BASE = "https://example.org/b"
_SCHEMA = PREFIXES["schema"]
#: Classes whose things have a counterpart in schema.org.
_SHOWN = {
    "Intervention": "Service",
    "InterventionPart": "Service",
    "Factor": "DefinedTerm",
    "RiskFactor": "DefinedTerm",
    "Theme": "DefinedTerm",
    "Bouwsteen": "DefinedTerm",
    "InterventionType": "DefinedTerm",
    "Trede": "DefinedTerm",
    "TargetGroup": "DefinedTerm",
    "Organisation": "Organization",
    "Municipality": "AdministrativeArea",
    "Source": "CreativeWork",
}


def _names(data: object) -> Iterator[str]:
    """The types and properties that JSON-LD uses."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "@type":
                yield value
            elif not key.startswith("@"):
                yield key
            yield from _names(value)
    elif isinstance(data, list):
        for each in data:
            yield from _names(each)


def _expanded(data: dict[str, object]) -> list[Quad]:
    """The statements that it makes, with the vocabulary in place of the address of its context."""
    assert data["@context"] == CONTEXT
    text = json.dumps({**data, "@context": {"@vocab": _SCHEMA}})
    return list(parse(text, RdfFormat.JSON_LD))


def _thing(queried: QueryStore, slug: str, language: str = "nl") -> dict[str, object]:
    data = thing_data(queried, ID + slug, language, _BASE)
    assert data is not None
    return data


@pytest.fixture(scope="module")
def dataset(opened: Opened, settings: Settings) -> dict[str, object]:
    return dataset_data(opened.store, opened.release, Place(settings.home, _BASE), "en")


def test_the_dataset_has_what_search_engines_ask_for(dataset: dict[str, object], opened: Opened) -> None:
    """Google's dataset search: name, description (50–5000 characters), and what it recommends beside."""
    assert dataset["@type"] == "Dataset"
    assert 50 <= len(str(dataset["description"])) <= 5000
    for name in ("name", "license", "creator", "identifier", "keywords", "version", "isAccessibleForFree"):
        assert dataset[name], name
    assert dataset["url"] == f"{_BASE}/"
    assert isinstance(dataset["isBasedOn"], dict)
    assert dataset["isBasedOn"]["name"]
    assert str(dataset["conditionsOfAccess"]).startswith("Meant for policy")


def test_what_is_to_be_downloaded_is_where_the_service_is(dataset: dict[str, object]) -> None:
    found = dataset["distribution"]
    assert isinstance(found, list)
    assert {each["@type"] for each in found} == {"DataDownload"}
    assert sorted(each["contentUrl"] for each in found) == [
        f"{_BASE}/dump/bouwstenen{ending}"
        for ending in ("-csv.zip", ".jsonld.gz", ".nq.gz", ".trig.gz", ".ttl.gz")
    ]
    assert {each["encodingFormat"] for each in found} >= {"text/turtle", "text/csv", "application/n-quads"}


def test_in_the_language_of_the_reader(
    dataset: dict[str, object], opened: Opened, settings: Settings
) -> None:
    dutch = dataset_data(opened.store, opened.release, Place(settings.home, _BASE), "nl")
    assert dutch.keys() == dataset.keys()
    assert (dutch["name"], dataset["name"]) == (
        *("Bouwstenenmodel als kennisgraaf", "The bouwstenenmodel as a knowledge graph"),
    )
    assert "preventie" in str(dutch["keywords"])
    assert "preventie" not in str(dataset["keywords"])


def test_every_thing_that_is_shown_in_terms_that_exist(store: Store, queried: QueryStore) -> None:
    used: set[str] = set()
    for name, kind in _SHOWN.items():
        things = [
            row["t"].value for row in select(store, f"SELECT DISTINCT ?t {{ ?t a bm:{name} }} LIMIT 25")
        ]
        assert things, name
        for iri in things:
            for language in ("nl", "en"):
                data = thing_data(queried, iri, language, _BASE)
                assert data is not None, iri
                assert (data["@type"], data["@id"], data["identifier"]) == (kind, iri, iri)
                assert data["name"]
                assert data["url"] == f"{_BASE}/doc/{iri.removeprefix(ID)}"
                used.update(_names(data))
                assert _expanded(data)
    assert len(used) > 20
    assert not {name for name in used if name not in SDO}


def test_the_terms_of_the_dataset_exist(dataset: dict[str, object]) -> None:
    assert not {name for name in _names(dataset) if name not in SDO}
    assert len(_expanded(dataset)) > 40


def test_an_intervention_is_a_service_to_a_group(queried: QueryStore) -> None:
    """DIAMANT: for young people of 12 to 23, by SIPI, type 4 (B3.7)."""
    said = _expanded(_thing(queried, "intervention/diamant"))
    values: dict[str, set[str]] = {}
    for quad in said:
        values.setdefault(quad.predicate.value.removeprefix(_SCHEMA), set()).add(
            quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
        )
    assert {"12"} == values["suggestedMinAge"]
    assert {"23"} == values["suggestedMaxAge"]
    assert "jongeren" in values["audienceType"]
    assert f"{ID}organisation/stichting-voor-interculturele-participatie-en-integratie" in values["provider"]
    assert f"{ID}dataset/bouwstenen" in values["subjectOf"]
    assert "https://www.nji.nl/interventies/diamant" in values["url"]


def test_evaluations_are_what_an_intervention_is_the_subject_of(store: Store, queried: QueryStore) -> None:
    (row, *_) = select(store, "SELECT ?i ?e { ?i a bm:Intervention ; bm:evaluation ?e } ORDER BY ?i LIMIT 1")
    data = thing_data(queried, row["i"].value, "nl", _BASE)
    assert data is not None
    works = [each for each in data["subjectOf"] if each["@type"] == "CreativeWork"]  # type: ignore[attr-defined]
    assert row["e"].value in {each["@id"] for each in works}
    assert all(each["name"] for each in works)


def test_a_term_is_in_its_set(queried: QueryStore) -> None:
    data = _thing(queried, "intervention-type/1.3", "en")
    assert data["termCode"] == "1.3"
    assert data["inDefinedTermSet"] == f"{ID}scheme/typen"
    assert data["name"] == "Strengthening critical thinking, democratic citizenship"
    assert data["alternateName"] == "Versterken kritisch denken en democratisch burgerschap"
    assert _thing(queried, "scheme/typen")["@type"] == "DefinedTermSet"


@pytest.mark.parametrize(
    "iri",
    [
        f"{ID}intervention/nope",
        f"{ID}intervention/a b",
        f"{ID}x> ?p ?o }} #",
        f"{BM}Intervention",
        "https://example.org/x",
        f"{ID}passage/tabel-b3-1",
    ],
)
def test_what_has_no_counterpart_or_is_unknown_has_no_data(queried: QueryStore, iri: str) -> None:
    assert thing_data(queried, iri, "nl", _BASE) is None


def test_claims_and_conflicts_have_none(store: Store, queried: QueryStore) -> None:
    for name in ("Claim", "Conflict", "Passage"):
        for row in select(store, f"SELECT ?t {{ ?t a bm:{name} }} LIMIT 3"):
            assert thing_data(queried, row["t"].value, "nl", _BASE) is None
