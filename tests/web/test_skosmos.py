"""`/rest/v1` answers as Skosmos does, and what it says is what the graph holds."""

import json
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, Store, parse

from bouwstenen.settings import Settings
from bouwstenen.solutions import select
from bouwstenen.web.app import create_app

ID = "https://w3id.org/bouwstenen/id/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
CLUSTER = f"{ID}factor/zelfbeheersing"
THEME = f"{ID}theme/persoonlijke-ontwikkeling"
TYPE = f"{ID}intervention-type/1"
WHOLE = "bouwstenenmodel"
_OURS = "FILTER(STRSTARTS(STR(?s), STR(id:)))"


def _get(client: TestClient, path: str, **params: str) -> httpx2.Response:
    return client.get(f"/rest/v1/{path}", params=params)


def _json(client: TestClient, path: str, **params: str) -> Any:  # noqa: ANN401 - JSON
    response = _get(client, path, **params)
    assert response.status_code == 200, response.text
    return response.json()


def _search(client: TestClient, path: str = "search", **params: str) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = _json(client, path, **params)["results"]
    return results


def _uris(results: list[dict[str, Any]]) -> set[str]:
    return {result["uri"] for result in results}


def _values(store: Store, query: str) -> set[str]:
    return {row[0].value for row in select(store, query)}


def test_each_concept_scheme_is_a_vocabulary_and_so_is_the_whole(client: TestClient, store: Store) -> None:
    listed = _json(client, "vocabularies", lang="nl")
    schemes = _values(store, f"SELECT ?s {{ ?s a skos:ConceptScheme {_OURS} }}")
    ids = [each["id"] for each in listed["vocabularies"]]
    assert ids == sorted({WHOLE, *(scheme.rpartition("/")[2] for scheme in schemes)})
    assert listed["@context"]["vocabularies"] == "onki:hasVocabulary"
    assert listed["@context"]["@base"] == "http://testserver/rest/v1/vocabularies"
    titles = {each["id"]: each["title"] for each in listed["vocabularies"]}
    assert titles["typen"] in _values(
        store, f'SELECT ?l {{ <{ID}scheme/typen> rdfs:label ?l FILTER(LANG(?l) = "nl") }}'
    )


def test_a_vocabulary_says_what_it_is(client: TestClient) -> None:
    told = _json(client, "ernst/", lang="en")
    assert (told["id"], told["title"], told["defaultLanguage"]) == ("ernst", "Severity", "nl")
    assert told["languages"] == ["nl", "en"]
    assert told["conceptschemes"] == [
        {"label": "Severity", "uri": f"{ID}scheme/ernst", "type": "skos:ConceptScheme"}
    ]
    assert len(_json(client, f"{WHOLE}/")["conceptschemes"]) > 10
    assert (
        client.get("/rest/v1/ernst", follow_redirects=False).headers["location"].endswith("/rest/v1/ernst/")
    )


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("zelf*", 'STRSTARTS(LCASE(?label), "zelf")'),
        ("*Heid", 'STRENDS(LCASE(?label), "heid")'),
        ("**wijs*", 'CONTAINS(LCASE(?label), "wijs")'),
        ("zelf*ing", 'REGEX(?label, "^zelf.*ing$", "i")'),
        ("*(*)*", 'REGEX(?label, "[(].*[)]")'),
        ("zelfbeheersing", 'LCASE(STR(?label)) = "zelfbeheersing"'),
        ("*", "true"),
    ],
)
def test_search_finds_what_a_star_stands_for(
    client: TestClient, store: Store, text: str, condition: str
) -> None:
    labels = "skos:prefLabel" if text == "*" else "(skos:prefLabel|skos:altLabel|skos:hiddenLabel)"
    expected = _values(
        store,
        f"SELECT ?c {{ ?c skos:inScheme ?s ; {labels} ?label {_OURS}"
        f' FILTER({condition}) FILTER(LANG(?label) = "nl") }}',
    )
    assert expected
    assert _uris(_search(client, query=text, lang="nl")) == expected


def test_a_result_says_what_it_is_and_what_matched(client: TestClient) -> None:
    answer = _json(client, "factoren/search", query="empatie", lang="nl", labellang="en")
    assert answer["uri"] == ""
    assert answer["@context"]["results"] == {"@id": "onki:results", "@container": "@list"}
    assert answer["@context"]["@language"] == "en"
    (result,) = answer["results"]
    assert "skos:Concept" in result.pop("type")
    assert result == {
        "uri": f"{ID}factor/empathie",
        "localname": "factor/empathie",
        "prefLabel": "Empathy",
        "altLabel": "Empatie",
        "lang": "nl",
        "vocab": "factoren",
    }


def test_a_match_in_another_language_than_the_label_is_told(client: TestClient) -> None:
    (result,) = _search(client, "factoren/search", query="self-regulation", labellang="nl")
    assert (result["prefLabel"], result["matchedPrefLabel"]) == ("Zelfbeheersing", "Self-regulation")
    (result,) = _search(client, "factoren/search", query="self-regulation")
    assert (result["prefLabel"], result["lang"]) == ("Self-regulation", "en")
    assert "matchedPrefLabel" not in result


def test_a_notation_is_found_in_any_language(client: TestClient) -> None:
    (result,) = _search(client, "typen/search", query="1.1", lang="en")
    assert (result["uri"], result["notation"], result["lang"]) == (
        f"{ID}intervention-type/1.1",
        "1.1",
        "en",
    )


def test_search_can_be_limited(client: TestClient, store: Store) -> None:
    below = _values(store, f"SELECT ?c {{ ?c skos:broader+ <{THEME}> }}")
    assert _uris(_search(client, "factoren/search", parent=THEME)) == below
    clusters = _values(store, "SELECT ?c { ?c a bm:FactorCluster }")
    assert _uris(_search(client, query="*", type="bm:FactorCluster bm:Form")) >= clusters
    assert _uris(_search(client, query="*", type="bm:FactorCluster")) == clusters
    assert _uris(_search(client, query="*", scheme=f"{ID}scheme/treden")) == _uris(
        _search(client, "treden/search", query="*")
    )
    several = _search(client, query="*", vocab="treden typen", lang="nl")
    assert {result["vocab"] for result in several} == {"treden", "typen"}


def test_pages_of_a_search_are_the_whole(client: TestClient) -> None:
    whole = _search(client, query="*e*", vocab=WHOLE)
    pages = [
        result
        for offset in range(0, len(whole) + 50, 50)
        for result in _search(client, query="*e*", vocab=WHOLE, maxhits="50", offset=str(offset))
    ]
    assert pages == whole
    assert len(whole) > 100
    assert whole == sorted(
        whole,
        key=lambda each: str(
            each.get("matchedPrefLabel")
            or each.get("altLabel")
            or each.get("hiddenLabel")
            or each["prefLabel"]
        ).lower(),
    )


def test_unique_tells_a_concept_once_by_its_best_label(client: TestClient) -> None:
    every = _search(client, "factoren/search", query="empat*")
    once = _search(client, "factoren/search", query="empat*", unique="true")
    assert len(every) > len(once)
    assert len(_uris(once)) == len(once)
    assert _uris(once) == _uris(every)
    assert not any("altLabel" in result for result in once if result["uri"] == f"{ID}factor/empathie")


def test_further_fields(client: TestClient) -> None:
    answer = _json(
        client, "factoren/search", query="zelfcontrole", lang="nl", fields="broader prefLabel notation"
    )
    (result,) = answer["results"]
    assert result["broader"] == [{"uri": CLUSTER, "prefLabel": "Zelfbeheersing"}]
    assert result["prefLabels"] == {"nl": "Zelfcontrole", "en": "Self-control"}
    assert "notation" not in result
    assert answer["@context"]["broader"] == "skos:broader"


def test_lookup_prefers_the_preferred_label(client: TestClient) -> None:
    (exact,) = _json(client, "factoren/lookup", label="Zelfbeheersing", lang="nl")["result"]
    assert exact["uri"] == CLUSTER
    (other_case,) = _json(client, "factoren/lookup", label="ZELFBEHEERSING")["result"]
    assert other_case == exact
    (alternative,) = _json(client, "factoren/lookup", label="Empatie")["result"]
    assert alternative["altLabel"] == "Empatie"
    assert _get(client, "factoren/lookup", label="zelfbeheers*").status_code == 404


@pytest.mark.parametrize("path", ["label", "factoren/label", f"{WHOLE}/label"])
def test_labels(client: TestClient, path: str) -> None:
    told = _json(client, path, uri=CLUSTER, lang="en")
    assert (told["uri"], told["prefLabel"], told["@context"]["@language"]) == (
        CLUSTER,
        "Self-regulation",
        "en",
    )
    fallback = _json(client, path, uri=f"{ID}factor/empathie", lang="de")
    assert (fallback["prefLabel"], fallback["@context"]["@language"]) == ("Empathie", "nl")
    assert fallback["altLabel"] == ["Empatie"]


def test_top_concepts(client: TestClient, store: Store) -> None:
    told = _json(client, "typen/topConcepts", lang="en")
    scheme = f"{ID}scheme/typen"
    assert told["uri"] == scheme
    assert _uris(told["topconcepts"]) == _values(store, f"SELECT ?c {{ ?c skos:topConceptOf <{scheme}> }}")
    assert [each["notation"] for each in told["topconcepts"]] == list("123456789")
    first = told["topconcepts"][0]
    assert (first["label"], first["topConceptOf"]) == ("Strengthening the resilience of young people", scheme)
    children = {each["uri"] for each in told["topconcepts"] if each["hasChildren"]}
    assert children == _values(store, f"SELECT ?c {{ ?x skos:broader ?c . ?c skos:topConceptOf <{scheme}> }}")
    everything = _json(client, f"{WHOLE}/topConcepts", scheme=scheme, lang="en")
    assert everything["topconcepts"] == told["topconcepts"]
    assert _uris(_json(client, f"{WHOLE}/topConcepts")["topconcepts"]) == _values(
        store, f"SELECT ?c {{ ?c skos:topConceptOf ?s {_OURS} }}"
    )


def test_above_and_below(client: TestClient, store: Store) -> None:
    above = _json(client, "factoren/broader", uri=CLUSTER, lang="en")
    assert above["broader"] == [{"uri": THEME, "prefLabel": "Personal development"}]
    assert above["@context"]["broader"] == "skos:broader"
    below = _json(client, "typen/narrower", uri=TYPE)
    assert _uris(below["narrower"]) == _values(store, f"SELECT ?c {{ ?c skos:broader <{TYPE}> }}")
    children = _json(client, "typen/children", uri=TYPE)["narrower"]
    assert [(each["uri"], each["notation"], each["hasChildren"]) for each in children] == [
        (f"{TYPE}.{number}", f"1.{number}", False) for number in (1, 2, 3)
    ]
    assert _json(client, "factoren/related", uri=CLUSTER)["related"] == []


def test_all_above_and_below(client: TestClient, store: Store) -> None:
    above = _json(client, "factoren/broaderTransitive", uri=CLUSTER, lang="en")["broaderTransitive"]
    assert above[CLUSTER] == {"uri": CLUSTER, "prefLabel": "Self-regulation", "broader": [THEME]}
    assert set(above) == {CLUSTER, *_values(store, f"SELECT ?c {{ <{CLUSTER}> skos:broader+ ?c }}")}
    below = _json(client, f"{WHOLE}/narrowerTransitive", uri=THEME)["narrowerTransitive"]
    assert set(below) == {THEME, *_values(store, f"SELECT ?c {{ ?c skos:broader+ <{THEME}> }}")}
    cut = _json(client, f"{WHOLE}/narrowerTransitive", uri=THEME, limit="3")["narrowerTransitive"]
    assert len(cut) == 3
    assert THEME in cut


def test_a_label_in_another_language_says_so(client: TestClient) -> None:
    (above,) = _json(client, "factoren/broader", uri=CLUSTER, lang="de")["broader"]
    assert above["prefLabel"] == "Persoonlijke ontwikkeling (nl)"


def test_types(client: TestClient) -> None:
    told = {each["uri"]: each for each in _json(client, "factoren/types", lang="en")["types"]}
    protective = told["https://w3id.org/bouwstenen/def/ProtectiveFactor"]
    assert protective["label"] == "protective factor"
    assert protective["superclass"] == "https://w3id.org/bouwstenen/def/Factor"
    assert f"{SKOS}Concept" in told
    assert set(told) < {each["uri"] for each in _json(client, "types", lang="en")["types"]}


@pytest.mark.parametrize("uri", [CLUSTER, f"{ID}scheme/factoren", None], ids=["concept", "scheme", "all"])
def test_data_is_the_same_in_every_format(client: TestClient, uri: str | None) -> None:
    asked = {"uri": uri} if uri else {}
    path = f"{WHOLE}/data" if uri else "treden/data"
    graphs = []
    for item in (RdfFormat.TURTLE, RdfFormat.RDF_XML, RdfFormat.JSON_LD, RdfFormat.N_TRIPLES):
        response = _get(client, path, format=item.media_type, **asked)
        assert response.headers["content-type"].startswith(item.media_type)
        graphs.append(set(parse(response.content, item)))
    assert len(graphs[0]) >= 3
    assert all(graph == graphs[0] for graph in graphs)


def test_data_is_all_that_the_graph_says(client: TestClient, store: Store) -> None:
    response = _get(client, "data", uri=CLUSTER, format="application/n-triples")
    found = {
        (quad.predicate.value, str(quad.object))
        for quad in parse(response.content, RdfFormat.N_TRIPLES)
        if str(quad.subject) == f"<{CLUSTER}>"
    }
    expected = {
        (row["p"].value, str(row["o"])) for row in select(store, f"SELECT ?p ?o {{ <{CLUSTER}> ?p ?o }}")
    }
    assert found == expected
    whole = _get(client, "treden/data", format="application/n-triples").content
    subjects = {str(quad.subject) for quad in parse(whole, RdfFormat.N_TRIPLES)}
    assert subjects == {f"<{ID}scheme/treden>", *(f"<{ID}trede/{level}>" for level in range(6))}


def test_json_ld_of_a_concept_has_the_keys_of_skosmos(client: TestClient) -> None:
    told = _json(client, "factoren/data", uri=CLUSTER, format="application/json")
    assert told["@context"]["graph"] == "@graph"
    nodes = {node["uri"]: node for node in told["graph"]}
    node = nodes[CLUSTER]
    assert {"lang": "nl", "value": "Zelfbeheersing"} in node["prefLabel"]
    assert node["broader"] == {"uri": THEME}
    assert "skos:Concept" in node["type"]
    assert {"lang": "nl", "value": "Persoonlijke ontwikkeling"} in nodes[THEME]["prefLabel"]


def test_data_is_chosen_by_accept(client: TestClient) -> None:
    def kind(accept: str) -> str:
        response = client.get("/rest/v1/data", params={"uri": CLUSTER}, headers={"accept": accept})
        return response.headers["content-type"].partition(";")[0]

    assert kind("*/*") == "application/rdf+xml"
    assert kind("text/turtle, */*;q=0.1") == "text/turtle"
    assert kind("application/json") == "application/ld+json"
    assert (
        client.get("/rest/v1/data", params={"uri": CLUSTER}, headers={"accept": "image/png"}).status_code
        == 406
    )


def test_answers_are_json_ld_that_says_what_the_graph_says(client: TestClient) -> None:
    response = client.get(
        "/rest/v1/typen/topConcepts", params={"lang": "nl"}, headers={"accept": "application/ld+json"}
    )
    assert response.headers["content-type"] == "application/ld+json"
    quads = list(parse(response.content, RdfFormat.JSON_LD))
    top = {str(quad.object) for quad in quads if quad.predicate.value == f"{SKOS}hasTopConcept"}
    named = {
        str(quad.subject)
        for quad in quads
        if quad.predicate.value == f"{SKOS}prefLabel" and str(quad.object).endswith("@nl")
    }
    assert len(top) == 9
    assert top == named


def test_304_as_long_as_the_release_stays(client: TestClient) -> None:
    for path in ("typen/topConcepts", "typen/data"):
        first = _get(client, path)
        again = client.get(f"/rest/v1/{path}", headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert _get(client, path, lang="en").headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("path", "params", "where"),
    [
        ("vocabularies", {}, "lang"),
        ("types", {}, "lang"),
        ("search", {}, "query"),
        ("search", {"query": " "}, "query"),
        ("search", {"query": "x" * 1001}, "query"),
        ("search", {"query": "x", "lang": "no language"}, "lang"),
        ("search", {"query": "x", "maxhits": "0"}, "maxhits"),
        ("search", {"query": "x", "offset": "-1"}, "offset"),
        ("search", {"query": "x", "type": "Concept"}, "type"),
        ("search", {"parent": "no iri"}, "parent"),
        ("search", {"query": "x", "fields": "a:b"}, "fields"),
        ("data", {}, "uri"),
        ("label", {}, "uri"),
        ("typen/label", {}, "uri"),
        ("typen/broader", {}, "uri"),
        ("typen/lookup", {}, "label"),
        ("typen/narrowerTransitive", {"uri": TYPE, "limit": "none"}, "limit"),
    ],
)
def test_400_says_which_parameter(client: TestClient, path: str, params: dict[str, str], where: str) -> None:
    response = _get(client, path, **params)
    assert response.status_code == 400
    told = response.json()
    assert (response.headers["content-type"], told["where"]) == ("application/problem+json", where)
    assert told["mend"]


@pytest.mark.parametrize(
    ("path", "params", "where"),
    [
        ("geen/", {}, "vocid"),
        ("geen/search", {"query": "x"}, "vocid"),
        ("search", {"query": "x", "vocab": "typen geen"}, "vocid"),
        ("geen/data", {}, "vocid"),
        ("typen/topConcepts", {"scheme": f"{ID}scheme/treden"}, "scheme"),
        ("label", {"uri": f"{ID}factor/bestaat-niet"}, "uri"),
        ("label", {"uri": "no iri"}, "uri"),
        ("typen/label", {"uri": CLUSTER}, "uri"),
        ("typen/broader", {"uri": CLUSTER}, "uri"),
        ("typen/data", {"uri": CLUSTER}, "uri"),
        ("data", {"uri": "https://example.org/<"}, "uri"),
    ],
)
def test_404_says_what_is_not_there(
    client: TestClient, path: str, params: dict[str, str], where: str
) -> None:
    response = _get(client, path, **params)
    assert (response.status_code, response.json()["where"]) == (404, where)


def test_406_lists_the_formats(client: TestClient) -> None:
    response = _get(client, "data", uri=CLUSTER, format="application/marcxml+xml")
    assert response.status_code == 406
    assert "text/turtle" in response.json()["mend"]


def test_text_cannot_leave_its_place_in_the_query(client: TestClient) -> None:
    for text in ('" } ?s ?p ?o . #', "\\", "'''", 'a*" } #*b', "[*", "a{2}*b"):
        assert _search(client, query=text) == []
    assert json.dumps(_search(client, query="*(*", lang="nl")).count("(") > 0


def test_addresses_hold_below_a_path(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"address": "https://example.org/kennis"}))
    with TestClient(app) as client:
        told = _json(client, "vocabularies", lang="nl")
        assert told["@context"]["@base"] == "https://example.org/kennis/rest/v1/vocabularies"
        moved = client.get("/rest/v1/typen", follow_redirects=False)
        assert moved.headers["location"].endswith("/kennis/rest/v1/typen/")


def test_openapi_names_the_parameters(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    named = {each["name"] for each in paths["/rest/v1/{vocid}/search"]["get"]["parameters"]}
    assert {"vocid", "query", "lang", "labellang", "type", "parent", "maxhits", "offset", "unique"} <= named
    assert "vocab" in {each["name"] for each in paths["/rest/v1/search"]["get"]["parameters"]}
